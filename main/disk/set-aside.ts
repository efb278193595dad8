import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../ports.ts';

/** The files that SQLite keeps beside a database: its write-ahead log, which holds what was written last, and the index of that. */
export const besides = ['-wal', '-shm'] as const;

/** A free name beside `file` for the file that can no longer be used: the name, the time (UTC), and a number where that is taken. */
export function setAsidePath(file: string, clock: Clock): string {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  for (let number = 1; ; number += 1) {
    const path = `${file}.set-aside-${stamp}${number === 1 ? '' : `-${number}`}`;
    if (![path, ...besides.map((tail) => path + tail)].some((name) => existsSync(name))) return path;
  }
}

/**
 * Renames a database and what lies beside it, byte for byte as it was found; nothing is ever deleted. Returns the new name.
 * The file itself goes first: cut off half-way, a file without its log would look sound and lack what was written last, while a log
 * without its file is seen and set aside by the next opening.
 */
export function setAsideDatabase(file: string, clock: Clock): string {
  const aside = setAsidePath(file, clock);
  for (const tail of ['', ...besides]) if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
  syncFolder(dirname(file));
  return aside;
}

/** Writes a folder's entries through to the disk, so that a new or renamed file survives a power cut. Windows has no such call. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
