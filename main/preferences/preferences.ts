import { openDatabase, type StationDatabase } from '../disk/database.ts';
import { diskFailureOf, sqliteCode } from '../disk/failure.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { Preferences, Wishes } from './model.ts';
import { preferencesKind, readRow, removeBeyond, removeRow, removeUnused, touchRow, writeRow } from './preference-rows.ts';

/** What remembering takes. */
export interface PreferencesOptions {
  /** Absolute path of `preferences.db`. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** As the station has it for somebody who has chosen nothing. */
  readonly usual: Required<Wishes>;
  /** People remembered at most; 20,000 unless given. */
  readonly most?: number;
}

/** The preferences of one station, and their upkeep. */
export interface StationPreferences extends Preferences {
  /** Forgets whoever has not been here for 400 days. Call it at start and once a day. */
  prune(): void;
  close(): void;
}

const dayMs = 86_400_000;
const unusedMs = 400 * dayMs;
/** A row is written for having been of use only this often: a tap costs no write. */
const touchEveryMs = 7 * dayMs;
const mostPeople = 20_000;

/**
 * Opens what the station remembers of people. Where the file cannot be opened or used the log says so and nothing is remembered; the daily
 * upkeep tries to open it again.
 */
export function createPreferences(options: PreferencesOptions): StationPreferences {
  const { file, clock, log, usual, most = mostPeople } = options;
  let database: StationDatabase | null = null;
  let closed = false;

  const open = () => {
    // Choices can be made again in a second, so a damaged file or one of a newer version is set aside and the station serves on.
    const opened = openDatabase({ file, kind: preferencesKind, clock, log, whenNewer: 'setAside', whenDamaged: 'renew' });
    if (opened.is === 'open') database = opened.database;
    else log('preferences.failed', { what: 'open', why: opened.why, code: sqliteCode(opened.error) });
  };

  function attempt<T>(what: 'recall' | 'keep' | 'prune', otherwise: T, work: (open: StationDatabase) => T): T {
    if (database === null || closed) return otherwise;
    try {
      return work(database);
    } catch (error) {
      log('preferences.failed', { what, why: diskFailureOf(error), code: sqliteCode(error) });
      return otherwise;
    }
  }

  const notUsual = (wishes: Wishes): Wishes =>
    Object.fromEntries(Object.entries(wishes).filter(([name, value]) => value !== usual[name as keyof Wishes]));

  open();
  return {
    recall: (oid) =>
      attempt('recall', {}, (open) => {
        const row = open.use((db) => readRow(db, oid));
        if (row === null) return {};
        // A clock that was wrong must not keep a row for ever, nor have it forgotten tomorrow.
        if (Math.abs(clock.now() - row.usedAtMs) > touchEveryMs)
          attempt('keep', undefined, () => open.use((db) => touchRow(db, oid, clock.now())));
        return row.wishes;
      }),
    keep: (oid, wishes) =>
      attempt('keep', undefined, (open) => {
        open.change((db) => {
          const kept = notUsual({ ...readRow(db, oid)?.wishes, ...wishes });
          if (Object.keys(kept).length === 0) return removeRow(db, oid);
          writeRow(db, oid, { wishes: kept, usedAtMs: clock.now() });
          removeBeyond(db, most);
        });
      }),
    prune() {
      if (database === null && !closed) open();
      attempt('prune', undefined, (open) => {
        const removed = open.change((db) => removeUnused(db, clock.now() - unusedMs) + removeBeyond(db, most));
        open.emptyLog();
        if (removed > 0) log('preferences.pruned', { removed });
      });
    },
    close() {
      closed = true;
      database?.close();
    },
  };
}
