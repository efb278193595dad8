import type { PrintJob } from '../graph/model.ts';

/** Where a held job lies: start speaks of the share, cancel and `parentUrl` of the printer. */
export interface JobRef {
  readonly shareId: string;
  readonly printerId: string;
  readonly jobId: string;
}

/** A job as listed, with where it will come out. */
export interface ListedJob {
  readonly ref: JobRef;
  readonly printerName: string;
  readonly job: PrintJob;
  /** When it was first seen uploaded and not on its way, `Clock.elapsed`; null where it is not so. */
  readonly unstartedSince: number | null;
}

/** One text for one job, for maps and for the screen's intents. Opaque there. */
export function jobKey(ref: JobRef): string {
  return `${ref.printerId}/${ref.jobId}`;
}
