import type { GraphResult } from '../graph/model.ts';

/** An effect that a release may have. */
export type EffectKind = 'complete' | 'start' | 'cancel';

/** What came back for an effect. `unknown`: no answer, so it may have happened and may still land. */
export type EffectAnswer =
  | { readonly is: 'done' }
  | { readonly is: 'refused'; readonly status: number }
  /** 429: not carried out, may be sent again at `notBefore` (milliseconds since the epoch). */
  | { readonly is: 'throttled'; readonly notBefore: number }
  | { readonly is: 'unknown' };

/** An effect as the journal knows it. */
export interface JournalledEffect {
  readonly kind: EffectKind;
  readonly taskId: string | null;
  /** Milliseconds since the epoch of the answer, or of the intent where none was written. */
  readonly at: number;
  /** Null: nothing was written after the intent, so it may have happened. */
  readonly answer: EffectAnswer['is'] | null;
  readonly status: number | null;
}

/** The last effect of one kind within one release. */
export interface SentEffect {
  /** Milliseconds since the epoch at which the answer came, or was given up. */
  readonly at: number;
  /** How often it was sent. */
  readonly times: number;
  readonly answer: EffectAnswer;
}

/** All that a release has done to one job so far. */
export interface History {
  /** The completion of each task, by task id. */
  readonly completed: ReadonlyMap<string, SentEffect>;
  /** The start that has not yet been shown to have landed; a start that led to a new task is spent. */
  readonly started: SentEffect | null;
}

/** A release that has done nothing yet. */
export const noHistory: History = { completed: new Map(), started: null };

/** What the journal says was done within a release that was cut off. */
export function historyOf(effects: readonly JournalledEffect[]): History {
  let history = noHistory;
  for (const { kind, taskId, at, answer, status } of effects) {
    const said: EffectAnswer =
      answer === 'done'
        ? { is: 'done' }
        : answer === 'refused'
          ? { is: 'refused', status: status ?? 0 }
          : answer === 'throttled'
            ? { is: 'throttled', notBefore: at }
            : { is: 'unknown' };
    if (kind === 'complete' && taskId !== null) {
      const times = (history.completed.get(taskId)?.times ?? 0) + 1;
      history = { ...history, completed: new Map(history.completed).set(taskId, { at, times, answer: said }) };
    } else if (kind === 'start') {
      history = { ...history, started: { at, times: (history.started?.times ?? 0) + 1, answer: said } };
    }
  }
  return history;
}

/** What an effect's outcome says of whether it happened. Decided by status first; no answer is `unknown`, never `failed`. */
export function answerOf(result: GraphResult<unknown>, now: number): EffectAnswer {
  if (result.ok) return { is: 'done' };
  switch (result.failure.kind) {
    case 'refused':
      return { is: 'refused', status: result.failure.status };
    case 'unauthenticated':
      return { is: 'refused', status: 401 };
    case 'noToken':
      return { is: 'refused', status: 0 };
    case 'throttled':
      return { is: 'throttled', notBefore: now + (result.failure.retryAfterMs ?? 2_000) };
    case 'unavailable':
    case 'unreachable':
    case 'badAnswer':
      return { is: 'unknown' };
  }
}

/** True once anything was sent. */
export function hasEffects(history: History): boolean {
  return history.started !== null || history.completed.size > 0;
}

/** True while an effect's fate is not known. */
export function hasUnanswered(history: History): boolean {
  return history.started?.answer.is === 'unknown' || [...history.completed.values()].some((sent) => sent.answer.is === 'unknown');
}
