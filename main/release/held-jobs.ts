import type { PrinterView } from '../../preload/contract.ts';
import type { ConfiguredPrinter } from '../config/model.ts';
import type { AppPrintApi, GraphFailure, GraphResult, PrintJob } from '../graph/model.ts';
import { type Finding, findingOf, tasksOfJob } from './finding.ts';
import type { JobRef, ListedJob } from './job-ref.ts';
import { printerStateOf } from './printer-check.ts';
import type { Owner } from './releaser.ts';

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
  owner: Owner,
  app: AppPrintApi,
  taskDefinitionId: string,
  printers: readonly ConfiguredPrinter[],
  signal: AbortSignal,
): Promise<JobList> {
  const perPrinter = await Promise.all(
    printers.map(async (printer) => {
      const [jobs, share] = await Promise.all([owner.api.listJobs(printer.shareId, signal), owner.api.getShare(printer.shareId, signal)]);
      const state = share.ok ? printerStateOf(share.value, printer.printerId) : 'unknown';
      return { printer, jobs, view: { name: printer.name, state } };
    }),
  );
  const mine = perPrinter.flatMap(({ printer, jobs }) =>
    jobs.ok ? jobs.value.filter((job) => job.ownerId === owner.oid).map((job) => listed(printer, job)) : [],
  );
  const found = mine.map((one) => ({ ...one, finding: findingOf(one.job, []) })).filter(({ finding }) => isUnderWay(finding));
  const doubtful = found.filter(({ finding, job }) => finding.is === 'moving' && !finding.acquired && !job.isFetchable);
  const held = doubtful.length > 0 ? await heldAmong(doubtful, app, taskDefinitionId, signal) : new Map<ListedJob, Finding>();
  return {
    jobs: found.map((one) => ({ ...one, finding: held.get(one) ?? one.finding })),
    printers: perPrinter.map(({ view }) => view),
    failure: firstFailure(perPrinter.map(({ jobs }) => jobs)),
  };
}

function listed(printer: ConfiguredPrinter, job: PrintJob): ListedJob {
  const ref: JobRef = { shareId: printer.shareId, printerId: printer.printerId, jobId: job.id };
  return { ref, printerName: printer.name, job };
}

function isUnderWay(finding: Finding): boolean {
  return finding.is !== 'done' && finding.is !== 'aborted' && finding.is !== 'cancelled';
}

/**
 * A job may be shown as pending or processing while a task holds it (reference 12.3, item 16), and a list carries no tasks:
 * such jobs are looked up among the definition's tasks. Where those cannot be read the list's word stands.
 */
async function heldAmong(
  doubtful: readonly ListedJob[],
  app: AppPrintApi,
  taskDefinitionId: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<ListedJob, Finding>> {
  const tasks = await app.listTasks(taskDefinitionId, signal);
  if (!tasks.ok) return new Map();
  return new Map(doubtful.map((one) => [one, findingOf(one.job, tasksOfJob(tasks.value, one.ref))]));
}

function firstFailure(results: readonly GraphResult<unknown>[]): GraphFailure | null {
  const failed = results.find((result) => !result.ok);
  return failed && !failed.ok ? failed.failure : null;
}
