import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSeenJobs } from '../../../../main/release/storage/seen-jobs.ts';
import { handClock, ownFolder, recordingLog } from '../../../support/badge.ts';

const dayMs = 24 * 3_600_000;

function bench(maxRows?: number) {
  const file = join(ownFolder(), 'seen-jobs.db');
  const clock = handClock();
  const logged = recordingLog();
  const open = () => openSeenJobs({ file, clock, log: logged.log, keptDays: 10, ...(maxRows === undefined ? {} : { maxRows }) });
  return { file, clock, logged, open };
}
const keysOf = (seen: readonly { readonly key: string }[]) => seen.map(({ key }) => key);

test('jobs that were seen held are remembered for their owner only, across a restart', () => {
  const { clock, open } = bench();
  const first = open();
  const submittedAt = clock.now();
  first.note('ada', [{ key: 'p1/1', submittedAt }], []);
  first.note('bob', [{ key: 'p1/2', submittedAt }], []);
  first.close();
  const second = open();
  expect(second.note('ada', [], [])).toEqual([{ key: 'p1/1', submittedAt, seenAt: submittedAt, over: false }]);
  second.close();
});
test('one that moved is over, and held again it is not', () => {
  const { clock, open } = bench();
  const seen = open();
  const held = [{ key: 'p1/1', submittedAt: clock.now() }];
  seen.note('ada', held, []);
  expect(seen.note('ada', [], ['p1/1', 'p1/never-seen'])).toMatchObject([{ key: 'p1/1', over: true }]);
  expect(seen.note('ada', held, [])).toMatchObject([{ over: false }]);
  seen.close();
});
test('the same list read over and over writes once an hour', () => {
  const { file, clock, open } = bench();
  const seen = open();
  const held = [{ key: 'p1/1', submittedAt: clock.now() }];
  seen.note('ada', held, []);
  const before = readFileSync(`${file}-wal`).byteLength;
  for (let i = 0; i < 20; i += 1) {
    clock.advance(2_500);
    seen.note('ada', held, []);
  }
  expect(readFileSync(`${file}-wal`).byteLength).toBe(before);
  clock.advance(3_600_000);
  expect(seen.note('ada', held, [])).toMatchObject([{ seenAt: clock.now() }]);
  seen.close();
});
test('ten days after the end of a job’s time it is forgotten, and the oldest where there are too many', () => {
  const { clock, open } = bench(2);
  const seen = open();
  const now = clock.now();
  seen.note(
    'ada',
    [4, 3, 2].map((ago) => ({ key: `p1/${ago}`, submittedAt: now - ago * dayMs })),
    [],
  );
  seen.prune();
  expect(keysOf(seen.note('ada', [], []))).toEqual(['p1/2', 'p1/3']);
  clock.advance(17.5 * dayMs);
  seen.prune();
  expect(keysOf(seen.note('ada', [], []))).toEqual(['p1/2']);
  seen.close();
});
test('a damaged file is set aside, and one that cannot be used hinders nobody', () => {
  const { file, clock, logged, open } = bench();
  writeFileSync(file, 'this is no database, and long enough to be looked at closely by whoever opens it');
  const seen = open();
  expect(seen.note('ada', [{ key: 'p1/1', submittedAt: clock.now() }], [])).toHaveLength(1);
  seen.close();
  expect(logged.lines.map(({ event }) => event)).toEqual(['seenJobs.setAside']);
  const other = bench();
  mkdirSync(other.file);
  const none = other.open();
  expect(none.note('ada', [{ key: 'p1/1', submittedAt: 0 }], [])).toEqual([]);
  none.prune();
  none.close();
});
test('a disk that takes no more writes is left alone for a while, and the list goes on', () => {
  const { clock, logged, open } = bench();
  const seen = open();
  seen.close();
  for (let i = 0; i < 5; i += 1) expect(seen.note('ada', [{ key: 'p1/1', submittedAt: clock.now() }], [])).toEqual([]);
  expect(logged.lines).toHaveLength(1);
  clock.advance(10 * 60_000);
  seen.note('ada', [], []);
  expect(logged.lines).toHaveLength(2);
});
