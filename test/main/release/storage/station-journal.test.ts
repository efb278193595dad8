import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStationJournal } from '../../../../main/release/storage/station-journal.ts';
import { handClock, ownFolder, recordingLog } from '../../../support/badge.ts';

const ref = { shareId: 's1', printerId: 'p1', jobId: '4711' };

function open() {
  const path = join(ownFolder(), 'journal.db');
  const clock = handClock();
  clock.advance(1_000);
  const opened = openStationJournal({ path, clock, log: recordingLog().log, settleMs: 15_000 });
  if (opened.is === 'unusable') throw new Error('The journal cannot be used.');
  return { path, clock, journal: opened.journal };
}

test('what a process before this one sent may land for the whole lag after the journal was opened', () => {
  const { journal } = open();
  expect(journal.blindUntil()).toBe(16_000);
  journal.close();
});

test('a journal that breaks while the station runs fails until it is mended, and is then a new one, with the whole lag before it', () => {
  const { path, clock, journal } = open();
  journal.begin([ref], 'oid-ada');
  clock.advance(60_000);
  // Another connection writes, so that what SQLite holds in memory no longer counts; then the disk goes bad.
  const other = new DatabaseSync(path);
  other.exec('PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)');
  other.close();
  const bytes = readFileSync(path);
  bytes.fill(0xee, 4096);
  writeFileSync(path, bytes);
  expect(() => journal.begin([ref], 'oid-ada')).toThrow();
  journal.mend();
  expect(journal.openFor('oid-ada')).toEqual([]);
  expect(journal.begin([ref], 'oid-ada')).toHaveLength(1);
  expect(journal.blindUntil()).toBe(76_000);
  journal.close();
});
