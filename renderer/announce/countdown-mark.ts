import type { Countdown, Screen } from '../../preload/contract.ts';
import { secondsLeft } from '../format/countdown.ts';

/** Seconds before the end at which the time left is said: not every second, or nothing else could be heard. */
const marks = [5, 10, 20] as const;
export type Mark = (typeof marks)[number];

/** The last mark that was passed; null while more than 20 seconds are left, and once it is over. */
export function markAt(leftMs: number): Mark | null {
  const seconds = secondsLeft(leftMs);
  return seconds === 0 ? null : (marks.find((mark) => seconds <= mark) ?? null);
}

/** The countdown of a screen that is said, and what happens at its end. */
export interface Spoken {
  readonly left: Countdown;
  readonly end: 'signOut' | 'back' | 'over';
}

/** Which countdown a screen shows. The one before a release of everything is said once, with the way out. */
export function spokenCountdown(screen: Screen): Spoken | null {
  switch (screen.name) {
    case 'jobs':
      return screen.idle === null ? null : { left: screen.idle, end: 'signOut' };
    case 'signIn':
      if (screen.idle !== null) return { left: screen.idle, end: 'back' };
      return screen.code.is === 'shown' ? { left: screen.code.left, end: 'over' } : null;
    case 'linkBadge':
      return screen.step === 'saving' ? null : { left: screen.left, end: 'over' };
    default:
      return null;
  }
}
