import type { PrinterView, Trouble } from '../../../preload/contract.ts';
import type { Printer, PrinterShare, PrinterStatus } from '../../graph/model.ts';
import type { PrinterIds, PrinterLook } from './model.ts';
import { problemsOf } from './printer-problems.ts';

/** A printer of which nothing could be read. */
export const unseen: PrinterLook = { state: 'unknown', problems: [], capabilities: null, waiting: null };

/** What a share's answer says of the printer that the configuration names. What another printer reports says nothing of that one. */
export function lookAtShare(share: PrinterShare, printerId: string): PrinterLook {
  if (share.printerId !== null && share.printerId.toLowerCase() !== printerId.toLowerCase()) return { ...unseen, state: 'moved' };
  return lookAt(share.status, share.isAcceptingJobs);
}

/** What a printer's answer says of it. */
export function lookAtPrinter({ status, isAcceptingJobs }: Printer): PrinterLook {
  return lookAt(status, isAcceptingJobs);
}

function lookAt(status: PrinterStatus | null, isAcceptingJobs: boolean | null): PrinterLook {
  return { ...unseen, state: stateOf(status, isAcceptingJobs), problems: problemsOf(status?.details ?? []) };
}

/**
 * Only the printer's own word that it stopped or takes no jobs keeps a release back. Details alone do not: which of them come with a printer
 * that still takes jobs is not documented, and a job that waits in its queue is not lost. They are shown.
 */

function stateOf(status: PrinterStatus | null, isAcceptingJobs: boolean | null): PrinterView['state'] {
  if (status?.state === 'stopped' || isAcceptingJobs === false) return 'stopped';
  return status?.state === 'idle' || status?.state === 'processing' ? 'ready' : 'unknown';
}

/**
 * Reads each printer once and names those into which nothing may be released now, by printer id.
 * A printer whose state cannot be read is no reason to refuse: the job's own state says what became of it.
 */
export async function checkPrinters(
  look: (printer: PrinterIds, signal: AbortSignal) => Promise<PrinterLook>,
  printers: readonly PrinterIds[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Trouble>> {
  const once = new Map(printers.map((printer) => [printer.printerId, printer]));
  const found = await Promise.all(
    [...once.values()].map(async (printer): Promise<[string, Trouble] | null> => {
      const { state } = await look(printer, signal);
      if (state === 'stopped') return [printer.printerId, { code: 'printerStopped', reference: '' }];
      return state === 'moved' ? [printer.printerId, { code: 'printerMoved', reference: '' }] : null;
    }),
  );
  return new Map(found.filter((entry) => entry !== null));
}
