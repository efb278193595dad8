import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openAudit } from '../../main/audit/audit.ts';
import { checkChain, type Finding, linkHash } from '../../main/audit/chain.ts';
import type { Head } from '../../main/audit/model.ts';
import { readRows } from '../../main/audit/rows.ts';
import { handClock } from './badge.ts';
import { diskFolder } from './disk.ts';

/** A day in milliseconds. */
export const dayMs = 86_400_000;
const people = ['ada', 'ben', 'cleo'];

/** A trail of so many entries, closed, with its heads as they were logged; pruned now and then where it is older than a year. */
export function trail(entries: number, apartMs = dayMs): { readonly file: string; readonly head: Head; readonly heads: readonly Head[] } {
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
export function foundAfter(file: string, sql: string, heads: readonly Head[] = []): Finding {
  const db = new DatabaseSync(file);
  db.exec(sql);
  const found = checkChain(readRows(db), heads);
  db.close();
  return found;
}

/** Links every row anew from `seq` on, as somebody would who knows how the chain is made. */
export function relink(file: string, seq: number): void {
  const db = new DatabaseSync(file);
  let before: Uint8Array | null = null;
  for (const row of [...readRows(db)]) {
    const hash: Uint8Array = row.seq < seq || before === null ? row.hash : linkHash(before, row);
    db.prepare('update entries set hash = ? where seq = ?').run(hash, row.seq);
    before = hash;
  }
  db.close();
}
