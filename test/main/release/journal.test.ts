import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../main/release/journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ref = { shareId: 's1', printerId: 'p1', jobId: '4711' };
const clockAt = (now: number) => ({ now: () => now, after: () => () => {} });

describe('the journal', () => {
  test('an intent is in the file before anything is answered, readable by another connection', () => {
    const path = join(folder, 'journal.db');
    const journal = openJournal(path, clockAt(5000));
    const release = journal.begin(ref, 'oid-ada');
    journal.intend(release, 'complete', 't1');
    const other = new DatabaseSync(path, { readOnly: true });
    expect(
      other
        .prepare('SELECT kind, task, answer FROM effects')
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([{ kind: 'complete', task: 't1', answer: null }]);
    other.close();
    journal.close();
  });

  test('after a crash it knows what was under way, for its owner only', () => {
    const path = join(folder, 'journal.db');
    const first = openJournal(path, clockAt(5000));
    const release = first.begin(ref, 'oid-ada');
    first.answer(first.intend(release, 'complete', 't1'), 'done', null);
    first.intend(release, 'start', null);
    const ended = first.begin({ ...ref, jobId: '4712' }, 'oid-ada');
    first.end(ended, 'done');
    // No close: the process is gone.
    const second = openJournal(path, clockAt(9000));
    expect(second.openFor('oid-bob')).toEqual([]);
    expect(second.openFor('oid-ada')).toEqual([
      {
        id: release,
        ref,
        askedAt: 5000,
        effects: [
          { kind: 'complete', taskId: 't1', at: 5000, answer: 'done', status: null },
          { kind: 'start', taskId: null, at: 5000, answer: null, status: null },
        ],
      },
    ]);
    second.close();
    first.close();
  });

  test('writes through to the disk: WAL and synchronous FULL', () => {
    const path = join(folder, 'journal.db');
    const journal = openJournal(path, clockAt(1));
    const other = new DatabaseSync(path);
    expect({ ...other.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'wal' });
    other.close();
    expect(journal.synchronous()).toBe(2);
    journal.close();
  });

  test('ended releases are forgotten after 90 days, open ones never', () => {
    const path = join(folder, 'journal.db');
    const first = openJournal(path, clockAt(0));
    first.end(first.begin(ref, 'oid-ada'), 'done');
    first.begin({ ...ref, jobId: '4712' }, 'oid-ada');
    first.close();
    openJournal(path, clockAt(91 * 24 * 3_600_000)).close();
    const left = new DatabaseSync(path);
    expect(
      left
        .prepare('SELECT job FROM releases')
        .all()
        .map((row) => row.job),
    ).toEqual(['4712']);
    left.close();
  });
});
