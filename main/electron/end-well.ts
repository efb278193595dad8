import type { App } from 'electron';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import { type Clock, wait } from '../ports.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** The part of `process` that this needs. */
export type Process = Pick<NodeJS.Process, 'on'>;

/** Ends the program with a line in the log where Electron would open a dialog on the kiosk's screen. */
export function endOnBugs(process: Process, log: Log, exit: (code: ExitCode) => void): void {
  const end = (place: string) => (thrown: unknown) => {
    log('internal.error', { place, ...describeError(thrown) });
    exit(exitCodes.failed);
  };
  process.on('uncaughtException', end('uncaught'));
  process.on('unhandledRejection', end('unhandled'));
}

/** How long closing may take before the program ends all the same. Milliseconds. */
export const closingLimitMs = 5_000;

/** Lets the station wipe its memory and close its files before the program ends with `stopped`. */
export function endInOrder(app: App, close: () => Promise<void>, clock: Clock, log: Log): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    Promise.race([close(), wait(clock, closingLimitMs)])
      .catch((error: unknown) => log('internal.error', { place: 'stop', ...describeError(error) }))
      .finally(() => app.exit(exitCodes.stopped));
  });
}
