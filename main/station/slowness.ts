import type { Clock } from '../ports.ts';

/** Says when the service is slow to answer. */
export interface Slowness {
  /** Watches one call; its result comes through unchanged. */
  watch<T>(call: Promise<T>): Promise<T>;
}

/** A call that has waited this long is slow. Milliseconds. */
export const slowAfterMs = 3_000;

/** `tell` is called when the service becomes slow, and when a call was answered quickly again. */
export function createSlowness(clock: Clock, tell: (slow: boolean) => void): Slowness {
  let slow = false;
  const now = (is: boolean) => {
    if (slow === is) return;
    slow = is;
    tell(is);
  };
  return {
    watch(call) {
      const cancel = clock.after(slowAfterMs, () => now(true));
      const begun = clock.elapsed();
      return call.finally(() => {
        cancel();
        // One quick answer of several is a better sign than none.
        if (clock.elapsed() < begun + slowAfterMs) now(false);
      });
    },
  };
}
