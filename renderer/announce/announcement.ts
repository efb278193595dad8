import type { TFunction } from 'i18next';
import type { Snapshot } from '../../preload/contract.ts';
import { type Said, sayingOf } from './saying.ts';

/** What the two live regions hold after a step; null: they stay as they are. */
export function announcementOf(t: TFunction, previous: Snapshot | null, next: Snapshot): Said | null {
  const now = sayingOf(t, next);
  if (previous === null || !sameSession(previous, next)) return now;
  const before = sayingOf(t, previous);
  if (now.polite === before.polite && now.assertive === before.assertive) return null;
  // What is over is taken away too: a region that still says it would be read by whoever goes through the page.
  return { polite: now.polite === before.polite ? '' : now.polite, assertive: now.assertive === before.assertive ? '' : now.assertive };
}

/** The same screen for the same person. What was said before a change of either must not be left for the next. */
function sameSession(previous: Snapshot, next: Snapshot): boolean {
  const { screen: before } = previous;
  const { screen: now } = next;
  if (before.name !== now.name) return false;
  if ((before.name === 'jobs' || before.name === 'linkBadge') && (now.name === 'jobs' || now.name === 'linkBadge'))
    return before.personName === now.personName;
  return true;
}
