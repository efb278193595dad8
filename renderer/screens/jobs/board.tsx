import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen, PrinterView, Trouble } from '../../../preload/contract.ts';
import type { Summary } from '../../format/jobs.ts';
import { AlertIcon, InfoIcon } from '../../parts/icons.tsx';
import { PrinterArt, type PrinterPose } from '../../parts/printer-art.tsx';
import { TroubleText } from '../../parts/trouble-text.tsx';

/** Printers that are named one by one before the rest are counted. */
const namedPrinters = 2;

/** The printer as it stands; in its place, whatever the person has to know first. */
export function Board({ screen, summary }: { readonly screen: JobsScreen; readonly summary: Summary }): ReactNode {
  const { t } = useTranslation();
  const trouble = firstTrouble(screen);
  const unwell = screen.printers.filter((printer) => printer.state === 'stopped' || printer.state === 'moved');
  const words =
    trouble !== null && summary.is !== 'failed' ? (
      <TroubleText trouble={trouble} />
    ) : unwell.length > 0 ? (
      <Unwell printers={unwell} />
    ) : screen.badge === 'linkFailed' ? (
      <p className="board-note">
        <InfoIcon />
        {t('jobs.linkFailed')}
      </p>
    ) : (
      <CollectAt printers={screen.printers} />
    );
  return (
    <div className="board" data-words={trouble !== null || unwell.length > 0 ? 'long' : 'short'}>
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
  if (unwell || summary.is === 'needsLook') return 'attention';
  if (summary.is === 'working') return 'working';
  return summary.is === 'finished' ? 'done' : 'idle';
}

function CollectAt({ printers }: { readonly printers: readonly PrinterView[] }): ReactNode {
  const { t } = useTranslation();
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
