import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobStage, JobView } from '../../../preload/contract.ts';
import { isReleasable } from '../../format/jobs.ts';
import { formatSize } from '../../format/size.ts';
import { formatAgo, formatClock } from '../../format/when.ts';
import { Button } from '../../parts/button.tsx';
import { AlertIcon, CheckIcon, CrossIcon, MovingIcon, UnknownIcon } from '../../parts/icons.tsx';
import { useIntent, useLocale, useNow, useScreen, useStationPage } from '../../station/station-context.tsx';
import { StageLine } from './stage-line.tsx';

/** One job on its line: chosen by touch while it is held, then telling what is known of it. */
export function JobRow({ job }: { readonly job: JobView }): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const chosen = useScreen((state) => state.chosen.has(job.key));
  const titleId = useId();
  const aboutId = useId();
  const title = job.title === null || job.title.trim() === '' ? t('jobs.untitled') : job.title;
  const releasable = isReleasable(job);
  const text = (
    <span className="job-text">
      <bdi id={titleId} className="job-title" dir="auto">
        {title}
      </bdi>
      <JobMeta job={job} />
    </span>
  );
  return (
    <li className="job" data-stage={job.deleting ? 'deleting' : job.stage.is} data-chosen={chosen || undefined}>
      {releasable ? (
        <label className="job-face">
          <input
            type="checkbox"
            checked={chosen}
            aria-labelledby={titleId}
            aria-describedby={aboutId}
            onChange={() => page.store.getState().toggle(job.key)}
          />
          <span className="job-box">
            <CheckIcon />
          </span>
          {text}
        </label>
      ) : (
        <div className="job-face">
          <span className="job-box">
            <StageIcon stage={job.stage} deleting={job.deleting} />
          </span>
          {text}
        </div>
      )}
      <div className="job-side" id={aboutId}>
        {job.deleting ? <Undo job={job} title={title} /> : job.stage.is === 'held' ? <When job={job} /> : <StageLine stage={job.stage} />}
      </div>
    </li>
  );
}

function JobMeta({ job }: { readonly job: JobView }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  if (job.deleting) return <span className="job-meta">{t('stage.deleting')}</span>;
  return (
    <span className="job-meta">
      <bdi>{job.printerName}</bdi>
      <span className="job-size">{job.size === null ? t('jobs.sizeUnknown') : formatSize(job.size, locale)}</span>
    </span>
  );
}

function When({ job }: { readonly job: JobView }): ReactNode {
  const locale = useLocale();
  const now = useNow('wallMs', 10_000);
  const then = job.submitted === null ? Number.NaN : Date.parse(job.submitted);
  if (Number.isNaN(then)) return null;
  return (
    <time dateTime={job.submitted ?? ''} className="job-when">
      <span className="strong">{formatClock(then, now, locale)}</span>
      <span>{formatAgo(then, now, locale)}</span>
    </time>
  );
}

function Undo({ job, title }: { readonly job: JobView; readonly title: string }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('undoDelete');
  return (
    <Button kind="plain" busy={busy} label={t('jobs.undoNamed', { title })} onPress={() => send({ jobs: [job.key] })}>
      {t('jobs.undo')}
    </Button>
  );
}

function StageIcon({ stage, deleting }: { readonly stage: JobStage; readonly deleting: boolean }): ReactNode {
  if (deleting) return <CrossIcon />;
  switch (stage.is) {
    case 'arriving':
    case 'releasing':
    case 'sent':
    case 'printing':
      return <MovingIcon />;
    case 'done':
      return <CheckIcon />;
    case 'attention':
    case 'notReleased':
      return <AlertIcon />;
    case 'cancelled':
      return <CrossIcon />;
    case 'gone':
    case 'checking':
    case 'unsure':
      return <UnknownIcon />;
    case 'held':
      return null;
  }
}
