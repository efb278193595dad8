import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { dayMs, foundAfter, relink, trail } from '../../support/audit.ts';
import { diskFolder } from '../../support/disk.ts';

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
