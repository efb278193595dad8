import type { IntentArgument, Language, Look } from '../../preload/contract.ts';
import type { OneGesturePolicy } from '../config/model.ts';
import type { Wishes } from '../preferences/model.ts';
import type { State } from './state.ts';

/** What IT set for the screen, as far as the session goes by it. */
export interface ScreenPolicy {
  /** The station's own look, for whoever has chosen nothing. */
  readonly look: Look;
  /** Languages that can be chosen. */
  readonly languages: readonly Language[];
  readonly titles: 'shown' | 'masked';
  /** `never` also where a tap could not say to which of several printers. */
  readonly oneGesture: OneGesturePolicy;
}

/** What the person at the screen wants: as remembered from before, and as chosen in this visit. Empty where nobody is there. */
export interface VisitWishes {
  readonly remembered: Wishes;
  readonly chosen: Wishes;
}

/** Nobody has chosen anything. */
export const noWishes: VisitWishes = { remembered: {}, chosen: {} };

/** How the screen looks and speaks now. */
export function lookOf({ wishes }: State, { look, languages }: ScreenPolicy): Look {
  const { oneGesture: _, ...wanted } = { ...wishes.remembered, ...wishes.chosen };
  const language = wanted.language !== undefined && languages.includes(wanted.language) ? wanted.language : look.language;
  return { ...look, ...wanted, language };
}

/** Whether a tap releases everything for whoever is there. */
export function oneGestureOf({ wishes }: State, { oneGesture }: ScreenPolicy): boolean {
  if (oneGesture !== 'personChooses') return oneGesture === 'always';
  return wishes.chosen.oneGesture ?? wishes.remembered.oneGesture ?? false;
}

/** The state with another look; null where what was asked for is not offered. */
export function withLook(
  state: State,
  { language, theme, largeText, reach }: IntentArgument<'setLook'>,
  policy: ScreenPolicy,
): State | null {
  if (language !== undefined && !policy.languages.includes(language)) return null;
  return withChosen(state, {
    ...(language !== undefined && { language }),
    ...(theme !== undefined && { theme }),
    ...(largeText !== undefined && { largeText }),
    ...(reach !== undefined && { reach }),
  });
}

/** The state with something chosen in this visit. */
export function withChosen(state: State, wishes: Wishes): State {
  return { ...state, wishes: { ...state.wishes, chosen: { ...state.wishes.chosen, ...wishes } } };
}

/**
 * A person is known: their own look applies. What was chosen on the first screen just before is theirs too, and goes before what they chose
 * in an earlier visit.
 */
export function withPerson(state: State, remembered: Wishes): State {
  return { ...state, wishes: { remembered, chosen: state.wishes.chosen } };
}

/** True where somebody has chosen something in this visit. */
export function anyChosen({ chosen }: VisitWishes): boolean {
  return Object.keys(chosen).length > 0;
}
