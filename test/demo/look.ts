import type { Page } from '@playwright/test';
import type { Screen } from '../../preload/contract.ts';
import type { TestStation } from '../support/station.ts';

/** A kiosk as somebody in front of it has it: what is on it, and the page to touch. */
export interface InFront {
  readonly kiosk: Pick<TestStation, 'face' | 'screen'>;
  readonly page: Page;
}

/**
 * Looks at every change of the screen until `decide` says what to do; stays signed in meanwhile. Null where nothing is decided within `withinMs`.
 * What the screen holds is read from the station, all pages of a list at once; whoever then touches something touches the page, which must show it.
 */
export function watch<Move>({ kiosk, page }: InFront, withinMs: number, decide: (screen: Screen) => Move | null): Promise<Move | null> {
  return new Promise((resolve) => {
    let stop = () => {};
    const end = (move: Move | null) => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve(move);
    };
    const timer = setTimeout(end, withinMs, null);
    let staying = false;
    let over = false;
    stop = kiosk.face.onSnapshot(({ screen }) => {
      if (over) return;
      if (asksForLife(screen)) {
        if (!staying) void stay(page).finally(() => (staying = false));
        staying = true;
        return;
      }
      const move = decide(screen);
      if (move === null) return;
      over = true;
      end(move);
    });
  });
}

/** "Still there?" lies over everything. */
function asksForLife(screen: Screen): boolean {
  return (screen.name === 'jobs' || screen.name === 'signIn') && screen.idle !== null;
}

/** Answers it. It may have gone by then. */
async function stay(page: Page): Promise<void> {
  await page
    .locator('.idle-answers .button-primary')
    .click({ timeout: 5_000 })
    .catch(() => {});
}
