import type { DatabaseSync } from 'node:sqlite';
import type { DatabaseKind } from '../disk/open-sound.ts';
import { type AuditRow, anchorKind, bareWords, genesis, linkHash, type Retention, toContent } from './chain.ts';
import type { AuditEntry, OwnEntry } from './model.ts';

/** What tells an audit trail, and its tables from version to version. */
export const auditKind: DatabaseKind = {
  name: 'audit',
  applicationId: 0x52536175,
  unstampedTables: [],
  migrations: [
    `CREATE TABLE entries (
       seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, person TEXT, job TEXT, words TEXT NOT NULL, hash BLOB NOT NULL
     ) STRICT;`,
  ],
};

/** Adds entries behind the newest row, each linked to the one before. Call it in a transaction. */
export function append(db: DatabaseSync, at: number, entries: readonly (AuditEntry | OwnEntry)[]): void {
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)');
  let last = newest(db);
  for (const entry of entries) {
    const content = toContent((last?.seq ?? 0) + 1, at, entry);
    last = { ...content, hash: linkHash(last?.hash ?? genesis, content) };
    insert.run(last.seq, last.at, last.kind, last.person, last.job, last.words, last.hash);
  }
}

/** The newest row. */
export function newest(db: DatabaseSync): AuditRow | null {
  const row = db.prepare('SELECT * FROM entries ORDER BY seq DESC LIMIT 1').get();
  return row === undefined ? null : toRow(row);
}

/** All rows from `sinceMs` on, or from the first, in order; read as they are asked for. */
export function* readRows(db: DatabaseSync, sinceMs?: number): Generator<AuditRow> {
  for (const row of db.prepare('SELECT * FROM entries WHERE at >= ? ORDER BY seq').iterate(sinceMs ?? Number.MIN_SAFE_INTEGER))
    yield toRow(row);
}

/**
 * Removes the oldest rows: those in front of the first one that is young enough, or where there are too many. The last one removed
 * leaves its hash in the anchor, and a new row of the chain says what was removed. Call it in a transaction. Returns how many rows went.
 */
export function removeOldest(db: DatabaseSync, now: number, rule: Retention): number {
  const number = (sql: string, value: number) => Number(db.prepare(sql).get(value)?.seq ?? 0);
  const young = number('SELECT seq FROM entries WHERE at >= ? ORDER BY seq LIMIT 1', now - rule.days * 86_400_000);
  const last = newest(db)?.seq ?? 0;
  const byAge = young === 0 ? last : young - 1;
  const byCount = number('SELECT seq FROM entries ORDER BY seq DESC LIMIT 1 OFFSET ?', rule.rows);
  const upTo = Math.max(byAge, byCount);
  const found = db.prepare("SELECT * FROM entries WHERE seq = ? AND kind <> 'anchor'").get(upTo);
  if (found === undefined) return 0;
  const { at: lastAt, hash } = toRow(found);
  append(db, now, [{ kind: 'pruned', rule: byAge >= byCount ? 'age' : 'count', upTo, hash: Buffer.from(hash).toString('hex'), lastAt }]);
  db.prepare('DELETE FROM entries WHERE kind = ?').run(anchorKind);
  const removed = Number(db.prepare('DELETE FROM entries WHERE seq <= ?').run(upTo).changes);
  db.prepare('INSERT INTO entries VALUES (?, ?, ?, NULL, NULL, ?, ?)').run(upTo, lastAt, anchorKind, bareWords, hash);
  return removed;
}

function toRow(row: Record<string, unknown>): AuditRow {
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    kind: String(row.kind),
    person: row.person === null ? null : String(row.person),
    job: row.job === null ? null : String(row.job),
    words: String(row.words),
    hash: row.hash instanceof Uint8Array ? row.hash : new Uint8Array(0),
  };
}
