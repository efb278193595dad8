import type { KeyboardEvent } from 'react';

/** What the arrow keys go through; what cannot be used is passed over. */
const stops = 'button:not(:disabled), input:not(:disabled)';

/** How far a key goes in a group: one on, one back, to an end, or nowhere. Left and right follow the direction of reading. */
export function stepOf(key: string, rightToLeft: boolean): 1 | -1 | 'first' | 'last' | null {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'ArrowRight':
      return rightToLeft ? -1 : 1;
    case 'ArrowLeft':
      return rightToLeft ? 1 : -1;
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return null;
  }
}

/** Moves the focus inside a group: give it to the group's `onKeyDown`. It presses nothing. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = stepOf(event.key, getComputedStyle(event.currentTarget).direction === 'rtl');
  if (step === null) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(stops)];
  const here = all.findIndex((stop) => stop.matches(':focus'));
  if (here < 0) return;
  event.preventDefault();
  const to = step === 'first' ? 0 : step === 'last' ? all.length - 1 : Math.min(all.length - 1, Math.max(0, here + step));
  all[to]?.focus();
}
