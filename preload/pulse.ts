import type { Ipc } from './station-api.ts';

/** Channel on which the host asks the page whether it lives. */
export const pingChannel = 'station:ping';

/** Channel of the answer: `{ shows: boolean }`. Nothing on `window.station` leads here. */
export const pulseChannel = 'station:pulse';

/** Answers each ping from the page's own thread: a page that hangs cannot. */
export function answerPings(ipc: Ipc, shows: () => boolean): void {
  ipc.on(pingChannel, () => {
    ipc.invoke(pulseChannel, { shows: shows() }).catch(() => undefined);
  });
}

/** True while the page shows one of its screens; false on a white page, and after a bug took the screen away. */
export function showsScreen(page: { querySelector(selector: string): unknown }): boolean {
  return page.querySelector('main[data-screen]:not([data-screen="crashed"])') !== null;
}
