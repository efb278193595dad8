import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { AuthFailure, TokenResult } from './model.ts';

/** Whose token a log line speaks of; never who the person is. */
export type Identity = 'station' | 'person';

/** Logs one asking for a token: how long it took, or why there is none. `startedAt`: by `Clock.elapsed`. */
export function logToken(log: Log, clock: Clock, identity: Identity, startedAt: number, result: TokenResult, fromCache: boolean): void {
  const durationMs = clock.elapsed() - startedAt;
  if (result.ok) log('auth.tokenAcquired', { identity, durationMs, fromCache });
  else log('auth.tokenRefused', { identity, durationMs, ...failureFields(result.failure) });
}

/** The fields of a failure that may be logged: all of them. */
export function failureFields(failure: AuthFailure): { kind: string; aadsts: number | null; correlationId: string | null } {
  return { kind: failure.kind, aadsts: failure.aadsts, correlationId: failure.correlationId };
}
