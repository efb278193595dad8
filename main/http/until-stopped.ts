import type { Clock } from '../ports.ts';

/** What came of work with a limit: its value, or why there is none. */
export type Outcome<T> =
  | { readonly got: true; readonly value: T }
  | { readonly got: false; readonly why: 'timedOut' | 'aborted' | 'failed' };

/**
 * Runs `work` for at most `limitMs` of the injected clock, or until `signal` is aborted. Never rejects, and is over at once where `work`
 * does not heed its signal: a person is waiting. Why work failed stays here, because what fetch says can quote addresses and headers.
 */
export async function untilStopped<T>(
  clock: Pick<Clock, 'after'>,
  limitMs: number,
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  if (signal?.aborted) return { got: false, why: 'aborted' };
  const timeOut = new AbortController();
  const stop = signal === undefined ? timeOut.signal : AbortSignal.any([timeOut.signal, signal]);
  const takeBack = clock.after(limitMs, () => timeOut.abort());
  try {
    return { got: true, value: await orStopped(stop, () => work(stop)) };
  } catch {
    if (signal?.aborted) return { got: false, why: 'aborted' };
    return { got: false, why: timeOut.signal.aborted ? 'timedOut' : 'failed' };
  } finally {
    takeBack();
  }
}

function orStopped<T>(stop: AbortSignal, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(stop.reason);
    stop.addEventListener('abort', giveUp, { once: true });
    run()
      .then(resolve, reject)
      .finally(() => stop.removeEventListener('abort', giveUp));
  });
}
