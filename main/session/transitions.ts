import type { WelcomeNotice } from '../../preload/contract.ts';
import type { SignInMethod } from '../config/model.ts';
import type { Effect, EndReason, LastWishes } from './events.ts';
import type { JobsPhase, Phase, State, WelcomePhase } from './state.ts';
import { type SessionTimes, times } from './times.ts';
import { anyChosen, noWishes, type ScreenPolicy } from './wishes.ts';

/** The next state and what is to be done outside. */
export interface Reduced {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** What a reducer may look at besides state and event. */
export interface Context {
  /** `Clock.elapsed`: a wall clock that is set must not sign anybody out, or keep them in. */
  readonly now: number;
  readonly session: SessionTimes;
  /** Ways to sign in that IT offers. */
  readonly ways: readonly SignInMethod[];
  /** What the mode allows. `linksCards`: cards are linked here; else they stand in IT's list. */
  readonly mode: { readonly redirects: boolean; readonly canDelete: boolean; readonly linksCards: boolean };
  readonly screen: ScreenPolicy;
}

/** Nothing changes. */
export function same(state: State): Reduced {
  return { state, effects: [] };
}

/** Moves to another phase within the same epoch. */
export function to(state: State, phase: Phase, ...effects: readonly Effect[]): Reduced {
  return { state: { ...state, phase }, effects };
}

/** Ends whatever is under way and shows the first screen. A new epoch: late answers change nothing. */
export function leave(state: State, why: EndReason, notice: WelcomeNotice | null, context: Context): Reduced {
  // Whoever turned back before anybody was known still stands there.
  const stays = why === 'cancelled' && (state.phase.is === 'opening' || state.phase.is === 'signIn') && anyChosen(state.wishes);
  const phase: WelcomePhase = {
    is: 'welcome',
    ...noticed(notice, context),
    awaited: state.phase.is === 'jobs' && why !== 'notMe' ? awaitedIn(state.phase) : new Set(),
    offline: false,
    lookAt: null,
    touchedAt: null,
    lookUntil: stays ? context.now + times.lookMs : null,
  };
  const wishes = stays ? state.wishes : noWishes;
  return { state: { epoch: state.epoch + 1, endedBy: why, phase, wishes }, effects: endEffects(state, why, context) };
}

/** What has to be wound up outside when a visit ends: one effect, or none where nothing was begun. */
export function endEffects(state: State, why: EndReason, context: Context): readonly Effect[] {
  const { epoch, phase } = state;
  return phase.is === 'welcome' ? [] : [{ do: 'endSession', epoch, why, ...lastWishes(state, phase, why, context) }];
}

function lastWishes({ wishes }: State, phase: Phase, why: EndReason, { mode }: Context): LastWishes {
  if (phase.is !== 'jobs') return { unlink: null, remember: null, remove: [] };
  // What somebody did in another person's session is not that person's wish.
  if (why === 'notMe') return { unlink: mode.linksCards && phase.badge === 'linked' ? phase.card : null, remember: null, remove: [] };
  return {
    unlink: null,
    remember: anyChosen(wishes) ? { oid: phase.person.oid, wishes: wishes.chosen } : null,
    remove: phase.jobs.filter(({ key }) => phase.deleting.has(key)).map(({ listed }) => listed.ref),
  };
}

/** Released, and not seen on their way. */
export function awaitedIn({ jobs }: JobsPhase): ReadonlySet<string> {
  return new Set(jobs.filter(({ stage }) => stage.is === 'releasing' || stage.is === 'checking').map(({ key }) => key));
}

/** A notice on the first screen, with the time at which it goes. */
export function noticed(notice: WelcomeNotice | null, { now }: Context): Pick<WelcomePhase, 'notice' | 'noticeUntil'> {
  if (notice === null) return { notice, noticeUntil: null };
  return { notice, noticeUntil: now + (isUnfinished(notice) ? times.unfinishedNoticeMs : times.noticeMs) };
}

/** More will be known soon. */
function isUnfinished(notice: WelcomeNotice): boolean {
  if (notice.is === 'cardUnlinked') return notice.state === 'working';
  return (notice.is === 'signedOut' || notice.is === 'timedOut') && notice.deleting > 0;
}
