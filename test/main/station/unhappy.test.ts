import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test, vi } from 'vitest';
import type { Fetch } from '../../../main/ports.ts';
import type { FaultRule } from '../../../main/simulator/graph/faults.ts';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import { quickTenant, startOwnStation } from '../../support/own-station.ts';
import { enrol, listRead, signInByCode, signInWithPhone, type TestStationOptions } from '../../support/station.ts';

/* Several at a time, each on a station of its own: most of the time is waiting. */

const start = async (context: TestContext, options: TestStationOptions = {}) => {
  const station = await startOwnStation(context, options);
  const releaseFirst = (screen: JobsScreen) => station.intend('release', { jobs: [screen.jobs[0]!.key] });
  return { ...station, releaseFirst };
};
const stageOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs[0]?.stage : undefined);
const reached = (is: string) => (screen: Screen) => stageOf(screen)?.is === is;
/** Generous: the station shares its cores with the tests beside it. */
const patiently = { timeout: 10_000 };
const atOnce = { timeout: 60_000 };
const startPath = '/print/shares/*/jobs/*/start';
const taskPath = '/print/taskDefinitions/*/tasks/*';

describe.concurrent('an answer that is lost after its effect', atOnce, () => {
  test.for([
    ['completing, printer resumes', 0, 'PATCH', taskPath],
    ['completing, printer waits', 1, 'PATCH', taskPath],
    ['starting an unstarted job', 2, 'POST', startPath],
    ['starting a job that a trigger then holds', 3, 'POST', startPath],
  ] as const)('%s: printed once all the same', async ([, printer, method, path], context) => {
    const at = await start(context, { tenant: { ...quickTenant, settings: { secondStart: 'printsAgain' } } });
    await at.print(printer);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.faults.set([{ method, path, fault: { kind: 'reset', when: 'after' } }]);
    await at.releaseFirst(jobs);
    await at.until(reached('done'));
    context.expect(at.tenant.faults.list()[0]?.hits).toBe(1);
    context.expect(at.tenant.tray()).toHaveLength(1);
  });

  test('lost before its effect: sent again once it cannot land any more, and printed once', async (context) => {
    const at = await start(context);
    await at.print(2);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'reset', when: 'before' } }]);
    await at.releaseFirst(jobs);
    await at.until(reached('checking'));
    await at.until(reached('done'));
    context.expect(at.tenant.tray()).toHaveLength(1);
  });

  test.for([
    ['HTML instead of an answer', { kind: 'html', status: 200, when: 'after' }],
    ['a 503', { kind: 'status', status: 503, when: 'after' }],
    ['an answer cut off', { kind: 'cutOff' }],
  ] as const)('%s: the job is read, not started twice', async ([, fault], context) => {
    const at = await start(context, { tenant: { ...quickTenant, settings: { secondStart: 'printsAgain' } } });
    await at.print(2);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.faults.set([{ method: 'POST', path: startPath, fault }]);
    await at.releaseFirst(jobs);
    await at.until(reached('done'));
    context.expect(at.tenant.tray()).toHaveLength(1);
  });
});

describe.concurrent('an effect that is refused', atOnce, () => {
  test.for([
    ['403', { kind: 'status', status: 403 }, 'startNotAllowed'],
    ['409', { kind: 'status', status: 409 }, 'jobChanged'],
  ] as const)('with %s: the job stays held and its owner is told', async ([, fault, code], context) => {
    const at = await start(context);
    await at.print(2);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.faults.set([{ method: 'POST', path: startPath, fault }]);
    await at.releaseFirst(jobs);
    const screen = await at.until(reached('notReleased'));
    context.expect(stageOf(screen)).toMatchObject({ trouble: { code } });
    context.expect(at.tenant.tray()).toEqual([]);
  });
  test('429 was not carried out: sent again when it may be', async (context) => {
    const at = await start(context);
    await at.print(2);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'status', status: 429, retryAfterSeconds: 1 } }]);
    await at.releaseFirst(jobs);
    await at.until(reached('done'));
    context.expect(at.tenant.tray()).toHaveLength(1);
  });
});

describe.concurrent('before anything is sent', atOnce, () => {
  test('a stopped printer takes no release', async (context) => {
    const at = await start(context);
    await at.print(0);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.jam(at.tenant.printers[0]!.printerId, 'mediaJam');
    await at.releaseFirst(jobs);
    context.expect(stageOf(await at.until(reached('notReleased')))).toMatchObject({ trouble: { code: 'printerStopped' } });
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('a station whose credential is refused completes nothing and says so', async (context) => {
    const at = await start(context, { config: { app: { secret: 'not-the-secret' } } });
    await at.print(1);
    const jobs = await signInWithPhone(at, at.person());
    await at.releaseFirst(jobs);
    context.expect(stageOf(await at.until(reached('notReleased')))).toMatchObject({ trouble: { code: 'stationCredential' } });
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('a job that the station could not finish is not begun: its start would leave it behind a task that nobody completes', async (context) => {
    const at = await start(context, { config: { app: { secret: 'not-the-secret' } } });
    await at.print(3);
    const jobs = await signInWithPhone(at, at.person());
    await at.releaseFirst(jobs);
    await at.until(reached('notReleased'));
    context.expect(at.tenant.jobs()[0]?.phase).toBe('uploaded');
  });
  test('every effect has its row in the journal before the call goes out', async (context) => {
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
    const at = await start(context, { wrapFetch });
    folder = at.folder;
    await at.print(1);
    const jobs = await signInWithPhone(at, at.person());
    await at.releaseFirst(jobs);
    await at.until(reached('done'));
    context.expect(seen).toEqual([
      { call: 'PATCH', rows: 1 },
      { call: 'POST', rows: 1 },
    ]);
  });
});

describe.concurrent('jobs of other people', atOnce, () => {
  test.for([
    ['that Graph says are somebody else’s', { kind: 'otherOwner', id: '00000000-0000-4000-8000-000000000001' }],
    ['whose owner Graph does not name', { kind: 'noOwner' }],
  ] as const)('%s are not shown', async ([, fault], context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.faults.set([{ path: '/print/shares/*/jobs', count: null, fault }]);
    context.expect((await signInWithPhone(at, at.person())).jobs).toEqual([]);
  });
  test('are not touched, even if they were shown', async (context) => {
    const at = await start(context);
    await at.print(0);
    const jobs = await signInWithPhone(at, at.person());
    at.tenant.faults.set([{ path: '/print/shares/*/jobs/*', count: null, fault: { kind: 'otherOwner', id: 'somebody-else' } }]);
    await at.releaseFirst(jobs);
    await at.until(reached('notReleased'));
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('are not deleted, even if they were marked', async (context) => {
    const at = await start(context);
    await at.print(0);
    const jobs = await signInWithPhone(at, at.person());
    await at.intend('deleteAtSignOut', { jobs: [jobs.jobs[0]!.key] });
    at.tenant.faults.set([{ path: '/print/shares/*/jobs/*', count: null, fault: { kind: 'otherOwner', id: 'somebody-else' } }]);
    await at.intend('signOut', {});
    await vi.waitFor(() => context.expect(at.log.join('')).toContain('session.wiped'), patiently);
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
});

describe.concurrent('an answer of Graph that is wrong', atOnce, () => {
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
  test.for(rules)('%s: one clear trouble, and no empty list', async ([, fault, code], context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.faults.set([{ path: list, count: null, fault }]);
    await at.intend('signInWithPhone', {});
    await signInByCode(at, at.person());
    const screen = await at.until((now) => now.name === 'jobs' && now.list !== 'loading');
    context.expect(screen).toMatchObject({ list: 'failed', trouble: { code } });
    at.tenant.faults.set([]);
    await at.until((now) => listRead(now) && now.jobs.length === 1);
  });
  test('states that no enum knows: shown as held, for its owner to release, never as done', async (context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.faults.set([{ path: list, count: null, fault: { kind: 'unknownEnums' } }]);
    const { jobs } = await signInWithPhone(at, at.person());
    context.expect(jobs.map((job) => job.stage.is)).toEqual(['held']);
  });
  test('a document name with markup, direction overrides and 500 characters is cleaned and cut', async (context) => {
    const at = await start(context);
    await at.print(0, `\u202E<img src=x onerror=alert(1)>${'x'.repeat(500)}`);
    const { jobs } = await signInWithPhone(at, at.person());
    context.expect(jobs[0]?.title).toHaveLength(120);
    context.expect(jobs[0]?.title).not.toContain('\u202E');
  });
});

describe.concurrent('signing in', atOnce, () => {
  test('declined on the phone: says so, and a new code is a touch away', async (context) => {
    const at = await start(context);
    await at.intend('signInWithPhone', {});
    const screen = await at.until((now) => now.name === 'signIn' && now.code.is === 'shown');
    if (screen.name !== 'signIn' || screen.code.is !== 'shown') throw new Error('no code');
    at.tenant.entra.decline(screen.code.userCode);
    context.expect(await at.until((now) => now.name === 'signIn' && now.code.is === 'failed')).toMatchObject({
      code: { trouble: { code: 'signInDeclined' } },
    });
    await at.intend('renewCode', {});
    await signInByCode(at, at.person());
    await at.until(listRead);
  });
  test('a code that ran out says so', async (context) => {
    const at = await start(context, { tenant: { entraSettings: { deviceCodeIntervalS: 1, devicePollAnswer: 'expired_token' } } });
    await at.intend('signInWithPhone', {});
    await at.until((now) => now.name === 'signIn' && now.code.is === 'expired');
  });
  test('completed after its session ended, it is dropped', async (context) => {
    const at = await start(context);
    await at.intend('signInWithPhone', {});
    const screen = await at.until((now) => now.name === 'signIn' && now.code.is === 'shown');
    await at.intend('cancel', {});
    if (screen.name === 'signIn' && screen.code.is === 'shown') at.tenant.entra.approve(screen.code.userCode, at.person().oid);
    context.expect(at.screen()).toMatchObject({ name: 'welcome' });
    await at.intend('signInWithPhone', {});
    await signInByCode(at, at.person(1));
    context.expect(await at.until(listRead)).toMatchObject({ personName: at.person(1).displayName });
  });
  test('a card whose sign-in was revoked leads to a new sign-in', async (context) => {
    const at = await start(context, {
      tenant: { entraSettings: { deviceCodeIntervalS: 1, accessTokenLifetimeS: 1, caeTokenLifetimeS: 1 } },
    });
    await enrol(at, at.person());
    await at.intend('signOut', {});
    at.tenant.entra.revokeSessions(at.person().oid);
    at.tap(at.person().badge);
    context.expect(await at.until((now) => now.name === 'signIn')).toMatchObject({ purpose: 'linkBadge' });
  });
  test('"not you?" unlinks the card', async (context) => {
    const at = await start(context);
    await enrol(at, at.person());
    await at.intend('notMe', {});
    context.expect(at.screen()).toMatchObject({ name: 'welcome', notice: { is: 'cardUnlinked' } });
    at.tap(at.person().badge);
    await at.until((now) => now.name === 'signIn');
  });
});

test.concurrent(
  'an owner who signs out and comes back while a start is unanswered: one loop goes on, and it prints once',
  atOnce,
  async (context) => {
    const at = await start(context, { tenant: { ...quickTenant, settings: { secondStart: 'printsAgain', readLagMs: 1_500 } } });
    await at.print(2);
    await enrol(at, at.person());
    at.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'reset', when: 'before' } }]);
    // Reads lag in this test: the list may be a moment behind what was printed.
    await at.releaseFirst(await at.until((now): now is JobsScreen => listRead(now) && now.jobs[0]?.stage.is === 'held'));
    await at.until(reached('checking'));
    await at.intend('signOut', {});
    at.tap(at.person().badge);
    await at.until(reached('checking'));
    await at.until(reached('done'));
    const starts = at.log.filter((line) => line.includes('"kind":"start"'));
    context.expect(starts).toHaveLength(2);
    context.expect(at.tenant.tray()).toHaveLength(1);
  },
);

describe.concurrent('a station that stopped in the middle', atOnce, () => {
  /** A release whose start hangs while the station dies; `again` is the next start of the station. */
  async function crashBeforeStart(context: TestContext) {
    const at = await start(context, { tenant: { ...quickTenant, settings: { secondStart: 'printsAgain' } } });
    await at.print(1);
    await enrol(at, at.person());
    at.tenant.faults.set([{ method: 'POST', path: startPath, fault: { kind: 'latency', ms: 60_000 } }]);
    await at.releaseFirst(await at.until(listRead));
    await at.tenant.until(() => at.tenant.jobs()[0]?.phase === 'waiting');
    await at.face.close();
    at.tenant.faults.set([]);
    return { at, again: await at.restart() };
  }

  test('sends nothing without the owner, and finishes at their next tap', async (context) => {
    const { at, again } = await crashBeforeStart(context);
    context.expect(at.tenant.jobs()[0]?.phase).toBe('waiting');
    again.tap(at.person().badge);
    await again.until(reached('done'));
    context.expect(at.tenant.tray()).toHaveLength(1);
    await again.face.close();
  });

  test('longer ago than a quarter of an hour, it shows the job as held and prints nothing by surprise', async (context) => {
    const { at, again } = await crashBeforeStart(context);
    const journal = new DatabaseSync(join(at.folder, 'data', 'journal.db'));
    journal.exec('UPDATE releases SET asked_at = asked_at - 16 * 60 * 1000');
    journal.close();
    again.tap(at.person().badge);
    await again.until(reached('held'));
    await again.intend('signOut', {});
    await vi.waitFor(() => context.expect(again.log.join('')).toContain('session.wiped'), patiently);
    context.expect(again.log.join('')).not.toContain('release.effect');
    context.expect(at.tenant.jobs()[0]?.phase).toBe('waiting');
    await again.face.close();
  });
});
