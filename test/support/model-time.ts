import type { Clock } from '../../main/ports.ts';

/** Time that stands still until nothing else is to be done, then jumps to the next timer. */
export interface VirtualTime {
  /** Milliseconds since the beginning. */
  elapsed(): number;
  /** Calls `run` once after `delayMs`; the returned function takes the call back. */
  after(delayMs: number, run: () => void): () => void;
  /** Lets everything happen that happens within the next `ms`. */
  advance(ms: number): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
  live: boolean;
}

/** More timers than any sequence needs: a loop that never rests is a failure, not a hang. */
const maxTimers = 60_000;

/** The moment at which every sequence begins, milliseconds since the epoch. */
export const beginsAt = Date.UTC(2026, 10, 21, 8);

/** Starts at nought. Timers of the same moment run in the order in which they were set. */
export function createVirtualTime(): VirtualTime {
  let now = 0;
  let fired = 0;
  const timers: Timer[] = [];

  /** No part works with anything but promises and these timers, so one turn of the event loop empties the queue of what is to be done. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    elapsed: () => now,
    after(delayMs, run) {
      const timer: Timer = { at: now + Math.max(0, Math.ceil(delayMs)), run, live: true };
      let place = timers.length;
      while (place > 0 && (timers[place - 1]?.at ?? 0) > timer.at) place -= 1;
      timers.splice(place, 0, timer);
      return () => {
        timer.live = false;
      };
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        while (timers[0]?.live === false) timers.shift();
        const next = timers[0];
        if (next === undefined || next.at > until) break;
        timers.shift();
        fired += 1;
        if (fired > maxTimers) throw new Error('The sequence never comes to rest.');
        now = next.at;
        next.run();
        await settle();
      }
      now = until;
    },
    settle,
  };
}

/** The service's own clock: never wrong. */
export function serviceClock(time: VirtualTime): Clock {
  return { now: () => beginsAt + time.elapsed(), elapsed: time.elapsed, after: time.after };
}
