import type { PrinterView, Trouble } from '../../preload/contract.ts';
import type { PrinterShare, UserPrintApi } from '../graph/model.ts';
import type { ListedJob } from './job-ref.ts';

/** What a share's answer says of the printer that the configuration names. */
export function printerStateOf(share: PrinterShare, printerId: string): PrinterView['state'] {
  if (share.printerId !== null && share.printerId.toLowerCase() !== printerId.toLowerCase()) return 'moved';
  if (share.status?.state === 'stopped' || share.isAcceptingJobs === false) return 'stopped';
  if (share.status === null) return 'unknown';
  return share.status.state === 'idle' || share.status.state === 'processing' ? 'ready' : 'unknown';
}

/**
 * Reads each job's printer once and names the shares into which nothing may be released now.
 * A printer whose state cannot be read is no reason to refuse: the job's own state says what became of it.
 */
export async function checkPrinters(
  api: UserPrintApi,
  jobs: readonly ListedJob[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Trouble>> {
  const printers = new Map(jobs.map(({ ref }) => [ref.shareId, ref.printerId]));
  const found = await Promise.all(
    [...printers].map(async ([shareId, printerId]): Promise<[string, Trouble] | null> => {
      const share = await api.getShare(shareId, signal);
      if (!share.ok) return null;
      const state = printerStateOf(share.value, printerId);
      if (state === 'stopped') return [shareId, { code: 'printerStopped', reference: '' }];
      return state === 'moved' ? [shareId, { code: 'printerMoved', reference: '' }] : null;
    }),
  );
  return new Map(found.filter((entry) => entry !== null));
}
