import type { GraphFailure } from './model.ts';

/** How often and how long a read is tried. Milliseconds. */
export interface RetryPolicy {
  readonly maxTries: number;
  /** No try starts later than this after the first. */
  readonly budgetMs: number;
  /** Pause before the second try where Graph names none; doubles with each try. */
  readonly firstPauseMs: number;
}

/** The station's policy for reads: a person is waiting. */
export const readPolicy: RetryPolicy = { maxTries: 3, budgetMs: 8_000, firstPauseMs: 500 };

/** What is known when a try failed. */
export interface FailedTry {
  readonly failure: GraphFailure;
  /** 1 for the first. */
  readonly tryNumber: number;
  /** Since the first try began. */
  readonly elapsedMs: number;
  /** From 0 up to 1. */
  readonly chance: number;
}

/** Whether to try again, and after which pause. */
export type NextAttempt = { readonly again: true; readonly pauseMs: number } | { readonly again: false };

/** Decides on the next try of a read; never asked for calls with an effect (reference 5.3: honour Retry-After, else back off with jitter). */
export function nextAttempt(failed: FailedTry, policy: RetryPolicy = readPolicy): NextAttempt {
  if (failed.tryNumber >= mostTries(failed.failure, policy)) return { again: false };
  const full = policy.firstPauseMs * 2 ** (failed.tryNumber - 1);
  const backOff = full / 2 + (full / 2) * failed.chance;
  const pauseMs = Math.ceil(Math.max(backOff, askedPause(failed.failure)));
  return failed.elapsedMs + pauseMs < policy.budgetMs ? { again: true, pauseMs } : { again: false };
}

/** How often the same read may be tried in all. */
function mostTries(failure: GraphFailure, policy: RetryPolicy): number {
  switch (failure.kind) {
    case 'throttled':
    case 'unreachable':
    case 'unavailable':
    case 'gateway':
      return policy.maxTries;
    case 'badAnswer':
      return failure.mayPass ? policy.maxTries : 1;
    case 'refused':
      return refusalMayPass(failure) ? Math.min(2, policy.maxTries) : 1;
    case 'notSent':
    case 'unauthenticated':
    case 'tooMany':
    case 'noToken':
      return 1;
  }
}

/** Statuses that speak of the moment, of the connection or of a server that is not the right one: the same read may fare otherwise at once. */
const passingStatuses: readonly number[] = [407, 409, 412, 421, 423, 425, 451];

/** True for a refusal of Graph's that says nothing lasting: what got it is read once more, and it is not remembered. */
export function refusalMayPass({ status, code }: Extract<GraphFailure, { kind: 'refused' }>): boolean {
  if (passingStatuses.includes(status)) return true;
  return status === 400 && code !== null && /unavailable|notavailable|temporar|time-?d?out|try_?again/i.test(code);
}

function askedPause(failure: GraphFailure): number {
  return failure.kind === 'throttled' || failure.kind === 'unavailable' ? (failure.retryAfterMs ?? 0) : 0;
}
