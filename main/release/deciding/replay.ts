import { afterAnswer } from './answers.ts';
import { type JournalledEffect, journalledAnswer, releaseEffectOf, settingsOf } from './effect.ts';
import { newRelease, type Release } from './release.ts';

/** What the journal has of a release. */
export interface Journalled {
  /** Oldest first. */
  readonly effects: readonly JournalledEffect[];
  /** It was seen on its way, or redirected. */
  readonly moved: boolean;
  readonly completedHere: boolean;
}

/**
 * A release as the journal left it. What is in doubt counts from `at`, now: how much time has passed since it was sent, a wall clock
 * cannot be trusted to say. `mayAct`: it is asked for again; or it was a short while ago, and what was begun may be finished.
 */
export function replay({ effects, moved, completedHere }: Journalled, at: number, mayAct: 'askedAgain' | 'toFinish' | 'no'): Release {
  let release = newRelease({ at, wish: { redirectTo: null, settings: null }, unstartedSince: null, completedHere });
  for (const row of effects) {
    const effect = releaseEffectOf(row);
    if (effect === null) continue;
    const redirectTo = effect.kind === 'redirect' ? effect.destinationPrinterId : release.wish.redirectTo;
    const wish = { redirectTo, settings: settingsOf(effect) ?? release.wish.settings };
    release = afterAnswer({ ...release, wish }, effect, journalledAnswer(row), at);
  }
  return {
    ...release,
    moved,
    mayAct: mayAct === 'askedAgain' || (mayAct === 'toFinish' && release.happened > 0),
    stage: { is: 'checking' },
  };
}
