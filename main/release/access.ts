import type { JobStage, PrinterProblem, PrinterView, Sides, Trouble } from '../../preload/contract.ts';
import type { GraphResult, PrintJob, PrintJobStatus } from '../graph/model.ts';
import type { JobRef } from './job-ref.ts';
import type { Identity } from './trouble.ts';

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

/** A printer by both of its ids. */
export interface PrinterIds {
  readonly shareId: string;
  readonly printerId: string;
}

/** What a printer can do to a job at release, as far as it says so (reference 3, `printerCapabilities`). */
export interface Capabilities {
  /** Most copies of one job; 1 where the printer does not say. */
  readonly copies: number;
  readonly duplexModes: readonly Sides[];
  /** Graph's `printColorMode` members. */
  readonly colorModes: readonly string[];
  readonly pageRanges: boolean;
  readonly pagesPerSheet: readonly number[];
}

/** A printer as it was just read. */
export interface PrinterLook {
  readonly state: PrinterView['state'];
  /** The gravest first, each once. */
  readonly problems: readonly PrinterProblem[];
  /** Null where the mode has no right to change a job, or nobody knows what the printer can do. */
  readonly capabilities: Capabilities | null;
  /** Unfinished jobs in its queue; null where not known. */
  readonly waiting: number | null;
}

/** Tells the screen what is known of a job. `seen`: as it was last read, for a job that the list no longer shows. */
export type Report = (key: string, stage: JobStage, seen: SeenJob | null) => void;

/** A job as it was read, where that was, and which job its owner chose. */
export interface SeenJob {
  readonly job: PrintJob;
  readonly place: JobRef;
  readonly origin: JobRef;
}
