import type { DatabaseSync } from 'node:sqlite';
import type { ScryptCost, SealBinding } from './seal.ts';

/** One row: what its seal is bound to, and the sealed content. */
export interface Row extends SealBinding {
  readonly sealed: Uint8Array;
}

/** What an open row is known by: a row that was linked anew has another salt. */
export type RowKey = Pick<SealBinding, 'id' | 'salt'>;

/** The different costs of finding a row that the table still holds; more than a few are damage. */
export function idCosts(db: DatabaseSync): ScryptCost[] {
  const rows = db.prepare('select distinct id_log_n, id_r, id_p from enrolment order by id_log_n desc limit 4').all();
  return rows.map((row) => ({ logN: Number(row.id_log_n), r: Number(row.id_r), p: Number(row.id_p) }));
}

/** The row with this id, as it stands: nothing in it is trusted before the seal opens. */
export function readRow(db: DatabaseSync, id: Uint8Array): Row | null {
  const row = db.prepare('select * from enrolment where id = ?').get(id);
  if (row === undefined) return null;
  return {
    id,
    version: Number(row.version),
    createdAtMs: Number(row.created_at_ms),
    salt: row.salt instanceof Uint8Array ? row.salt : new Uint8Array(0),
    sealed: row.sealed instanceof Uint8Array ? row.sealed : new Uint8Array(0),
    cost: {
      id: { logN: Number(row.id_log_n), r: Number(row.id_r), p: Number(row.id_p) },
      key: { logN: Number(row.key_log_n), r: Number(row.key_r), p: Number(row.key_p) },
    },
  };
}

/** Writes a row in place of any with the same id. */
export function insertRow(db: DatabaseSync, row: Row): void {
  const { id, key } = row.cost;
  db.prepare('insert or replace into enrolment values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    row.id,
    row.version,
    row.createdAtMs,
    row.salt,
    row.sealed,
    id.logN,
    id.r,
    id.p,
    key.logN,
    key.r,
    key.p,
  );
}

/** Puts new sealed content into a row in place of `former`; false where the row holds something else by now, or has gone. */
export function updateSealed(db: DatabaseSync, { id, salt }: RowKey, former: Uint8Array, sealed: Uint8Array): boolean {
  return db.prepare('update enrolment set sealed = ? where id = ? and salt = ? and sealed = ?').run(sealed, id, salt, former).changes === 1;
}

/** Removes a row, unless it was linked anew meanwhile. */
export function removeRow(db: DatabaseSync, { id, salt }: RowKey): void {
  db.prepare('delete from enrolment where id = ? and salt = ?').run(id, salt);
}

/** Removes rows made before `beforeMs`; returns how many. */
export function removeOlder(db: DatabaseSync, beforeMs: number): number {
  return Number(db.prepare('delete from enrolment where created_at_ms < ?').run(beforeMs).changes);
}

/** Takes removed rows out of the write-ahead log too, where they would otherwise stay until it is next reused. */
export function emptyWal(db: DatabaseSync): void {
  db.exec('pragma wal_checkpoint(truncate)');
}

/** How many rows there are. */
export function countRows(db: DatabaseSync): number {
  return Number(db.prepare('select count(*) as n from enrolment').get()?.n);
}
