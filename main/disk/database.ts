import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { type DiskFailure, diskFailureOf, NewerFile, UnsoundFile } from './failure.ts';
import { type DatabaseKind, inTransaction, openSound, shut } from './open-sound.ts';
import { setAsideDatabase } from './set-aside.ts';

/** What opening a database takes. */
export interface DatabaseOptions {
  /** Absolute path. Its folder is made where it is missing. */
  readonly file: string;
  readonly kind: DatabaseKind;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * What happens to a file that a later version wrote. `refuse`: it is left as it is and cannot be used, because it is intact and holds
   * what must not be forgotten. `setAside`: it is renamed, for content that can be had again.
   */
  readonly whenNewer: 'refuse' | 'setAside';
  /**
   * What happens when a statement meets damage while the station runs. `renew`: the file is set aside and the work runs again on a new
   * one. `fail`: the error is thrown, then and by every later call, because the work builds on rows that would be gone; open anew.
   */
  readonly whenDamaged: 'renew' | 'fail';
  /** The most that the file may grow to, in bytes; beyond that writes fail as on a full disk. Default: what the disk has. */
  readonly maxBytes?: number;
}

/** An open database. Both functions throw SQLite's errors; `diskFailureOf` says what they mean. */
export interface StationDatabase {
  /** Runs `work`. Keep neither `db` nor a statement beyond it: the file may be another one next time. */
  use<T>(work: (db: DatabaseSync) => T): T;
  /** As `use`, in one transaction: all or nothing, and on the disk when it returns. */
  change<T>(work: (db: DatabaseSync) => T): T;
  /** Moves the write-ahead log into the file and empties it. Skipped while somebody else reads the file. */
  emptyLog(): void;
  /** How often this file was set aside since it was opened; for those whose rows build on earlier ones. */
  renewals(): number;
  close(): void;
}

/** What came of opening: the database, and the name under which a former file was set aside (null: none was); or why it cannot be used. */
export type OpenedDatabase =
  | { readonly is: 'open'; readonly database: StationDatabase; readonly setAside: string | null }
  | { readonly is: 'unusable'; readonly why: Exclude<DiskFailure, 'damaged'>; readonly error: unknown };

type Opened =
  | { readonly is: 'open'; readonly db: DatabaseSync; readonly setAside: string | null }
  | Extract<OpenedDatabase, { is: 'unusable' }>;

/**
 * Opens a database of the station or makes it. A file that is damaged, cut to nothing or somebody else's is renamed, reported as
 * `<name>.setAside`, and a new one is made.
 */
export function openDatabase(options: DatabaseOptions): OpenedDatabase {
  const opened = openOrRenew(options);
  if (opened.is === 'unusable') return opened;
  return { is: 'open', database: stationDatabase(options, opened.db), setAside: opened.setAside };
}

function stationDatabase(options: DatabaseOptions, first: DatabaseSync): StationDatabase {
  let db: DatabaseSync | null = first;
  let broken: { readonly error: unknown } | null = null;
  let renewals = 0;
  const current = () => {
    if (broken !== null) throw broken.error;
    if (db === null) throw new Error(`The database of the ${options.kind.name} is closed.`);
    return db;
  };
  const mend = (error: unknown): DatabaseSync => {
    shut(current());
    db = null;
    // Set aside at once, and not by the next opening: its check may not see what this statement met.
    const again = renew(options, 'damaged');
    renewals += 1;
    if (again.is === 'open' && options.whenDamaged === 'renew') return again.db;
    if (again.is === 'open') shut(again.db);
    broken = { error: again.is === 'open' ? error : again.error };
    throw broken.error;
  };
  const use = <T>(work: (db: DatabaseSync) => T): T => {
    const open = current();
    try {
      return work(open);
    } catch (error) {
      if (diskFailureOf(error) !== 'damaged') throw error;
      db = mend(error);
      return work(db);
    }
  };
  return {
    use,
    change: (work) => use((open) => inTransaction(open, work)),
    emptyLog: () => use((open) => open.exec('pragma wal_checkpoint(truncate)')),
    renewals: () => renewals,
    close() {
      if (db !== null) shut(db);
      db = null;
    },
  };
}

function openOrRenew(options: DatabaseOptions): Opened {
  try {
    return { is: 'open', db: openSound(options.file, options.kind, options.maxBytes), setAside: null };
  } catch (error) {
    if (error instanceof NewerFile) return options.whenNewer === 'refuse' ? unusable(error, options.file) : renew(options, 'newer');
    if (diskFailureOf(error, options.file) !== 'damaged') return unusable(error, options.file);
    return renew(options, error instanceof UnsoundFile ? error.why : 'damaged');
  }
}

/** Sets the file aside and makes a new one, once: where that is no good either, the disk is at fault and not the file. */
function renew(options: DatabaseOptions, why: UnsoundFile['why'] | 'newer'): Opened {
  const { file, kind, clock, log, maxBytes } = options;
  try {
    const setAside = setAsideDatabase(file, clock);
    log(`${kind.name}.setAside`, { why, file: setAside });
    return { is: 'open', db: openSound(file, kind, maxBytes), setAside };
  } catch (error) {
    return unusable(error, file);
  }
}

/** An error of opening or of the first writing, as a value. */
export function unusable(error: unknown, file: string): Extract<OpenedDatabase, { is: 'unusable' }> {
  const why = diskFailureOf(error, file);
  return { is: 'unusable', why: why === 'damaged' ? 'other' : why, error };
}
