import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, type TestContext, test } from 'vitest';
import { type Attempt, keepTrying, tryAgainMs } from '../../../main/station/keep-trying.ts';
import { outOfService } from '../../../main/station/out-of-service.ts';
import { plainSurroundings } from '../../../main/station/plain-screen.ts';
import type { Screen, Snapshot } from '../../../preload/contract.ts';
import { handClock } from '../../support/badge.ts';
import { startOwnStation } from '../../support/own-station.ts';

const around = { ...plainSurroundings, station: { name: 'West', helpContact: 'IT desk' } };
const trouble: Screen = { name: 'trouble', trouble: { code: 'storage', reference: '' } };
const welcome: Screen = { name: 'welcome', ways: ['badge'], opening: false, offline: false, notice: null };
const settled = () => new Promise((done) => setImmediate(done));

describe('a station that cannot be built yet', () => {
  test('says why, tries again by itself, and then shows the station; serials only rise', async () => {
    const clock = handClock();
    const attempts: Attempt[] = [
      { ok: false, screen: trouble },
      { ok: false, screen: trouble },
      { ok: true, station: outOfService(around, welcome) },
    ];
    const face = await keepTrying(async () => attempts.shift()!, around, clock);
    const shown: Snapshot[] = [];
    face.onSnapshot((snapshot) => shown.push(snapshot));
    clock.advance(tryAgainMs);
    await settled();
    clock.advance(tryAgainMs);
    await settled();
    expect(shown.at(0)?.screen).toEqual(trouble);
    expect(shown.at(-1)?.screen).toEqual(welcome);
    expect(shown.map(({ serial }) => serial)).toEqual([...shown.map(({ serial }) => serial)].sort((a, b) => a - b));
    expect(clock.waiting()).toBe(0);
    await face.close();
  });
  test('closed meanwhile, it closes what it then gets', async () => {
    const clock = handClock();
    let closed = false;
    const close = async () => {
      closed = true;
    };
    const lateAnswer = Promise.withResolvers<Attempt>();
    const first: Attempt = { ok: false, screen: trouble };
    const tries = [Promise.resolve(first), lateAnswer.promise];
    const face = await keepTrying(() => tries.shift()!, around, clock);
    clock.advance(tryAgainMs);
    await face.close();
    lateAnswer.resolve({ ok: true, station: { ...outOfService(around, welcome), close } });
    await settled();
    expect(closed).toBe(true);
  });
});

describe.concurrent('a data folder that cannot be used as it is', { timeout: 60_000 }, () => {
  /** A station that has stopped; `names` are those of its journal's files. */
  const stopped = async (context: TestContext) => {
    const station = await startOwnStation(context);
    await station.face.close();
    const data = join(station.folder, 'data');
    const names = async () => (await readdir(data)).filter((name) => name.startsWith('journal'));
    return { station, data, names };
  };

  test('damaged: set aside and reported, never deleted, and the station works', async (context) => {
    const { station, data, names } = await stopped(context);
    await writeFile(join(data, 'journal.db'), 'this was a journal once, and is none any more'.repeat(500));
    const again = await station.restart();
    context.expect(again.screen().name).toBe('welcome');
    context.expect(again.log.join('')).toContain('journal.setAside');
    context.expect((await names()).length).toBeGreaterThan(1);
    await again.face.close();
  });
  test('from a newer version: left alone, and the screen says which version it takes', async (context) => {
    const { station, data, names } = await stopped(context);
    const db = new DatabaseSync(join(data, 'journal.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    const again = await station.restart();
    context.expect(again.screen()).toMatchObject({ name: 'trouble', trouble: { code: 'dataNewer' } });
    context.expect(await names()).toContain('journal.db');
    await again.face.close();
  });
  test('locked by another program: the screen says that the disk cannot be used', async (context) => {
    const { station, data } = await stopped(context);
    const db = new DatabaseSync(join(data, 'journal.db'));
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const again = await station.restart();
    context.expect(again.screen()).toMatchObject({ name: 'trouble', trouble: { code: 'storage', reference: 'locked' } });
    db.close();
    await again.face.close();
  });
  test('not a folder at all: the screen says so, and nothing is thrown', async (context) => {
    const { station, data } = await stopped(context);
    await rm(data, { recursive: true });
    await writeFile(data, 'a file in its place');
    const again = await station.restart();
    context.expect(again.screen()).toMatchObject({ name: 'trouble', trouble: { code: 'storage' } });
    await again.face.close();
  });
});
