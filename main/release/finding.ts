import type { JobStage } from '../../preload/contract.ts';
import type { PrintJob, PrintTask } from '../graph/model.ts';
import type { JobRef } from './job-ref.ts';

/** What a read of a job means for a release (product page, "A release is a loop over what is read"). */
export type Finding =
  /** Not uploaded yet: not a held job. */
  | { readonly is: 'arriving' }
  /** A task in `processing` keeps it from moving. */
  | { readonly is: 'held'; readonly taskId: string }
  /** Uploaded, not started, no task in `processing`. */
  | { readonly is: 'unstarted'; readonly task: EndedTask | null }
  /** Started and on its way; `settled` once no task can hold it any more, `acquired` once the printer has it. */
  | { readonly is: 'moving'; readonly settled: boolean; readonly acquired: boolean }
  /** Started, but its printer stopped. */
  | { readonly is: 'stopped' }
  /** It went on as another job. */
  | { readonly is: 'redirected'; readonly printerId: string; readonly jobId: string }
  | { readonly is: 'done'; readonly how: 'successfully' | 'withWarnings' | 'withErrors' }
  | { readonly is: 'aborted' }
  | { readonly is: 'cancelled' }
  /** A state that this version does not know. */
  | { readonly is: 'unclear' };

/** A task that held the job and is over. `signedBy`: what whoever ended it wrote into it; null where that cannot be seen. */
export interface EndedTask {
  readonly signedBy: string | null;
}

/**
 * Reads a job's state. `tasks` are those of the job that this station may complete; a task in `processing` outranks
 * whatever state the job shows, because no page says which state a task-held job carries (reference 12.3, item 16).
 */
export function findingOf(job: PrintJob, tasks: readonly PrintTask[]): Finding {
  const redirected = job.redirectedTo === null ? null : jobOfUrl(job.redirectedTo);
  // The source's own state after a redirect is not documented (reference 12.3, item 17): the new job's state counts.
  if (redirected) return { is: 'redirected', ...redirected };
  const ended = endedFinding(job);
  if (ended) return ended;
  const holding = tasks.find((task) => task.state === 'processing');
  if (holding) return { is: 'held', taskId: holding.id };
  // A task that has not begun, or of a state that nobody knows, may be about to hold the job.
  if (tasks.some(({ state }) => state !== 'completed' && state !== 'aborted')) return { is: 'unclear' };
  switch (job.state) {
    case 'paused':
      return job.details.includes('uploadPending') ? { is: 'arriving' } : { is: 'unstarted', task: endedTask(tasks) };
    case 'pending':
    case 'processing':
      return { is: 'moving', settled: job.isFetchable || job.isAcquiredByPrinter, acquired: job.isAcquiredByPrinter };
    case 'stopped':
      return { is: 'stopped' };
    default:
      return { is: 'unclear' };
  }
}

function endedTask(tasks: readonly PrintTask[]): EndedTask | null {
  const last = tasks.at(-1);
  return last ? { signedBy: last.description } : null;
}

function endedFinding(job: PrintJob): Finding | null {
  switch (job.state) {
    case 'completed':
      if (job.details.includes('completedWithErrors')) return { is: 'done', how: 'withErrors' };
      return { is: 'done', how: job.details.includes('completedWithWarnings') ? 'withWarnings' : 'successfully' };
    case 'aborted':
      return { is: 'aborted' };
    case 'canceled':
      return { is: 'cancelled' };
    default:
      return null;
  }
}

/** What the screen says of a job that was read: no more than is known. */
export function stageOf(finding: Finding): JobStage {
  switch (finding.is) {
    case 'arriving':
      return { is: 'arriving' };
    case 'held':
    case 'unstarted':
      return { is: 'held' };
    case 'moving':
      return finding.acquired ? { is: 'printing' } : { is: 'sent' };
    case 'redirected':
      return { is: 'sent' };
    case 'stopped':
      return { is: 'attention', why: 'printerStopped' };
    case 'done':
      if (finding.how === 'successfully') return { is: 'done' };
      return { is: 'attention', why: finding.how === 'withErrors' ? 'finishedWithErrors' : 'finishedWithWarnings' };
    case 'aborted':
      return { is: 'attention', why: 'aborted' };
    case 'cancelled':
      return { is: 'cancelled' };
    case 'unclear':
      return { is: 'checking' };
  }
}

/** The tasks of a definition's list that belong to this job, by `parentUrl` (reference 12.3, item 29). Ids compare without case. */
export function tasksOfJob(tasks: readonly PrintTask[], ref: JobRef): readonly PrintTask[] {
  return tasks.filter((task) => {
    const job = task.parentUrl === null ? null : jobOfUrl(task.parentUrl);
    return job !== null && same(job.printerId, ref.printerId) && same(job.jobId, ref.jobId);
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Printer and job of an absolute job URL (`parentUrl`, `redirectedTo`); null where it is none. */
function jobOfUrl(url: string): { readonly printerId: string; readonly jobId: string } | null {
  try {
    const found = /\/print\/printers\/([^/]+)\/jobs\/([^/]+)$/i.exec(new URL(url).pathname);
    return found ? { printerId: decodeURIComponent(found[1] ?? ''), jobId: decodeURIComponent(found[2] ?? '') } : null;
  } catch {
    return null;
  }
}
