import { existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type DatabaseOptions, openDatabase, type StationDatabase } from '../../../main/disk/database.ts';
import { diskFailureOf } from '../../../main/disk/failure.ts';
import type { DatabaseKind } from '../../../main/disk/open-sound.ts';
import { besides } from '../../../main/disk/set-aside.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { asideNames, bytesOf, diskFolder, holdNode } from '../../support/disk.ts';

const kind: DatabaseKind = {
  name: 'journal',
  applicationId: 0x1234,
  unstampedTables: ['thing'],
  migrations: ['create table thing (n integer not null, text text) strict; create index by_text on thing (text);'],
};
const address = (path: string) => JSON.stringify(new URL(`../../../main/${path}`, import.meta.url).href);

/** A file with 400 rows, closed; `open` opens it with what the test wants. */
function stored(rows = 400) {
  const file = join(diskFolder(), 'data', 'journal.db');
  const { log, lines } = recordingLog();
  const clock = handClock();
  const open = (other: Partial<DatabaseOptions> = {}) => {
    const opened = openDatabase({ file, kind, clock, log, whenNewer: 'refuse', whenDamaged: 'fail', ...other });
    if (opened.is === 'open') onTestFinished(() => opened.database.close());
    return opened;
  };
  const first = mustOpen(open());
  first.change((db) => {
    const insert = db.prepare('insert into thing values (?, ?)');
    for (let n = 0; n < rows; n += 1) insert.run(n, `row ${n} ${'x'.repeat(50)}`);
  });
  first.close();
  return { file, lines, clock, open };
}

function mustOpen(opened: ReturnType<typeof openDatabase>): StationDatabase {
  if (opened.is !== 'open') throw new Error(`unusable: ${opened.why}`, { cause: opened.error });
  return opened.database;
}

const count = (database: StationDatabase) => database.use((db) => Number(db.prepare('select count(*) as n from thing').get()?.n));
const insertOne = (database: StationDatabase) => database.change((db) => db.exec("insert into thing values (1, 'one')"));
const pragma = (database: StationDatabase, name: string) => database.use((db) => db.prepare(`pragma ${name}`).get()?.[name]);

function plainly(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

/** Writes over part of a file. */
function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const all = readFileSync(file);
  all.set(bytes, at);
  writeFileSync(file, all);
}

/** Any bytes, always the same. */
const noise = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 151 + 77) % 251);

describe('a database of the station', () => {
  test('is written through to the disk at each commit: WAL and synchronous FULL, asked on the connection that writes', () => {
    const database = mustOpen(stored().open());
    expect(pragma(database, 'journal_mode')).toBe('wal');
    expect(pragma(database, 'synchronous')).toBe(2);
    expect(pragma(database, 'foreign_keys')).toBe(1);
    expect(pragma(database, 'secure_delete')).toBe(1);
    expect(database.use((db) => db.prepare('pragma busy_timeout').get()?.timeout)).toBe(1000);
  });

  test('is for the station’s own user only, also where the file was there before with a wider mode', () => {
    const { file, open } = stored();
    plainly(file, 'pragma user_version');
    const database = mustOpen(open());
    insertOne(database);
    const modes = [join(file, '..'), file, ...besides.map((tail) => file + tail)].map((path) => statSync(path).mode & 0o077);
    expect(process.platform === 'win32' || modes.every((others) => others === 0)).toBe(true);
  });

  test('rolls back a change that throws', () => {
    const database = mustOpen(stored(3).open());
    expect(() =>
      database.change((db) => {
        db.exec("insert into thing values (9, 'nine')");
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(count(database)).toBe(3);
  });

  test('leaves no trace of removed rows in its files', () => {
    const { file, open } = stored(0);
    const database = mustOpen(open());
    database.change((db) => db.exec("insert into thing values (1, 'canary-in-a-row')"));
    database.emptyLog();
    expect(readFileSync(file).includes('canary-in-a-row')).toBe(true);
    database.change((db) => db.exec('delete from thing'));
    database.emptyLog();
    expect(bytesOf(file).some((bytes) => bytes?.includes('canary-in-a-row'))).toBe(false);
  });

  test('keeps what was committed when its process is killed, from the log that it leaves behind', async () => {
    const { file, open } = stored(0);
    const child = await holdNode(`
      import { openDatabase } from ${address('disk/database.ts')};
      const opened = openDatabase({ file: ${JSON.stringify(file)}, kind: ${JSON.stringify(kind)}, clock: { now: Date.now }, log() {},
        whenNewer: 'refuse', whenDamaged: 'fail' });
      for (let n = 0; n < 50; n += 1) opened.database.change((db) => db.exec("insert into thing values (1, 'kept')"));
      opened.database.use((db) => db.exec("begin immediate; insert into thing values (2, 'not committed')"));
      console.log('ready');
      setInterval(() => {}, 1000);
    `);
    await child.kill();
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    const opened = open();
    expect(opened).toMatchObject({ is: 'open', setAside: null });
    expect(count(mustOpen(opened))).toBe(50);
  });
});

describe('a file that is no sound database is set aside byte for byte, reported, and a new one begun', () => {
  const damages: readonly [string, string, (file: string) => void][] = [
    ['a damaged header', 'damaged', (file) => overwrite(file, 0, noise(60))],
    ['one wrong byte in the header', 'damaged', (file) => overwrite(file, 3, noise(1))],
    ['random bytes in the middle', 'damaged', (file) => overwrite(file, 4096 * 3, noise(9000))],
    ['cut in the middle of a page', 'damaged', (file) => truncateSync(file, 4096 * 5 + 100)],
    ['cut after the header', 'damaged', (file) => truncateSync(file, 100)],
    ['cut to nothing', 'empty', (file) => truncateSync(file, 0)],
    ['text in its place', 'damaged', (file) => writeFileSync(file, 'not a database at all '.repeat(500))],
    ['another program’s database', 'foreign', (file) => plainly(file, 'pragma application_id = 99')],
    ['a database of nobody in particular', 'foreign', (file) => plainly(file, 'pragma application_id = 0; create table other (x)')],
    [
      'an index that does not belong to its table',
      'damaged',
      (file) => {
        // Two indexes of as many rows exchanged: each page is sound, and what they point to is not what their tables hold.
        const db = new DatabaseSync(file, { defensive: false });
        db.exec(`create table twin (text text); insert into twin select 'twin' || n from thing; create index twins on twin (text);
          pragma writable_schema = on;
          create temp table root as select name, rootpage from sqlite_schema where name in ('by_text', 'twins');
          update sqlite_schema set rootpage = (select rootpage from root where root.name <> sqlite_schema.name)
          where name in ('by_text', 'twins')`);
        db.close();
      },
    ],
  ];
  test.each(damages)('%s', (_, why, spoil) => {
    const { file, lines, open } = stored();
    spoil(file);
    const spoiled = readFileSync(file);
    const opened = open();
    expect(opened).toMatchObject({ is: 'open', setAside: `${file}.set-aside-2026-11-21T00-00-00-000Z` });
    expect(count(mustOpen(opened))).toBe(0);
    insertOne(mustOpen(opened));
    expect(lines).toEqual([{ event: 'journal.setAside', fields: { why, file: `${file}.set-aside-2026-11-21T00-00-00-000Z` } }]);
    expect(readFileSync(`${file}.set-aside-2026-11-21T00-00-00-000Z`).equals(spoiled)).toBe(true);
  });

  test('with the log beside it, which may hold what was written last', () => {
    const { file, open } = stored();
    const other = new DatabaseSync(file);
    other.exec("insert into thing values (5, 'only in the log')");
    const log = readFileSync(`${file}-wal`);
    other.close();
    truncateSync(file, 5000);
    writeFileSync(`${file}-wal`, log);
    const opened = open();
    expect(mustOpen(opened).use((db) => db.prepare('select * from thing').all())).toEqual([]);
    expect(bytesOf(opened.is === 'open' ? String(opened.setAside) : '')[1]?.equals(log)).toBe(true);
  });

  test.each([
    // As a set-aside that was cut off after its first rename leaves it.
    ['gone', (file: string) => rmSync(file)],
    ['cut to nothing', (file: string) => truncateSync(file, 0)],
  ])('also where the file is %s and only its log is left', (_, spoil) => {
    const { file, lines, open } = stored();
    const other = new DatabaseSync(file);
    other.exec("insert into thing values (5, 'only in the log')");
    const log = readFileSync(`${file}-wal`);
    other.close();
    spoil(file);
    writeFileSync(`${file}-wal`, log);
    const opened = open();
    expect(count(mustOpen(opened))).toBe(0);
    expect(lines).toMatchObject([{ event: 'journal.setAside', fields: { why: 'empty' } }]);
    expect(readFileSync(`${opened.is === 'open' ? opened.setAside : ''}-wal`).equals(log)).toBe(true);
  });

  test('twice in the same millisecond, and as often as it happens: all of them stay', () => {
    const { file, open } = stored();
    for (let round = 0; round < 4; round += 1) {
      writeFileSync(file, `round ${round} `.repeat(500));
      mustOpen(open()).close();
    }
    const aside = asideNames(file).map((name) => readFileSync(join(file, '..', name), 'utf8').slice(0, 7));
    expect(new Set(aside)).toEqual(new Set(['round 0', 'round 1', 'round 2', 'round 3']));
  });
});

describe('damage that shows while the station runs', () => {
  const spoilWhileOpen = (file: string) => {
    // Another connection writes, so that what SQLite holds in memory no longer counts; then the disk goes bad.
    plainly(file, "insert into thing values (0, 'news'); pragma wal_checkpoint(truncate)");
    const bytes = readFileSync(file);
    bytes.fill(0xee, 4096);
    writeFileSync(file, bytes);
  };

  test('sets the file aside and runs the work again on a new one, where the caller asked for that', () => {
    const { file, lines, open } = stored();
    const database = mustOpen(open({ whenDamaged: 'renew' }));
    spoilWhileOpen(file);
    insertOne(database);
    expect(count(database)).toBe(1);
    expect(database.renewals()).toBe(1);
    expect(lines).toMatchObject([{ event: 'journal.setAside', fields: { why: 'damaged' } }]);
    expect(asideNames(file)).toHaveLength(1);
  });

  test('fails then and from then on, where rows build on each other; opened anew it works', () => {
    const { file, lines, open } = stored();
    const database = mustOpen(open({ whenDamaged: 'fail' }));
    spoilWhileOpen(file);
    const thrown = [insertOne, insertOne, count].map((work) => {
      try {
        work(database);
        return 'nothing';
      } catch (error) {
        return diskFailureOf(error);
      }
    });
    expect(thrown).toEqual(['damaged', 'damaged', 'damaged']);
    expect(lines.map(({ event }) => event)).toEqual(['journal.setAside']);
    expect(count(mustOpen(open()))).toBe(0);
  });
});

describe('a file of a newer version', () => {
  test('is intact, so it is left exactly as it is and cannot be used', () => {
    const { file, lines, open } = stored();
    plainly(file, 'pragma user_version = 2');
    const before = readFileSync(file);
    expect(open()).toMatchObject({ is: 'unusable', why: 'newer' });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(asideNames(file)).toEqual([]);
    expect(lines).toEqual([]);
    plainly(file, 'pragma user_version = 1');
    expect(count(mustOpen(open()))).toBe(400);
  });

  test('also when its version is in the log that a crash left behind: neither file is changed', () => {
    const { file, open } = stored();
    const other = new DatabaseSync(file);
    other.exec('pragma user_version = 2');
    const files = bytesOf(file);
    other.close();
    for (const [index, path] of [file, `${file}-wal`].entries()) writeFileSync(path, files[index] ?? '');
    expect(open()).toMatchObject({ is: 'unusable', why: 'newer' });
    expect(bytesOf(file)).toEqual(files);
  });

  test('is set aside where its content can be had again', () => {
    const { file, lines, open } = stored();
    plainly(file, 'pragma user_version = 2');
    expect(count(mustOpen(open({ whenNewer: 'setAside' })))).toBe(0);
    expect(lines).toMatchObject([{ event: 'journal.setAside', fields: { why: 'newer' } }]);
    expect(asideNames(file)).toHaveLength(1);
  });
});

describe('migrations', () => {
  const grown: DatabaseKind = {
    ...kind,
    migrations: [...kind.migrations, 'alter table thing add column extra text', 'create table more (x any) strict; this is not SQL'],
  };
  const mended: DatabaseKind = { ...grown, migrations: [...grown.migrations.slice(0, 2), 'create table more (x any) strict'] };

  test('a file cut off between two steps opens again and goes on where it stopped', () => {
    const { file, open } = stored();
    expect(open({ kind: grown })).toMatchObject({ is: 'unusable', why: 'other' });
    const db = new DatabaseSync(file, { readOnly: true });
    expect(db.prepare('pragma user_version').get()).toMatchObject({ user_version: 2 });
    expect(db.prepare("select name from sqlite_schema where name = 'more'").all()).toEqual([]);
    db.close();
    const database = mustOpen(open({ kind: mended }));
    expect(pragma(database, 'user_version')).toBe(3);
    expect(database.use((open) => open.prepare('select count(*) as n, count(extra) as e from thing').get())).toMatchObject({
      n: 400,
      e: 0,
    });
  });

  test('a file from before files were stamped is known by its tables, and stamped', () => {
    const { file, lines, open } = stored();
    plainly(file, 'pragma application_id = 0');
    const database = mustOpen(open());
    expect(count(database)).toBe(400);
    expect(pragma(database, 'application_id')).toBe(0x1234);
    expect(lines).toEqual([]);
  });
});

describe('a file that is sound but cannot be used now is left as it is', () => {
  test('another process holds it', async () => {
    const { file, lines, open } = stored();
    const child = await holdNode(`
      import { DatabaseSync } from 'node:sqlite';
      const db = new DatabaseSync(${JSON.stringify(file)});
      db.exec('begin exclusive');
      console.log('ready');
      setInterval(() => {}, 1000);
    `);
    expect(open()).toMatchObject({ is: 'unusable', why: 'locked' });
    await child.kill();
    expect(count(mustOpen(open()))).toBe(400);
    expect(lines).toEqual([]);
  });

  test('another connection takes it while it is open: the write says so, and works once it is free', () => {
    const { file, open } = stored();
    const database = mustOpen(open());
    const other = new DatabaseSync(file);
    other.exec('begin exclusive');
    expect(whyThrown(() => insertOne(database))).toBe('locked');
    expect(count(database)).toBe(400);
    other.exec('rollback');
    other.close();
    insertOne(database);
    expect(count(database)).toBe(401);
  });

  test('no room, at opening and in the middle of use; with room again it works and has lost nothing', () => {
    const { file, lines, open } = stored();
    const full = open({
      maxBytes: statSync(file).size,
      kind: { ...kind, migrations: [...kind.migrations, 'create table more (x any) strict'] },
    });
    expect(full).toMatchObject({ is: 'unusable', why: 'full' });
    const database = mustOpen(open({ maxBytes: statSync(file).size + 8192 }));
    const fill = () => {
      for (let n = 0; n < 1000; n += 1) insertOne(database);
    };
    expect(whyThrown(fill)).toBe('full');
    const kept = count(database);
    expect(kept).toBeGreaterThan(400);
    database.close();
    const later = mustOpen(open());
    insertOne(later);
    expect(count(later)).toBe(kept + 1);
    expect(lines).toEqual([]);
  });

  test('a folder has its name', () => {
    const { file, lines, open } = stored();
    rmSync(file);
    mkdirSync(file);
    expect(open()).toMatchObject({ is: 'unusable', why: 'other' });
    expect(existsSync(file)).toBe(true);
    expect(lines).toEqual([]);
  });

  test('a file stands where its folder should be', () => {
    const { file, open } = stored();
    expect(open({ file: join(file, 'below', 'journal.db') })).toMatchObject({ is: 'unusable', why: 'other' });
    expect(count(mustOpen(open()))).toBe(400);
  });
});

function whyThrown(work: () => void): string {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return diskFailureOf(error);
  }
}
