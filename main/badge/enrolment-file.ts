import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../disk/database.ts';
import type { DatabaseKind } from '../disk/open-sound.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';

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

/** What tells a file of enrolments, and its tables from version to version. */
export const enrolmentsKind: DatabaseKind = {
  name: 'enrolments',
  applicationId: 0x5253656e,
  unstampedTables: ['enrolment'],
  migrations: [
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
  ],
};

/** Opens or creates the file. Throws what stands in the way where that is not damage. */
export function openEnrolmentFile({ file, clock, log }: EnrolmentFileOptions): EnrolmentFile {
  // A card can be linked anew in a minute, so a station that went back a version serves on. The newer file waits beside it.
  const opened = openDatabase({ file, kind: enrolmentsKind, clock, log, whenNewer: 'setAside', whenDamaged: 'renew' });
  if (opened.is === 'unusable') throw opened.error;
  return opened.database;
}
