import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAudit } from '../../../main/audit/audit.ts';
import { checkChain, type Finding, linkHash } from '../../../main/audit/chain.ts';
import type { AuditEntry, Head } from '../../../main/audit/model.ts';
import { readRows } from '../../../main/audit/rows.ts';
import { handClock, printedSeed } from '../../support/badge.ts';
import { diskFolder, oldFile, runNode } from '../../support/disk.ts';

const dayMs = 86_400_000;
const people = ['ada', 'ben', 'cleo'];

/** A trail of so many entries, closed, with its heads as they were logged; pruned now and then where it is older than a year. */
function trail(entries: number, apartMs = dayMs): { readonly file: string; readonly head: Head; readonly heads: readonly Head[] } {
  const file = join(diskFolder(), 'audit.db');
  const clock = handClock();
  const audit = openAudit({ file, clock, log: () => {} });
  const heads: Head[] = [];
  for (let index = 0; index < entries; index += 1) {
    audit.record({ kind: 'badgeLinked', person: people[index % 3] ?? '' });
    clock.advance(apartMs);
    if (index % 9 === 0) audit.prune();
    const head = audit.head();
    if (head !== null) heads.push(head);
  }
  audit.close();
  const head = heads.at(-1);
  if (head === undefined) throw new Error('The trail is empty.');
  return { file, head, heads };
}

/** What the verifier finds after `sql`. */
function foundAfter(file: string, sql: string, heads: readonly Head[] = []): Finding {
  const db = new DatabaseSync(file);
  db.exec(sql);
  const found = checkChain(readRows(db), heads);
  db.close();
  return found;
}

/** Links every row anew from `seq` on, as somebody would who knows how the chain is made. */
function relink(file: string, seq: number): void {
  const db = new DatabaseSync(file);
  let before: Uint8Array | null = null;
  for (const row of [...readRows(db)]) {
    const hash: Uint8Array = row.seq < seq || before === null ? row.hash : linkHash(before, row);
    db.prepare('update entries set hash = ? where seq = ?').run(hash, row.seq);
    before = hash;
  }
  db.close();
}

describe('tampering is found', () => {
  test.each([
    ['another person', "update entries set person = 'ben' where seq = 7", 7, 'content'],
    ['no person', 'update entries set person = null where seq = 7', 7, 'content'],
    ['another time', 'update entries set at = at + 1 where seq = 7', 7, 'content'],
    ['another kind', "update entries set kind = 'badgeUnlinked' where seq = 7", 7, 'content'],
    ['a job added', "update entries set job = 'p/1' where seq = 7", 7, 'content'],
    ['other words', `update entries set words = '{"via":"badge"}' where seq = 7`, 7, 'content'],
    ['the same words with a blank', "update entries set words = '{ }' where seq = 7", 7, 'content'],
    ['another hash', 'update entries set hash = zeroblob(32) where seq = 7', 7, 'content'],
    ['no hash', "update entries set hash = x'' where seq = 7", 7, 'content'],
    ['a row deleted', 'delete from entries where seq = 7', 8, 'gap'],
    [
      'a row deleted and the rest moved up',
      'delete from entries where seq = 7; update entries set seq = -(seq - 1) where seq > 7; update entries set seq = -seq where seq < 0',
      7,
      'content',
    ],
    [
      'a row put in',
      `update entries set seq = -(seq + 1) where seq >= 7; update entries set seq = -seq where seq < 0;
       insert into entries select 7, at, kind, person, job, words, hash from entries where seq = 6`,
      7,
      'content',
    ],
    [
      'a row put in behind the last',
      'insert into entries select 11, at, kind, person, job, words, hash from entries where seq = 10',
      11,
      'content',
    ],
    [
      'two rows exchanged',
      'update entries set seq = -4 where seq = 4; update entries set seq = 4 where seq = 7; update entries set seq = 7 where seq = -4',
      4,
      'content',
    ],
    ['the first rows cut off', 'delete from entries where seq < 4', 4, 'cut'],
    [
      'the first rows cut off behind an anchor that no prune accounts for',
      "update entries set kind = 'anchor', person = null where seq = 3; delete from entries where seq < 3",
      3,
      'cut',
    ],
    ['an anchor in the middle', "update entries set kind = 'anchor' where seq = 5", 5, 'content'],
  ])('%s', (_, sql, seq, why) => {
    expect(foundAfter(trail(10).file, sql)).toEqual({ is: 'broken', seq, why });
  });

  test('the last rows cut off: only by a head that was written down elsewhere', () => {
    const { file, head } = trail(10);
    expect(foundAfter(file, 'delete from entries where seq > 8')).toMatchObject({ is: 'whole', rows: 8 });
    expect(foundAfter(file, '', [head])).toEqual({ is: 'broken', seq: 9, why: 'tail' });
    expect(foundAfter(file, 'delete from entries', [head])).toEqual({ is: 'broken', seq: 1, why: 'tail' });
  });

  test('everything from a row on made anew, by somebody who knows how: only by such a head', () => {
    const { file, head, heads } = trail(10);
    foundAfter(file, "update entries set person = 'nobody' where seq = 5");
    relink(file, 5);
    expect(foundAfter(file, '')).toMatchObject({ is: 'whole', rows: 10 });
    expect(foundAfter(file, '', [head])).toEqual({ is: 'broken', seq: 10, why: 'head' });
    expect(foundAfter(file, '', heads)).toEqual({ is: 'broken', seq: 5, why: 'head' });
    expect(foundAfter(file, '', heads.slice(0, 4))).toMatchObject({ is: 'whole' });
  });

  test('after a prune: the anchor changed, taken away, or put further on', () => {
    const pruned = trail(30, 20 * dayMs);
    const found = foundAfter(pruned.file, '', pruned.heads);
    const first = found.is === 'whole' ? found.prunedUpTo : 0;
    expect(first).toBeGreaterThan(1);
    const tampered = [
      `update entries set hash = zeroblob(32) where seq = ${first}`,
      `delete from entries where seq = ${first}`,
      `update entries set at = at + 1 where seq = ${first}`,
      `delete from entries where seq = ${first}; update entries set kind = 'anchor' where seq = ${first + 1}`,
      `update entries set seq = ${first - 1} where seq = ${first}`,
      `update entries set person = 'ada' where seq = ${first}`,
      `update entries set words = '{"count":1}' where seq = ${first}`,
    ];
    for (const sql of tampered) {
      const copy = join(diskFolder(), 'audit.db');
      copyFileSync(pruned.file, copy);
      expect(foundAfter(copy, sql)).toMatchObject({ is: 'broken' });
    }
  });

  test('a prune that does not keep to the rule, even with all its figures right', () => {
    const { file } = trail(10);
    const db = new DatabaseSync(file);
    const last = db.prepare('select at, hash from entries where seq = 4').get();
    const hash = Buffer.from(last?.hash as Uint8Array).toString('hex');
    const words = JSON.stringify({ hash, lastAt: Number(last?.at), rule: 'age', upTo: 4 });
    db.prepare("insert into entries select 11, at, 'pruned', null, null, ?, hash from entries where seq = 10").run(words);
    db.exec("update entries set kind = 'anchor', person = null where seq = 4; delete from entries where seq < 4");
    db.close();
    relink(file, 11);
    expect(foundAfter(file, '')).toEqual({ is: 'broken', seq: 4, why: 'cut' });
    foundAfter(file, `update entries set words = replace(words, '"age"', '"count"') where seq = 11`);
    relink(file, 11);
    expect(foundAfter(file, '')).toEqual({ is: 'broken', seq: 4, why: 'cut' });
  });
});

const entryOf = fc.oneof(
  fc.constantFrom<AuditEntry>({ kind: 'stationStarted' }, { kind: 'stationStopped' }),
  fc.record({ kind: fc.constant('sessionBegan' as const), person: fc.uuid(), via: fc.constantFrom('badge' as const, 'phone' as const) }),
  fc.record({ kind: fc.constant('releaseAsked' as const), person: fc.uuid(), job: fc.string() }),
);

/** A change that somebody makes to the rows; `pick` chooses where. False where it changes nothing. */
type Tamper = (db: DatabaseSync, pick: number) => boolean;
const at = (db: DatabaseSync, pick: number) => {
  const all = db.prepare('select seq from entries order by seq').all();
  return Number(all[pick % all.length]?.seq);
};
const changes: Readonly<Record<string, Tamper>> = {
  time: (db, pick) => db.prepare('update entries set at = at + ? where seq = ?').run(1 + (pick % 1000), at(db, pick)).changes > 0,
  person: (db, pick) => db.prepare("update entries set person = coalesce(person, '') || 'x' where seq = ?").run(at(db, pick)).changes > 0,
  job: (db, pick) => db.prepare("update entries set job = coalesce(job, '') || 'x' where seq = ?").run(at(db, pick)).changes > 0,
  kind: (db, pick) => db.prepare("update entries set kind = kind || 'x' where seq = ?").run(at(db, pick)).changes > 0,
  words: (db, pick) => db.prepare("update entries set words = words || ' ' where seq = ?").run(at(db, pick)).changes > 0,
  delete: (db, pick) => db.prepare('delete from entries where seq = ?').run(at(db, pick)).changes > 0,
  cutHead: (db, pick) => db.prepare('delete from entries where seq <= ?').run(at(db, pick)).changes > 0,
  cutTail: (db, pick) => db.prepare('delete from entries where seq >= ?').run(at(db, pick)).changes > 0,
  insert: (db, pick) =>
    db
      .prepare(
        'insert into entries select (select max(seq) + 1 from entries), at, kind, person, job, words, hash from entries where seq = ?',
      )
      .run(at(db, pick)).changes > 0,
  swap(db, pick) {
    const [one, two] = [at(db, pick), at(db, pick + 1)];
    if (one === two) return false;
    for (const [from, to] of [
      [one, -1],
      [two, one],
      [-1, two],
    ])
      db.prepare('update entries set seq = ? where seq = ?').run(to ?? 0, from ?? 0);
    return true;
  },
};

test('whatever is written, it is whole; whatever is then changed, it is not', { timeout: 60_000 }, () => {
  const seed = printedSeed('audit tampering');
  const folder = diskFolder();
  let number = 0;
  fc.assert(
    fc.property(
      fc.array(fc.array(entryOf, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom(...Object.keys(changes)),
      fc.nat(),
      (batches, pruned, name, pick) => {
        number += 1;
        const file = join(folder, `audit-${number}.db`);
        const clock = handClock();
        const audit = openAudit({ file, clock, log: () => {} });
        for (const [index, batch] of batches.entries()) {
          audit.record(...batch);
          clock.advance(200 * dayMs);
          if (pruned && index % 2 === 1) audit.prune();
        }
        expect(audit.verify()?.is).toBe('whole');
        const head = audit.head();
        audit.close();
        const db = new DatabaseSync(file);
        db.exec('pragma synchronous = off');
        const changed = changes[name]?.(db, pick) ?? false;
        const found = checkChain(readRows(db), head === null ? [] : [head]);
        db.close();
        expect(found.is).toBe(changed ? 'broken' : 'whole');
      },
    ),
    { seed, numRuns: 150 },
  );
});

describe('node main/audit/verify.ts', () => {
  const verifier = fileURLToPath(new URL('../../../main/audit/verify.ts', import.meta.url));
  const run = (...words: string[]) => runNode([verifier, ...words]);

  test('says whole with the head, or the first row that does not fit, and ends with 0 or 1', async () => {
    const { file, head } = trail(10);
    const plainHash = head.hash.replaceAll(' ', '');
    expect(await run(file)).toEqual({ stdout: `Whole: 10 rows. Head 10:${plainHash}\n`, stderr: '', code: 0 });
    expect((await run(file, '--head', `10:${plainHash}`)).code).toBe(0);
    expect((await run(file, '--head', `10:${head.hash}`)).code).toBe(0);
    const cut = await run(file, '--head', `12:${plainHash}`);
    expect(cut).toEqual({ stdout: 'Broken at row 11: rows from here up to the known head are missing.\n', stderr: '', code: 1 });
    foundAfter(file, "update entries set person = 'ben' where seq = 7");
    expect(await run(file)).toEqual({ stdout: 'Broken at row 7: it, or the row before it, was changed.\n', stderr: '', code: 1 });
  });

  test('says how far a pruned trail was pruned', async () => {
    const { stdout, code } = await run(trail(30, 20 * dayMs).file);
    expect(stdout).toMatch(/^Whole: \d+ rows\. Rows up to \d+ were removed by the rule\. Head /);
    expect(code).toBe(0);
  });

  test('ends with 64 for words that it does not know and 66 where there is no such file', async () => {
    const { file } = trail(1);
    const codes = await Promise.all([
      run(),
      run(file, file),
      run(file, '--other'),
      run(file, '--head', '3'),
      run(`${file}.no`),
      run(join(file, '..')),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([64, 64, 64, 64, 66, 66]);
  });

  test('takes no other file for an audit trail', async () => {
    const { stdout, code } = await run(oldFile('journal-v2.db'));
    expect(stdout).toMatch(/^Broken: /);
    expect(code).toBe(1);
    expect((await run(verifier)).code).toBe(1);
  });
});
