import type { PrinterView } from '../../preload/contract.ts';
import type { ConfiguredPrinter } from '../config/model.ts';
import type { GraphFailure, GraphResult, PrintJob, PrintTask } from '../graph/model.ts';
import { isOwnedBy, type JobAccess } from './access.ts';
import { type Finding, findingOf, tasksOfJob } from './finding.ts';
import type { JobRef, ListedJob } from './job-ref.ts';

/** What was found for a person on all configured printers. */
export interface JobList {
  readonly jobs: readonly (ListedJob & { readonly finding: Finding })[];
  readonly printers: readonly PrinterView[];
  /** Why a printer's list could not be read, where one could not; the jobs of the others are there. */
  readonly failure: GraphFailure | null;
}

/**
 * Reads the person's jobs on every configured printer, and the printers' states, side by side: one round trip.
 * Jobs that Graph does not name as this person's are left out, whatever their state. Ended jobs are left out.
 */
export async function listHeldJobs(
  access: JobAccess,
  listTasks: (signal: AbortSignal) => Promise<GraphResult<readonly PrintTask[]>>,
  printers: readonly ConfiguredPrinter[],
  signal: AbortSignal,
): Promise<JobList> {
  const perPrinter = await Promise.all(
    printers.map(async (printer) => {
      const [jobs, state] = await Promise.all([access.listJobs(printer, signal), access.printerState(printer, signal)]);
      return { printer, jobs, view: { name: printer.name, state } };
    }),
  );
  const mine = perPrinter.flatMap(({ printer, jobs }) =>
    jobs.ok ? jobs.value.filter((job) => isOwnedBy(job, access.oid)).map((job) => listed(printer, job)) : [],
  );
  const found = mine.map((one) => ({ ...one, finding: findingOf(one.job, []) })).filter(({ finding }) => isUnderWay(finding));
  const doubtful = found.filter(({ finding }) => finding.is === 'moving' && !finding.settled);
  const held = doubtful.length > 0 ? await heldAmong(doubtful, listTasks, signal) : new Map<ListedJob, Finding>();
  return {
    jobs: found.map((one) => ({ ...one, finding: held.get(one) ?? one.finding })),
    printers: perPrinter.map(({ view }) => view),
    failure: firstFailure(perPrinter.map(({ jobs }) => jobs)),
  };
}

function listed(printer: ConfiguredPrinter, job: PrintJob): ListedJob {
  const ref: JobRef = { shareId: printer.shareId, printerId: printer.printerId, jobId: job.id };
  return { ref, printerName: printer.name, job, unstartedSince: null };
}

function isUnderWay({ is }: Finding): boolean {
  return is !== 'done' && is !== 'aborted' && is !== 'cancelled' && is !== 'redirected';
}

/**
 * A job may be shown as pending or processing while a task holds it (reference 12.3, item 16), and a list carries no tasks:
 * such jobs are looked up among the definition's tasks. Where those cannot be read the list's word stands.
 */
async function heldAmong(
  doubtful: readonly ListedJob[],
  listTasks: (signal: AbortSignal) => Promise<GraphResult<readonly PrintTask[]>>,
  signal: AbortSignal,
): Promise<ReadonlyMap<ListedJob, Finding>> {
  const tasks = await listTasks(signal);
  if (!tasks.ok) return new Map();
  return new Map(doubtful.map((one) => [one, findingOf(one.job, tasksOfJob(tasks.value, one.ref))]));
}

function firstFailure(results: readonly GraphResult<unknown>[]): GraphFailure | null {
  const failed = results.find((result) => !result.ok);
  return failed && !failed.ok ? failed.failure : null;
}
