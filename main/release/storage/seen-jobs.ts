import { openDatabase, type StationDatabase } from '../../disk/database.ts';
import { sqliteCode } from '../../disk/failure.ts';
import type { DatabaseKind } from '../../disk/open-sound.ts';
import type { Log } from '../../log/log.ts';
import type { Clock } from '../../ports.ts';

/** A job that was seen held at this station. */
export interface SeenHeld {
  /** `jobKey`. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly submittedAt: number;
  /** When it was last seen held, to the hour. Milliseconds since the epoch. */
  readonly seenAt: number;
  /** It was seen to have moved or ended since, or this station moved it. */
  readonly over: boolean;
}

/**
 * Which jobs this station saw held, so that it can say of one that is not there any more that its time was over. Ids and times only, in a file
 * of its own: what goes wrong with it hinders no release. Nothing here throws; where the file cannot be used nothing is remembered.
 */
export interface SeenJobs {
  /** This person's jobs that are held now, and those that are not held any more; returns all that is remembered of theirs. */
  note(ownerOid: string, held: readonly Pick<SeenHeld, 'key' | 'submittedAt'>[], over: readonly string[]): readonly SeenHeld[];
  /** Forgets jobs whose time ended 10 days ago, and the oldest where there are too many. Call it at start and once a day. */
  prune(): void;
  close(): void;
}

/** What remembering takes. `keptDays`: how long the service keeps a job. */
export interface SeenJobsOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly keptDays: number;
  /** The most rows that `prune` leaves. */
  readonly maxRows?: number;
}

const kind: DatabaseKind = {
  name: 'seenJobs',
  applicationId: 0x5253736a,
  unstampedTables: [],
  migrations: [
    `CREATE TABLE seen (
       owner TEXT NOT NULL, job TEXT NOT NULL, submitted_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, over INTEGER NOT NULL,
       PRIMARY KEY (owner, job)
     ) STRICT, WITHOUT ROWID;`,
  ],
};

const dayMs = 24 * 3_600_000;
/** Days after the end of a job's time for which its owner is told. */
const toldDays = 10;
/** Shorter steps of `seenAt` are not worth a write at every read of the list. Milliseconds. */
const stepMs = 3_600_000;
/** After a failed write the disk is left alone for this long. Milliseconds. */
const restMs = 10 * 60_000;

/** A station that remembers nothing. */
export const noSeenJobs: SeenJobs = { note: () => [], prune: () => {}, close: () => {} };

/** Opens the memory or makes it; damaged files and those of a later version are set aside. */
export function openSeenJobs(options: SeenJobsOptions): SeenJobs {
  const { file, clock, log, keptDays, maxRows = 50_000 } = options;
  const opened = openDatabase({ file, kind, clock, log, whenNewer: 'setAside', whenDamaged: 'renew' });
  if (opened.is === 'unusable') {
    log('seenJobs.failed', { code: sqliteCode(opened.error) });
    return noSeenJobs;
  }
  const { database } = opened;
  let restUntil = Number.NEGATIVE_INFINITY;
  const attempt = <T>(work: () => T, otherwise: T): T => {
    if (clock.elapsed() < restUntil) return otherwise;
    try {
      return work();
    } catch (error) {
      restUntil = clock.elapsed() + restMs;
      log('seenJobs.failed', { code: sqliteCode(error) });
      return otherwise;
    }
  };
  return {
    note(ownerOid, held, over) {
      const before = attempt(() => seenOf(database, ownerOid), []);
      const known = new Map(before.map((one) => [one.key, one]));
      const now = clock.now();
      const put = held.filter(({ key }) => {
        const old = known.get(key);
        return old === undefined || old.over || Math.abs(now - old.seenAt) >= stepMs;
      });
      const end = over.filter((key) => known.get(key)?.over === false);
      if (put.length === 0 && end.length === 0) return before;
      return attempt(() => {
        database.change((db) => {
          const see = db.prepare('INSERT OR REPLACE INTO seen (owner, job, submitted_at, seen_at, over) VALUES (?, ?, ?, ?, 0)');
          for (const { key, submittedAt } of put) see.run(ownerOid, key, submittedAt, now);
          const finish = db.prepare('UPDATE seen SET over = 1 WHERE owner = ? AND job = ?');
          for (const key of end) finish.run(ownerOid, key);
        });
        return seenOf(database, ownerOid);
      }, before);
    },
    prune() {
      attempt(() => {
        database.change((db) => {
          db.prepare('DELETE FROM seen WHERE submitted_at < ?').run(clock.now() - (keptDays + toldDays) * dayMs);
          db.prepare(
            `DELETE FROM seen WHERE (owner, job) IN (SELECT owner, job FROM seen ORDER BY submitted_at DESC LIMIT -1 OFFSET ?)`,
          ).run(maxRows);
        });
        database.emptyLog();
      }, undefined);
    },
    close: () => database.close(),
  };
}

function seenOf(database: StationDatabase, ownerOid: string): readonly SeenHeld[] {
  return database.use((db) =>
    db
      .prepare('SELECT job, submitted_at, seen_at, over FROM seen WHERE owner = ?')
      .all(ownerOid)
      .map((row) => ({
        key: String(row.job),
        submittedAt: Number(row.submitted_at),
        seenAt: Number(row.seen_at),
        over: row.over === 1,
      })),
  );
}
