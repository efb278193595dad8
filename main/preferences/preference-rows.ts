import type { DatabaseSync } from 'node:sqlite';
import { languages, themes } from '../../preload/contract.ts';
import type { DatabaseKind } from '../disk/open-sound.ts';
import type { Wishes } from './model.ts';

/** What tells a file of preferences, and its tables from version to version. */
export const preferencesKind: DatabaseKind = {
  name: 'preferences',
  applicationId: 0x52537072,
  unstampedTables: [],
  migrations: [
    `create table preference (
       oid text primary key,
       language text,
       theme text,
       large_text integer check (large_text in (0, 1)),
       reach integer check (reach in (0, 1)),
       one_gesture integer check (one_gesture in (0, 1)),
       used_at_ms integer not null
     ) strict, without rowid;
     create index preference_by_use on preference (used_at_ms);`,
  ],
};

/** A row: what was chosen, and when it was last of use. Milliseconds since the epoch. */
export interface PreferenceRow {
  readonly wishes: Wishes;
  readonly usedAtMs: number;
}

/** The person's row. What this version does not know (another version's language) counts as not chosen. */
export function readRow(db: DatabaseSync, oid: string): PreferenceRow | null {
  const row = db.prepare('select * from preference where oid = ?').get(oid);
  if (row === undefined) return null;
  const language = languages.find((known) => known === row.language);
  const theme = themes.find((known) => known === row.theme);
  return {
    wishes: {
      ...(language && { language }),
      ...(theme && { theme }),
      ...(row.large_text !== null && { largeText: row.large_text === 1 }),
      ...(row.reach !== null && { reach: row.reach === 1 }),
      ...(row.one_gesture !== null && { oneGesture: row.one_gesture === 1 }),
    },
    usedAtMs: Number(row.used_at_ms),
  };
}

/** Writes the person's row in place of any. */
export function writeRow(db: DatabaseSync, oid: string, { wishes, usedAtMs }: PreferenceRow): void {
  const { language, theme, largeText, reach, oneGesture } = wishes;
  const flag = (value: boolean | undefined) => (value === undefined ? null : Number(value));
  const put = db.prepare('insert or replace into preference values (?, ?, ?, ?, ?, ?, ?)');
  put.run(oid, language ?? null, theme ?? null, flag(largeText), flag(reach), flag(oneGesture), usedAtMs);
}

/** The person's choices were of use again. */
export function touchRow(db: DatabaseSync, oid: string, usedAtMs: number): void {
  db.prepare('update preference set used_at_ms = ? where oid = ?').run(usedAtMs, oid);
}

/** Forgets the person. */
export function removeRow(db: DatabaseSync, oid: string): void {
  db.prepare('delete from preference where oid = ?').run(oid);
}

/** Forgets everybody whose choices were last of use before that moment; returns how many. */
export function removeUnused(db: DatabaseSync, beforeMs: number): number {
  return Number(db.prepare('delete from preference where used_at_ms < ?').run(beforeMs).changes);
}

/** Keeps the `most` rows that were of use last; returns how many went. */
export function removeBeyond(db: DatabaseSync, most: number): number {
  const beyond = Number(db.prepare('select count(*) as n from preference').get()?.n) - most;
  if (beyond <= 0) return 0;
  const remove = db.prepare('delete from preference where oid in (select oid from preference order by used_at_ms, oid limit ?)');
  return Number(remove.run(beyond).changes);
}
