/**
 * What every part takes as an argument instead of reaching for it: time, chance and the network.
 * Tests pass their own; the hosts pass the machine's.
 */

/** Two clocks and timers that can be taken back. */
export interface Clock {
  /** Wall clock, milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Milliseconds on a clock that never jumps, whatever is done to the wall clock: for every wait and every "how long ago" within this process. */
  elapsed(): number;
  /** Calls `run` once after `delayMs`; the returned function takes the call back. */
  after(delayMs: number, run: () => void): () => void;
}

/** The shape of `fetch` that every HTTP call goes through (`net.fetch` in Electron). */
export type Fetch = (request: Request) => Promise<Response>;

/** Source of unpredictable bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** Resolves after `delayMs`, or rejects with the signal's reason once it is aborted. */
export function wait(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const giveUp = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    });
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
