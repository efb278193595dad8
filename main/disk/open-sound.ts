import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NewerFile, UnsoundFile } from './failure.ts';
import { syncFolder } from './set-aside.ts';

/** One kind of database: what tells its files from others, and how its tables came to be. */
export interface DatabaseKind {
  /** Also the first half of its log events. */
  readonly name: 'journal' | 'enrolments' | 'audit' | 'seenJobs' | 'preferences';
  /** SQLite's `application_id`, a positive number of 32 bits: a file of another kind in its place is noticed. */
  readonly applicationId: number;
  /** Step n leads from version n to n + 1 of the tables. Entries are never edited or removed, only added. */
  readonly migrations: readonly string[];
  /** The tables of files that were made before files were stamped with an application id; empty where there are none. */
  readonly unstampedTables: readonly string[];
}

/** How long a write waits for another connection, in milliseconds. The wait stops the whole process, screen and reader with it. */
const busyTimeoutMs = 1000;

/**
 * Opens a sound file of this kind, or makes one, and brings its tables up to date. Throws `UnsoundFile`, `NewerFile` or what the system
 * says, and has then changed nothing in a file that existed.
 */
export function openSound(file: string, kind: DatabaseKind, maxBytes: number | undefined): DatabaseSync {
  if (exists(file)) inspect(file, kind);
  else make(file);
  if (process.platform !== 'win32') chmodSync(file, 0o600);
  const db = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true, defensive: true });
  try {
    // WAL: a reader never stops the station, and a commit is one sync. FULL: that sync happens at each commit; with NORMAL a commit that
    // was reported may be gone after a power cut. secure_delete: what is removed is overwritten, not left in free pages.
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma journal_size_limit = 4194304;');
    if (maxBytes !== undefined) limit(db, maxBytes);
    migrate(db, kind);
    return db;
  } catch (error) {
    shut(db);
    throw error;
  }
}

/** Runs `work` in one transaction, rolled back where it throws. */
export function inTransaction<T>(db: DatabaseSync, work: (db: DatabaseSync) => T): T {
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

/** Closing a damaged database may fail; its handle is given up either way. */
export function shut(db: DatabaseSync): void {
  try {
    db.close();
  } catch {
    return;
  }
}

/** Whether there is anything to look at. A log whose file has gone, or was cut to nothing, would be deleted unread by SQLite. */
function exists(file: string): boolean {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size;
  const fileSize = size(file);
  if (fileSize === 0 || (fileSize === undefined && (size(`${file}-wal`) ?? 0) > 0)) throw new UnsoundFile('empty');
  return fileSize !== undefined;
}

function make(file: string): void {
  const folder = dirname(file);
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Made before SQLite makes it: its own would be readable by others. The files beside it take over its mode.
  closeSync(openSync(file, 'a', 0o600));
  syncFolder(folder);
  if (made !== undefined) syncFolder(dirname(made));
}

/** Looks at a file without being able to write: one that is damaged or newer stays as it was found. */
function inspect(file: string, kind: DatabaseKind): void {
  // Asked first: SQLite opens a file that it may only read, and says so at the first write. Not by opening it: closing a handle of one's own
  // gives up the locks that SQLite holds on the same file in this process (sqlite.org/howtocorrupt.html, 2.2).
  accessSync(file, constants.R_OK | constants.W_OK);
  const db = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
  try {
    const version = pragma(db, 'user_version');
    if (!isOurs(db, kind, version)) throw new UnsoundFile('foreign');
    if (version > kind.migrations.length) throw new NewerFile(`The ${kind.name} has version ${version}.`);
    // Not quick_check: that passes over an index that holds other rows than its table, which a later statement would then meet. It costs 3 ms more here
    // (README), and it is the whole file that is read either way.
    if (db.prepare('pragma integrity_check(1)').get()?.integrity_check !== 'ok') throw new UnsoundFile('damaged');
  } finally {
    shut(db);
  }
}

function isOurs(db: DatabaseSync, kind: DatabaseKind, version: number): boolean {
  const applicationId = pragma(db, 'application_id');
  if (applicationId !== 0) return applicationId === kind.applicationId;
  const tables = db.prepare("select name from sqlite_schema where type = 'table' order by name").all();
  // No table at all: made, and cut off before its first row was written.
  if (tables.length === 0) return version === 0;
  return JSON.stringify(tables.map(({ name }) => name)) === JSON.stringify(kind.unstampedTables.toSorted());
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id' | 'page_size'): number {
  return Number(db.prepare(`pragma ${name}`).get()?.[name]);
}

function limit(db: DatabaseSync, maxBytes: number): void {
  db.exec(`pragma max_page_count = ${Math.floor(maxBytes / pragma(db, 'page_size'))}`);
}

/** Each step is one transaction with its version, so that a file cut off between two steps opens again and goes on. */
function migrate(db: DatabaseSync, kind: DatabaseKind): void {
  // Written at every opening: it proves that this connection can write before anybody relies on it.
  inTransaction(db, () => db.exec(`pragma application_id = ${kind.applicationId}`));
  for (let version = pragma(db, 'user_version'); version < kind.migrations.length; version += 1) {
    inTransaction(db, () => db.exec(`${kind.migrations[version]}; pragma user_version = ${version + 1}`));
  }
}
