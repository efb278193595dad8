import type { JobStage, Trouble } from '../../../preload/contract.ts';
import type { GraphResult, PrintJob, PrintJobStatus } from '../../graph/model.ts';
import type { Identity } from '../deciding/trouble.ts';
import type { JobRef } from '../job-ref.ts';
import type { PrinterIds, PrinterLook } from '../printers/model.ts';

/** What the station may do for one person, and with whose rights: the one thing in which the modes differ. */
export interface JobAccess {
  /** Entra object id that `createdBy.id` of every job has to equal. */
  readonly oid: string;
  /** Whose token reads. */
  readonly reader: Identity;
  /** Null where every token that a release needs lives at least this long; else why it must not begin. Milliseconds. */
  ready(minLifetimeMs: number): Promise<Trouble | null>;
  listJobs(printer: PrinterIds, signal: AbortSignal): Promise<GraphResult<readonly PrintJob[]>>;
  /** In the order asked. */
  readJobs(jobs: readonly JobRef[], signal: AbortSignal): Promise<readonly GraphResult<PrintJob>[]>;
  /** Never fails: what could not be read is not known. */
  printerLook(printer: PrinterIds, signal: AbortSignal): Promise<PrinterLook>;
  /** One after another, in order; null where this mode has no right to start. Effects. */
  readonly startJobs: ((jobs: readonly JobRef[]) => Promise<readonly GraphResult<PrintJobStatus>[]>) | null;
  /** Null where this mode has no right to cancel. An effect. */
  readonly cancelJob: ((job: JobRef, signal: AbortSignal) => Promise<GraphResult<null>>) | null;
}

/** Whether Graph names this person as the job's owner; object ids are the same in either case. */
export function isOwnedBy(job: PrintJob, oid: string): boolean {
  return job.ownerId?.toLowerCase() === oid.toLowerCase();
}

/** What is known of a job now. `seen`: as it was last read, for a screen that does not show it yet. */
export interface Told {
  readonly key: string;
  readonly stage: JobStage;
  readonly seen: SeenJob | null;
}

/** Tells the screen what is known of jobs, all that changed at once together. */
export type Report = (told: readonly Told[]) => void;

/** A job as it was read, where that was, and which job its owner chose. */
export interface SeenJob {
  readonly job: PrintJob;
  readonly place: JobRef;
  readonly origin: JobRef;
}
