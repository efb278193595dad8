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
  | { readonly is: 'unstarted' }
  /** Started and on its way; `acquired` once the printer has it. */
  | { readonly is: 'moving'; readonly acquired: boolean }
  /** Started, but its printer stopped. */
  | { readonly is: 'stopped' }
  | { readonly is: 'done'; readonly how: 'successfully' | 'withWarnings' | 'withErrors' }
  | { readonly is: 'aborted' }
  | { readonly is: 'cancelled' }
  /** A state that this version does not know. */
  | { readonly is: 'unclear' };

/**
 * Reads a job's state. `tasks` are those of the job that this station may complete; a task in `processing` outranks
 * whatever state the job shows, because no page says which state a task-held job carries (reference 12.3, item 16).
 */
export function findingOf(job: PrintJob, tasks: readonly PrintTask[]): Finding {
  const ended = endedFinding(job);
  if (ended) return ended;
  const holding = tasks.find((task) => task.state === 'processing');
  if (holding) return { is: 'held', taskId: holding.id };
  switch (job.state) {
    case 'paused':
      return job.details.includes('uploadPending') ? { is: 'arriving' } : { is: 'unstarted' };
    case 'pending':
    case 'processing':
      return { is: 'moving', acquired: job.isAcquiredByPrinter };
    case 'stopped':
      return { is: 'stopped' };
    default:
      return { is: 'unclear' };
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
  const ending = `/print/printers/${ref.printerId}/jobs/${ref.jobId}`.toLowerCase();
  return tasks.filter((task) => task.parentUrl !== null && pathOf(task.parentUrl).endsWith(ending));
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname).toLowerCase();
  } catch {
    return '';
  }
}
