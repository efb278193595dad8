import type { JobConfiguration } from '../graph/model.ts';
import { type JournalledEffect, journalledAnswer, releaseEffectOf, settingsOf } from './effect.ts';
import { afterAnswer, newRelease, type Release } from './machine.ts';

/**
 * A release as the journal left it. What is in doubt counts from `at`, now: how much time has passed since it was sent, a wall clock
 * cannot be trusted to say.
 */
export function replay(
  effects: readonly JournalledEffect[],
  at: number,
): { readonly release: Release; readonly redirectTo: string | null; readonly settings: JobConfiguration | null } {
  let release = newRelease;
  let settings: JobConfiguration | null = null;
  let redirectTo: string | null = null;
  for (const row of effects) {
    const effect = releaseEffectOf(row);
    if (effect === null) continue;
    if (effect.kind === 'redirect') redirectTo = effect.destinationPrinterId;
    settings = settingsOf(effect) ?? settings;
    release = afterAnswer(release, effect, journalledAnswer(row), at);
  }
  return { release, redirectTo, settings };
}
