import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AuditOptions, openAudit } from '../../../main/audit/audit.ts';
import type { AuditEntry } from '../../../main/audit/model.ts';
import { createLog } from '../../../main/log/create-log.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { asideNames, diskFolder, oldFile } from '../../support/disk.ts';

const dayMs = 86_400_000;
const ada = '5c1f0f5e-0f0b-4c39-9a1e-3d7c2b1a0001';
const job = '0f4e3c52-1c0e-4b59-9f3e-2f6a54c1d0aa/4711';

/** One entry of every kind. */
const everything: readonly AuditEntry[] = [
  { kind: 'stationStarted' },
  { kind: 'sessionBegan', person: ada, via: 'badge' },
  { kind: 'badgeLinked', person: ada },
  { kind: 'releaseAsked', person: ada, job },
  { kind: 'effectSent', person: ada, job, effect: 'complete' },
  { kind: 'effectAnswered', person: ada, job, effect: 'complete', answer: 'refused', status: 409 },
  { kind: 'releaseEnded', person: ada, job, outcome: 'moving' },
  { kind: 'jobDeleted', person: ada, job },
  { kind: 'badgeUnlinked', person: ada },
  { kind: 'sessionEnded', person: ada, why: 'signedOut' },
  { kind: 'fileSetAside', file: 'journal' },
  { kind: 'stationStopped' },
];

function station(file = join(diskFolder(), 'data', 'audit.db')) {
  const clock = handClock();
  const { log, lines } = recordingLog();
  const open = (other: Partial<AuditOptions> = {}) => {
    const audit = openAudit({ file, clock, log, ...other });
    onTestFinished(() => audit.close());
    return audit;
  };
  return { file, clock, lines, open };
}

const kinds = (audit: ReturnType<typeof openAudit>) => audit.entries().map(({ entry }) => entry.kind);

describe('the audit trail', () => {
  test('holds who did what and when, in order, over restarts', () => {
    const { clock, open } = station();
    const startMs = clock.now();
    const first = open();
    first.record(...everything.slice(0, 6));
    clock.advance(1000);
    first.close();
    const second = open();
    for (const entry of everything.slice(6)) second.record(entry);
    expect(second.entries().map(({ entry }) => entry)).toEqual(everything);
    expect(second.entries().map(({ seq }) => seq)).toEqual(everything.map((_, index) => index + 1));
    expect(second.entries(startMs + 1000).map(({ seq }) => seq)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(second.verify()).toMatchObject({ is: 'whole', rows: 12, prunedUpTo: 0, head: second.head() });
  });

  test('that a former version left is read and goes on', () => {
    const { open } = station(oldFile('audit-v1.db'));
    const audit = open();
    expect(kinds(audit)).toEqual(['stationStarted', 'sessionBegan', 'effectAnswered']);
    audit.record({ kind: 'stationStopped' });
    expect(audit.verify()).toMatchObject({ is: 'whole', rows: 4 });
  });

  test('is on the disk when it returns: a head that was logged is never ahead of the file after a power cut', () => {
    const { file, open } = station();
    open().record(...everything);
    const other = new DatabaseSync(file, { readOnly: true });
    expect(other.prepare('select count(*) as n from entries').get()).toMatchObject({ n: 12 });
    expect(other.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    other.close();
  });

  test('gives its newest row in a form that the log’s redaction leaves whole', () => {
    const { clock, open } = station();
    const audit = open();
    expect(audit.head()).toBeNull();
    const written: string[] = [];
    const log = createLog({ destination: { write: (line: string) => written.push(line) }, clock, stationId: 'hq-2-west' });
    for (let n = 0; n < 100; n += 1) {
      audit.record({ kind: 'stationStarted' });
      const head = audit.head();
      log('audit.head', { ...head });
      expect(JSON.parse(written.at(-1) ?? '{}')).toMatchObject({ ...head });
      expect(head?.hash.replaceAll(' ', '')).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('the audit trail forgets', () => {
  test('entries after 365 days, and the chain still holds', () => {
    const { clock, open } = station();
    const audit = open();
    for (let month = 0; month < 30; month += 1) {
      audit.record({ kind: 'stationStarted' }, { kind: 'stationStopped' });
      expect(audit.verify()?.is).toBe('whole');
      clock.advance(30 * dayMs);
      audit.prune();
      expect(audit.verify()?.is).toBe('whole');
    }
    const oldestMs = Math.min(...audit.entries().map(({ at }) => at));
    expect(clock.now() - oldestMs).toBeLessThanOrEqual(365 * dayMs);
    expect(clock.now() - oldestMs).toBeGreaterThan(330 * dayMs);
    expect(audit.verify()).toMatchObject({ is: 'whole' });
    expect(audit.prune()).toBe(0);
  });

  test('nothing that is a day younger', () => {
    const { clock, open } = station();
    const audit = open();
    audit.record({ kind: 'stationStarted' });
    clock.advance(365 * dayMs);
    expect(audit.prune()).toBe(0);
    clock.advance(1);
    expect(audit.prune()).toBe(1);
    expect(kinds(audit)).toEqual(['pruned']);
    audit.record({ kind: 'stationStopped' });
    expect(audit.verify()).toMatchObject({ is: 'whole', rows: 3, prunedUpTo: 1 });
  });

  test('the oldest where there are too many, whatever the clock says', () => {
    const { clock, open } = station();
    const rule = { days: 365, rows: 20 };
    const audit = open({ rule });
    clock.set(0);
    for (let n = 0; n < 10; n += 1) {
      audit.record(...everything);
      audit.prune();
      expect(audit.entries().length).toBeLessThanOrEqual(21);
      expect(audit.verify()?.is).toBe('whole');
    }
  });

  test('so that the file stays below a size: 1,000 days of 120 entries a day', { timeout: 60_000 }, () => {
    const { file, clock, open } = station();
    const audit = open();
    let largest = 0;
    for (let day = 0; day < 1000; day += 10) {
      audit.record(...Array.from({ length: 100 }, () => everything).flat());
      clock.advance(10 * dayMs);
      audit.prune();
      largest = Math.max(largest, statSync(file).size);
      if (statSync(`${file}-wal`).size > 0) throw new Error(`The log is not empty on day ${day}.`);
    }
    console.log(`largest audit trail: ${(largest / 1e6).toFixed(1)} MB`);
    expect(largest).toBeLessThan(9_000_000);
    expect(audit.verify()).toMatchObject({ is: 'whole' });
  });
});

describe('an audit trail that cannot be written', () => {
  test('stops nobody, is logged once, and tells later how many entries are missing', () => {
    const { file, lines, open } = station();
    const audit = open();
    audit.record({ kind: 'stationStarted' });
    const other = new DatabaseSync(file);
    other.exec('begin exclusive');
    audit.record({ kind: 'badgeLinked', person: ada });
    audit.record({ kind: 'releaseAsked', person: ada, job }, { kind: 'effectSent', person: ada, job, effect: 'start' });
    expect(lines).toEqual([{ event: 'audit.unwritable', fields: { why: 'locked', code: 5 } }]);
    other.exec('rollback');
    other.close();
    audit.record({ kind: 'stationStopped' });
    expect(audit.entries().map(({ entry }) => entry)).toEqual([
      { kind: 'stationStarted' },
      { kind: 'entriesLost', count: 3 },
      { kind: 'stationStopped' },
    ]);
    expect(lines.slice(1)).toEqual([{ event: 'audit.writable', fields: { lost: 3 } }]);
    expect(audit.verify()).toMatchObject({ is: 'whole' });
  });

  test('because the disk is full: the same', () => {
    const { file, lines, open } = station();
    open().close();
    const audit = open({ maxBytes: statSync(file).size + 8192 });
    for (let n = 0; n < 30; n += 1) audit.record(...everything);
    expect(lines).toEqual([{ event: 'audit.unwritable', fields: { why: 'full', code: 13 } }]);
    audit.close();
    const later = open();
    later.record({ kind: 'stationStarted' });
    expect(later.verify()).toMatchObject({ is: 'whole' });
  });

  test('because a newer version wrote it: it is left as it is, and read as nothing', () => {
    const { file, lines, open } = station();
    const first = open();
    first.record(...everything);
    first.close();
    const db = new DatabaseSync(file);
    db.exec('pragma user_version = 2');
    db.close();
    const before = readFileSync(file);
    const audit = open();
    audit.record(...everything);
    expect([audit.verify(), audit.head(), audit.entries(), audit.prune()]).toEqual([null, null, [], 0]);
    expect(lines).toEqual([{ event: 'audit.unwritable', fields: { why: 'newer', code: null } }]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('from the start: the daily prune tries again, and then it goes on', () => {
    const { file, lines, open } = station();
    open().close();
    const other = new DatabaseSync(file);
    other.exec('begin exclusive');
    const audit = open();
    audit.record({ kind: 'stationStarted' });
    other.exec('rollback');
    other.close();
    audit.record({ kind: 'stationStarted' });
    audit.prune();
    audit.record({ kind: 'stationStopped' });
    expect(audit.entries().map(({ entry }) => entry)).toEqual([{ kind: 'entriesLost', count: 2 }, { kind: 'stationStopped' }]);
    expect(lines.map(({ event }) => event)).toEqual(['audit.unwritable', 'audit.writable']);
  });

  test('because it is closed: nothing happens', () => {
    const { lines, open } = station();
    const audit = open();
    audit.close();
    audit.record({ kind: 'stationStopped' });
    audit.prune();
    expect(audit.entries()).toEqual([]);
    expect(lines).toEqual([]);
  });
});

describe('a damaged audit trail is set aside, and the new one says so first', () => {
  test('at the start', () => {
    const { file, lines, open } = station();
    open().close();
    writeFileSync(file, 'not a database '.repeat(500));
    const audit = open();
    audit.record({ kind: 'stationStarted' });
    expect(kinds(audit)).toEqual(['fileSetAside', 'stationStarted']);
    expect(lines.map(({ event }) => event)).toEqual(['audit.setAside']);
    expect(asideNames(file)).toHaveLength(1);
  });

  test.each(['met by a read', 'met by a write'])('while the station runs, %s', (how) => {
    const { file, lines, open } = station();
    const audit = open();
    for (let n = 0; n < 10; n += 1) audit.record(...everything);
    const other = new DatabaseSync(file);
    other.exec('update entries set at = at; pragma wal_checkpoint(truncate)');
    other.close();
    const bytes = readFileSync(file);
    bytes.fill(0xee, 4096);
    writeFileSync(file, bytes);
    if (how === 'met by a read') audit.verify();
    audit.record({ kind: 'stationStopped' });
    expect(kinds(audit)).toEqual(['fileSetAside', 'stationStopped']);
    expect(lines.map(({ event }) => event)).toEqual(['audit.setAside']);
    expect(asideNames(file)).toHaveLength(1);
  });
});
