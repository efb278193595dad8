import type { GraphResult, JobConfiguration } from '../../graph/model.ts';

/** A call of a release. */
export type ReleaseEffect =
  | { readonly kind: 'complete'; readonly taskId: string }
  | { readonly kind: 'start' }
  /** `settings` that were chosen go with it; null: as it was printed. */
  | { readonly kind: 'redirect'; readonly destinationPrinterId: string; readonly settings: JobConfiguration | null }
  /** Moves nothing: sets what was chosen, before the job's task is completed. Carried out twice it is as once. */
  | { readonly kind: 'configure'; readonly settings: JobConfiguration };

/** Every call with an effect that the journal knows. */
export type EffectKind = ReleaseEffect['kind'] | 'cancel';

/** What came back for an effect. */
export type EffectAnswer =
  | { readonly is: 'done' }
  /** Not carried out. `status` 0: no token could be had, nothing was sent; 200: carried out otherwise than was asked for. */
  | { readonly is: 'refused'; readonly status: number }
  /** 429: not carried out; may be sent again after this time. */
  | { readonly is: 'throttled'; readonly retryAfterMs: number }
  /** Its turn in a sequence did not come. */
  | { readonly is: 'notSent' }
  /** No usable answer: it may have happened and may still land. Not to be sent again before this time, where the service names one (503). */
  | { readonly is: 'unknown'; readonly retryAfterMs?: number };

/** An effect as the journal knows it. */
export interface JournalledEffect {
  readonly kind: EffectKind;
  /** Task of a completion, destination printer of a redirect. */
  readonly target: string | null;
  /** What was to be set; null where nothing was. */
  readonly settings: JobConfiguration | null;
  /** Null: nothing was written after the intent, so it may have happened. */
  readonly answer: EffectAnswer['is'] | null;
  readonly status: number | null;
}

/** Where Graph throttles without a Retry-After. Milliseconds. */
const throttlePauseMs = 2_000;

/** What an effect's outcome says of whether it happened. Decided by HTTP status first; no answer is `unknown`, never `failed`. */
export function answerOf(result: GraphResult<unknown>): EffectAnswer {
  if (result.ok) return { is: 'done' };
  switch (result.failure.kind) {
    case 'refused':
      return { is: 'refused', status: result.failure.status };
    case 'unauthenticated':
      return { is: 'refused', status: 401 };
    case 'noToken':
      return { is: 'refused', status: 0 };
    case 'throttled':
      return { is: 'throttled', retryAfterMs: result.failure.retryAfterMs ?? throttlePauseMs };
    case 'notSent':
      return { is: 'notSent' };
    case 'unavailable': {
      const { retryAfterMs } = result.failure;
      return retryAfterMs === null ? { is: 'unknown' } : { is: 'unknown', retryAfterMs };
    }
    case 'unreachable':
    case 'badAnswer':
    case 'gateway':
    case 'tooMany':
      return { is: 'unknown' };
  }
}

/** What an effect sets, as the journal keeps it. */
export function settingsOf(effect: ReleaseEffect): JobConfiguration | null {
  return effect.kind === 'redirect' || effect.kind === 'configure' ? effect.settings : null;
}

/** Task or destination of an effect, as the journal keeps it. */
export function targetOf(effect: ReleaseEffect): string | null {
  switch (effect.kind) {
    case 'complete':
      return effect.taskId;
    case 'redirect':
      return effect.destinationPrinterId;
    case 'start':
    case 'configure':
      return null;
  }
}

/** A journalled effect as one of a release; null for a deletion or a row that lacks its target. */
export function releaseEffectOf({ kind, target, settings }: JournalledEffect): ReleaseEffect | null {
  if (kind === 'start') return { kind };
  if (kind === 'configure') return settings && { kind, settings };
  if (target === null) return null;
  if (kind === 'complete') return { kind, taskId: target };
  return kind === 'redirect' ? { kind, destinationPrinterId: target, settings } : null;
}

/** A journalled answer. What a crash cut off is unknown; how long to hold back after a 429 is not kept. */
export function journalledAnswer({ answer, status }: JournalledEffect): EffectAnswer {
  switch (answer) {
    case 'done':
    case 'notSent':
      return { is: answer };
    case 'refused':
      return { is: 'refused', status: status ?? 0 };
    case 'throttled':
      return { is: 'throttled', retryAfterMs: throttlePauseMs };
    case 'unknown':
    case null:
      return { is: 'unknown' };
  }
}
