import type { Session } from 'electron';

/** What a request with an effect takes from Electron's session. */
export type EffectSession = Pick<Session, 'fetch' | 'closeAllConnections'>;

/** Sessions at most; the station sends about six such requests at once. What comes on top waits its turn. */
export const mostEffectSessions = 8;

/** A session for one request. */
export interface Lease {
  readonly session: EffectSession;
  /** To be called when the answer has come to its end, or was given up; more than one call does no harm. */
  readonly giveBack: () => void;
}

/** Sessions for one request each. */
export interface EffectSessions {
  /** Resolves to a session that no other request uses; rejects with the signal's reason where it is aborted first. */
  borrow(signal: AbortSignal): Promise<Lease>;
}

/** Opens sessions as they are needed, numbered from 0, and lends each to one request at a time; who waits longest is next. */
export function lendSessions(open: (place: number) => EffectSession): EffectSessions {
  const free: EffectSession[] = [];
  const waiting: ((session: EffectSession) => void)[] = [];
  let opened = 0;

  const lease = (session: EffectSession): Lease => {
    let lent = true;
    const giveBack = () => {
      if (!lent) return;
      lent = false;
      const next = waiting.shift();
      if (next === undefined) free.push(session);
      else next(session);
    };
    return { session, giveBack };
  };
  const openNext = () => {
    const session = open(opened);
    opened += 1;
    return session;
  };
  const untilFree = (signal: AbortSignal) =>
    new Promise<EffectSession>((resolve, reject) => {
      const take = (session: EffectSession) => {
        signal.removeEventListener('abort', giveUp);
        resolve(session);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(take);
    });

  return {
    async borrow(signal) {
      signal.throwIfAborted();
      const session = free.pop() ?? (opened < mostEffectSessions ? openNext() : await untilFree(signal));
      return lease(session);
    },
  };
}
