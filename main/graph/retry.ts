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
  if (!mayPass(failed.failure) || failed.tryNumber >= policy.maxTries) return { again: false };
  const full = policy.firstPauseMs * 2 ** (failed.tryNumber - 1);
  const backOff = full / 2 + (full / 2) * failed.chance;
  const pauseMs = Math.ceil(Math.max(backOff, askedPause(failed.failure)));
  return failed.elapsedMs + pauseMs < policy.budgetMs ? { again: true, pauseMs } : { again: false };
}

/** True where the same read may succeed a moment later. */
function mayPass(failure: GraphFailure): boolean {
  switch (failure.kind) {
    case 'throttled':
    case 'unreachable':
    case 'unavailable':
    case 'gateway':
      return true;
    case 'refused':
    case 'notSent':
    case 'unauthenticated':
    case 'badAnswer':
    case 'tooMany':
    case 'noToken':
      return false;
  }
}

function askedPause(failure: GraphFailure): number {
  return failure.kind === 'throttled' || failure.kind === 'unavailable' ? (failure.retryAfterMs ?? 0) : 0;
}
