import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';

const dayMs = 86_400_000;

/** Does all of `work` now and once a day: a kiosk runs for months. One that fails does not stop the others. Returns how to stop. */
export function everyDay(work: readonly (() => void)[], clock: Clock, log: Log): () => void {
  let cancel = () => {};
  const round = () => {
    for (const one of work) {
      try {
        one();
      } catch (error) {
        log('internal.error', { place: 'upkeep', ...describeError(error) });
      }
    }
    cancel = clock.after(dayMs, round);
  };
  round();
  return () => cancel();
}
