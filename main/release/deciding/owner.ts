import type { JobConfiguration } from '../../graph/model.ts';
import type { ReleaseEffect } from './effect.ts';
import {
  actAfterLeavingMs,
  newRelease,
  type Release,
  type ReleaseEvent,
  type ReleaseRules,
  type ReleaseState,
  type Step,
} from './release.ts';
import { end, leaveHeld, tell } from './sight.ts';

/* What its owner does to a release: asks for it, leaves, comes back. */

type Of<Is extends ReleaseEvent['is']> = Extract<ReleaseEvent, { is: Is }>;

/**
 * A touch. What is under way goes on; what was only watched may act from now on. One that comes after an end begins anew, and remembers
 * whatever may still land.
 */
export function asked(before: Release, event: Of<'asked'>, rules: ReleaseRules): Step {
  if (!before.over) return { release: { ...before, mayAct: true, sight: { ...before.sight, lifeAt: event.at } }, commands: [] };
  const { at, unstartedSince } = event;
  const fresh = newRelease({ at, wish: event.wish, unstartedSince, completedHere: before.completedHere || before.completed.size > 0 });
  const state = afterTouch(before.state, rules, at);
  const bound = redirectIn(state);
  const release: Release = {
    ...fresh,
    state,
    // A redirect that may still land is the only one that may be sent: with what went with it.
    wish: bound === null ? event.wish : { redirectTo: bound.destinationPrinterId, settings: bound.settings },
    completed: before.completed,
    happened: state.is === 'unsure' || state.is === 'accepted' ? before.happened : 0,
    place: before.place,
    heldAs: before.heldAs,
    startedAt: before.startedAt,
    redirectedAt: before.redirectedAt,
    changeMayLandUntil: before.changeLostAt === null ? before.changeMayLandUntil : before.changeLostAt + rules.settleMs,
    sending: before.sending,
    // An effect of the touch before is still on the wire: its answer begins the next read.
    readAt: before.sending === null ? at : null,
    doubted: state.is === 'unsure',
  };
  return tell({ ...release, stage: { is: 'held' } }, { is: state.is === 'unsure' ? 'checking' : 'releasing' });
}

/** What its owner chose is known. A redirect that may still land goes with what went with it. */
export function withSettings(release: Release, settings: JobConfiguration | null): Release {
  return redirectIn(release.state) === null ? { ...release, wish: { ...release.wish, settings } } : release;
}

/** What a touch makes of the state in which the one before it ended. */
function afterTouch(state: ReleaseState, { resumeMs, settleMs }: ReleaseRules, at: number): ReleaseState {
  // What cannot land any more is in doubt no longer: the job is released, and redirected, as its owner asks for now.
  const isSpent = (since: number) => at >= since + settleMs;
  switch (state.is) {
    case 'ready':
    case 'resting':
      return state;
    case 'unsure':
      if (state.effect.kind === 'configure' || (isSpent(state.since) && at >= state.notBefore)) return { is: 'ready' };
      return { ...state, times: 0 };
    case 'putOff':
      return state.notBefore > at ? { ...state, times: 0 } : { is: 'ready' };
    case 'refused':
      return { is: 'ready' };
    case 'accepted':
      // Answered well, and held all the same once nothing could land any more: it rests since then.
      if (state.effect.kind === 'start') return { is: 'resting', since: state.since, forMs: settleMs, anothers: false };
      return state.effect.kind === 'complete' || isSpent(state.since) ? { is: 'ready' } : state;
    case 'moving':
      return state.backSince === null ? state : { is: 'resting', since: state.backSince, forMs: resumeMs, anothers: false };
  }
}

function redirectIn(state: ReleaseState): Extract<ReleaseEffect, { kind: 'redirect' }> | null {
  return (state.is === 'unsure' || state.is === 'accepted') && state.effect.kind === 'redirect' ? state.effect : null;
}

/**
 * Whether anything may still be sent. While its owner is there: yes. Once they have signed out, what goes well goes on for some seconds; nothing
 * after a doubt or an outage, and nothing at all where nobody may be there, or where it was not them.
 */
export function mayStillSend({ left, doubted, outage }: Release, at: number): boolean {
  if (left === null) return true;
  return left.how === 'signedOut' && at <= left.at + actAfterLeavingMs && !doubted && !outage;
}

/** Its owner left. What only waits to be sent and may not be any more stays where it is. */
export function leftAlone(before: Release, { how, at }: Of<'left'>): Step {
  const release: Release = { ...before, left: { how, at } };
  if (release.settled) return end(release, 'moving');
  const isIdle = release.happened === 0 && release.sending === null && !release.moved;
  return isIdle && !mayStillSend(release, at) ? leaveHeld(release, { is: 'held' }) : { release, commands: [] };
}

/** Its owner is here again, at the same station: they are told how it stands, and what was let go is read on. */
export function cameBack(before: Release, { young, at }: Of<'back'>): Step {
  const { stage } = before;
  if (before.closed) return { release: before, commands: [] };
  if (!before.over) return { release: { ...before, left: null }, commands: [{ do: 'tell', stage }] };
  const sight = { ...before.sight, lifeAt: at, silentSince: null, missingSince: null };
  const release: Release = {
    ...before,
    left: null,
    over: false,
    mayAct: young && before.happened > 0,
    reads: 0,
    readAt: before.sending === null ? at : null,
    sight,
  };
  return tell({ ...release, stage: { is: 'held' } }, { is: 'checking' });
}
