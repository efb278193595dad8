import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { diskFailureOf } from '../../../main/disk/failure.ts';
import { asideNames, diskFolder, runNode } from '../../support/disk.ts';

/*
 * What depends on the process: its rights and its file handles. A child process has too few of them. Where the tests run as root, to whom no
 * mode of a file applies, it becomes nobody once its code is loaded.
 */

const posix = process.platform !== 'win32';
const module = (path: string) => JSON.stringify(new URL(`../../../main/${path}`, import.meta.url).href);

const becomeNobody = `
  if (process.getuid() === 0) {
    process.setgroups([]);
    process.setgid(65534);
    process.setuid(65534);
  }
  const results = [open()];
`;

/** A script that opens the journal and prints what came of it. */
const opening = (file: string, steps = 'const results = [open()];') => `
  import { openJournal } from ${module('release/storage/journal.ts')};
  import { closeSync, openSync } from 'node:fs';
  const clock = { now: Date.now, elapsed: () => 0, after: () => () => {} };
  const events = [];
  const open = () => {
    const opened = openJournal(${JSON.stringify(file)}, clock, (event) => events.push(event));
    if (opened.is === 'open') opened.journal.close();
    return opened.is === 'open' ? 'open' : opened.why;
  };
  ${steps}
  console.log(JSON.stringify({ results, events }));
`;

async function run(script: string, options: Parameters<typeof runNode>[1] = {}) {
  const { stdout, stderr, code } = await runNode(['--input-type=module', '-e', script], options);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { results: string[]; events: string[] };
}

async function storedJournal(): Promise<string> {
  const folder = diskFolder();
  // Whoever the child runs as must be able to get there.
  chmodSync(folder, 0o755);
  const file = join(folder, 'data', 'journal.db');
  expect(await run(opening(file))).toEqual({ results: ['open'], events: [] });
  return file;
}

test.runIf(posix)('a file without the right to write is reported as read-only and left as it is', async () => {
  const file = await storedJournal();
  chmodSync(join(file, '..'), 0o755);
  chmodSync(file, 0o444);
  const before = readFileSync(file);
  expect(await run(opening(file, becomeNobody))).toEqual({ results: ['readOnly'], events: ['journal.unusable'] });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.runIf(posix)('so is a folder in which nothing may be made', async () => {
  const folder = diskFolder();
  mkdirSync(join(folder, 'data'));
  for (const path of [folder, join(folder, 'data')]) chmodSync(path, 0o555);
  expect(await run(opening(join(folder, 'data', 'journal.db'), becomeNobody))).toEqual({
    results: ['readOnly'],
    events: ['journal.unusable'],
  });
  expect(await run(opening(join(folder, 'new', 'journal.db'), becomeNobody))).toEqual({
    results: ['readOnly'],
    events: ['journal.unusable'],
  });
  for (const path of [folder, join(folder, 'data')]) chmodSync(path, 0o755);
});

test.runIf(posix)('a damaged file that may not be renamed is no reason to go on without it', async () => {
  const file = await storedJournal();
  writeFileSync(file, 'not a database '.repeat(500));
  // The file may be written, its name may not be changed.
  chmodSync(file, 0o666);
  chmodSync(join(file, '..'), 0o555);
  expect(await run(opening(file, becomeNobody))).toEqual({ results: ['readOnly'], events: ['journal.unusable'] });
  chmodSync(join(file, '..'), 0o755);
  expect(readFileSync(file, 'utf8').startsWith('not a database')).toBe(true);
});

test('SQLite’s own word for read-only is understood', async () => {
  const file = await storedJournal();
  const db = new DatabaseSync(file, { readOnly: true });
  let why = 'nothing';
  try {
    db.exec('delete from releases');
  } catch (error) {
    why = diskFailureOf(error);
  }
  db.close();
  expect(why).toBe('readOnly');
});

test.runIf(posix)(
  'no file handle left, however many are missing: reported as such, nothing is set aside, and with handles it opens',
  async () => {
    const file = await storedJournal();
    const steps = `
    const hoard = [];
    // Whatever opening loads when it first runs is loaded while there are handles.
    const results = [open()];
    try { for (;;) hoard.push(openSync('/dev/null')); } catch {}
    for (let free = 0; free < 12; free += 1) {
      results.push(open());
      closeSync(hoard.pop());
    }
    for (const handle of hoard) closeSync(handle);
    results.push(open());
  `;
    const { results, events } = await run(opening(file, steps), { through: 'ulimit -n 64' });
    expect(new Set(results)).toEqual(new Set(['open', 'noHandles']));
    expect([results[0], results[1], results.at(-1)]).toEqual(['open', 'noHandles', 'open']);
    expect(results.filter((result) => result === 'noHandles').length).toBeGreaterThanOrEqual(3);
    expect(new Set(events)).toEqual(new Set(['journal.unusable']));
    expect(asideNames(file)).toEqual([]);
  },
);
