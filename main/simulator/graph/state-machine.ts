/**
 * What a print job does next: every state, every input, and what follows, in one table without side effects.
 * Anchors are the documented create, start and redirect answers; the rest is a setting (reference 11.2).
 */

/** Where a job is. Graph's `status` is worked out from it in `job-status.ts`. */
export type Phase =
  /** Created; the document is not there yet. */
  | 'uploadPending'
  /** Uploaded and never started. */
  | 'uploaded'
  /** A print task in `processing` holds it. */
  | 'held'
  /** Its task is done, but it still waits for a start (printers of kind `waits`). */
  | 'waiting'
  /** Started; the service reads the document. */
  | 'interpreting'
  /** The printer may fetch it. */
  | 'pending'
  /** The printer has it. */
  | 'printing'
  /** The printer has it and is in trouble. */
  | 'stopped'
  | 'completed'
  | 'canceled'
  | 'aborted';

/** What can happen to a job. */
export type Input =
  | 'uploaded'
  | 'start'
  | 'taskCompleted'
  | 'taskAborted'
  | 'redirect'
  | 'abort'
  | 'cancel'
  | 'interpreted'
  | 'acknowledged'
  | 'trouble'
  | 'troubleCleared'
  | 'printed'
  | 'failed';

/** What the world has to do besides changing the phase. */
export type Effect =
  /** A print task in `processing` comes into being. */
  | 'createTask'
  /** The holding task ends with its job (setting `taskAfterJobEnded`). */
  | 'endTask'
  /** The document is printed once more than it otherwise would be. */
  | 'printAgain';

/** The settings and facts about the printer that a step depends on. */
export interface Rules {
  /** The printer has a trigger that has not yet held this job. */
  readonly triggerHolds: boolean;
  /** What a completed task leads to on this printer. */
  readonly afterTask: 'resumes' | 'waits';
  readonly secondStart: 'refuse' | 'ignore' | 'printsAgain';
  readonly jobAfterTaskAborted: 'aborted' | 'held';
  readonly sourceAfterRedirect: 'completed' | 'canceled' | 'aborted';
  /** Prints still owed after this one (more than none only with `printsAgain`). */
  readonly printsOwed: number;
}

/** The outcome of an input: the next phase with its effects, or why it is refused. */
export type Step =
  | { readonly ok: true; readonly phase: Phase; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly why: 'notUploaded' | 'alreadyStarted' | 'alreadyFinal' | 'notPossible' };

/** True for phases that a job never leaves, save for `secondStart: printsAgain`. */
export function isFinal(phase: Phase): boolean {
  return phase === 'completed' || phase === 'canceled' || phase === 'aborted';
}

const go = (phase: Phase, ...effects: Effect[]): Step => ({ ok: true, phase, effects });
const refuse = (why: Extract<Step, { ok: false }>['why']): Step => ({ ok: false, why });

/** One step of one job. Total: every pair of phase and input has an answer. */
export function next(phase: Phase, input: Input, rules: Rules): Step {
  switch (input) {
    case 'uploaded':
      return phase === 'uploadPending' ? go('uploaded') : refuse('notPossible');
    case 'start':
      return start(phase, rules);
    case 'taskCompleted':
      return phase === 'held' ? go(rules.afterTask === 'resumes' ? 'interpreting' : 'waiting') : refuse('notPossible');
    case 'taskAborted':
      return phase === 'held' ? go(rules.jobAfterTaskAborted) : refuse('notPossible');
    case 'redirect':
      return phase === 'held' ? go(rules.sourceAfterRedirect) : refuse('notPossible');
    case 'abort':
      return phase === 'held' ? go('aborted', 'endTask') : refuse(isFinal(phase) ? 'alreadyFinal' : 'notPossible');
    case 'cancel':
      if (isFinal(phase)) return refuse('alreadyFinal');
      return phase === 'held' ? go('canceled', 'endTask') : go('canceled');
    case 'interpreted':
      return phase === 'interpreting' ? go('pending') : refuse('notPossible');
    case 'acknowledged':
      return phase === 'pending' ? go('printing') : refuse('notPossible');
    case 'trouble':
      return phase === 'printing' ? go('stopped') : refuse('notPossible');
    case 'troubleCleared':
      return phase === 'stopped' ? go('printing') : refuse('notPossible');
    case 'printed':
      if (phase !== 'printing') return refuse('notPossible');
      return go(rules.printsOwed > 0 ? 'pending' : 'completed');
    case 'failed':
      return phase === 'printing' || phase === 'stopped' ? go('aborted') : refuse('notPossible');
  }
}

function start(phase: Phase, rules: Rules): Step {
  switch (phase) {
    case 'uploadPending':
      return refuse('notUploaded');
    case 'uploaded':
      return rules.triggerHolds ? go('held', 'createTask') : go('interpreting');
    case 'waiting':
      return go('interpreting');
    case 'canceled':
    case 'aborted':
      return rules.secondStart === 'ignore' ? go(phase) : refuse('alreadyFinal');
    case 'held':
      // Started already; only its task can move it, so even the worst case prints nothing here.
      return rules.secondStart === 'refuse' ? refuse('alreadyStarted') : go('held');
    case 'completed':
      if (rules.secondStart === 'printsAgain') return go('pending');
      return rules.secondStart === 'ignore' ? go(phase) : refuse('alreadyStarted');
    case 'interpreting':
    case 'pending':
    case 'printing':
    case 'stopped':
      if (rules.secondStart === 'printsAgain') return go(phase, 'printAgain');
      return rules.secondStart === 'ignore' ? go(phase) : refuse('alreadyStarted');
  }
}
