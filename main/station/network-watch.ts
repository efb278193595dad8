import type { Clock } from '../ports.ts';

/** Whether anything answers at all: told apart are a service that is slow and a network that is gone. */
export interface NetworkWatch {
  /** One look: false where the connection fails, or where nothing at all has answered for some seconds. */
  look(): Promise<boolean>;
}

/** A look that has waited this long without any answer says that nothing answers, unless the service is known to be slow. Milliseconds. */
const silentAfterMs = 1_500;
/** Whatever answers within this time is slow, not gone: the time that every call is given. Milliseconds. */
const answerWithinMs = 10_000;
/** An answer that took longer than this is a slow one. Milliseconds. */
const slowMs = 1_500;
/** A service that was slow is expected to be slow this long. Milliseconds. */
const rememberedMs = 10 * 60_000;

/** `reachable`: true once anything answered within that time, milliseconds; false as soon as the connection fails. */
export function createNetworkWatch(reachable: (withinMs: number) => Promise<boolean>, clock: Clock): NetworkWatch {
  let slowUntil = Number.NEGATIVE_INFINITY;
  return {
    look() {
      const begun = clock.elapsed();
      return new Promise((resolve, reject) => {
        const isSlow = clock.elapsed() < slowUntil;
        const cancel = clock.after(isSlow ? answerWithinMs : silentAfterMs, () => resolve(false));
        reachable(answerWithinMs).then(
          (answers) => {
            cancel();
            // Also what comes after this look has ended counts for the next one.
            if (answers && clock.elapsed() > begun + slowMs) slowUntil = clock.elapsed() + rememberedMs;
            resolve(answers);
          },
          (error: unknown) => {
            cancel();
            reject(error);
          },
        );
      });
    },
  };
}
