import type { BrowserWindow } from 'electron';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { StationFace } from '../station/face.ts';
import { outOfServicePage, startPage } from './address.ts';
import { type Failures, hangLimitMs, recover } from './recovery.ts';

/** Chromium's code for a load that another load replaced. */
const loadReplaced = -3;

/** What watching the screen needs. */
export interface ScreenParts {
  readonly window: BrowserWindow;
  readonly face: StationFace;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Loads the kiosk and brings it back when its process ends, hangs or cannot load (reference 3.6). The station keeps its state meanwhile,
 * but is told that it is deaf. Returns the function that stops watching.
 */
export function recoverScreen({ window, face, clock, log }: ScreenParts): () => void {
  const contents = window.webContents;
  let failures: Failures = [];
  let stopTimer: (() => void) | null = null;
  let stopHang: (() => void) | null = null;
  const load = (page: string) => {
    // A load that fails comes back as `did-fail-load`.
    if (!window.isDestroyed()) window.loadURL(page).catch(() => undefined);
  };
  const failed = (why: string, fields: Readonly<Record<string, string | number>> = {}) => {
    face.attention(false);
    stopHang?.();
    // One trouble is reported in several ways, and the static page's own trouble must not load it again and again.
    if (stopTimer !== null) return;
    const { step, delayMs, failures: known } = recover(failures, clock.now());
    failures = known;
    log('screen.failed', { why, step, delayMs, ...fields });
    stopTimer = clock.after(delayMs, () => {
      stopTimer = null;
      load(startPage);
    });
    if (step === 'outOfService') load(outOfServicePage);
  };

  contents.on('render-process-gone', (_event, { reason, exitCode }) => failed('gone', { reason, exitCode }));
  contents.on('preload-error', () => failed('preload'));
  contents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
    if (isMainFrame && code !== loadReplaced) failed('load', { code });
  });
  contents.on('did-finish-load', () => face.attention(window.isFocused() && contents.getURL() === startPage));
  window.on('unresponsive', () => {
    stopHang?.();
    // A reload would wait for the stuck page; ending its process does not.
    stopHang = clock.after(hangLimitMs, () => contents.forcefullyCrashRenderer());
    log('screen.hangs');
  });
  window.on('responsive', () => stopHang?.());
  load(startPage);
  return () => {
    stopTimer?.();
    stopHang?.();
  };
}
