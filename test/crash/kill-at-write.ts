import { writeSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { type JournalKill, type JournalWrite, killVariable } from './steps.ts';

/*
 * Loaded with `--import` into the kiosk's own process, so that the product needs no hook for its tests: counts the writes to the journal and
 * ends the process with SIGKILL right before or after the one that it was told. At an orderly end it says what it counted.
 */

const text = process.env[killVariable];
const wanted = text === undefined ? null : (JSON.parse(text) as JournalKill);
const seen: Record<JournalWrite, number> = { begin: 0, intend: 0, answer: 0, end: 0 };
const databases = new WeakMap<StatementSync, DatabaseSync>();
/** The wanted write was made within a transaction of this database: it counts once that is committed. */
let dueAtCommit: DatabaseSync | null = null;

/** By the journal's two tables alone: other files have others. Upkeep at the start changes releases too, but none by its id. */
function writeOf(sql: string): JournalWrite | null {
  if (/^\s*INSERT\s+INTO\s+releases\b/i.test(sql)) return 'begin';
  if (/^\s*INSERT\s+INTO\s+effects\b/i.test(sql)) return 'intend';
  if (/^\s*UPDATE\s+effects\b/i.test(sql)) return 'answer';
  return /^\s*UPDATE\s+releases\b.*\bWHERE\s+id\s*=/is.test(sql) ? 'end' : null;
}

function die(): never {
  writeSync(1, `${JSON.stringify({ killedAt: wanted })}\n`);
  process.kill(process.pid, 'SIGKILL');
  // Not one statement more, however long the signal takes.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function around<T>(db: DatabaseSync | undefined, sql: string, run: () => T): T {
  const write = writeOf(sql);
  if (write === null) {
    const result = run();
    if (dueAtCommit !== null && db === dueAtCommit && !db.isTransaction) {
      if (/^\s*(COMMIT|END|RELEASE)\b/i.test(sql)) die();
      dueAtCommit = null;
    }
    return result;
  }
  seen[write] += 1;
  const hit = wanted?.write === write && seen[write] === wanted.nth;
  if (hit && wanted?.when === 'before') die();
  const result = run();
  if (hit && db?.isTransaction) dueAtCommit = db;
  else if (hit) die();
  return result;
}

const { prepare, exec } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...args: Parameters<typeof prepare>) {
  const statement = prepare.apply(this, args);
  databases.set(statement, this);
  return statement;
};
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  return around(this, sql, () => exec.call(this, sql));
};
// A write may also be made by the calls that read, with RETURNING.
for (const name of ['run', 'get', 'all'] as const) {
  const plain = StatementSync.prototype[name] as (this: StatementSync, ...args: never[]) => unknown;
  StatementSync.prototype[name] = function (this: StatementSync, ...args: never[]) {
    return around(databases.get(this), this.sourceSQL, () => plain.apply(this, args));
  } as never;
}

process.once('exit', () => writeSync(1, `${JSON.stringify({ seen })}\n`));
