import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { setAsidePath } from './set-aside.ts';

/** What the file of enrolments needs. */
export interface EnrolmentFileOptions {
  /** Absolute path of the database. Its folder is made when it is missing. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The database of enrolments, which mends itself by starting anew where the file is damaged. */
export interface EnrolmentFile {
  /** Runs `work` on the database; a damaged file is set aside and `work` runs again on a new one. Other errors are thrown. */
  use<T>(work: (db: DatabaseSync) => T): T;
  /** As `use`, in one transaction. */
  change<T>(work: (db: DatabaseSync) => T): T;
  close(): void;
}

/** SQLite's result codes for a file that is no sound database (reference, toolchain "node:sqlite"). */
const corrupt = 11;
const notADatabase = 26;

/** Version of the tables below, in `user_version`. A change of the tables adds an entry here; entries are never edited. */
const migrations: readonly string[] = [
  `create table enrolment (
     id blob primary key check (length(id) = 32),
     version integer not null,
     created_at_ms integer not null,
     salt blob not null,
     sealed blob not null,
     id_log_n integer not null, id_r integer not null, id_p integer not null,
     key_log_n integer not null, key_r integer not null, key_p integer not null
   ) strict, without rowid;
   create index enrolment_by_age on enrolment (created_at_ms);`,
];

/** Opens or creates the file, with mode 0600 in a folder of mode 0700 where the system has such modes. */
export function openEnrolmentFile(options: EnrolmentFileOptions): EnrolmentFile {
  let db: DatabaseSync | null = openOrRenew(options);
  const current = () => {
    if (db === null) throw new Error('The enrolments are closed.');
    return db;
  };
  const use = <T>(work: (db: DatabaseSync) => T): T => {
    try {
      return work(current());
    } catch (error) {
      if (!isDamage(error)) throw error;
      shut(current());
      db = null;
      setAside(options, 'damaged');
      db = openOrRenew(options);
      return work(db);
    }
  };
  return {
    use,
    change: (work) => use((open) => inTransaction(open, work)),
    close() {
      if (db !== null) shut(db);
      db = null;
    },
  };
}

function openOrRenew(options: EnrolmentFileOptions): DatabaseSync {
  try {
    return openSound(options.file);
  } catch (error) {
    const why = error instanceof NewerFile ? 'newer' : isDamage(error) ? 'damaged' : null;
    if (why === null) throw error;
    setAside(options, why);
    return openSound(options.file);
  }
}

/** Thrown inside this file only: a later version of the station wrote the tables. */
class NewerFile extends Error {}

/** Thrown inside this file only: the check found what opening did not. */
class UnsoundFile extends Error {}

function openSound(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Made before SQLite makes it: its own would be readable by others. The files beside it take over its mode.
  closeSync(openSync(file, 'a', 0o600));
  if (process.platform !== 'win32') chmodSync(file, 0o600);
  // The wait for a lock stops the whole process, screen and reader with it: keep it short.
  const db = new DatabaseSync(file, { timeout: 500, enableForeignKeyConstraints: true, defensive: true });
  try {
    // secure_delete: a removed enrolment leaves no sealed text behind in free pages.
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;');
    const sound = db.prepare('pragma quick_check(1)').get()?.quick_check;
    if (sound !== 'ok') throw new UnsoundFile();
    migrate(db);
    return db;
  } catch (error) {
    shut(db);
    throw error;
  }
}

function migrate(db: DatabaseSync): void {
  const version = Number(db.prepare('pragma user_version').get()?.user_version ?? 0);
  if (version > migrations.length) throw new NewerFile();
  inTransaction(db, () => {
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`pragma user_version = ${migrations.length}`);
  });
}

function inTransaction<T>(db: DatabaseSync, work: (db: DatabaseSync) => T): T {
  db.exec('begin immediate');
  try {
    const result = work(db);
    db.exec('commit');
    return result;
  } catch (error) {
    // SQLite has already rolled back after some errors.
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  if (error instanceof UnsoundFile) return true;
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false;
  // The low byte is the primary code; the rest says more about where.
  const primary = error.errcode & 0xff;
  return primary === corrupt || primary === notADatabase;
}

/** Closing a damaged database may fail; its handle is given up either way. */
function shut(db: DatabaseSync): void {
  try {
    db.close();
  } catch {
    return;
  }
}

function setAside({ file, clock, log }: EnrolmentFileOptions, why: 'damaged' | 'newer'): void {
  const aside = setAsidePath(file, clock);
  renameSync(file, aside);
  for (const tail of ['-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
  log('enrolments.setAside', { why, file: aside });
}
