import type { WelcomeNotice } from '../../preload/contract.ts';
import type { Effect, EndReason } from './events.ts';
import type { JobsPhase, Phase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';

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
  return { state: { epoch: state.epoch + 1, phase: welcome(notice, context) }, effects: endEffects(state, why) };
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
      return [{ do: 'endSession', epoch, why, remove: why === 'notMe' ? [] : markedRefs(phase) }];
  }
}

function markedRefs(phase: JobsPhase) {
  return phase.jobs.filter((job) => phase.deleting.has(job.key)).map((job) => job.listed.ref);
}

/** The first screen, with a notice that goes by itself. */
export function welcome(notice: WelcomeNotice | null, context: Context): Phase {
  const noticeUntil = notice ? context.now + times.noticeMs : null;
  return { is: 'welcome', notice, noticeUntil, offline: false, lookAt: null, touchedAt: null };
}
