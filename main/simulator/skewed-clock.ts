import type { Clock } from '../ports.ts';

/** A clock whose wall time is off by what `skewMs` says at the moment of asking; timers and `elapsed` are not. */
export function skewedClock(clock: Clock, skewMs: () => number): Clock {
  return {
    now: () => clock.now() + skewMs(),
    elapsed: () => clock.elapsed(),
    after: (delayMs, run) => clock.after(delayMs, run),
  };
}
