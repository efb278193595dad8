import { describeError } from '../log/errors.ts';
import type { EndReason, LastWishes } from '../session/events.ts';
import type { JobEffects } from './job-effects.ts';
import type { Dispatch, StationParts } from './parts.ts';
import type { Unlinking } from './unlinking.ts';
import { forgetting, reseal, type Visit } from './visit.ts';

/** After sign-out a release may still need its owner's token to reach a known state; then it is wiped. Milliseconds. */
const windUpMs = 60_000;

/** The one end of a visit. */
export interface Ending {
  /** All steps in their order, each tried whatever came of the one before. Resolves when the visit is wiped; never rejects. */
  end(visit: Visit, why: EndReason, wishes: LastWishes): Promise<void>;
  /** The station stops: the visit is wiped at once. */
  forget(visit: Visit): void;
}

type Step = (visit: Visit, why: EndReason, wishes: LastWishes) => unknown;

/** How visits of this station end. */
export function createEnding(parts: StationParts, jobs: JobEffects, unlinking: Unlinking, dispatch: Dispatch): Ending {
  const { clock, log, preferences } = parts;
  const bug = (place: string, error: unknown) => log('internal.error', { place: `endSession.${place}`, ...describeError(error) });

  /** The order matters: first what must not go on, then what its owner was promised, and the tokens last. */
  const steps: readonly (readonly [place: string, step: Step])[] = [
    ['left', (visit, why) => jobs.left(visit, why === 'timedOut' ? 'idle' : why === 'notMe' ? 'notMe' : 'signedOut')],
    ['unlink', unlink],
    ['remember', (_visit, _why, { remember }) => remember && preferences.keep(remember.oid, remember.wishes)],
    ['remove', remove],
    ['settled', (visit) => jobs.settled(visit)],
    ['reseal', reseal],
  ];

  function unlink({ epoch, row, access }: Visit, _why: EndReason, wishes: LastWishes): void {
    if (wishes.unlink === null || row === null || access === null) return;
    unlinking.begin(wishes.unlink, row, access.oid, (done) => dispatch({ epoch, is: 'unlinked', done }));
  }

  async function remove(visit: Visit, _why: EndReason, wishes: LastWishes): Promise<void> {
    const marked = wishes.remove.length;
    if (marked === 0) return;
    let deleted = 0;
    try {
      deleted = await jobs.remove(visit, wishes.remove);
    } finally {
      dispatch({ epoch: visit.epoch, is: 'deleted', deleted, notDeleted: marked - deleted });
    }
  }

  function forget(visit: Visit): void {
    for (const step of forgetting) {
      try {
        step(visit);
      } catch (error) {
        bug('wipe', error);
      }
    }
    log('session.wiped');
  }

  return {
    async end(visit, why, wishes) {
      visit.left.abort();
      visit.signIn.abort();
      const letGo = clock.after(windUpMs, () => visit.stop.abort());
      for (const [place, step] of steps) {
        try {
          await step(visit, why, wishes);
        } catch (error) {
          bug(place, error);
        }
      }
      letGo();
      forget(visit);
    },
    forget,
  };
}
