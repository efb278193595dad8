import type { Clock } from '../ports.ts';
import type { AccessToken, AuthFailure, TokenRequest, TokenResult } from './model.ts';

/** What came of asking for a token, and how long Entra wants to be left alone if it said so. Milliseconds. */
export type Acquired = TokenResult & { readonly retryAfterMs?: number | null };

/** One way to get a token. `claims`: decoded claims challenge; `needMs`: how long it has to live, where that can be chosen. */
export type Acquire = (claims: string | undefined, needMs: number) => Promise<Acquired>;

/** Keeps one identity's token: renews it in time, once for all who ask at the same moment. */
export interface TokenHolder {
  getToken(request?: TokenRequest): Promise<TokenResult>;
  /** A token that was had by other means. */
  put(token: AccessToken): void;
  /** Forgets the token; what is under way is dropped when it arrives. Every later call answers `failure`. */
  close(failure: AuthFailure): void;
}

/** Least life of a token that is handed out where the caller asks for none: enough for one call and its retry. */
const leastLifeMs = 60_000;
/** Longest time for which a Retry-After is obeyed without asking again: somebody is standing at the station. */
const longestPauseMs = 60_000;

/**
 * Holds the current token by the clock that never jumps: a wall clock that is set back would keep a dead token, and Entra unasked for an hour. MSAL's cache is not asked for it: it judges by the machine's clock,
 * and once a token is past its `refresh_in` a network fault there loses a token that is still good.
 */
export function createTokenHolder(clock: Pick<Clock, 'elapsed'>, acquire: Acquire): TokenHolder {
  let current: AccessToken | null = null;
  let closed: AuthFailure | null = null;
  let pause: { readonly until: number; readonly failure: AuthFailure } | null = null;
  /** Requests under way; they run one after another, since each may replace the kept refresh token. */
  const underWay = new Map<string, Promise<TokenResult>>();
  let last: Promise<unknown> = Promise.resolve();

  const kept = (claims: string | undefined, needMs: number): TokenResult | null =>
    claims === undefined && current && current.expiresAt - clock.elapsed() >= needMs ? { ok: true, ...current } : null;

  const renew = async (claims: string | undefined, needMs: number): Promise<TokenResult> => {
    if (closed) return { ok: false, failure: closed };
    const renewedMeanwhile = kept(claims, needMs);
    if (renewedMeanwhile) return renewedMeanwhile;
    if (pause && clock.elapsed() < pause.until) return { ok: false, failure: pause.failure };
    const { retryAfterMs, ...result } = await acquire(claims, needMs);
    if (closed) return { ok: false, failure: closed };
    pause = null;
    if (result.ok) current = { token: result.token, expiresAt: result.expiresAt };
    else if (retryAfterMs) pause = { until: clock.elapsed() + Math.min(retryAfterMs, longestPauseMs), failure: result.failure };
    return result;
  };

  const shared = (claims: string | undefined, needMs: number): Promise<TokenResult> => {
    const key = `${needMs} ${claims ?? ''}`;
    const existing = underWay.get(key);
    if (existing !== undefined) return existing;
    const started = last.then(() => renew(claims, needMs)).finally(() => underWay.delete(key));
    underWay.set(key, started);
    last = started.catch(() => undefined);
    return started;
  };

  return {
    async getToken(request = {}) {
      if (closed) return { ok: false, failure: closed };
      const needMs = Math.max(request.minLifetimeMs ?? 0, leastLifeMs);
      return kept(request.claims, needMs) ?? shared(request.claims, needMs);
    },
    put(token) {
      if (!closed) current = token;
    },
    close(failure) {
      closed = failure;
      current = null;
    },
  };
}
