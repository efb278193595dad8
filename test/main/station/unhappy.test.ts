import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Fetch } from '../../../main/ports.ts';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { FaultRule } from '../../../main/simulator/graph/faults.ts';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import {
  enrol,
  listRead,
  signInByCode,
  signInWithPhone,
  startTestStation,
  type TestStation,
  type TestStationOptions,
} from '../../support/station.ts';

let station: TestStation;
afterEach(() => station.close());

const tenant = { entraSettings: { deviceCodeIntervalS: 1 } } as const;
const start = async (options: TestStationOptions = {}) => {
  station = await startTestStation({ tenant, ...options });
  return station;
};
const person = (index = 0) => station.tenant.directory.people[index]!;
const print = async (printer: number, name = 'minutes.pdf', who = 0) =>
  station.tenant.printAs(person(who), station.tenant.printers[printer]!.shareId, { name, bytes: await demoDocument(name, 1) });
const stageOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs[0]?.stage : undefined);
const reached = (is: string) => (screen: Screen) => stageOf(screen)?.is === is;
const releaseFirst = (screen: JobsScreen) => station.intend('release', { jobs: [screen.jobs[0]!.key] });
const startPath = '/print/shares/*/jobs/*/start';
const taskPath = '/print/taskDefinitions/*/tasks/*';

describe('an answer that is lost after its effect', () => {
  test.each([
    ['completing, printer resumes', 0, 'PATCH', taskPath],
    ['completing, printer waits', 1, 'PATCH', taskPath],
    ['starting an unstarted job', 2, 'POST', startPath],
    ['starting a job that a trigger then holds', 3, 'POST', startPath],
  ])('%s: printed once all the same', async (_name, printer, method, path) => {
    await start({ tenant: { ...tenant, settings: { secondStart: 'printsAgain' } } });
    await print(printer);
    const jobs = await signInWithPhone(station, person());
    station.tenant.faults.set([{ method, path, fault: { kind: 'reset', when: 'after' } }]);
    await releaseFirst(jobs);
    await station.until(reached('done'));
    expect(station.tenant.faults.list()[0]?.hits).toBe(1);
    expect(station.tenant.tray()).toHaveLength(1);
  });

  test('lost before its effect: sent again once it cannot land any more, and printed once', async () => {
    await start();
    await print(2);
    const jobs = await signInWithPhone(station, person());
    station.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'reset', when: 'before' } }]);
    await releaseFirst(jobs);
    await station.until(reached('checking'));
    await station.until(reached('done'));
    expect(station.tenant.tray()).toHaveLength(1);
  });

  test.each([
    ['HTML instead of an answer', { kind: 'html', status: 200, when: 'after' }],
    ['a 503', { kind: 'status', status: 503, when: 'after' }],
    ['an answer cut off', { kind: 'cutOff' }],
  ] as const)('%s: the job is read, not started twice', async (_name, fault) => {
    await start({ tenant: { ...tenant, settings: { secondStart: 'printsAgain' } } });
    await print(2);
    const jobs = await signInWithPhone(station, person());
    station.tenant.faults.set([{ method: 'POST', path: startPath, fault }]);
    await releaseFirst(jobs);
    await station.until(reached('done'));
    expect(station.tenant.tray()).toHaveLength(1);
  });
});

describe('an effect that is refused', () => {
  test.each([
    ['403', { kind: 'status', status: 403 }, 'notPermitted'],
    ['409', { kind: 'status', status: 409 }, 'jobChanged'],
  ] as const)('with %s: the job stays held and its owner is told', async (_name, fault, code) => {
    await start();
    await print(2);
    const jobs = await signInWithPhone(station, person());
    station.tenant.faults.set([{ method: 'POST', path: startPath, fault }]);
    await releaseFirst(jobs);
    const screen = await station.until(reached('notReleased'));
    expect(stageOf(screen)).toMatchObject({ trouble: { code } });
    expect(station.tenant.tray()).toEqual([]);
  });
  test('429 was not carried out: sent again when it may be', async () => {
    await start();
    await print(2);
    const jobs = await signInWithPhone(station, person());
    station.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'status', status: 429, retryAfterSeconds: 1 } }]);
    await releaseFirst(jobs);
    await station.until(reached('done'));
    expect(station.tenant.tray()).toHaveLength(1);
  });
});

describe('before anything is sent', () => {
  test('a stopped printer takes no release', async () => {
    await start();
    await print(0);
    const jobs = await signInWithPhone(station, person());
    station.tenant.jam(station.tenant.printers[0]!.printerId, 'mediaJam');
    await releaseFirst(jobs);
    expect(stageOf(await station.until(reached('notReleased')))).toMatchObject({ trouble: { code: 'printerStopped' } });
    expect(station.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('a station whose credential is refused completes nothing and says so', async () => {
    await start({ config: { app: { secret: 'not-the-secret' } } });
    await print(1);
    const jobs = await signInWithPhone(station, person());
    await releaseFirst(jobs);
    expect(stageOf(await station.until(reached('notReleased')))).toMatchObject({ trouble: { code: 'stationCredential' } });
    expect(station.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('a job that the station could not finish is not begun: its start would leave it behind a task that nobody completes', async () => {
    await start({ config: { app: { secret: 'not-the-secret' } } });
    await print(3);
    const jobs = await signInWithPhone(station, person());
    await releaseFirst(jobs);
    await station.until(reached('notReleased'));
    expect(station.tenant.jobs()[0]?.phase).toBe('uploaded');
  });
  test('every effect has its row in the journal before the call goes out', async () => {
    const seen: { call: string; rows: number }[] = [];
    let folder = '';
    const wrapFetch =
      (next: Fetch): Fetch =>
      async (request) => {
        const call = `${request.method} ${new URL(request.url).pathname.split('/').at(-1)}`;
        const effect = request.method === 'PATCH' || call.endsWith('/start') || call === 'POST start';
        if (effect && folder) {
          const journal = new DatabaseSync(join(folder, 'data', 'journal.db'), { readOnly: true });
          seen.push({ call: request.method, rows: journal.prepare('SELECT id FROM effects WHERE answer IS NULL').all().length });
          journal.close();
        }
        return next(request);
      };
    await start({ wrapFetch });
    folder = station.folder;
    await print(1);
    const jobs = await signInWithPhone(station, person());
    await releaseFirst(jobs);
    await station.until(reached('done'));
    expect(seen).toEqual([
      { call: 'PATCH', rows: 1 },
      { call: 'POST', rows: 1 },
    ]);
  });
});

describe('jobs of other people', () => {
  test.each([
    ['that Graph says are somebody else’s', { kind: 'otherOwner', id: '00000000-0000-4000-8000-000000000001' }],
    ['whose owner Graph does not name', { kind: 'noOwner' }],
  ] as const)('%s are not shown', async (_name, fault) => {
    await start();
    await print(0);
    station.tenant.faults.set([{ path: '/print/shares/*/jobs', count: null, fault }]);
    expect((await signInWithPhone(station, person())).jobs).toEqual([]);
  });
  test('are not touched, even if they were shown', async () => {
    await start();
    await print(0);
    const jobs = await signInWithPhone(station, person());
    station.tenant.faults.set([{ path: '/print/shares/*/jobs/*', count: null, fault: { kind: 'otherOwner', id: 'somebody-else' } }]);
    await releaseFirst(jobs);
    await station.until(reached('notReleased'));
    expect(station.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('are not deleted, even if they were marked', async () => {
    await start();
    await print(0);
    const jobs = await signInWithPhone(station, person());
    await station.intend('deleteAtSignOut', { jobs: [jobs.jobs[0]!.key] });
    station.tenant.faults.set([{ path: '/print/shares/*/jobs/*', count: null, fault: { kind: 'otherOwner', id: 'somebody-else' } }]);
    await station.intend('signOut', {});
    await vi.waitFor(() => expect(station.log.join('')).toContain('session.wiped'));
    expect(station.tenant.jobs()[0]?.phase).toBe('held');
  });
});

describe('an answer of Graph that is wrong', () => {
  const list = '/print/shares/*/jobs';
  const rules: readonly (readonly [string, FaultRule['fault'], string])[] = [
    ['HTML instead of JSON', { kind: 'html', status: 200 }, 'badAnswer'],
    ['cut off in the middle', { kind: 'cutOff' }, 'badAnswer'],
    ['a next page on another host', { kind: 'nextLink', url: 'https://graph.attacker.example/v1.0/print/shares/x/jobs' }, 'badAnswer'],
    ['403', { kind: 'status', status: 403 }, 'notPermitted'],
    ['503 without end', { kind: 'status', status: 503 }, 'serviceDown'],
    ['no answer', { kind: 'reset' }, 'offline'],
    ['429 without end', { kind: 'status', status: 429, retryAfterSeconds: 1 }, 'busy'],
  ];
  test.each(rules)('%s: one clear trouble, and no empty list', async (_name, fault, code) => {
    await start();
    await print(0);
    station.tenant.faults.set([{ path: list, count: null, fault }]);
    await station.intend('signInWithPhone', {});
    await signInByCode(station, person());
    const screen = await station.until((now) => now.name === 'jobs' && now.list !== 'loading');
    expect(screen).toMatchObject({ list: 'failed', trouble: { code } });
    station.tenant.faults.set([]);
    await station.until((now) => listRead(now) && now.jobs.length === 1);
  });
  test('states that no enum knows: shown as being found out, never as done', async () => {
    await start();
    await print(0);
    station.tenant.faults.set([{ path: list, count: null, fault: { kind: 'unknownEnums' } }]);
    const { jobs } = await signInWithPhone(station, person());
    expect(jobs.map((job) => job.stage.is)).toEqual(['checking']);
  });
  test('a document name with markup, direction overrides and 500 characters is cleaned and cut', async () => {
    await start();
    await print(0, `\u202E<img src=x onerror=alert(1)>${'x'.repeat(500)}`);
    const { jobs } = await signInWithPhone(station, person());
    expect(jobs[0]?.title).toHaveLength(120);
    expect(jobs[0]?.title).not.toContain('\u202E');
  });
});

describe('signing in', () => {
  test('declined on the phone: says so, and a new code is a touch away', async () => {
    await start();
    await station.intend('signInWithPhone', {});
    const screen = await station.until((now) => now.name === 'signIn' && now.code.is === 'shown');
    if (screen.name !== 'signIn' || screen.code.is !== 'shown') throw new Error('no code');
    station.tenant.entra.decline(screen.code.userCode);
    expect(await station.until((now) => now.name === 'signIn' && now.code.is === 'failed')).toMatchObject({
      code: { trouble: { code: 'signInDeclined' } },
    });
    await station.intend('renewCode', {});
    await signInByCode(station, person());
    await station.until(listRead);
  });
  test('a code that ran out says so', async () => {
    await start({ tenant: { entraSettings: { deviceCodeIntervalS: 1, devicePollAnswer: 'expired_token' } } });
    await station.intend('signInWithPhone', {});
    await station.until((now) => now.name === 'signIn' && now.code.is === 'expired');
  });
  test('completed after its session ended, it is dropped', async () => {
    await start();
    await station.intend('signInWithPhone', {});
    const screen = await station.until((now) => now.name === 'signIn' && now.code.is === 'shown');
    await station.intend('cancel', {});
    if (screen.name === 'signIn' && screen.code.is === 'shown') station.tenant.entra.approve(screen.code.userCode, person().oid);
    expect(station.screen()).toMatchObject({ name: 'welcome' });
    await station.intend('signInWithPhone', {});
    await signInByCode(station, person(1));
    expect(await station.until(listRead)).toMatchObject({ personName: person(1).displayName });
  });
  test('a card whose sign-in was revoked leads to a new sign-in', async () => {
    await start({ tenant: { entraSettings: { deviceCodeIntervalS: 1, accessTokenLifetimeS: 1, caeTokenLifetimeS: 1 } } });
    await enrol(station, person());
    await station.intend('signOut', {});
    station.tenant.entra.revokeSessions(person().oid);
    station.tap(person().badge);
    expect(await station.until((now) => now.name === 'signIn')).toMatchObject({ purpose: 'linkBadge' });
  });
  test('"not you?" unlinks the card', async () => {
    await start();
    await enrol(station, person());
    await station.intend('notMe', {});
    expect(station.screen()).toMatchObject({ name: 'welcome', notice: { is: 'cardUnlinked' } });
    station.tap(person().badge);
    await station.until((now) => now.name === 'signIn');
  });
});

test('an owner who signs out and comes back while a start is unanswered: one loop goes on, and it prints once', async () => {
  await start({ tenant: { ...tenant, settings: { secondStart: 'printsAgain', readLagMs: 1_500 } } });
  await print(2);
  await enrol(station, person());
  station.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'reset', when: 'before' } }]);
  // Reads lag in this test: the list may be a moment behind what was printed.
  await releaseFirst(await station.until((now): now is JobsScreen => listRead(now) && now.jobs[0]?.stage.is === 'held'));
  await station.until(reached('checking'));
  await station.intend('signOut', {});
  station.tap(person().badge);
  await station.until(reached('checking'));
  await station.until(reached('done'));
  const starts = station.log.filter((line) => line.includes('"kind":"start"'));
  expect(starts).toHaveLength(2);
  expect(station.tenant.tray()).toHaveLength(1);
});

describe('a station that stopped in the middle', () => {
  /** A release whose start hangs while the station dies; resolves to the next start of the station. */
  async function crashBeforeStart(): Promise<TestStation> {
    await start({ tenant: { ...tenant, settings: { secondStart: 'printsAgain' } } });
    await print(1);
    await enrol(station, person());
    station.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'latency', ms: 60_000 } }]);
    await releaseFirst(await station.until(listRead));
    await station.tenant.until(() => station.tenant.jobs()[0]?.phase === 'waiting');
    await station.face.close();
    station.tenant.faults.set([]);
    return station.restart();
  }

  test('sends nothing without the owner, and finishes at their next tap', async () => {
    const again = await crashBeforeStart();
    expect(station.tenant.jobs()[0]?.phase).toBe('waiting');
    again.tap(person().badge);
    await again.until(reached('done'));
    expect(station.tenant.tray()).toHaveLength(1);
    await again.face.close();
  });

  test('longer ago than a quarter of an hour, it shows the job as held and prints nothing by surprise', async () => {
    const again = await crashBeforeStart();
    const journal = new DatabaseSync(join(station.folder, 'data', 'journal.db'));
    journal.exec('UPDATE releases SET asked_at = asked_at - 16 * 60 * 1000');
    journal.close();
    again.tap(person().badge);
    await again.until(reached('held'));
    await again.intend('signOut', {});
    await vi.waitFor(() => expect(again.log.join('')).toContain('session.wiped'));
    expect(again.log.join('')).not.toContain('release.effect');
    expect(station.tenant.jobs()[0]?.phase).toBe('waiting');
    await again.face.close();
  });
});
