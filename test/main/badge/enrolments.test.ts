import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEnrolments, type StationEnrolments } from '../../../main/badge/enrolments.ts';
import type { Card, OpenedCard } from '../../../main/badge/model.ts';
import type { SealCost } from '../../../main/badge/seal.ts';
import { Secret } from '../../../main/secret.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';
import { oldFile } from '../../support/disk.ts';

const cheap: SealCost = { id: { logN: 4, r: 1, p: 1 }, key: { logN: 4, r: 1, p: 1 } };
const dear: SealCost = { id: { logN: 6, r: 2, p: 1 }, key: { logN: 5, r: 2, p: 1 } };
const dayMs = 86_400_000;
const card = (number: string): Card => ({ number: new Secret(number) });
const ann = card('12345678');
const bea = card('87654321');

/** A station on its own folder; `again` opens the same file anew, as after a restart. */
function station(options: { readonly cost?: SealCost; readonly file?: string } = {}) {
  const clock = handClock();
  const { log, lines } = recordingLog();
  const file = options.file ?? join(ownFolder(), 'data', 'enrolments.db');
  const secret = new Secret(randomBytes(32).toString('base64'));
  let open: StationEnrolments | null = null;
  const again = (other: { readonly cost?: SealCost; readonly secret?: Secret } = {}) => {
    open?.close();
    const cost = other.cost ?? options.cost ?? cheap;
    open = createEnrolments({ file, stationSecret: other.secret ?? secret, clock, random: randomBytes, maxAgeDays: 30, log, cost });
    return open;
  };
  onTestFinished(() => open?.close());
  return { clock, lines, file, again, enrolments: again() };
}

function contentOf(opened: OpenedCard): string {
  return opened.is === 'opened' ? opened.content.reveal() : opened.is;
}

function events(lines: readonly { readonly event: string; readonly fields: object }[]) {
  return lines.map(({ event, fields }) => ('why' in fields ? `${event} ${fields.why}` : event));
}

describe('a linked card', () => {
  test('works at once, after a restart, and is nobody else’s', async () => {
    const { enrolments, again } = station();
    expect(await enrolments.open(ann)).toEqual({ is: 'unknown' });
    await enrolments.link(ann, new Secret('Ann’s sign-in'));
    await enrolments.link(bea, new Secret('Bea’s sign-in'));
    expect(contentOf(await enrolments.open(ann))).toBe('Ann’s sign-in');
    const restarted = again();
    expect(contentOf(await restarted.open(ann))).toBe('Ann’s sign-in');
    expect(contentOf(await restarted.open(bea))).toBe('Bea’s sign-in');
    expect(restarted.count()).toBe(2);
  });

  test('linked again belongs to the second person only', async () => {
    const { enrolments } = station();
    await enrolments.link(ann, new Secret('first'));
    await enrolments.link(ann, new Secret('second'));
    expect(contentOf(await enrolments.open(ann))).toBe('second');
    expect(enrolments.count()).toBe(1);
  });

  test('keeps what was sealed last', async () => {
    const { enrolments, again } = station();
    const row = await enrolments.link(ann, new Secret('token 1'));
    row.reseal(new Secret('token 2'));
    expect(contentOf(await enrolments.open(ann))).toBe('token 2');
    const opened = await enrolments.open(ann);
    if (opened.is === 'opened') opened.row.reseal(new Secret('token 3'));
    expect(contentOf(await again().open(ann))).toBe('token 3');
  });

  test('is unknown once removed, and what comes late does not bring it back', async () => {
    const { enrolments } = station();
    const row = await enrolments.link(ann, new Secret('token'));
    row.remove();
    row.remove();
    expect(row.reseal(new Secret('late'))).toBe(false);
    expect(await enrolments.open(ann)).toEqual({ is: 'unknown' });
    expect(enrolments.count()).toBe(0);
  });

  test('an old session can neither change nor remove what the next person linked', async () => {
    const { enrolments } = station();
    const old = await enrolments.link(ann, new Secret('first'));
    await enrolments.link(ann, new Secret('second'));
    expect(old.reseal(new Secret('first again'))).toBe(false);
    old.remove();
    expect(contentOf(await enrolments.open(ann))).toBe('second');
  });

  test('of two sessions that are open at once keeps what was sealed last, not what the older one ends with', async () => {
    const { enrolments } = station();
    await enrolments.link(ann, new Secret('token 1'));
    const older = await enrolments.open(ann);
    const newer = await enrolments.open(ann);
    if (older.is !== 'opened' || newer.is !== 'opened') throw new Error('not opened');
    expect(newer.row.reseal(new Secret('token 2'))).toBe(true);
    expect(older.row.reseal(new Secret('token 1, renewed'))).toBe(false);
    expect(contentOf(await enrolments.open(ann))).toBe('token 2');
    expect(newer.row.reseal(new Secret('token 3'))).toBe(true);
    expect(contentOf(await enrolments.open(ann))).toBe('token 3');
  });

  test('cannot be sealed after its session closed it', async () => {
    const { enrolments } = station();
    const row = await enrolments.link(ann, new Secret('token'));
    row.close();
    expect(() => row.reseal(new Secret('late'))).toThrow('closed');
    const other = await enrolments.link(ann, new Secret('token'));
    enrolments.close();
    expect(() => other.reseal(new Secret('late'))).toThrow('The enrolment is closed');
    await expect(enrolments.open(ann)).rejects.toThrow('closed');
  });
});

describe('an enrolment ends', () => {
  test('by age, counted from the linking and not from the last use', async () => {
    const { enrolments, clock, lines } = station();
    const row = await enrolments.link(ann, new Secret('token'));
    clock.advance(29 * dayMs);
    row.reseal(new Secret('token 2'));
    expect(contentOf(await enrolments.open(ann))).toBe('token 2');
    clock.advance(dayMs + 1);
    expect(await enrolments.open(ann)).toEqual({ is: 'ended', why: 'age' });
    expect(await enrolments.open(ann)).toEqual({ is: 'unknown' });
    expect(events(lines)).toEqual(['enrolments.removed age']);
  });

  test('by pruning, which leaves the younger ones', async () => {
    const { enrolments, clock, lines } = station();
    await enrolments.link(ann, new Secret('old'));
    clock.advance(20 * dayMs);
    await enrolments.link(bea, new Secret('young'));
    expect(enrolments.prune()).toBe(0);
    clock.advance(11 * dayMs);
    expect(enrolments.prune()).toBe(1);
    expect(enrolments.count()).toBe(1);
    expect(contentOf(await enrolments.open(bea))).toBe('young');
    expect(lines).toEqual([{ event: 'enrolments.pruned', fields: { removed: 1 } }]);
  });

  test('when it was linked under a clock that was far ahead; pruning under a clock that is behind removes nothing', async () => {
    const { enrolments, clock } = station();
    const nowMs = clock.now();
    await enrolments.link(ann, new Secret('token'));
    clock.set(0);
    expect(enrolments.prune()).toBe(0);
    clock.set(nowMs - dayMs / 2);
    expect(contentOf(await enrolments.open(ann))).toBe('token');
    clock.set(nowMs - 2 * dayMs);
    expect(await enrolments.open(ann)).toEqual({ is: 'ended', why: 'age' });
  });

  test.each([
    ['a changed byte of the content', 'update enrolment set sealed = zeroblob(length(sealed))'],
    ['a shorter content', "update enrolment set sealed = x'00'"],
    ['a date made younger', 'update enrolment set created_at_ms = created_at_ms + 1'],
    ['another salt', 'update enrolment set salt = zeroblob(32)'],
    ['an empty salt', "update enrolment set salt = x''"],
    ['a cost that would take gigabytes', 'update enrolment set key_log_n = 30'],
    ['a cost of nothing', 'update enrolment set key_r = 0'],
    ['a version that is not known', 'update enrolment set version = 99'],
  ])('as damaged: %s', async (_, sql) => {
    const { enrolments, file, lines } = station();
    await enrolments.link(ann, new Secret('token'));
    tamper(file, sql);
    expect(await enrolments.open(ann)).toEqual({ is: 'ended', why: 'damaged' });
    expect(await enrolments.open(ann)).toEqual({ is: 'unknown' });
    expect(events(lines)).toEqual(['enrolments.removed damaged']);
  });

  test('as damaged when somebody exchanged the rows of two cards', async () => {
    const { enrolments, file } = station();
    await enrolments.link(ann, new Secret('Ann'));
    await enrolments.link(bea, new Secret('Bea'));
    tamper(
      file,
      `create temp table other as select * from enrolment;
       update enrolment set (salt, sealed) = (select salt, sealed from other where other.id <> enrolment.id);`,
    );
    expect(await enrolments.open(ann)).toEqual({ is: 'ended', why: 'damaged' });
    expect(await enrolments.open(bea)).toEqual({ is: 'ended', why: 'damaged' });
  });
});

function tamper(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

test('the same file under another station’s secret opens nothing', async () => {
  const { enrolments, again } = station();
  await enrolments.link(ann, new Secret('token'));
  expect(await again({ secret: new Secret(randomBytes(32).toString('base64')) }).open(ann)).toEqual({ is: 'unknown' });
});

describe('when the cost of a seal is raised', () => {
  test('an old row still opens, is sealed anew at the new cost, and keeps its age', async () => {
    const { enrolments, again, file, clock } = station({ cost: cheap });
    await enrolments.link(ann, new Secret('token'));
    clock.advance(20 * dayMs);
    const raised = again({ cost: dear });
    const opened = await raised.open(ann);
    expect(contentOf(opened)).toBe('token');
    if (opened.is === 'opened') opened.row.reseal(new Secret('token 2'));
    expect(rows(file)).toEqual([{ id_log_n: 6, key_log_n: 5, created_at_ms: clock.now() - 20 * dayMs }]);
    expect(contentOf(await raised.open(ann))).toBe('token 2');
    clock.advance(11 * dayMs);
    expect(await raised.open(ann)).toEqual({ is: 'ended', why: 'age' });
  });

  test('linking a card replaces its old row', async () => {
    const { enrolments, again } = station({ cost: cheap });
    await enrolments.link(ann, new Secret('first'));
    const raised = again({ cost: dear });
    await raised.link(ann, new Secret('second'));
    expect(raised.count()).toBe(1);
    expect(contentOf(await raised.open(ann))).toBe('second');
  });

  test('a row whose cost for finding it is absurd costs nothing', async () => {
    const { enrolments, file } = station();
    await enrolments.link(ann, new Secret('token'));
    tamper(file, 'update enrolment set id_log_n = 40');
    expect(await enrolments.open(bea)).toEqual({ is: 'unknown' });
  });
});

function rows(file: string) {
  const db = new DatabaseSync(file, { readOnly: true });
  const found = db.prepare('select id_log_n, key_log_n, created_at_ms from enrolment').all();
  db.close();
  return found.map((row) => ({ ...row }));
}

/** Every form in which a text might lie on the disk in the clear. */
function forms(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [bytes, Buffer.from(text, 'utf16le'), Buffer.from(bytes.toString('hex')), ...base64.map((part) => Buffer.from(part))];
}

function filesOf(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }));
}

test('nothing on the disk shows or can be compared with card, person or token', async () => {
  const folder = ownFolder();
  const canaries = {
    number: '0470311999888777',
    oid: '7d9f3c52-1c0e-4b59-9f3e-2f6a54c1d0aa',
    name: 'Maximiliane Canary-Hohenstein',
    token: '0.AXoAcanaryRefreshTokenThatMustNotBeSeen',
  };
  const plain = filesAfter(join(folder, 'plain.db'), (file) => {
    const db = new DatabaseSync(file);
    db.exec('pragma journal_mode = wal; create table t (x)');
    db.prepare('insert into t values (?)').run(JSON.stringify(canaries));
    return db;
  });
  expect(Object.values(canaries).map((canary) => shows(plain, canary))).toEqual([true, true, true, true]);

  const { enrolments, file } = station({ file: join(folder, 'data', 'enrolments.db') });
  const row = await enrolments.link(card(canaries.number), new Secret(JSON.stringify(canaries)));
  row.reseal(new Secret(JSON.stringify({ ...canaries, more: 1 })));
  await enrolments.open(card(canaries.number));
  const files = filesOf(join(folder, 'data'));
  expect(new Set(files.map(({ name }) => name))).toEqual(new Set(['enrolments.db', 'enrolments.db-shm', 'enrolments.db-wal']));
  expect(Object.values(canaries).map((canary) => shows(files, canary))).toEqual([false, false, false, false]);
  // Two people with the same card number at two stations, or the same content twice, have nothing in common.
  const other = station();
  await other.enrolments.link(card(canaries.number), new Secret(JSON.stringify(canaries)));
  expect(blobs(file).filter((blob) => blobs(other.file).includes(blob))).toEqual([]);
});

function filesAfter(file: string, write: (file: string) => DatabaseSync) {
  const db = write(file);
  const files = filesOf(join(file, '..'));
  db.close();
  return files;
}

function shows(files: readonly { readonly bytes: Buffer }[], text: string): boolean {
  return files.some(({ bytes }) => forms(text).some((form) => bytes.includes(form)));
}

function blobs(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const found = db.prepare('select hex(id) as id, hex(salt) as salt, hex(sealed) as sealed from enrolment').all();
  db.close();
  return found.flatMap((row) => Object.values(row).map(String));
}

test('a removed enrolment leaves no sealed bytes behind in the files', async () => {
  const { enrolments, file } = station();
  const row = await enrolments.link(ann, new Secret('token'));
  const traces = blobs(file).map((hex) => Buffer.from(hex, 'hex').subarray(0, 28));
  const seen = () => traces.map((trace) => filesOf(join(file, '..')).some(({ bytes }) => bytes.includes(trace)));
  await enrolments.link(bea, new Secret('token'));
  expect(seen()).toEqual([true, true, true]);
  row.remove();
  expect(seen()).toEqual([false, false, false]);
});

test('only the station’s own user can read the file or its folder (where the system has modes)', async () => {
  const { enrolments, file } = station();
  await enrolments.link(ann, new Secret('token'));
  const modes = [join(file, '..'), file, `${file}-wal`, `${file}-shm`].map((path) => statSync(path).mode & 0o077);
  expect(process.platform === 'win32' || modes.every((others) => others === 0)).toBe(true);
});

describe('a damaged file is set aside whole, reported, and a new one begun', () => {
  const damage: readonly [string, (file: string) => void][] = [
    ['no database at all', (file) => writeFileSync(file, 'this is not a database, but it is long enough to look like one'.repeat(40))],
    ['cut in the middle', (file) => truncateSync(file, statSync(file).size - 5000)],
    [
      'overwritten in the middle',
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0xee, 4096, 4096 * 3);
        writeFileSync(file, bytes);
      },
    ],
  ];
  test.each(damage)('at the start: %s', async (_, spoil) => {
    const { enrolments, again, file, lines } = station();
    for (let number = 10_000; number < 10_012; number += 1) await enrolments.link(card(String(number)), new Secret('token'));
    enrolments.close();
    spoil(file);
    const spoiled = readFileSync(file);
    const renewed = again();
    expect(renewed.count()).toBe(0);
    await renewed.link(ann, new Secret('token'));
    expect(contentOf(await renewed.open(ann))).toBe('token');
    expect(events(lines)).toEqual(['enrolments.setAside damaged']);
    const aside = readdirSync(join(file, '..')).filter((name) => /set-aside-2026-11-21T00-00-00-000Z$/.test(name));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(file, '..', aside[0]!)).equals(spoiled)).toBe(true);
  });

  test('while the station runs: the tap is answered, and the next link works', async () => {
    const { enrolments, file, lines } = station();
    for (let number = 10_000; number < 10_012; number += 1) await enrolments.link(card(String(number)), new Secret('token'));
    const row = await enrolments.link(ann, new Secret('token'));
    // Another connection writes, so that what SQLite holds in memory no longer counts; then the disk goes bad.
    tamper(file, 'pragma user_version = 1; update enrolment set version = version; pragma wal_checkpoint(truncate)');
    const bytes = readFileSync(file);
    bytes.fill(0xee, 4096);
    writeFileSync(file, bytes);
    expect(await enrolments.open(ann)).toEqual({ is: 'unknown' });
    expect(events(lines)).toEqual(['enrolments.setAside damaged']);
    expect(row.reseal(new Secret('late'))).toBe(false);
    await enrolments.link(ann, new Secret('token 2'));
    expect(contentOf(await enrolments.open(ann))).toBe('token 2');
  });

  test('twice in the same millisecond: both stay', async () => {
    const { enrolments, again, file } = station();
    for (let round = 0; round < 2; round += 1) {
      (round === 0 ? enrolments : again()).close();
      writeFileSync(file, 'not a database '.repeat(500));
      again();
    }
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('set-aside'))).toHaveLength(2);
  });

  test('a file of a newer version is set aside too, for the newer version to find', async () => {
    const { enrolments, again, file, lines } = station();
    await enrolments.link(ann, new Secret('token'));
    enrolments.close();
    tamper(file, 'pragma user_version = 7');
    expect(again().count()).toBe(0);
    expect(events(lines)).toEqual(['enrolments.setAside newer']);
  });
});

test('a file that another program holds is not taken for damaged', async () => {
  const { enrolments, again, file, lines } = station();
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  await expect(enrolments.link(ann, new Secret('token'))).rejects.toThrow('locked');
  expect(() => again()).toThrow('locked');
  other.exec('rollback');
  other.close();
  const later = again();
  await later.link(ann, new Secret('token'));
  expect(contentOf(await later.open(ann))).toBe('token');
  expect(lines).toEqual([]);
});

test('the file waits for the disk at each write and keeps a write-ahead log', async () => {
  const { file, enrolments } = station();
  await enrolments.link(ann, new Secret('token'));
  const db = new DatabaseSync(file, { readOnly: true });
  expect(db.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
  expect(db.prepare('pragma user_version').get()).toMatchObject({ user_version: 1 });
  db.close();
});

test('a file from before files carried an application id opens with its cards, and is stamped', async () => {
  const file = oldFile('enrolments-v1-unstamped.db');
  const { again, lines } = station({ file });
  const enrolments = again({ secret: new Secret(Buffer.alloc(32, 7).toString('base64')) });
  expect(contentOf(await enrolments.open(ann))).toBe('what was sealed');
  const db = new DatabaseSync(file, { readOnly: true });
  expect(db.prepare('pragma application_id').get()).toMatchObject({ application_id: 0x5253656e });
  db.close();
  expect(lines).toEqual([]);
});

test('opening and linking the same card at once ends in one whole enrolment', async () => {
  const { enrolments } = station();
  await Promise.all(['a', 'b', 'c', 'd'].map((text) => enrolments.link(ann, new Secret(text))));
  const opened = await Promise.all([enrolments.open(ann), enrolments.open(ann), enrolments.link(ann, new Secret('e'))]);
  expect(enrolments.count()).toBe(1);
  expect(opened).toHaveLength(3);
  expect(contentOf(await enrolments.open(ann))).toBe('e');
});
