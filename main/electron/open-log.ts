import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { LogDestination } from '../log/create-log.ts';

/** A log file larger than this is put aside at the next start. Bytes. */
const largestLog = 20 * 1024 * 1024;

/** What the choice depends on. */
export interface LogPlace {
  /** The station's data folder; null while it is not known. */
  readonly folder: string | null;
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly stderr: LogDestination;
}

/**
 * Where log lines go. A Windows program has nobody behind its error output, so an installed kiosk there writes
 * `logs/station.log` in its data folder, with one older file kept. Everywhere else: the error output, which the service manager keeps.
 */
export function openLogDestination({ folder, platform, packaged, stderr }: LogPlace): LogDestination {
  if (platform !== 'win32' || !packaged || folder === null) return stderr;
  try {
    return openFile(join(folder, 'logs'));
  } catch {
    // A disk that cannot be written is the station's to report on its screen.
    return stderr;
  }
}

function openFile(folder: string): LogDestination {
  const file = join(folder, 'station.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLog) renameSync(file, `${file}.1`);
  return pino.destination({ dest: file, mode: 0o600, sync: true });
}
