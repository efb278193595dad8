import type { DatabaseSync } from 'node:sqlite';
import type { StationDatabase } from '../../disk/database.ts';
import type { DatabaseKind } from '../../disk/open-sound.ts';
import type { JobConfiguration } from '../../graph/model.ts';
import type { EffectAnswer, EffectKind, JournalledEffect } from '../deciding/effect.ts';
import type { Outcome } from '../deciding/release.ts';
import type { JobRef } from '../job-ref.ts';
import type { EndedRelease, OpenRelease } from './journal.ts';

/** What tells a journal, and its tables from version to version. Files of version 0 were made before files had a version. */
export const journalKind: DatabaseKind = {
  name: 'journal',
  applicationId: 0x52536a72,
  unstampedTables: ['effects', 'releases'],
  migrations: [
    `CREATE TABLE IF NOT EXISTS releases (
       id INTEGER PRIMARY KEY, owner TEXT NOT NULL, share TEXT NOT NULL, printer TEXT NOT NULL, job TEXT NOT NULL,
       asked_at INTEGER NOT NULL, outcome TEXT, ended_at INTEGER
     ) STRICT;
     CREATE INDEX IF NOT EXISTS releases_open ON releases (owner) WHERE outcome IS NULL;
     CREATE TABLE IF NOT EXISTS effects (
       id INTEGER PRIMARY KEY, release INTEGER NOT NULL REFERENCES releases (id) ON DELETE CASCADE, kind TEXT NOT NULL, task TEXT,
       intended_at INTEGER NOT NULL, answer TEXT, status INTEGER, answered_at INTEGER
     ) STRICT;
     CREATE INDEX IF NOT EXISTS effects_release ON effects (release);`,
    `ALTER TABLE effects RENAME COLUMN task TO target;
     CREATE INDEX releases_job ON releases (job);
     CREATE TABLE memory (since INTEGER NOT NULL) STRICT;
     INSERT INTO memory SELECT 0 FROM releases LIMIT 1;`,
    `DROP TABLE memory;
     ALTER TABLE effects ADD COLUMN settings TEXT;
     ALTER TABLE effects ADD COLUMN former TEXT;`,
    `ALTER TABLE releases ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
     -- 0: a release; 1: a deletion; 2: one that failed, and its owner knows.
     ALTER TABLE releases ADD COLUMN deletion INTEGER NOT NULL DEFAULT 0;
     CREATE INDEX releases_deletion ON releases (owner) WHERE deletion = 1;`,
  ],
};

const dayMs = 24 * 3_600_000;
const retentionMs = 90 * dayMs;
const openAtMostMs = 30 * dayMs;
export const maxReleases = 200_000;

/** Sets the same in several rows. One transaction. */
export function setEach(database: StationDatabase, ids: readonly number[], what: string): void {
  if (ids.length === 0) return;
  database.change((db) => {
    const update = db.prepare(`UPDATE releases SET ${what} WHERE id = ?`);
    for (const id of ids) update.run(id);
  });
}

/** The first word on each member counts: later ones speak of what this station itself had set. */
export function formerSettings(db: DatabaseSync, ref: JobRef): JobConfiguration | null {
  const rows = db
    .prepare(
      `SELECT former FROM releases JOIN effects ON effects.release = releases.id
       WHERE job = ? AND printer = ? AND former IS NOT NULL
         AND (answer IS NULL OR answer IN ('done', 'unknown') OR (answer = 'refused' AND status = 200))
       ORDER BY effects.id DESC`,
    )
    .all(ref.jobId, ref.printerId);
  return rows.length === 0 ? null : Object.assign({}, ...rows.map(({ former }) => settingsIn(former)));
}

export function text(settings: JobConfiguration | null | undefined): string | null {
  return settings ? JSON.stringify(settings) : null;
}

function settingsIn(column: unknown): JobConfiguration | null {
  return typeof column === 'string' ? (JSON.parse(column) as JobConfiguration) : null;
}

export function openReleases(db: DatabaseSync, ownerOid: string): readonly OpenRelease[] {
  const effects = db.prepare('SELECT kind, target, settings, answer, status FROM effects WHERE release = ? ORDER BY id');
  const releases = db.prepare(
    'SELECT id, share, printer, job, asked_at, moved FROM releases WHERE owner = ? AND outcome IS NULL AND deletion = 0 ORDER BY id',
  );
  return releases.all(ownerOid).map((row) => ({
    id: Number(row.id),
    ref: refIn(row),
    askedAt: Number(row.asked_at),
    effects: effects.all(Number(row.id)).map(toEffect),
    moved: row.moved === 1,
  }));
}

export function refIn(row: Record<string, unknown>): JobRef {
  return { shareId: String(row.share), printerId: String(row.printer), jobId: String(row.job) };
}

/** More than a station releases in half a day; the table may hold many more. */
const lookedThrough = 5_000;

export function endedReleases(db: DatabaseSync, ownerOid: string, sinceMs: number): readonly EndedRelease[] {
  return db
    .prepare(
      `SELECT share, printer, job, outcome, ended_at FROM (SELECT * FROM releases ORDER BY id DESC LIMIT ?)
       WHERE owner = ? AND outcome IS NOT NULL AND ended_at >= ?`,
    )
    .all(lookedThrough, ownerOid, sinceMs)
    .map((row) => ({
      ref: refIn(row),
      outcome: row.outcome as Outcome,
      endedAt: Number(row.ended_at),
    }));
}

export function prune(db: DatabaseSync, now: number, keep: number): number {
  db.prepare("UPDATE releases SET outcome = 'notReleased', ended_at = ? WHERE outcome IS NULL AND asked_at < ?").run(
    now,
    now - openAtMostMs,
  );
  const old = db.prepare('DELETE FROM releases WHERE outcome IS NOT NULL AND ended_at < ?').run(now - retentionMs);
  const surplus = db.prepare('DELETE FROM releases WHERE id <= (SELECT id FROM releases ORDER BY id DESC LIMIT 1 OFFSET ?)').run(keep);
  return Number(old.changes) + Number(surplus.changes);
}

function toEffect(row: Record<string, unknown>): JournalledEffect {
  return {
    kind: row.kind as EffectKind,
    target: row.target === null ? null : String(row.target),
    settings: settingsIn(row.settings),
    answer: row.answer === null ? null : (row.answer as EffectAnswer['is']),
    status: row.status === null ? null : Number(row.status),
  };
}
