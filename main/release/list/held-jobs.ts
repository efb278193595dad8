import type { ConfiguredDestination, ConfiguredPrinter } from '../../config/model.ts';
import type { GraphFailure, GraphResult, PrintJob, PrintTask } from '../../graph/model.ts';
import { isOwnedBy, type JobAccess } from '../acting/access.ts';
import { type Finding, findingOf, tasksOfJob } from '../deciding/finding.ts';
import { type JobRef, jobKey, type ListedJob } from '../job-ref.ts';
import type { PrinterLook } from '../printers/model.ts';
import type { EndedJob } from './why-empty.ts';

/** What was found for a person on all configured printers. */
export interface JobList {
  readonly jobs: readonly (ListedJob & { readonly finding: Finding })[];
  /** `failure`: why its list could not be read; the jobs of the others are there. */
  readonly printers: readonly { readonly printer: ConfiguredPrinter; readonly look: PrinterLook; readonly failure: GraphFailure | null }[];
  /** No list was left unread, and no job in them. */
  readonly whole: boolean;
  /** The person's jobs that a list shows and that are not under way any more. */
  readonly ended: readonly EndedJob[];
  /** Jobs under way whose owner Graph does not name: nobody's to see, so only counted. */
  readonly ownerless: number;
}

/** What the list works with, for the life of the station. */
export interface ListPorts {
  /** The definition's tasks, as far as `enough` says. */
  readonly listTasks: (enough: (found: readonly PrintTask[]) => boolean, signal: AbortSignal) => Promise<GraphResult<readonly PrintTask[]>>;
  /** Jobs under release: what they are is known better than from a list. */
  readonly isFollowed: (key: string) => boolean;
  readonly printers: readonly ConfiguredPrinter[];
  readonly destinations: readonly ConfiguredDestination[];
  /** Keys of redirects' new jobs that have ended: not read again. */
  readonly endedElsewhere: Set<string>;
}

/**
 * Reads the person's jobs on every configured printer, and the printers' states, side by side: one round trip.
 * Jobs that Graph does not name as this person's are left out, whatever their state. Ended jobs are left out.
 */
export async function listHeldJobs(access: JobAccess, ports: ListPorts, signal: AbortSignal): Promise<JobList> {
  const perPrinter = await Promise.all(
    ports.printers.map(async (printer) => {
      const [jobs, look] = await Promise.all([access.listJobs(printer, signal), access.printerLook(printer, signal)]);
      return { printer, jobs, look };
    }),
  );
  const isUnnamed = (job: PrintJob) => job.ownerId === null && isUnderWay(listedFinding(job));
  const mine = perPrinter.flatMap(({ printer, jobs }) =>
    jobs.ok ? jobs.value.filter((job) => isOwnedBy(job, access.oid)).map((job) => listed(printer, job)) : [],
  );
  const all = mine.map((one): Found => ({ ...one, finding: listedFinding(one.job) }));
  const here = all.filter(({ finding }) => isUnderWay(finding));
  const [held, elsewhere] = await Promise.all([heldAmong(access, here, ports, signal), goneOn(access, all, ports, signal)]);
  const seen = all.map((one): Found => ({ ...one, finding: held.get(one) ?? one.finding }));
  // The list left these open, and the read says that they went elsewhere: shown as they are there, never as on their way.
  const since = await goneOn(
    access,
    seen.filter((one, i) => one.finding.is === 'redirected' && all[i]?.finding.is !== 'redirected'),
    ports,
    signal,
  );
  return {
    jobs: [...seen.filter(({ finding }) => isUnderWay(finding)), ...elsewhere, ...since],
    printers: perPrinter.map(({ printer, look, jobs }) => ({ printer, look, failure: jobs.ok ? null : jobs.failure })),
    whole: perPrinter.every(({ jobs }) => jobs.ok && jobs.dropped === undefined),
    ended: seen.filter(({ finding }) => !isUnderWay(finding)).map(endedJob),
    ownerless: perPrinter.flatMap(({ jobs }) => (jobs.ok ? jobs.value.filter(isUnnamed) : [])).length,
  };
}

type Found = ListedJob & { readonly finding: Finding };

function listed(printer: ConfiguredPrinter, job: PrintJob): ListedJob {
  const ref: JobRef = { shareId: printer.shareId, printerId: printer.printerId, jobId: job.id };
  return { ref, printerName: printer.name, job, unstartedSince: null };
}

function isUnderWay({ is }: Finding): boolean {
  return is !== 'done' && is !== 'aborted' && is !== 'cancelled' && is !== 'redirected';
}

/** A list carries no tasks. What rests is held by something, or was never started: either way it can be released. */
function listedFinding(job: PrintJob): Finding {
  return findingOf(job, job.state === 'paused' ? [] : null);
}

/**
 * A job may read in any way while a task holds it, so where the list leaves it open the job is read with its tasks, and where these are not
 * shown to its owner the definition's tasks are looked through. What cannot be found out stays unclear.
 */
async function heldAmong(
  access: JobAccess,
  here: readonly Found[],
  ports: ListPorts,
  signal: AbortSignal,
): Promise<ReadonlyMap<Found, Finding>> {
  const doubtful = here.filter(({ finding, ref }) => finding.is === 'unclear' && !ports.isFollowed(jobKey(ref)));
  if (doubtful.length === 0) return new Map();
  const reads = await access.readJobs(
    doubtful.map(({ ref }) => ref),
    signal,
  );
  const found = new Map<Found, Finding>();
  const hidden: (readonly [Found, PrintJob])[] = [];
  for (const [i, one] of doubtful.entries()) {
    const read = reads[i];
    if (!read?.ok || !isOwnedBy(read.value, access.oid)) continue;
    const tasks = read.value.tasks ?? [];
    if (tasks.length > 0) found.set(one, findingOf(read.value, tasks));
    else hidden.push([one, read.value]);
  }
  if (hidden.length === 0) return found;
  const enough = (all: readonly PrintTask[]) =>
    hidden.every(([{ ref }]) => tasksOfJob(all, ref).some(({ state }) => state === 'processing'));
  const listed = await ports.listTasks(enough, signal);
  if (listed.ok) for (const [one, job] of hidden) found.set(one, findingOf(job, tasksOfJob(listed.value, one.ref)));
  return found;
}

/**
 * Jobs that were redirected and have not ended where they went, e.g. because the destination holds them again: shown as the new job is,
 * under the job that their owner chose. Whose the new job is is known by the old one: Graph may leave its owner blank (reference 12.3, item 18).
 */
async function goneOn(access: JobAccess, all: readonly Found[], ports: ListPorts, signal: AbortSignal): Promise<readonly Found[]> {
  const sources = all.flatMap((one) => {
    const { finding } = one;
    if (finding.is !== 'redirected') return [];
    const place: JobRef = { shareId: '', printerId: finding.printerId, jobId: finding.jobId };
    return ports.endedElsewhere.has(jobKey(place)) ? [] : [{ one, place }];
  });
  if (sources.length === 0) return [];
  const reads = await access.readJobs(
    sources.map(({ place }) => place),
    signal,
  );
  return sources.flatMap(({ one, place }, i): readonly Found[] => {
    const read = reads[i];
    if (!read?.ok || !(read.value.ownerId === null || isOwnedBy(read.value, access.oid))) return [];
    const finding = findingOf(read.value, read.value.tasks ?? []);
    if (!isUnderWay(finding)) {
      ports.endedElsewhere.add(jobKey(place));
      return [];
    }
    const printerName = ports.destinations.find(({ printerId }) => printerId === place.printerId)?.name ?? one.printerName;
    const documents = read.value.documents.length > 0 ? read.value.documents : one.job.documents;
    return [{ ...one, printerName, job: { ...read.value, documents }, finding }];
  });
}

function endedJob({ ref, finding, job }: Found): EndedJob {
  const time = (text: string | null) => (text === null ? null : Date.parse(text));
  return { key: jobKey(ref), finding, submittedAt: time(job.createdDateTime), takenAt: time(job.acknowledgedDateTime) };
}
