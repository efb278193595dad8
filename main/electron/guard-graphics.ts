import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { type ExitCode, exitCodes } from '../process/exit-codes.ts';

/** So many crashes of the graphics process within `graphicsWindowMs`; Chromium brings single ones back by itself. */
const mostGraphicsCrashes = 3;
/** Milliseconds. */
export const graphicsWindowMs = 10 * 60_000;

/** In Chromium's own folder: it must be found before the configuration, and so the data folder, is known. */
function markFile(app: App): string {
  return join(app.getPath('userData'), 'without-graphics');
}

/** Does without the graphics card where the run before asked for it, for this run only. True where it does. Before Electron is ready. */
export function leaveGraphicsCard(app: App): boolean {
  const file = markFile(app);
  if (!existsSync(file)) return false;
  try {
    rmSync(file);
  } catch {
    // A disk that cannot be written keeps the mark; drawing slowly is better than not at all.
  }
  app.disableHardwareAcceleration();
  return true;
}

/** What the guard needs. */
export interface GraphicsParts {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  /** This run already does without the card: another start would change nothing. */
  readonly withoutCard: boolean;
  /** Ends the kiosk in order. */
  readonly end: (code: ExitCode) => void;
}

/** After repeated crashes of the graphics process ends the kiosk with a code that asks for another start, which does without the card. */
export function guardGraphics({ app, clock, log, withoutCard, end }: GraphicsParts): void {
  let crashes: readonly number[] = [];
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type !== 'GPU' || reason === 'clean-exit' || withoutCard) return;
    const now = clock.elapsed();
    crashes = [...crashes.filter((atMs) => now - atMs < graphicsWindowMs), now];
    if (crashes.length < mostGraphicsCrashes || !setMark(app)) return;
    log('graphics.failed', { crashes: crashes.length });
    end(exitCodes.failed);
  });
}

/** False where the next start could not know: then ending would only be repeated. */
function setMark(app: App): boolean {
  try {
    mkdirSync(app.getPath('userData'), { recursive: true });
    writeFileSync(markFile(app), '');
    return true;
  } catch {
    return false;
  }
}
