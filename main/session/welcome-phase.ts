import type { WelcomeNotice } from '../../preload/contract.ts';
import type { State, WelcomePhase } from './state.ts';
import { times } from './times.ts';
import { type Context, type Reduced, same, to } from './transitions.ts';

/** A notice on the first screen, with the time at which it goes. */
export function noticed(notice: WelcomeNotice | null, context: Context): Pick<WelcomePhase, 'notice' | 'noticeUntil'> {
  return { notice, noticeUntil: notice ? context.now + times.noticeMs : null };
}

/** Somebody is there: is there a way to Microsoft's services? Asked once, and again while there is none. */
export function touchWelcome(state: State, phase: WelcomePhase, context: Context): Reduced {
  const touched: WelcomePhase = { ...phase, touchedAt: context.now };
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

/** The notice goes, or the network is looked at again. */
export function tickWelcome(state: State, phase: WelcomePhase, context: Context): Reduced {
  const due = (at: number | null) => at !== null && context.now >= at;
  const next: WelcomePhase = due(phase.noticeUntil) ? { ...phase, ...noticed(null, context) } : phase;
  if (due(phase.lookAt)) return to(state, { ...next, lookAt: null }, { do: 'lookAtNetwork', epoch: state.epoch });
  return next === phase ? same(state) : to(state, next);
}

/** The earlier of two moments of which either may never come. */
export function earliest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}
