import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen, PrinterView, Trouble } from '../../../preload/contract.ts';
import { isReleasable, type Summary } from '../../format/jobs.ts';
import { causeOf, isUnwell, noteOf } from '../../format/problems.ts';
import { AlertIcon, InfoIcon } from '../../parts/icons.tsx';
import { PrinterArt, type PrinterPose } from '../../parts/printer-art.tsx';
import { TroubleText, TroubleWords } from '../../parts/trouble-text.tsx';

/** Printers that are named one by one before the rest are counted. */
const namedPrinters = 2;

/** The printer as it stands; in its place, whatever the person has to know first. */
export function Board({ screen, summary }: { readonly screen: JobsScreen; readonly summary: Summary }): ReactNode {
  const { t } = useTranslation();
  const unwell = unwellOf(screen);
  const trouble =
    screen.jobs.length === 0 && (summary.is === 'failed' || summary.is === 'notAllRead') ? null : firstTrouble(screen, unwell.length > 0);
  const lost = screen.jobs.flatMap(({ stage }) => (stage.is === 'unsure' ? [stage.trouble] : []))[0];
  const words =
    trouble !== null ? (
      <TroubleText trouble={trouble} />
    ) : lost !== undefined ? (
      <TroubleWords what={t('jobs.lostSight')} toDo={t('jobs.lostSightDo')} reference={lost.reference} />
    ) : unwell.length > 0 ? (
      <Unwell printers={unwell} others={hasOthers(screen, unwell)} />
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
      <div className="board-words">{words}</div>
    </div>
  );
}

/** Printers that take nothing now, the one with most jobs waiting for it first. With several destinations each says how it is when the person chooses. */
function unwellOf({ jobs, printers, destinations }: JobsScreen): readonly PrinterView[] {
  const only = destinations.length === 1 ? destinations : [];
  // A queue that is sent on needs no running printer of its own; one that was set up anew cannot be read.
  const own = destinations.length === 0 ? printers.filter(isUnwell) : printers.filter(({ state }) => state === 'moved');
  const concerned = ({ name }: PrinterView): number => jobs.filter((job) => isReleasable(job) && job.printerName === name).length;
  return [...only.filter(isUnwell), ...own].sort((a, b) => concerned(b) - concerned(a));
}

/** Some of what is held comes out elsewhere, and can be released. */
function hasOthers({ jobs, destinations }: JobsScreen, unwell: readonly PrinterView[]): boolean {
  const names = new Set(unwell.map(({ name }) => name));
  const held = jobs.filter(isReleasable);
  return destinations.length === 0 && held.some((job) => names.has(job.printerName)) && held.some((job) => !names.has(job.printerName));
}

/** The list's own trouble first, then that of the first job that was not released. What a stopped printer asks for says more than that it has stopped. */
function firstTrouble(screen: JobsScreen, unwell: boolean): Trouble | null {
  if (screen.trouble !== null) return screen.trouble;
  for (const { stage } of screen.jobs) {
    if (stage.is === 'notReleased' && !(unwell && stage.trouble.code === 'printerStopped')) return stage.trouble;
  }
  return null;
}

function poseOf(summary: Summary, unwell: boolean): PrinterPose {
  if (unwell || summary.is === 'needsLook' || summary.is === 'lostSight') return 'attention';
  if (summary.is === 'working' || summary.is === 'releasing') return 'working';
  return summary.is === 'finished' ? 'done' : 'idle';
}

function CollectAt({ screen }: { readonly screen: JobsScreen }): ReactNode {
  const { t } = useTranslation();
  if (screen.destinations.length > 1) return <p>{t('jobs.youChoose')}</p>;
  const printers = screen.destinations.length === 1 ? screen.destinations : screen.printers;
  // Before the first list is read nobody knows.
  if (printers.length === 0) return null;
  const only = printers.length === 1 ? printers[0] : undefined;
  if (only === undefined) return <p>{t('jobs.printersHere', { count: printers.length })}</p>;
  return (
    <>
      <p>{t('jobs.collectAt')}</p>
      <p className="board-printer">
        <bdi>{only.name}</bdi>
      </p>
      <PrinterNow printer={only} />
    </>
  );
}

/** How a printer that takes jobs is: what will soon run out is worth a word. */
function PrinterNow({ printer }: { readonly printer: PrinterView }): ReactNode {
  const { t } = useTranslation();
  const note = noteOf(printer);
  if (note !== null) return <p>{t(`printer.${note}.what`)}</p>;
  return <p>{printer.state === 'ready' ? t('jobs.printerReady') : t('jobs.printerUnknown')}</p>;
}

/** What the first asks for in full; the others by name. */
function Unwell({ printers, others }: { readonly printers: readonly PrinterView[]; readonly others: boolean }): ReactNode {
  const { t } = useTranslation();
  const [first, ...rest] = printers;
  if (first === undefined) return null;
  const cause = causeOf(first);
  const more = rest.length - (namedPrinters - 1);
  return (
    <>
      <div className="board-note">
        <AlertIcon />
        <div>
          <p className="strong">
            <bdi>{first.name}</bdi>
          </p>
          {cause === null ? (
            <p>{first.state === 'moved' ? t('jobs.printerMoved') : t('jobs.printerStopped')}</p>
          ) : (
            <p>
              {t(`printer.${cause}.what`)} {t(`printer.${cause}.do`)}
            </p>
          )}
        </div>
      </div>
      {rest.slice(0, namedPrinters - 1).map((printer) => (
        <div key={printer.name} className="board-note">
          <AlertIcon />
          <p>
            <bdi className="strong">{printer.name}</bdi> <UnwellShort printer={printer} />
          </p>
        </div>
      ))}
      {more > 0 ? <p className="board-more">{t('jobs.morePrinters', { count: more })}</p> : null}
      {others ? <p className="board-more">{t('jobs.othersHint')}</p> : null}
    </>
  );
}

function UnwellShort({ printer }: { readonly printer: PrinterView }): ReactNode {
  const { t } = useTranslation();
  const cause = causeOf(printer);
  return <span>{cause === null ? t(`choose.${printer.state}`) : t(`printer.${cause}.what`)}</span>;
}
