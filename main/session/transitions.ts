import type { WelcomeNotice } from '../../preload/contract.ts';
import type { Effect, EndReason } from './events.ts';
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
  /** What the mode allows. */
  readonly mode: { readonly redirects: boolean; readonly canDelete: boolean };
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
  const phase: WelcomePhase = { ...welcome(notice, context), lookUntil: stays ? context.now + times.lookMs : null };
  return { state: { epoch: state.epoch + 1, phase, wishes: stays ? state.wishes : noWishes }, effects: endEffects(state, why) };
}

/** What has to be wound up outside when a phase ends. */
export function endEffects(state: State, why: EndReason): readonly Effect[] {
  const { epoch, phase } = state;
  switch (phase.is) {
    case 'welcome':
      return [];
    case 'opening':
    case 'link':
      return [{ do: 'endSession', epoch, why, remove: [] }];
    case 'signIn':
      return [
        { do: 'stopSignIn', epoch },
        { do: 'endSession', epoch, why, remove: [] },
      ];
    case 'jobs':
      // What somebody chose in another person's session is not that person's wish.
      if (why === 'notMe') return [{ do: 'endSession', epoch, why, remove: [] }];
      return [...remember(state, phase), { do: 'endSession', epoch, why, remove: markedRefs(phase) }];
  }
}

function remember({ epoch, wishes }: State, { person }: JobsPhase): readonly Effect[] {
  return anyChosen(wishes) ? [{ do: 'remember', epoch, oid: person.oid, wishes: wishes.chosen }] : [];
}

function markedRefs(phase: JobsPhase) {
  return phase.jobs.filter((job) => phase.deleting.has(job.key)).map((job) => job.listed.ref);
}

/** The first screen, with a notice that goes by itself. */
export function welcome(notice: WelcomeNotice | null, context: Context): WelcomePhase {
  const noticeUntil = notice ? context.now + times.noticeMs : null;
  return { is: 'welcome', notice, noticeUntil, offline: false, lookAt: null, touchedAt: null, lookUntil: null };
}
