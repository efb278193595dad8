import { closeSync, openSync } from 'node:fs';

/**
 * Why a database of the station cannot be used. `locked`: another program holds it. `newer`: a later version of the station wrote it.
 * `noHandles`: the process or the machine has no file handle left. `damaged`: its content is no sound database.
 */
export type DiskFailure = 'locked' | 'newer' | 'readOnly' | 'full' | 'noHandles' | 'damaged' | 'other';

/** Primary result codes of SQLite (sqlite.org/rescode.html): the low byte of `errcode`. */
const primary = {
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
};

/** SQLITE_IOERR_SHMSIZE: the index of the write-ahead log could not grow, which is a full disk in other words. */
const sharedMemorySize = 4874;

/** Thrown within the opener: a database that opens and reads, and is not sound or not ours all the same. */
export class UnsoundFile extends Error {
  readonly why: 'damaged' | 'foreign' | 'empty';
  constructor(why: UnsoundFile['why']) {
    super(`The database is ${why}.`);
    this.why = why;
  }
}

/** Thrown within the opener: a later version of the station wrote the tables. */
export class NewerFile extends Error {}

/**
 * What an error of `node:sqlite` or `node:fs` means, by its code and never by its text. Pass `file` where opening failed: SQLite says
 * "cannot open" for want of a file handle too, and only trying tells the two apart.
 */
export function diskFailureOf(error: unknown, file?: string): DiskFailure {
  if (error instanceof UnsoundFile) return 'damaged';
  if (error instanceof NewerFile) return 'newer';
  if (!(error instanceof Error)) return 'other';
  if ('errcode' in error && typeof error.errcode === 'number') return ofSqlite(error.errcode, file);
  return 'code' in error && typeof error.code === 'string' ? ofSystem(error.code) : 'other';
}

/** The extended code where SQLite gave one, for the log. Null for other errors. */
export function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;
}

function ofSqlite(errcode: number, file: string | undefined): DiskFailure {
  if (errcode === sharedMemorySize) return 'full';
  switch (errcode & 0xff) {
    case primary.busy:
    case primary.locked:
    case primary.protocol:
      return 'locked';
    case primary.readOnly:
    case primary.perm:
      return 'readOnly';
    case primary.full:
      return 'full';
    case primary.corrupt:
    case primary.notADatabase:
      return 'damaged';
    case primary.cannotOpen:
    case primary.ioError:
      return file === undefined ? 'other' : whyNotOpened(file);
    default:
      return 'other';
  }
}

function ofSystem(code: string): DiskFailure {
  switch (code) {
    case 'EMFILE':
    case 'ENFILE':
      return 'noHandles';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'readOnly';
    case 'EBUSY':
      return 'locked';
    default:
      return 'other';
  }
}

/** Handles that SQLite opens for one database: the file, its log, the index of its log, and the folder while it syncs that. */
const handlesNeeded = 4;

/** Does what SQLite did, to hear the system's own reason. Nothing is created or changed. */
function whyNotOpened(file: string): DiskFailure {
  const opened: number[] = [];
  try {
    while (opened.length < handlesNeeded) opened.push(openSync(file, 'r+'));
    return 'other';
  } catch (error) {
    return diskFailureOf(error);
  } finally {
    for (const handle of opened) closeSync(handle);
  }
}
