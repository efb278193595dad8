import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen, PrinterView, Trouble } from '../../../preload/contract.ts';
import type { Summary } from '../../format/jobs.ts';
import { AlertIcon, InfoIcon } from '../../parts/icons.tsx';
import { PrinterArt, type PrinterPose } from '../../parts/printer-art.tsx';
import { TroubleText, TroubleWords } from '../../parts/trouble-text.tsx';

/** Printers that are named one by one before the rest are counted. */
const namedPrinters = 2;

/** The printer as it stands; in its place, whatever the person has to know first. */
export function Board({ screen, summary }: { readonly screen: JobsScreen; readonly summary: Summary }): ReactNode {
  const { t } = useTranslation();
  const trouble = firstTrouble(screen);
  // With one destination that is where it comes out; with several each says how it is when the person chooses.
  const only = screen.destinations.length === 1 ? screen.destinations : [];
  const lost = screen.jobs.flatMap(({ stage }) => (stage.is === 'unsure' ? [stage.trouble] : []))[0];
  const unwell = [...only, ...screen.printers].filter((printer) => printer.state === 'stopped' || printer.state === 'moved');
  const words =
    trouble !== null && summary.is !== 'failed' ? (
      <TroubleText trouble={trouble} />
    ) : lost !== undefined ? (
      <TroubleWords what={t('jobs.lostSight')} toDo={t('jobs.lostSightDo')} reference={lost.reference} />
    ) : unwell.length > 0 ? (
      <Unwell printers={unwell} />
    ) : screen.badge === 'linkFailed' ? (
      <p className="board-note">
        <InfoIcon />
        {t('jobs.linkFailed')}
      </p>
    ) : (
      <CollectAt screen={screen} />
    );
  return (
    <div className="board" data-words={trouble !== null || lost !== undefined || unwell.length > 0 ? 'long' : 'short'}>
      <PrinterArt pose={poseOf(summary, unwell.length > 0)} />
      <div className="board-words" role="status">
        {words}
      </div>
    </div>
  );
}

/** The list's own trouble first, then that of the first job that was not released. */
function firstTrouble(screen: JobsScreen): Trouble | null {
  if (screen.trouble !== null) return screen.trouble;
  for (const { stage } of screen.jobs) if (stage.is === 'notReleased') return stage.trouble;
  return null;
}

function poseOf(summary: Summary, unwell: boolean): PrinterPose {
  if (unwell || summary.is === 'needsLook' || summary.is === 'lostSight') return 'attention';
  if (summary.is === 'working') return 'working';
  return summary.is === 'finished' ? 'done' : 'idle';
}

function CollectAt({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  if (screen.destinations.length > 1) return <p>{t('jobs.youChoose')}</p>;
  const printers = screen.destinations.length === 1 ? screen.destinations : screen.printers;
  const only = printers.length === 1 ? printers[0] : undefined;
  if (only === undefined) return <p>{t('jobs.printersHere', { count: printers.length })}</p>;
  return (
    <>
      <p>{t('jobs.collectAt')}</p>
      <p className="board-printer">
        <bdi>{only.name}</bdi>
      </p>
      <p>{only.state === 'ready' ? t('jobs.printerReady') : t('jobs.printerUnknown')}</p>
    </>
  );
}

function Unwell({ printers }: { readonly printers: readonly PrinterView[] }): ReactNode {
  const { t } = useTranslation();
  const more = printers.length - namedPrinters;
  return (
    <>
      {printers.slice(0, namedPrinters).map((printer) => (
        <div key={printer.name} className="board-note">
          <AlertIcon />
          <p>
            <bdi className="strong">{printer.name}</bdi>{' '}
            <span>{printer.state === 'moved' ? t('jobs.printerMoved') : t('jobs.printerStopped')}</span>
          </p>
        </div>
      ))}
      {more > 0 ? <p>{t('jobs.morePrinters', { count: more })}</p> : null}
    </>
  );
}
