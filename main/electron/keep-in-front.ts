import type { BrowserWindow } from 'electron';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';

/** After losing the keyboard; time for a window that closes by itself. */
export const returnDelayMs = 500;
/** So many returns in `returnWindowMs`: more would be a fight with another program. */
export const mostReturns = 5;
/** Returns within this time count together. */
export const returnWindowMs = 60_000;

/** Brings a kiosk back in front of whatever took the keyboard from it, a bounded number of times; a window behind is a deaf reader. */
export function keepInFront(window: BrowserWindow, clock: Clock, log: Log): void {
  let returns: readonly number[] = [];
  let waiting = false;
  const comeBackIn = (delayMs: number) => {
    if (waiting) return;
    waiting = true;
    clock.after(delayMs, comeBack);
  };
  const comeBack = () => {
    waiting = false;
    if (window.isDestroyed() || window.isFocused()) return;
    const now = clock.elapsed();
    returns = returns.filter((atMs) => now - atMs < returnWindowMs);
    if (returns.length >= mostReturns) return comeBackIn(returnWindowMs);
    returns = [...returns, now];
    window.setAlwaysOnTop(true, 'screen-saver');
    window.moveTop();
    window.focus();
    comeBackIn(returnDelayMs);
  };
  window.on('blur', () => {
    log('screen.behind');
    comeBackIn(returnDelayMs);
  });
}
