import { contract, type IntentName, type IntentResult, type Screen } from '../../preload/contract.ts';
import { createReader } from '../badge/reader.ts';
import { describeError } from '../log/errors.ts';
import type { IntentEvent, SessionEvent } from '../session/events.ts';
import { recordsOf } from '../session/records.ts';
import { nextDeadline, reduce } from '../session/reduce.ts';
import { nobody, type State } from '../session/state.ts';
import { screenOf } from '../session/view.ts';
import { lookOf } from '../session/wishes.ts';
import { createEffects } from './effects.ts';
import type { StationFace } from './face.ts';
import type { StationParts } from './parts.ts';
import { screenPolicyOf, surroundingsOf } from './plain-screen.ts';
import { createSnapshots } from './snapshots.ts';

/** A configured station: one state, one reducer, effects at the edge. Closes journal and enrolments with `close`. */
export function createStation(parts: StationParts & { readonly closeFiles: () => void }): StationFace {
  const { audit, clock, config, log } = parts;
  const session = { idleTimeoutMs: config.session.idleTimeoutSeconds * 1000, warningMs: config.session.warningSeconds * 1000 };
  const mode = {
    redirects: config.release.mode === 'redirect',
    canDelete: config.release.allowDelete,
    linksCards: parts.badgeList === null,
  };
  const ways = config.signIn.methods;
  const policy = screenPolicyOf(config);
  const { station, setup } = surroundingsOf(config);
  let state: State = nobody;
  let cancelTimer = () => {};
  let closed = false;

  const screen = (): Screen => screenOf(state, { now: clock.elapsed(), session, ways, canDelete: mode.canDelete, screen: policy });
  const snapshots = createSnapshots(station, setup, screen, () => lookOf(state, policy));

  /** True when the event changed anything. */
  function dispatch(event: SessionEvent): boolean {
    if (closed) return false;
    const reduced = reduce(state, event, { now: clock.elapsed(), session, ways, mode, screen: policy });
    const changed = reduced.state !== state || reduced.effects.length > 0;
    record(state, reduced.state);
    state = reduced.state;
    cancelTimer();
    const deadline = nextDeadline(state, session);
    if (deadline !== null) cancelTimer = clock.after(Math.max(0, deadline - clock.elapsed()), () => dispatch({ is: 'tick' }));
    snapshots.changed();
    for (const effect of reduced.effects) effects.run(effect);
    return changed;
  }

  /** Leaves word of who came and who left. */
  function record(before: State, after: State): void {
    for (const one of recordsOf(before, after)) {
      if (one.is === 'began') {
        log('session.began', { via: one.via });
        audit.record({ kind: 'sessionBegan', person: one.person, via: one.via });
      } else {
        log('session.ended', { why: one.why });
        audit.record({ kind: 'sessionEnded', person: one.person, why: one.why });
      }
    }
  }

  const effects = createEffects(parts, dispatch);
  const reader = createReader({
    config: config.badge,
    clock,
    onCard: (card) => dispatch({ is: 'card', card }),
    onBadRead: (why) => {
      log('badge.badRead', { why });
      dispatch({ is: 'badRead' });
    },
  });

  async function intend(name: string, argument: unknown): Promise<IntentResult> {
    try {
      const event = toIntent(name, argument);
      if (!event) return { ok: false, error: 'badArgument' };
      return dispatch(event) || name === 'touch' ? { ok: true } : { ok: false, error: 'notNow' };
    } catch (error) {
      log('internal.error', { place: 'intent', ...describeError(error) });
      return { ok: false, error: 'internal' };
    }
  }

  return {
    intend,
    onSnapshot: snapshots.subscribe,
    readerTailMs: config.badge.maxKeyGapMs,
    readerKey: reader.key,
    attention: (hears) => snapshots.setDeaf(!hears),
    async close() {
      if (closed) return;
      closed = true;
      cancelTimer();
      reader.close();
      record(state, { ...nobody, epoch: state.epoch + 1 });
      effects.close();
      parts.closeFiles();
      log('station.stopped');
    },
  };
}

/** An intent checked by the contract's schema; null where name or argument is not of the contract. */
export function toIntent(name: string, argument: unknown): IntentEvent | null {
  if (!Object.hasOwn(contract, name)) return null;
  const parsed = contract[name as IntentName].safeParse(argument);
  return parsed.success ? ({ is: 'intent', name, argument: parsed.data } as IntentEvent) : null;
}
