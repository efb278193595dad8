import type { JobsScreen, JobView, PrinterView } from '../../preload/contract.ts';
import { isUnwell } from './problems.ts';

/** May be chosen: held here, all of it, and not on its way to be deleted. */
export function isReleasable(job: JobView): boolean {
  return (job.stage.is === 'held' || job.stage.is === 'notReleased') && !job.deleting;
}

/** May be chosen as the place where jobs come out. What is not known is the person's to judge. */
export function canTakeJobs(printer: PrinterView): boolean {
  return !isUnwell(printer);
}

/** Something is still going to be known about it without anybody's doing. */
export function isUnderWay(job: JobView): boolean {
  return job.stage.is === 'releasing' || job.stage.is === 'sent' || job.stage.is === 'printing' || job.stage.is === 'checking';
}

/**
 * Oldest first, whatever the stage: a job keeps its line on the screen when it is released, and a new one comes last.
 * Jobs without a time keep the station's order, after the others.
 */
export function inFixedOrder(jobs: readonly JobView[]): readonly JobView[] {
  const time = (job: JobView): number => (job.submitted === null ? Number.POSITIVE_INFINITY : Date.parse(job.submitted));
  return [...jobs].sort((a, b) => {
    const first = time(a);
    const second = time(b);
    return first === second ? 0 : first - second;
  });
}

/**
 * The order of a list that lives: what was there keeps its line, what has come since stands last, whenever it was printed.
 * `before`: keys in their order so far, also of jobs that are not listed just now.
 */
export function orderOf(before: readonly string[], jobs: readonly JobView[]): readonly string[] {
  const known = new Set(before);
  const added = inFixedOrder(jobs).filter(({ key }) => !known.has(key));
  return added.length === 0 ? before : [...before, ...added.map(({ key }) => key)];
}

/** The jobs by such an order. */
export function inOrder(order: readonly string[], jobs: readonly JobView[]): readonly JobView[] {
  const byKey = new Map(jobs.map((job) => [job.key, job]));
  return order.flatMap((key) => byKey.get(key) ?? []);
}

/** What the big button does now. Nothing chosen means all. */
export type MainAction =
  | { readonly is: 'release'; readonly how: 'all' | 'chosen' | 'again'; readonly keys: readonly string[] }
  | { readonly is: 'nothing' };

/** The jobs that the big button would release, and how to name that. */
export function mainAction(jobs: readonly JobView[], chosen: ReadonlySet<string>): MainAction {
  const releasable = inFixedOrder(jobs).filter(isReleasable);
  const picked = releasable.filter((job) => chosen.has(job.key));
  const targets = picked.length > 0 ? picked : releasable;
  if (targets.length === 0) return { is: 'nothing' };
  const keys = targets.map((job) => job.key);
  if (targets.every((job) => job.stage.is === 'notReleased')) return { is: 'release', how: 'again', keys };
  return { is: 'release', how: picked.length > 0 && picked.length < releasable.length ? 'chosen' : 'all', keys };
}

/** What the big button does, and what stays behind because its printer takes nothing now. */
export interface ReleasePlan {
  readonly action: MainAction;
  /** Keys of jobs that would have gone with the others. */
  readonly leftOut: readonly string[];
}

/** Nothing is ever sent to a printer that has stopped or was set up anew. Where several destinations are offered, each says for itself whether it can take jobs. */
export function releasePlan(screen: Pick<JobsScreen, 'jobs' | 'printers' | 'destinations'>, chosen: ReadonlySet<string>): ReleasePlan {
  const { jobs, printers, destinations } = screen;
  const wished = mainAction(jobs, chosen);
  if (wished.is === 'nothing' || destinations.length > 1) return { action: wished, leftOut: [] };
  const shut = new Set(printers.filter(isUnwell).map(({ name }) => name));
  const goes = ({ printerName }: JobView): boolean =>
    destinations[0] === undefined ? !shut.has(printerName) : canTakeJobs(destinations[0]);
  const going = jobs.filter((job) => wished.keys.includes(job.key) && goes(job)).map(({ key }) => key);
  const keys = wished.keys.filter((key) => going.includes(key));
  const leftOut = wished.keys.filter((key) => !going.includes(key));
  if (leftOut.length === 0) return { action: wished, leftOut };
  if (keys.length === 0) return { action: { is: 'nothing' }, leftOut };
  const again = jobs.every((job) => !keys.includes(job.key) || job.stage.is === 'notReleased');
  return { action: { is: 'release', how: again ? 'again' : 'chosen', keys }, leftOut };
}

/** How many go at sign-out. */
export function deletingCount(jobs: readonly JobView[]): number {
  return jobs.filter(({ deleting }) => deleting).length;
}

/** The chosen jobs that may be deleted. */
export function deletable(jobs: readonly JobView[], chosen: ReadonlySet<string>): readonly string[] {
  return jobs.filter((job) => isReleasable(job) && chosen.has(job.key)).map((job) => job.key);
}

/** What the list amounts to, for the headline. Says no more than the stages do. */
export type Summary =
  | { readonly is: 'loading' }
  | { readonly is: 'failed' }
  /** Some printers' lists could be read, others not, and nothing else is to be said. */
  | { readonly is: 'notAllRead' }
  | { readonly is: 'empty' }
  /** `atLeast`: a list could not be read, so there may be more. */
  | { readonly is: 'waiting'; readonly count: number; readonly atLeast: boolean }
  | { readonly is: 'stillHeld'; readonly count: number }
  /** Seen on their way. */
  | { readonly is: 'working'; readonly count: number; readonly printers: readonly string[] }
  /** The station is at work on them, and none was seen on its way yet. */
  | { readonly is: 'releasing'; readonly count: number; readonly printers: readonly string[] }
  /** Only looked at: perhaps nobody has released them. */
  | { readonly is: 'checking'; readonly count: number }
  | { readonly is: 'arriving'; readonly count: number }
  | { readonly is: 'allDeleting'; readonly count: number }
  | { readonly is: 'needsLook' }
  /** Something was released and cannot be followed any more. */
  | { readonly is: 'lostSight' }
  | { readonly is: 'finished'; readonly printers: readonly string[] }
  | { readonly is: 'over' };

function printersOf(jobs: readonly JobView[]): readonly string[] {
  return [...new Set(jobs.map((job) => job.printerName))];
}

/** Sums up the list: what is under way first, then what waits, then what is over. */
export function summarize(screen: Pick<JobsScreen, 'list' | 'jobs' | 'unread' | 'printers'>): Summary {
  const { list, jobs, unread } = screen;
  if (list === 'loading') return { is: 'loading' };
  const partly = unread.length > 0 && screen.printers.some(({ name }) => !unread.includes(name));
  if (jobs.length === 0 && partly) return { is: 'notAllRead' };
  if (list === 'failed' && jobs.length === 0) return { is: 'failed' };
  // Where a printer's list is missing nobody says that nothing is there.
  if (jobs.length === 0) return { is: unread.length > 0 ? 'failed' : 'empty' };
  const moving = jobs.filter(({ stage }) => stage.is === 'sent' || stage.is === 'printing');
  if (moving.length > 0) return { is: 'working', count: moving.length, printers: printersOf(moving) };
  const underWay = jobs.filter(({ stage }) => stage.is === 'releasing');
  if (underWay.length > 0) return { is: 'releasing', count: underWay.length, printers: printersOf(underWay) };
  const releasable = jobs.filter(isReleasable);
  const refused = releasable.filter((job) => job.stage.is === 'notReleased');
  if (refused.length > 0) return { is: 'stillHeld', count: refused.length };
  if (releasable.length > 0) return { is: 'waiting', count: releasable.length, atLeast: unread.length > 0 };
  const checking = jobs.filter(({ stage }) => stage.is === 'checking');
  if (checking.length > 0) return { is: 'checking', count: checking.length };
  const arriving = jobs.filter((job) => job.stage.is === 'arriving');
  if (arriving.length > 0) return { is: 'arriving', count: arriving.length };
  const over = jobs.filter((job) => !job.deleting);
  if (over.length === 0) return { is: 'allDeleting', count: jobs.length };
  if (over.some((job) => job.stage.is === 'attention')) return { is: 'needsLook' };
  if (over.some((job) => job.stage.is === 'unsure')) return { is: 'lostSight' };
  return over.every((job) => job.stage.is === 'done')
    ? { is: 'finished', printers: printersOf(over) }
    : { is: unread.length > 0 ? 'notAllRead' : 'over' };
}
