import { type Clock, systemClock } from '../../main/ports.ts';

/** The machine's clock, which a test may send ahead: what was due meanwhile happens at once, in order. */
export interface LeapClock extends Clock {
  /** Milliseconds. */
  leap(ms: number): void;
}

interface Waiting {
  readonly dueAt: number;
  readonly run: () => void;
  stop: () => void;
}

/** Makes one. */
export function createLeapClock(): LeapClock {
  let ahead = 0;
  const waiting = new Set<Waiting>();
  const elapsed = (): number => systemClock.elapsed() + ahead;
  const arm = (one: Waiting): void => {
    one.stop = systemClock.after(Math.max(0, one.dueAt - elapsed()), () => {
      waiting.delete(one);
      one.run();
    });
  };
  return {
    now: () => systemClock.now() + ahead,
    elapsed,
    after(delayMs, run) {
      const one: Waiting = { dueAt: elapsed() + delayMs, run, stop: () => undefined };
      waiting.add(one);
      arm(one);
      return () => {
        waiting.delete(one);
        one.stop();
      };
    },
    leap(ms) {
      ahead += ms;
      for (const one of [...waiting].toSorted((a, b) => a.dueAt - b.dueAt)) {
        one.stop();
        arm(one);
      }
    },
  };
}
