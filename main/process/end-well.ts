import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import { type Clock, wait } from '../ports.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** The part of `process` that reports bugs. */
export type Process = Pick<NodeJS.Process, 'on'>;

/** Ends the program with a line in the log: no dialog on the kiosk's screen, no half-working station. */
export function endOnBugs(process: Process, log: Log, exit: (code: ExitCode) => void): void {
  const end = (place: string) => (thrown: unknown) => {
    log('internal.error', { place, ...describeError(thrown) });
    exit(exitCodes.failed);
  };
  process.on('uncaughtException', end('uncaught'));
  process.on('unhandledRejection', end('unhandled'));
}

/** The part of a stream that reports a broken pipe. */
export type Output = Pick<NodeJS.WriteStream, 'on'>;

/** Goes on where nobody reads an output any more: without a listener a broken pipe would count as a bug and end the station. */
export function surviveClosedOutput(...outputs: readonly Output[]): void {
  for (const output of outputs) output.on('error', () => undefined);
}

/** How long closing may take before the program ends all the same. Milliseconds. */
export const closingLimitMs = 5_000;

/** Closes the station: its memory wiped, its files shut. Resolves after `closingLimitMs` at the latest; a failure is a line in the log. */
export async function closeInTime(close: () => Promise<void>, clock: Clock, log: Log): Promise<void> {
  const limit = new AbortController();
  try {
    await Promise.race([close(), wait(clock, closingLimitMs, limit.signal)]);
  } catch (error) {
    log('internal.error', { place: 'stop', ...describeError(error) });
  } finally {
    limit.abort();
  }
}

/** The part of `process` that brings signals and sends them. */
export type Signalled = Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid'>;

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal and `npm` both pass one Ctrl+C on: signals this close together are one. Milliseconds. */
const sameSignalMs = 500;

/**
 * Runs `end` when the process is first told to end; told again, the process ends at once, by that signal.
 * Returns the function that gives the signals back to the system.
 */
export function endOnSignals(process: Signalled, clock: Clock, end: () => void): () => void {
  let toldAtMs: number | null = null;
  const letGo = () => {
    for (const name of endingSignals) process.off(name, told);
  };
  const told = (signal: NodeJS.Signals) => {
    if (toldAtMs === null) {
      toldAtMs = clock.elapsed();
      return end();
    }
    if (clock.elapsed() - toldAtMs < sameSignalMs) return;
    letGo();
    process.kill(process.pid, signal);
  };
  for (const name of endingSignals) process.on(name, told);
  return letGo;
}
