import { join } from 'node:path';
import type { LogDestination } from '../log/create-log.ts';
import { openLogFile } from '../log/log-file.ts';
import type { Clock } from '../ports.ts';

/** Largest log file; with the older one beside it twice as much. Bytes. */
const largestLogBytes = 20 * 1024 * 1024;

/** What the choice depends on. */
export interface LogPlace {
  /** The station's data folder; null while it is not known. */
  readonly folder: string | null;
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly stderr: LogDestination;
  readonly clock: Clock;
  /** The file takes lines again after `lost` lines went to the error output. */
  readonly onReturn: (lost: number) => void;
}

/**
 * Where log lines go. A Windows program has nobody behind its error output, so an installed kiosk there writes
 * `logs/station.log` in its data folder, with one older file kept. Everywhere else: the error output, which the service manager keeps.
 */
export function openLogDestination({ folder, platform, packaged, stderr, clock, onReturn }: LogPlace): LogDestination {
  if (platform !== 'win32' || !packaged || folder === null) return stderr;
  return openLogFile({ file: join(folder, 'logs', 'station.log'), largestBytes: largestLogBytes, clock, otherwise: stderr, onReturn });
}
