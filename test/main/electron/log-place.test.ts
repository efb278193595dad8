import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogDestination } from '../../../main/electron/open-log.ts';
import { handClock, ownFolder } from '../../support/badge.ts';

const rest = { stderr: { write: () => true }, clock: handClock(), onReturn: () => undefined };

test('an installed kiosk on Windows keeps its log in a file, and one older one', () => {
  const folder = ownFolder();
  const open = () => openLogDestination({ folder, platform: 'win32', packaged: true, ...rest });
  open().write('one\n');
  open().write('two\n');
  const file = join(folder, 'logs/station.log');
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  truncateSync(file, 21 * 1024 * 1024);
  open().write('three\n');
  expect(readFileSync(file, 'utf8')).toBe('three\n');
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['station.log', 'station.log.1']);
});

test('everywhere else, and where the disk cannot be written, the error output takes it', () => {
  const blocked = join(ownFolder(), 'file');
  writeFileSync(blocked, '');
  const places = [
    { folder: '/nowhere', platform: 'linux', packaged: true },
    { folder: '/nowhere', platform: 'win32', packaged: false },
    { folder: null, platform: 'win32', packaged: true },
    { folder: blocked, platform: 'win32', packaged: true },
  ] as const;
  for (const place of places) {
    const taken: string[] = [];
    openLogDestination({ ...place, ...rest, stderr: { write: (line) => taken.push(line) } }).write('one\n');
    expect(taken).toEqual(['one\n']);
  }
});
