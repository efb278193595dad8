import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobStage, JobsScreen, JobView, PrinterView } from '../../../preload/contract.ts';
import { isReleasable } from '../../format/jobs.ts';
import { isUnwell } from '../../format/problems.ts';
import { formatSize } from '../../format/size.ts';
import { formatAgo, formatClock } from '../../format/when.ts';
import { Button } from '../../parts/button.tsx';
import { AlertIcon, CheckIcon, CrossIcon, MovingIcon, UnknownIcon } from '../../parts/icons.tsx';
import { useIntent, useLocale, useNow, useScreen, useStationPage } from '../../station/station-context.tsx';
import { Expiry } from './expiry.tsx';
import { EyeButton } from './eye-button.tsx';
import { StageLine } from './stage-line.tsx';

/** What a row is told. `number`: its place in the whole list, from 1. `printer`: where it comes out, as far as it is known and matters. */
interface RowProps {
  readonly job: JobView;
  readonly number: number;
  readonly titles: JobsScreen['titles'];
  readonly printer: PrinterView | null;
}

/** One job on its line: chosen by touch while it is held, then telling what is known of it. */
export function JobRow({ job, number, titles, printer }: RowProps): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const chosen = useScreen((state) => state.chosen.has(job.key));
  const titleId = useId();
  const metaId = useId();
  const aboutId = useId();
  const masked = useMaskedName(job, number);
  const untitled = job.title === null || job.title.trim() === '';
  const title = untitled ? t('jobs.untitled') : (job.title ?? '');
  const releasable = isReleasable(job);
  const text = (
    <span className="job-text">
      {job.titleMasked || untitled ? (
        <span id={titleId} className="job-title">
          {job.titleMasked ? <MaskedTitle number={number} /> : title}
        </span>
      ) : (
        <bdi id={titleId} className="job-title" dir="auto">
          {title}
        </bdi>
      )}
      <JobMeta id={metaId} job={job} unwell={printer !== null && isUnwell(printer) && releasable} />
    </span>
  );
  return (
    <li
      className="job"
      data-line={job.key}
      data-stage={job.deleting ? 'deleting' : job.stage.is}
      data-chosen={chosen || undefined}
      data-eye={titles !== 'shown' || undefined}
    >
      {releasable ? (
        <label className="job-face">
          <input
            type="checkbox"
            checked={chosen}
            {...(job.titleMasked ? { 'aria-label': masked } : { 'aria-labelledby': titleId })}
            aria-describedby={`${metaId} ${aboutId}`}
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
      {titles === 'masked' ? <EyeButton jobKey={job.key} number={number} /> : null}
      <div key={sideOf(job)} className="job-side" id={aboutId}>
        {job.deleting ? (
          <Undo job={job} title={job.titleMasked ? masked : title} />
        ) : job.stage.is === 'held' ? (
          <When job={job} />
        ) : (
          <StageLine stage={job.stage} printer={printer} />
        )}
      </div>
    </li>
  );
}

/** What stands at the end of the line. Another thing is another element: it appears, nothing slides to its place. */
function sideOf({ deleting, stage }: JobView): string {
  return deleting ? 'undo' : stage.is === 'held' ? 'when' : 'stage';
}

/** What a row with a hidden name is called: its number, its time and its printer. */
function useMaskedName(job: JobView, number: number): string {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow('wallMs', 60_000);
  const then = job.submitted === null ? Number.NaN : Date.parse(job.submitted);
  const parts = [t('jobs.maskedName', { number }), ...(Number.isNaN(then) ? [] : [formatClock(then, now, locale)]), job.printerName];
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(parts);
}

/** The bar stands for a name of any length: how long it is, is nobody's business either. */
function MaskedTitle({ number }: { readonly number: number }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <span className="job-number">{t('jobs.masked', { number })}</span>
      <span className="job-mask" aria-hidden="true" />
    </>
  );
}

function JobMeta({ id, job, unwell }: { readonly id: string; readonly job: JobView; readonly unwell: boolean }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  if (job.deleting) {
    return (
      <span id={id} className="job-meta">
        {t('stage.deleting')}
      </span>
    );
  }
  return (
    <span id={id} className="job-meta">
      <span className="job-place">
        {unwell ? <AlertIcon /> : null}
        <bdi>{job.printerName}</bdi>
        {unwell ? <span className="said">{t('jobs.stoppedHere')}</span> : null}
      </span>
      <span className="job-size">{job.size === null ? t('jobs.sizeUnknown') : formatSize(job.size, locale)}</span>
    </span>
  );
}

function When({ job }: { readonly job: JobView }): ReactNode {
  const locale = useLocale();
  const now = useNow('wallMs', 10_000);
  const then = job.submitted === null ? Number.NaN : Date.parse(job.submitted);
  const kept = job.expires !== null && !Number.isNaN(Date.parse(job.expires.at)) ? <Expiry expires={job.expires} /> : null;
  if (Number.isNaN(then)) return kept === null ? null : <span className="job-when">{kept}</span>;
  return (
    <span className="job-when">
      <time dateTime={job.submitted ?? ''} className="strong">
        {formatClock(then, now, locale)}
      </time>
      {kept ?? <span>{formatAgo(then, now, locale)}</span>}
    </span>
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
