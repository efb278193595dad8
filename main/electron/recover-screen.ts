import type { BrowserWindow } from 'electron';
import { pingChannel } from '../../preload/pulse.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { watchPulse } from '../process/pulse.ts';
import { type Failures, recover } from '../process/recovery.ts';
import type { StationFace } from '../station/face.ts';
import { outOfServicePage, startPage } from './address.ts';

/** Chromium's code for a load that another load replaced. */
const loadReplaced = -3;
/** How long a page that Chromium calls hung may come back by itself before it is ended. Milliseconds. */
export const hangLimitMs = 10_000;

/** What watching the screen needs. */
export interface ScreenParts {
  readonly window: BrowserWindow;
  readonly face: StationFace;
  readonly clock: Clock;
  readonly log: Log;
}

/** The watch over the screen. */
export interface ScreenWatch {
  /** The page's answer to a ping, unchecked. */
  readonly answered: (value: unknown) => void;
  readonly stop: () => void;
}

/**
 * Loads the kiosk and brings it back when its process ends, hangs, cannot load or shows nothing (reference 3.6). The station keeps its state
 * meanwhile, but is told that it is deaf.
 */
export function recoverScreen({ window, face, clock, log }: ScreenParts): ScreenWatch {
  const contents = window.webContents;
  let failures: Failures = [];
  let stopTimer: (() => void) | null = null;
  let stopHang: (() => void) | null = null;
  let ended = false;
  const pulse = watchPulse({
    clock,
    ask() {
      if (!window.isDestroyed() && !contents.isCrashed()) contents.send(pingChannel);
    },
    onTrouble(why) {
      // A page that hangs is ended first; that it has gone is reported like any other crash. Where even that never comes, it is loaded anew.
      if (why === 'blank' || ended) return failed(why);
      log('screen.hangs');
      endPage();
      pulse.begin();
    },
  });
  /** A reload would wait for the stuck page; ending its process does not. */
  const endPage = () => {
    ended = true;
    contents.forcefullyCrashRenderer();
  };
  const load = (page: string) => {
    ended = false;
    // The static page has no script that could answer.
    if (page === startPage) pulse.begin();
    // A load that fails comes back as `did-fail-load`.
    if (!window.isDestroyed()) window.loadURL(page).catch(() => undefined);
  };
  const failed = (why: string, fields: Readonly<Record<string, string | number>> = {}) => {
    face.attention(false);
    stopHang?.();
    pulse.end();
    // One trouble is reported in several ways, and the static page's own trouble must not load it again and again.
    if (stopTimer !== null) return;
    const { step, delayMs, failures: known } = recover(failures, clock.elapsed());
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
    stopHang = clock.after(hangLimitMs, endPage);
    log('screen.hangs');
  });
  window.on('responsive', () => stopHang?.());
  load(startPage);
  return {
    answered: pulse.answered,
    stop() {
      pulse.end();
      stopTimer?.();
      stopHang?.();
    },
  };
}
