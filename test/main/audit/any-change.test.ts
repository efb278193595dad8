import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openAudit } from '../../../main/audit/audit.ts';
import { checkChain } from '../../../main/audit/chain.ts';
import type { AuditEntry } from '../../../main/audit/model.ts';
import { readRows } from '../../../main/audit/rows.ts';
import { dayMs } from '../../support/audit.ts';
import { handClock, printedSeed } from '../../support/badge.ts';
import { diskFolder } from '../../support/disk.ts';

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
