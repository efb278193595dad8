import { type OpenedDatabase, openDatabase, type StationDatabase } from '../../disk/database.ts';
import { sqliteCode } from '../../disk/failure.ts';
import type { JobConfiguration } from '../../graph/model.ts';
import type { Log } from '../../log/log.ts';
import type { Clock } from '../../ports.ts';
import type { EffectAnswer, EffectKind, JournalledEffect } from '../deciding/effect.ts';
import type { Outcome } from '../deciding/release.ts';
import type { JobRef } from '../job-ref.ts';
import { endedReleases, formerSettings, journalKind, maxReleases, openReleases, prune, refIn, setEach, text } from './journal-rows.ts';

/** A release that has no outcome yet. */
export interface OpenRelease {
  readonly id: number;
  readonly ref: JobRef;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  /** Oldest first. */
  readonly effects: readonly JournalledEffect[];
  /** It was seen on its way, or redirected. */
  readonly moved: boolean;
}

/** A release that ends. */
export interface ReleaseEnd {
  readonly releaseId: number;
  readonly outcome: Outcome;
}

/** A release that has ended. */
export interface EndedRelease {
  readonly ref: JobRef;
  readonly outcome: Outcome;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

/** An effect that is about to be sent. */
export interface Intent {
  readonly releaseId: number;
  readonly kind: EffectKind;
  /** The task's id where one is completed, the destination printer's where a job is redirected; null otherwise. */
  readonly target: string | null;
  /** Where settings of the job are changed by it. */
  readonly change?: SettingsChange | null;
}

/** A change of a job's settings. */
export interface SettingsChange {
  readonly settings: JobConfiguration;
  /** What the same members were before; null where that is not known. */
  readonly former: JobConfiguration | null;
}

/** What came back for one effect. */
export interface Answered {
  readonly effectId: number;
  readonly answer: EffectAnswer['is'];
  /** HTTP status of a refusal. */
  readonly status: number | null;
}

/**
 * What was asked, intended and answered, each row on the disk before the call it speaks of is made.
 * Holds ids and times; no person's or document's name and no token.
 * Every function throws what SQLite throws (`diskFailureOf` in `main/disk` says what it means). After `intend` threw, nothing may be sent:
 * the rows are not there, or, after a failed sync, may be there all the same. After damage all calls throw: open the journal anew.
 */
export interface Journal {
  /** A person asked for these jobs, to be released or deleted. Returns the rows' ids, in the same order. One transaction. */
  begin(refs: readonly JobRef[], ownerOid: string, what?: 'release' | 'delete'): readonly number[];
  /** About to send these effects. On return the rows are synced, all with one sync. Returns the effects' ids, in the same order. */
  intend(intents: readonly Intent[]): readonly number[];
  /** What came back. One transaction. */
  answer(answers: readonly Answered[]): void;
  /** Outcomes, all in one transaction. */
  end(ends: readonly ReleaseEnd[]): void;
  /** These releases' jobs were seen on their way. */
  moved(releaseIds: readonly number[]): void;
  /** This person's releases that were under way when the station stopped. */
  openFor(ownerOid: string): readonly OpenRelease[];
  /** This person's releases and deletions that ended since then (milliseconds since the epoch), among the last few thousand of the station. */
  endedSince(ownerOid: string, sinceMs: number): readonly EndedRelease[];
  /** This person's jobs that were to be deleted and are not known to be gone, as long as nobody told them. */
  undeleted(ownerOid: string): readonly { readonly id: number; readonly ref: JobRef }[];
  toldUndeleted(ids: readonly number[]): void;
  /**
   * Whether this station has itself completed the task of this job, in any release it remembers: a completion was sent and answered `done`.
   * One whose answer never came does not count.
   */
  completedHere(ref: JobRef): boolean;
  /**
   * What this job's settings were before this station first changed them, or may have: by any release that it remembers. Null where it
   * changed none.
   */
  formerSettings(ref: JobRef): JobConfiguration | null;
  /**
   * Closes releases that were open for 30 days (`notReleased`: their owner never came back) and removes ended ones after 90, or where
   * there are too many. Returns how many were removed. Empties the write-ahead log. Call it at start and once a day.
   */
  prune(): number;
  /** SQLite's `synchronous` level in force on the connection that writes: 2 is FULL. */
  synchronous(): number;
  /** SQLite's journal mode in force on the connection that writes. */
  journalMode(): string;
  close(): void;
}

/** What came of opening the journal. Where it cannot be used nothing may be released. */
export type OpenedJournal =
  | {
      readonly is: 'open';
      readonly journal: Journal;
      /** A former journal was damaged and was set aside by this opening. */
      readonly setAside: boolean;
    }
  | Extract<OpenedDatabase, { is: 'unusable' }>;

/** Bounds of the journal that tests make small. */
export interface JournalLimits {
  /** The most that the file may grow to, in bytes. Default: what the disk has. */
  readonly maxBytes?: number;
  /** The most releases that `prune` leaves, whatever their age: a clock that stands still must not fill the disk. */
  readonly maxReleases?: number;
}

/** Opens the journal, making it if need be. A damaged one is set aside and reported; one from a newer version is left as it is. */
export function openJournal(path: string, clock: Clock, log: Log, limits: JournalLimits = {}): OpenedJournal {
  // `fail`: a release builds on its earlier rows. On a new file in the middle of it, what was already sent would be forgotten.
  const opened = openDatabase({ ...limits, file: path, kind: journalKind, clock, log, whenNewer: 'refuse', whenDamaged: 'fail' });
  if (opened.is === 'unusable') return refuse(opened, log);
  const { database, setAside } = opened;
  return { is: 'open', journal: journalOf(database, clock, limits), setAside: setAside !== null };
}

function refuse(opened: Extract<OpenedDatabase, { is: 'unusable' }>, log: Log): OpenedJournal {
  log('journal.unusable', { why: opened.why, code: sqliteCode(opened.error) });
  return opened;
}

function journalOf(database: StationDatabase, clock: Clock, limits: JournalLimits): Journal {
  return {
    begin(refs, ownerOid, what = 'release') {
      if (refs.length === 0) return [];
      const deletion = what === 'delete' ? 1 : 0;
      return database.change((db) => {
        const insert = db.prepare('INSERT INTO releases (owner, share, printer, job, asked_at, deletion) VALUES (?, ?, ?, ?, ?, ?)');
        return refs.map((ref) =>
          Number(insert.run(ownerOid, ref.shareId, ref.printerId, ref.jobId, clock.now(), deletion).lastInsertRowid),
        );
      });
    },
    intend(intents) {
      if (intents.length === 0) return [];
      return database.change((db) => {
        const insert = db.prepare('INSERT INTO effects (release, kind, target, intended_at, settings, former) VALUES (?, ?, ?, ?, ?, ?)');
        return intents.map(({ releaseId, kind, target, change }) =>
          Number(insert.run(releaseId, kind, target, clock.now(), text(change?.settings), text(change?.former)).lastInsertRowid),
        );
      });
    },
    answer(answers) {
      if (answers.length === 0) return;
      database.change((db) => {
        const update = db.prepare('UPDATE effects SET answer = ?, status = ?, answered_at = ? WHERE id = ?');
        for (const { effectId, answer, status } of answers) update.run(answer, status, clock.now(), effectId);
      });
    },
    end(ends) {
      if (ends.length === 0) return;
      database.change((db) => {
        const update = db.prepare('UPDATE releases SET outcome = ?, ended_at = ? WHERE id = ?');
        for (const { releaseId, outcome } of ends) update.run(outcome, clock.now(), releaseId);
      });
    },
    moved: (releaseIds) => setEach(database, releaseIds, 'moved = 1'),
    undeleted: (ownerOid) =>
      database.use((db) =>
        db
          .prepare("SELECT id, share, printer, job FROM releases WHERE owner = ? AND deletion = 1 AND outcome IS NOT 'cancelled'")
          .all(ownerOid)
          .map((row) => ({ id: Number(row.id), ref: refIn(row) })),
      ),
    toldUndeleted: (ids) => setEach(database, ids, 'deletion = 2'),
    openFor: (ownerOid) => database.use((db) => openReleases(db, ownerOid)),
    endedSince: (ownerOid, sinceMs) => database.use((db) => endedReleases(db, ownerOid, sinceMs)),
    completedHere: (ref) =>
      database.use(
        (db) =>
          db
            .prepare(
              `SELECT 1 FROM releases JOIN effects ON effects.release = releases.id
               WHERE job = ? AND printer = ? AND kind = 'complete' AND answer = 'done' LIMIT 1`,
            )
            .get(ref.jobId, ref.printerId) !== undefined,
      ),
    formerSettings: (ref) => database.use((db) => formerSettings(db, ref)),
    prune() {
      const removed = database.change((db) => prune(db, clock.now(), limits.maxReleases ?? maxReleases));
      database.emptyLog();
      return removed;
    },
    synchronous: () => database.use((db) => Number(db.prepare('PRAGMA synchronous').get()?.synchronous)),
    journalMode: () => database.use((db) => String(db.prepare('PRAGMA journal_mode').get()?.journal_mode)),
    close: () => database.close(),
  };
}
