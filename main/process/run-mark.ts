import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The sign on the disk that a station is running. */
export interface RunMark {
  /** It was there already: the run before did not end in order (a crash, a kill, a power cut). */
  readonly leftBehind: boolean;
  /** Takes it away: the last step of an orderly end. Never throws. */
  remove(): void;
}

/** Name of the mark in the data folder. */
export const runMarkName = 'running';

/** Sets the mark. Never throws: a disk that cannot be written is the station's to report. */
export function setRunMark(file: string): RunMark {
  const leftBehind = quietly(() => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false) ?? false;
  quietly(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, '', { mode: 0o600 });
  });
  return { leftBehind, remove: () => void quietly(() => rmSync(file, { force: true })) };
}

function quietly<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
