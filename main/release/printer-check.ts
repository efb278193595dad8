import type { PrinterView, Trouble } from '../../preload/contract.ts';
import type { Printer, PrinterShare, PrinterStatus } from '../graph/model.ts';
import type { JobAccess, PrinterIds } from './access.ts';

/** What a share's answer says of the printer that the configuration names. */
export function stateOfShare(share: PrinterShare, printerId: string): PrinterView['state'] {
  if (share.printerId !== null && share.printerId.toLowerCase() !== printerId.toLowerCase()) return 'moved';
  return stateOf(share.status, share.isAcceptingJobs);
}

/** What a printer's answer says of it. */
export function stateOfPrinter({ status, isAcceptingJobs }: Printer): PrinterView['state'] {
  return stateOf(status, isAcceptingJobs);
}

function stateOf(status: PrinterStatus | null, isAcceptingJobs: boolean | null): PrinterView['state'] {
  if (status?.state === 'stopped' || isAcceptingJobs === false) return 'stopped';
  return status?.state === 'idle' || status?.state === 'processing' ? 'ready' : 'unknown';
}

/**
 * Reads each printer once and names those into which nothing may be released now, by printer id.
 * A printer whose state cannot be read is no reason to refuse: the job's own state says what became of it.
 */
export async function checkPrinters(
  access: JobAccess,
  printers: readonly PrinterIds[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Trouble>> {
  const once = new Map(printers.map((printer) => [printer.printerId, printer]));
  const found = await Promise.all(
    [...once.values()].map(async (printer): Promise<[string, Trouble] | null> => {
      const state = await access.printerState(printer, signal);
      if (state === 'stopped') return [printer.printerId, { code: 'printerStopped', reference: '' }];
      return state === 'moved' ? [printer.printerId, { code: 'printerMoved', reference: '' }] : null;
    }),
  );
  return new Map(found.filter((entry) => entry !== null));
}
