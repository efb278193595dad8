import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../ports.ts';
import type { EffectAnswer, EffectKind, JournalledEffect } from './history.ts';
import type { JobRef } from './job-ref.ts';

/** How a release ended, as far as this station knows. `moving`: on its way when last seen. */
export type Outcome = 'moving' | 'done' | 'attention' | 'cancelled' | 'gone' | 'notReleased';

/** A release that has no outcome yet. */
export interface OpenRelease {
  readonly id: number;
  readonly ref: JobRef;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  /** Oldest first. */
  readonly effects: readonly JournalledEffect[];
}

/**
 * What was asked, intended and answered, each row on the disk before the call it speaks of is made.
 * Holds ids and times; no person's or document's name and no token.
 */
export interface Journal {
  /** A person asked for this job. Returns the release's id. */
  begin(ref: JobRef, ownerOid: string): number;
  /** About to send an effect. On return the row is synced. Returns the effect's id. */
  intend(releaseId: number, kind: EffectKind, taskId: string | null): number;
  /** What came back. */
  answer(effectId: number, answer: EffectAnswer['is'], status: number | null): void;
  end(releaseId: number, outcome: Outcome): void;
  /** This person's releases that were under way when the station stopped. */
  openFor(ownerOid: string): readonly OpenRelease[];
  /** SQLite's `synchronous` level in force: 2 is FULL. */
  synchronous(): number;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS releases (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, share TEXT NOT NULL, printer TEXT NOT NULL, job TEXT NOT NULL,
    asked_at INTEGER NOT NULL, outcome TEXT, ended_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS releases_open ON releases (owner) WHERE outcome IS NULL;
  CREATE TABLE IF NOT EXISTS effects (
    id INTEGER PRIMARY KEY, release INTEGER NOT NULL REFERENCES releases (id) ON DELETE CASCADE, kind TEXT NOT NULL, task TEXT,
    intended_at INTEGER NOT NULL, answer TEXT, status INTEGER, answered_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS effects_release ON effects (release);
`;

const retentionMs = 90 * 24 * 3_600_000;

/** Opens the journal file, making it if need be. Throws where the disk does not let it: without a journal nothing is released. */
export function openJournal(path: string, clock: Clock): Journal {
  const db = new DatabaseSync(path, { timeout: 1000, enableForeignKeyConstraints: true, defensive: true });
  // WAL for speed; FULL so that a row survives a power cut before the call it announces is sent.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  db.exec(schema);
  db.prepare('DELETE FROM releases WHERE outcome IS NOT NULL AND ended_at < ?').run(clock.now() - retentionMs);

  const insertRelease = db.prepare('INSERT INTO releases (owner, share, printer, job, asked_at) VALUES (?, ?, ?, ?, ?)');
  const insertEffect = db.prepare('INSERT INTO effects (release, kind, task, intended_at) VALUES (?, ?, ?, ?)');
  const answerEffect = db.prepare('UPDATE effects SET answer = ?, status = ?, answered_at = ? WHERE id = ?');
  const endRelease = db.prepare('UPDATE releases SET outcome = ?, ended_at = ? WHERE id = ?');
  const selectOpen = db.prepare('SELECT id, share, printer, job, asked_at FROM releases WHERE owner = ? AND outcome IS NULL ORDER BY id');
  const selectEffects = db.prepare(
    'SELECT kind, task, answer, status, coalesce(answered_at, intended_at) AS at FROM effects WHERE release = ? ORDER BY id',
  );

  return {
    begin: (ref, ownerOid) => Number(insertRelease.run(ownerOid, ref.shareId, ref.printerId, ref.jobId, clock.now()).lastInsertRowid),
    intend: (releaseId, kind, taskId) => Number(insertEffect.run(releaseId, kind, taskId, clock.now()).lastInsertRowid),
    answer: (effectId, answer, status) => void answerEffect.run(answer, status, clock.now(), effectId),
    end: (releaseId, outcome) => void endRelease.run(outcome, clock.now(), releaseId),
    openFor: (ownerOid) =>
      selectOpen.all(ownerOid).map((row) => ({
        id: Number(row.id),
        ref: { shareId: String(row.share), printerId: String(row.printer), jobId: String(row.job) },
        askedAt: Number(row.asked_at),
        effects: selectEffects.all(Number(row.id)).map(toEffect),
      })),
    synchronous: () => Number(db.prepare('PRAGMA synchronous').get()?.synchronous),
    close: () => db.close(),
  };
}

function toEffect(row: Record<string, unknown>): JournalledEffect {
  return {
    kind: row.kind as EffectKind,
    taskId: row.task === null ? null : String(row.task),
    at: Number(row.at),
    answer: row.answer === null ? null : (row.answer as EffectAnswer['is']),
    status: row.status === null ? null : Number(row.status),
  };
}
