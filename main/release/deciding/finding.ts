import type { JobStage } from '../../../preload/contract.ts';
import type { PrinterJobId, PrintJob, PrintTask } from '../../graph/model.ts';

/** What a read of a job means for a release. */
export type Finding =
  /** Not uploaded yet: not a held job. */
  | { readonly is: 'arriving' }
  /** A task in `processing` keeps it from moving. */
  | { readonly is: 'held'; readonly taskId: string }
  /** Uploaded, not started, no task in `processing`; `ended`: the tasks that held it and are over. */
  | { readonly is: 'unstarted'; readonly ended: readonly EndedTask[] }
  /** Started and on its way; `settled` once no task can hold it any more, `acquired` once the printer has it. */
  | { readonly is: 'moving'; readonly settled: boolean; readonly acquired: boolean }
  /** Started, but its printer stopped. */
  | { readonly is: 'stopped' }
  /** It went on as another job. */
  | { readonly is: 'redirected'; readonly printerId: string; readonly jobId: string }
  | { readonly is: 'done'; readonly how: 'successfully' | 'withWarnings' | 'withErrors' }
  | { readonly is: 'aborted' }
  | { readonly is: 'cancelled' }
  /** A state that says neither that it rests nor that it moves, or tasks that could not be seen. */
  | { readonly is: 'unclear' };

/** A task that held the job and is over. `signedBy`: what whoever ended it wrote into it; null where that cannot be seen. */
export interface EndedTask {
  readonly signedBy: string | null;
}

/**
 * Reads a job's state. `tasks` are those of the job that this station may complete; null where they could not be seen. What holds a job is our
 * task, whatever the job's state is called: no page says which state a task-held job carries, and Microsoft's own status page has a word for
 * one that no enum has (`pendingHeld`). Only a state that says that the job is over comes first.
 * `heldAs`: how the state was spelt while our task held the job; what is still spelt so afterwards is still at rest.
 */
export function findingOf(job: PrintJob, tasks: readonly PrintTask[] | null, heldAs: string | null = null): Finding {
  const redirected = job.redirectedTo === null ? null : jobOfUrl(job.redirectedTo);
  // The source's own state after a redirect is not documented: the new job's state counts.
  if (redirected) return { is: 'redirected', ...redirected };
  const ended = endedFinding(job);
  if (ended) return ended;
  const holding = tasks?.find((task) => task.state === 'processing');
  if (holding) return { is: 'held', taskId: holding.id };
  if (job.details.includes('uploadPending')) return { is: 'arriving' };
  // A task that has not begun, or of a state that nobody knows, may be about to hold the job.
  if (tasks?.some(({ state }) => state !== 'completed' && state !== 'aborted')) return { is: 'unclear' };
  return stateFinding(job, tasks, heldAs);
}

function stateFinding(job: PrintJob, tasks: readonly PrintTask[] | null, heldAs: string | null): Finding {
  const settled = job.isFetchable || job.isAcquiredByPrinter;
  const atRest: Finding =
    tasks === null ? { is: 'unclear' } : { is: 'unstarted', ended: tasks.map(({ description }) => ({ signedBy: description })) };
  switch (job.state) {
    case 'paused':
      return atRest;
    case 'pending':
    case 'processing':
      return tasks === null && !settled ? { is: 'unclear' } : { is: 'moving', settled, acquired: job.isAcquiredByPrinter };
    case 'stopped':
      return tasks === null && !settled ? { is: 'unclear' } : { is: 'stopped' };
    case 'unknown':
      return { is: 'unclear' };
    default:
      return job.state === heldAs && !settled ? atRest : { is: 'unclear' };
  }
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

/** The tasks of a definition's list that belong to this job, by `parentUrl` (nobody documents that people see a job's tasks). Ids compare without case. */
export function tasksOfJob(tasks: readonly PrintTask[], ref: PrinterJobId): readonly PrintTask[] {
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
