import type { App } from 'electron';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { closeInTime } from '../process/end-well.ts';
import { type ExitCode, exitCodes } from '../process/exit-codes.ts';

/**
 * Lets the station wipe its memory and close its files before the program ends, with `stopped` unless the returned function asked for another
 * code. Electron itself turns the first SIGTERM, SIGINT or SIGHUP into such an end; a second one ends it at once.
 */
export function endInOrder(app: App, close: () => Promise<void>, clock: Clock, log: Log): (code: ExitCode) => void {
  let code: ExitCode = exitCodes.stopped;
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    void closeInTime(close, clock, log).then(() => app.exit(code));
  });
  return (asked) => {
    code = asked;
    app.quit();
  };
}
