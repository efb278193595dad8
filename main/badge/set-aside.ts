import { existsSync } from 'node:fs';
import type { Clock } from '../ports.ts';

/** A free name beside `file` for the file that can no longer be used: the name, the time (UTC), and a number where that is taken. */
export function setAsidePath(file: string, clock: Clock): string {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  for (let number = 1; ; number += 1) {
    const path = `${file}.set-aside-${stamp}${number === 1 ? '' : `-${number}`}`;
    if (!existsSync(path)) return path;
  }
}
