import { openDatabase, type StationDatabase } from '../disk/database.ts';
import { diskFailureOf, sqliteCode } from '../disk/failure.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { checkChain, type Finding, hashText, type Retention, retention, toEntry } from './chain.ts';
import type { AuditEntry, Head, OwnEntry, RecordedEntry } from './model.ts';
import { append, auditKind, newest, readRows, removeOldest } from './rows.ts';

/** What the audit trail needs. */
export interface AuditOptions {
  /** Absolute path of `audit.db`. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The most that the file may grow to, in bytes. Default: what the disk has. */
  readonly maxBytes?: number;
  /** Default: the rule of every station. */
  readonly rule?: Retention;
}

/** The station's audit trail: who did what and when, for IT's auditors. */
export interface Audit {
  /**
   * Writes entries, all with one sync, in this order. Never throws: a trail that cannot be written must not keep people from their prints,
   * and nothing is sent twice for want of it (that is the journal's). It is logged once, and the trail says later how many are missing.
   */
  record(...entries: readonly AuditEntry[]): void;
  /** Checks every row against the one before. Null where the file cannot be read. Takes about a second for 300,000 rows. */
  verify(): Finding | null;
  /** Entries from `sinceMs` (milliseconds since the epoch) on, oldest first. */
  entries(sinceMs?: number): readonly RecordedEntry[];
  /** The newest row, to be logged at the stop and once a day, so that it stands outside this machine. Null in an empty trail. */
  head(): Head | null;
  /** Removes entries older than 365 days, and tries again to open a file that could not be used. Call it once a day. Returns how many. */
  prune(): number;
  close(): void;
}

/** Opens the audit trail, making it if need be. Where that fails it is logged once, and the trail stays silent until `prune` can open it. */
export function openAudit(options: AuditOptions): Audit {
  const { clock, log, rule = retention } = options;
  let database: StationDatabase | null = null;
  let closed = false;
  let lost = 0;
  /** Renewals of the file that the trail already tells of. */
  let told = 0;
  let said = false;

  const fail = (why: string, error: unknown) => {
    if (!said) log('audit.unwritable', { why, code: sqliteCode(error) });
    said = true;
  };
  const open = () => {
    if (database !== null || closed) return;
    const opened = openDatabase({ ...options, kind: auditKind, whenNewer: 'refuse', whenDamaged: 'renew' });
    if (opened.is === 'unusable') return fail(opened.why, opened.error);
    database = opened.database;
    if (opened.setAside !== null) write([{ kind: 'fileSetAside', file: 'audit' }]);
  };
  /** Runs `work` if the file can be used; `otherwise` where not. */
  const attempt = <T>(work: (open: StationDatabase) => T, otherwise: T): T => {
    if (database === null) return otherwise;
    try {
      return work(database);
    } catch (error) {
      fail(diskFailureOf(error), error);
      return otherwise;
    }
  };
  const write = (entries: readonly AuditEntry[]) => {
    const missing: readonly OwnEntry[] = lost > 0 ? [{ kind: 'entriesLost', count: lost }] : [];
    const written = attempt((opened) => {
      opened.change((db) => {
        // Asked within the work: damage met by this very change sets the file aside and runs it again.
        const renewed: readonly AuditEntry[] = opened.renewals() > told ? [{ kind: 'fileSetAside', file: 'audit' }] : [];
        append(db, clock.now(), [...renewed, ...missing, ...entries]);
      });
      told = opened.renewals();
      return true;
    }, false);
    if (!written) {
      lost += entries.length;
      return;
    }
    if (said) log('audit.writable', { lost });
    said = false;
    lost = 0;
  };

  open();
  return {
    record(...entries) {
      if (entries.length > 0) write(entries);
    },
    verify: () => attempt<Finding | null>((opened) => opened.use((db) => checkChain(readRows(db), [], rule)), null),
    entries: (sinceMs) =>
      attempt<readonly RecordedEntry[]>(
        (opened) =>
          opened.use((db) =>
            [...readRows(db, sinceMs)]
              .filter(({ kind }) => kind !== 'anchor')
              .map((row) => ({ seq: row.seq, at: row.at, entry: toEntry(row) })),
          ),
        [],
      ),
    head: () =>
      attempt<Head | null>((opened) => {
        const last = opened.use(newest);
        return last === null ? null : { seq: last.seq, hash: hashText(last.hash) };
      }, null),
    prune() {
      open();
      return attempt((opened) => {
        const removed = opened.change((db) => removeOldest(db, clock.now(), rule));
        opened.emptyLog();
        return removed;
      }, 0);
    },
    close() {
      database?.close();
      database = null;
      closed = true;
    },
  };
}
