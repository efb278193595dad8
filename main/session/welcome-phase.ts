import type { State, WelcomePhase } from './state.ts';
import { times } from './times.ts';
import { type Context, noticed, type Reduced, same, to } from './transitions.ts';
import { anyChosen, noWishes } from './wishes.ts';

/** Somebody is there: what they read and what they chose stays. Is there a way to Microsoft's services? Asked once, and again while there is none. */
export function touchWelcome(state: State, phase: WelcomePhase, context: Context): Reduced {
  const touched: WelcomePhase = {
    ...phase,
    ...noticed(phase.notice, context),
    touchedAt: context.now,
    lookUntil: anyChosen(state.wishes) ? context.now + times.lookMs : null,
  };
  const watching = phase.touchedAt !== null && context.now < phase.touchedAt + times.networkEveryMs;
  if (watching || phase.lookAt !== null) return to(state, touched);
  return to(state, touched, { do: 'lookAtNetwork', epoch: state.epoch });
}

/** What the look found. While the network is down it is looked at again, as long as somebody may still be there. */
export function afterLook(state: State, phase: WelcomePhase, online: boolean, context: Context): Reduced {
  const somebody = phase.touchedAt !== null && context.now < phase.touchedAt + times.networkWatchMs;
  // With nobody there nothing is claimed: the next touch asks again.
  return to(state, { ...phase, offline: !online && somebody, lookAt: !online && somebody ? context.now + times.networkEveryMs : null });
}

/** The notice goes, the look falls back, or the network is looked at again. */
export function tickWelcome(state: State, phase: WelcomePhase, context: Context): Reduced {
  const due = (at: number | null) => at !== null && context.now >= at;
  if (due(phase.lookUntil)) return to({ ...state, wishes: noWishes }, { ...phase, lookUntil: null });
  const next: WelcomePhase = due(phase.noticeUntil) ? { ...phase, ...noticed(null, context) } : phase;
  if (due(phase.lookAt)) return to(state, { ...next, lookAt: null }, { do: 'lookAtNetwork', epoch: state.epoch });
  return next === phase ? same(state) : to(state, next);
}

/** The earliest of moments of which any may never come. */
export function earliest(...moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.min(...known);
}
