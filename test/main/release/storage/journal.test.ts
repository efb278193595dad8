import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { diskFailureOf } from '../../../../main/disk/failure.ts';
import { type Journal, type JournalLimits, openJournal } from '../../../../main/release/storage/journal.ts';
import { handClock, recordingLog } from '../../../support/badge.ts';
import { asideNames, diskFolder, oldFile } from '../../../support/disk.ts';

const dayMs = 24 * 3_600_000;
const startMs = Date.UTC(2026, 10, 20, 8);
const job = (jobId: string) => ({ shareId: 's1', printerId: 'p1', jobId });

/** A journal on a folder of its own; `again` opens the file once more, as after a crash. */
function station(file = join(diskFolder(), 'data', 'journal.db')) {
  const clock = handClock(startMs);
  const { log, lines } = recordingLog();
  const open = (limits: JournalLimits = {}) => {
    const opened = openJournal(file, clock, log, limits);
    if (opened.is === 'open') onTestFinished(() => opened.journal.close());
    return opened;
  };
  const again = (limits: JournalLimits = {}): Journal => {
    const opened = open(limits);
    if (opened.is !== 'open') throw new Error(opened.why, { cause: opened.error });
    return opened.journal;
  };
  return { file, clock, lines, open, again };
}

function read(file: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows.map((row) => ({ ...row }));
}

function whyThrown(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return diskFailureOf(error);
  }
}

describe('the journal', () => {
  test('knows what it ended for a person lately, and nothing of others, of before, or of what is open', () => {
    const { clock, again } = station();
    const journal = again();
    const [old, done, removed, other] = [
      ...journal.begin([job('1'), job('2'), job('3')], 'oid-ada'),
      ...journal.begin([job('4')], 'oid-bob'),
      ...journal.begin([job('5')], 'oid-ada'),
    ];
    journal.end([{ releaseId: old!, outcome: 'done' }]);
    clock.advance(dayMs);
    journal.end([{ releaseId: done!, outcome: 'done' }]);
    journal.end([{ releaseId: removed!, outcome: 'cancelled' }]);
    journal.end([{ releaseId: other!, outcome: 'done' }]);
    expect(journal.endedSince('oid-ada', clock.now() - dayMs / 2)).toEqual(
      [
        { ref: job('2'), outcome: 'done', endedAt: clock.now() },
        { ref: job('3'), outcome: 'cancelled', endedAt: clock.now() },
      ].toReversed(),
    );
  });
  test('intents are in the file before anything is answered, readable by another connection', () => {
    const { file, again } = station();
    const journal = again();
    const [one = 0, two = 0] = journal.begin([job('1'), job('2')], 'oid-ada');
    const effects = journal.intend([
      { releaseId: two, kind: 'redirect', target: 'p9' },
      { releaseId: one, kind: 'complete', target: 't1' },
    ]);
    expect(effects).toEqual([1, 2]);
    expect(read(file, 'SELECT release, kind, target, answer FROM effects ORDER BY id')).toEqual([
      { release: two, kind: 'redirect', target: 'p9', answer: null },
      { release: one, kind: 'complete', target: 't1', answer: null },
    ]);
    journal.answer([
      { effectId: 2, answer: 'refused', status: 409 },
      { effectId: 1, answer: 'done', status: null },
    ]);
    expect(read(file, 'SELECT answer, status FROM effects ORDER BY id')).toEqual([
      { answer: 'done', status: null },
      { answer: 'refused', status: 409 },
    ]);
  });

  test('after a crash it knows what was under way, for its owner only', () => {
    const { again, clock } = station();
    const first = again();
    const [release = 0, ended = 0] = first.begin([job('4711'), job('4712')], 'oid-ada');
    const [completed = 0] = first.intend([{ releaseId: release, kind: 'complete', target: 't1' }]);
    clock.advance(500);
    first.answer([{ effectId: completed, answer: 'done', status: null }]);
    first.intend([{ releaseId: release, kind: 'start', target: null }]);
    first.end([{ releaseId: ended, outcome: 'done' }]);
    // No close: the process is gone.
    const second = again();
    expect(second.openFor('oid-bob')).toEqual([]);
    const [found, ...more] = second.openFor('oid-ada');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ id: release, ref: job('4711'), askedAt: startMs });
    expect(found?.effects).toEqual([
      { kind: 'complete', target: 't1', settings: null, answer: 'done', status: null },
      { kind: 'start', target: null, settings: null, answer: null, status: null },
    ]);
  });

  test('knows after a crash what was to be set, and what it was before', () => {
    const { again } = station();
    const first = again();
    const [release = 0] = first.begin([job('4711')], 'oid-ada');
    first.intend([
      { releaseId: release, kind: 'redirect', target: 'p2', change: { settings: { copies: 2 }, former: { copies: 1, collate: null } } },
    ]);
    const second = again();
    expect(second.openFor('oid-ada')).toMatchObject([{ effects: [{ kind: 'redirect', target: 'p2', settings: { copies: 2 } }] }]);
    expect(second.formerSettings(job('4711'))).toEqual({ copies: 1, collate: null });
    expect(second.formerSettings(job('4712'))).toBeNull();
    expect(second.formerSettings({ ...job('4711'), printerId: 'p2' })).toBeNull();
  });

  test('of several changes to a job the first says how it was printed; what was refused changed nothing', () => {
    const { again } = station();
    const journal = again();
    const change = (
      former: Record<string, unknown> | null,
      answer: 'done' | 'refused' | 'throttled' | 'notSent',
      status: number | null,
    ) => {
      const [releaseId = 0] = journal.begin([job('4711')], 'oid-ada');
      const effects = journal.intend([{ releaseId, kind: 'configure', target: null, change: { settings: {}, former } }]);
      journal.answer(effects.map((effectId) => ({ effectId, answer, status })));
      journal.end([{ releaseId: releaseId, outcome: 'notReleased' }]);
    };
    change({ copies: 7 }, 'refused', 400);
    change({ copies: 8 }, 'throttled', null);
    change({ copies: 9 }, 'notSent', null);
    expect(journal.formerSettings(job('4711'))).toBeNull();
    change({ copies: 1 }, 'done', null);
    change({ copies: 2, colorMode: 'color' }, 'done', null);
    change(null, 'done', null);
    // Carried out otherwise than asked for: nobody knows how.
    change({ quality: 'high' }, 'refused', 200);
    expect(journal.formerSettings(job('4711'))).toEqual({ copies: 1, colorMode: 'color', quality: 'high' });
  });

  test('several intents are all there or none is', () => {
    const { file, again } = station();
    const journal = again();
    const [release = 0] = journal.begin([job('1')], 'oid-ada');
    const intents = [release, 999].map((releaseId) => ({ releaseId, kind: 'start' as const, target: null }));
    expect(() => journal.intend(intents)).toThrow('FOREIGN KEY');
    expect(read(file, 'SELECT * FROM effects')).toEqual([]);
  });

  test('nothing asked, intended or answered writes nothing', () => {
    const journal = station().again();
    expect([journal.begin([], 'oid-ada'), journal.intend([]), journal.answer([])]).toEqual([[], [], undefined]);
  });

  test('knows which tasks it completed itself, in open and ended releases, and takes only a clear answer for that', () => {
    const { again } = station();
    const journal = again();
    const answers = ['done', 'unknown', 'refused', 'throttled', null] as const;
    const ids = journal.begin(
      answers.map((_, index) => job(String(index))),
      'oid-ada',
    );
    const effects = journal.intend(ids.map((releaseId) => ({ releaseId, kind: 'complete', target: 't' })));
    journal.answer(
      effects.flatMap((effectId, index) => {
        const answer = answers[index] ?? null;
        return answer === null ? [] : [{ effectId, answer, status: null }];
      }),
    );
    const known = () => answers.map((_, index) => again().completedHere(job(String(index))));
    expect(known()).toEqual([true, false, false, false, false]);
    journal.end([{ releaseId: ids[0] ?? 0, outcome: 'done' }]);
    expect(known()).toEqual([true, false, false, false, false]);
    expect(journal.completedHere({ ...job('0'), shareId: 'another share of this printer' })).toBe(true);
    expect(journal.completedHere({ ...job('0'), printerId: 'p2' })).toBe(false);
    const [started = 0] = journal.begin([job('9')], 'oid-ada');
    journal.answer(
      journal.intend([{ releaseId: started, kind: 'start', target: null }]).map((effectId) => ({ effectId, answer: 'done', status: null })),
    );
    expect(journal.completedHere(job('9'))).toBe(false);
  });

  /*
   * The pragma itself, on the connection that writes: no test that kills a process can tell FULL from NORMAL, since the system still writes
   * what a dead process handed to it. Only a power cut can. In WAL mode with NORMAL a commit is not synced, so a power cut may take back an
   * intent whose call has already been sent; the station would come up, not know of it, and send it again: a second print.
   */
  test('writes through to the disk: WAL and synchronous FULL', () => {
    const { again } = station();
    for (const journal of [again(), again()]) {
      expect(journal.synchronous()).toBe(2);
      expect(journal.journalMode()).toBe('wal');
    }
  });
});

describe('the journal forgets', () => {
  test('ended releases after 90 days', () => {
    const { file, again, clock } = station();
    const journal = again();
    const [release = 0] = journal.begin([job('1')], 'oid-ada');
    journal.intend([{ releaseId: release, kind: 'start', target: null }]);
    journal.end([{ releaseId: release, outcome: 'done' }]);
    clock.advance(90 * dayMs);
    expect(journal.prune()).toBe(0);
    clock.advance(1);
    expect(journal.prune()).toBe(1);
    expect(read(file, 'SELECT (SELECT count(*) FROM releases) AS r, (SELECT count(*) FROM effects) AS e')).toEqual([{ r: 0, e: 0 }]);
  });

  test('open releases too: closed after 30 days as not released, and kept for 90 more', () => {
    const { file, again, clock } = station();
    const journal = again();
    journal.begin([job('1')], 'oid-ada');
    clock.advance(30 * dayMs);
    journal.prune();
    expect(journal.openFor('oid-ada')).toHaveLength(1);
    clock.advance(1);
    expect(journal.prune()).toBe(0);
    expect(journal.openFor('oid-ada')).toEqual([]);
    expect(read(file, 'SELECT outcome, ended_at FROM releases')).toEqual([{ outcome: 'notReleased', ended_at: clock.now() }]);
    clock.advance(90 * dayMs + 1);
    expect(journal.prune()).toBe(1);
  });

  test('the oldest where there are too many, whatever the clock says', () => {
    const { file, again, clock } = station();
    const journal = again({ maxReleases: 10 });
    clock.set(0);
    for (const id of journal.begin(
      Array.from({ length: 25 }, (_, index) => job(String(index))),
      'oid-ada',
    ))
      journal.end([{ releaseId: id, outcome: 'done' }]);
    expect(journal.prune()).toBe(15);
    expect(read(file, 'SELECT min(id) AS low, count(*) AS n FROM releases')).toEqual([{ low: 16, n: 10 }]);
  });

  test('so that 1,000 days of 100 releases a day stay below 6 MB, and the log beside them is empty after each prune', {
    timeout: 60_000,
  }, () => {
    const { file, again, clock } = station();
    const journal = again();
    const guid = (n: number) => `5c1f0f5e-0f0b-4c39-9a1e-${String(n).padStart(12, '0')}`;
    const other = new DatabaseSync(file, { timeout: 1000 });
    // One statement for all, where the station writes one for each release: the rows are the same.
    const endThem = other.prepare("UPDATE releases SET outcome = 'done', ended_at = ? WHERE outcome IS NULL AND id % 10 > 0");
    other.exec('PRAGMA synchronous = OFF');
    let largest = 0;
    // Ten days at a time: each commit waits for the disk, and it is the rows that count here.
    for (let day = 0; day < 1000; day += 10) {
      const refs = Array.from({ length: 1000 }, (_, index) => ({ shareId: guid(1), printerId: guid(2), jobId: String(day * 100 + index) }));
      const ids = journal.begin(refs, guid(day % 300));
      for (const kind of ['complete', 'start'] as const) {
        const effects = journal.intend(ids.map((releaseId) => ({ releaseId, kind, target: kind === 'start' ? null : guid(releaseId) })));
        journal.answer(effects.map((effectId) => ({ effectId, answer: 'done', status: null })));
      }
      endThem.run(clock.now());
      clock.advance(10 * dayMs);
      journal.prune();
      largest = Math.max(largest, statSync(file).size);
      if (statSync(`${file}-wal`).size > 0) throw new Error(`The log is not empty on day ${day}.`);
    }
    other.close();
    console.log(`largest journal: ${(largest / 1e6).toFixed(1)} MB`);
    expect(largest).toBeLessThan(6_000_000);
    expect(largest).toBeGreaterThan(1_000_000);
  });
});

describe('a journal that a former version left', () => {
  const ada = '5c1f0f5e-0f0b-4c39-9a1e-3d7c2b1a0001';
  const ben = '5c1f0f5e-0f0b-4c39-9a1e-3d7c2b1a0002';
  test.each(['journal-v0.db', 'journal-v1.db', 'journal-v2.db', 'journal-v3.db'])('%s opens with all that it knew', (name) => {
    const { file, open, lines } = station(oldFile(name));
    const opened = open();
    if (opened.is !== 'open') throw opened.error;
    const { journal } = opened;
    expect(opened).toMatchObject({ setAside: false });
    const ref = (jobId: string) => ({ shareId: 'share-1', printerId: 'printer-1', jobId });
    expect(journal.openFor(ada)).toMatchObject([
      {
        ref: ref('102'),
        askedAt: startMs + 60_000,
        effects: [
          { kind: 'complete', target: 'task-102', answer: 'done', status: null },
          { kind: 'start', target: null, answer: null, status: null },
        ],
      },
    ]);
    expect(journal.openFor(ben)).toMatchObject([
      { ref: ref('103'), effects: [{ kind: 'complete', target: 'task-103', answer: 'refused', status: 409 }] },
    ]);
    expect(['101', '102', '103'].map((id) => journal.completedHere(ref(id)))).toEqual([true, true, false]);
    expect(read(file, 'SELECT target FROM effects WHERE id <= 4 ORDER BY id').map(({ target }) => target)).toEqual([
      'task-101',
      'task-102',
      null,
      'task-103',
    ]);
    expect(read(file, 'PRAGMA user_version')).toEqual([{ user_version: 4 }]);
    const [again = 0] = journal.begin([ref('104')], ben);
    journal.intend([{ releaseId: again, kind: 'redirect', target: 'printer-2' }]);
    expect(journal.openFor(ben)).toHaveLength(2);
    expect(lines).toEqual([]);
  });
});

test('a file of version 3 knows what was set for a job before', () => {
  const journal = station(oldFile('journal-v3.db')).again();
  expect(journal.formerSettings({ shareId: 'share-1', printerId: 'printer-1', jobId: '105' })).toEqual({ copies: 1 });
  expect(journal.openFor('5c1f0f5e-0f0b-4c39-9a1e-3d7c2b1a0003')).toMatchObject([
    { effects: [{ kind: 'redirect', target: 'printer-2', settings: { copies: 3 }, answer: null }] },
  ]);
});

describe('the journal’s file', () => {
  test('when damaged is set aside and said so, and the new one stays', () => {
    const { file, lines, clock, open, again } = station();
    again().close();
    clock.advance(5000);
    const broken = 'not a database '.repeat(500);
    writeFileSync(file, broken);
    const opened = open();
    expect(opened).toMatchObject({ is: 'open', setAside: true });
    expect(lines).toMatchObject([{ event: 'journal.setAside', fields: { why: 'damaged' } }]);
    expect(asideNames(file).map((name) => readFileSync(join(file, '..', name), 'utf8'))).toEqual([broken]);
    expect(open()).toMatchObject({ is: 'open', setAside: false });
  });

  test('of a newer version is left as it is, and said so', () => {
    const { file, lines, open, again } = station();
    again().close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 5');
    db.close();
    const before = readFileSync(file);
    expect(open()).toMatchObject({ is: 'unusable', why: 'newer' });
    expect(lines).toEqual([{ event: 'journal.unusable', fields: { why: 'newer', code: null } }]);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(asideNames(file)).toEqual([]);
  });

  test('without room takes no intent, keeps what it has, and goes on when there is room', () => {
    const { file, again } = station();
    again().close();
    const journal = again({ maxBytes: statSync(file).size + 4096 });
    const [release = 0] = journal.begin([job('1')], 'oid-ada');
    let intended = 0;
    const why = whyThrown(() => {
      for (;;) {
        journal.intend([{ releaseId: release, kind: 'start', target: 'x'.repeat(500) }]);
        intended += 1;
      }
    });
    expect(why).toBe('full');
    expect(journal.openFor('oid-ada')[0]?.effects).toHaveLength(intended);
    journal.close();
    const later = again();
    later.intend([{ releaseId: release, kind: 'start', target: null }]);
    expect(later.openFor('oid-ada')[0]?.effects).toHaveLength(intended + 1);
  });

  test('held by another program: the intent fails as locked, and the next one works', () => {
    const { file, again } = station();
    const journal = again();
    const [release = 0] = journal.begin([job('1')], 'oid-ada');
    const intents = [{ releaseId: release, kind: 'start' as const, target: null }];
    const other = new DatabaseSync(file);
    other.exec('BEGIN EXCLUSIVE');
    expect(whyThrown(() => journal.intend(intents))).toBe('locked');
    other.exec('ROLLBACK');
    other.close();
    journal.intend(intents);
    expect(journal.openFor('oid-ada')[0]?.effects).toHaveLength(1);
  });

  test('damaged in the middle of a release: no further intent is taken, so nothing is sent, until it is opened anew', () => {
    const { file, lines, again } = station();
    const journal = again();
    const [release = 0] = journal.begin([job('1')], 'oid-ada');
    const intents = [{ releaseId: release, kind: 'start' as const, target: null }];
    journal.intend(intents);
    // Another connection writes, so that what SQLite holds in memory no longer counts; then the disk goes bad.
    const other = new DatabaseSync(file);
    other.exec('PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const bytes = readFileSync(file);
    bytes.fill(0xee, 4096);
    writeFileSync(file, bytes);
    const works = [() => journal.intend(intents), () => journal.begin([job('2')], 'oid-ada'), () => journal.openFor('oid-ada')];
    expect(works.map(whyThrown)).toEqual(['damaged', 'damaged', 'damaged']);
    expect(lines).toMatchObject([{ event: 'journal.setAside' }]);
    journal.close();
    const renewed = again();
    expect(renewed.openFor('oid-ada')).toEqual([]);
    expect(renewed.begin([job('1')], 'oid-ada')).toHaveLength(1);
  });
});
