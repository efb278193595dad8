import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test } from 'vitest';
import type { Fetch } from '../../../main/ports.ts';
import type { FaultRule } from '../../../main/simulator/graph/faults.ts';
import type { Settings } from '../../../main/simulator/settings.ts';
import type { EmptyReason, JobsScreen, Screen } from '../../../preload/contract.ts';
import { quickTenant, startOwnStation } from '../../support/own-station.ts';
import { listRead, signInByCode, signInWithPhone, type TestStationOptions } from '../../support/station.ts';

/* Several at a time, each on a station of its own: most of the time is waiting. */

const atOnce = { timeout: 60_000 };
/** Generous: the station shares its cores with the tests beside it. */
const patiently = { timeout: 10_000 };
const lists = '/print/*/*/jobs';
const onLists = (fault: FaultRule['fault']): FaultRule => ({ method: 'GET', path: lists, count: null, fault });

const start = async (context: TestContext, options: TestStationOptions = {}) => {
  const at = await startOwnStation(context, options);
  // On a busy machine the station may say that nothing answers before the first list is there; `offline` is what one test is about.
  const looked =
    (trouble: 'offline' | null) =>
    (screen: Screen): screen is JobsScreen =>
      screen.name === 'jobs' && screen.list !== 'loading' && (trouble === 'offline' || screen.trouble?.code !== 'offline');
  /** Signs in without a card, and waits for whatever the first list gives. */
  const enter = async (who = 0, trouble: 'offline' | null = null): Promise<JobsScreen> => {
    await at.intend('signInWithPhone', {});
    await signInByCode(at, at.person(who));
    return at.until(looked(trouble));
  };
  const leave = async () => {
    await at.intend('signOut', {});
    await at.until((screen) => screen.name === 'welcome');
  };
  const tapped = async (who = 0): Promise<JobsScreen> => {
    at.tap(at.person(who).badge);
    return at.until(looked(null));
  };
  const job = () => at.tenant.jobs()[0]!;
  return { ...at, enter, leave, tapped, job };
};
const is = (screen: JobsScreen) => screen.why.map((reason: EmptyReason) => reason.is);

describe.concurrent('an empty list', atOnce, () => {
  test('says that nothing is held, for which account', async (context) => {
    const at = await start(context);
    await at.print(0, 'not yours.pdf', 1);
    context.expect((await at.enter()).why).toEqual([{ is: 'nothingHeld', account: at.person().userPrincipalName }]);
  });
  test('says so in the mode app, with the account of the list of cards', async (context) => {
    const at = await start(context, { tenant: {}, mode: 'app' });
    context.expect((await at.tapped()).why).toEqual([{ is: 'nothingHeld', account: at.person().userPrincipalName }]);
  });
  test('is not empty while a job is listed, nor while one is still uploading', async (context) => {
    const at = await start(context);
    await at.print(0);
    context.expect((await at.enter()).why).toEqual([]);
    at.tenant.world.patchJob(at.job().id, { phase: 'uploadPending' });
    const screen = await at.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === 'arriving');
    context.expect(screen).toMatchObject({ why: [] });
  });
  test('says that the job was printed here a moment ago', async (context) => {
    const at = await start(context);
    await at.print(0);
    const screen = await at.enter();
    await at.intend('release', { jobs: [screen.jobs[0]!.key] });
    context.expect(screen.jobs[0]).toMatchObject({ expires: { soon: false } });
    const done = await at.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === 'done');
    context.expect(done).toMatchObject({ jobs: [{ expires: null }], why: [] });
    await at.leave();
    const again = await at.enter();
    context.expect(again.why).toMatchObject([{ is: 'printed', count: 1 }, { is: 'nothingHeld' }]);
    const [printed] = again.why;
    context.expect(printed?.is === 'printed' ? Date.parse(printed.latest) : 0).toBeGreaterThan(Date.now() - 60_000);
  });
  test.for([
    ['also after a restart, where the station saw it held', true, ['expired', 'nothingHeld']],
    ['but not where this station never saw it', false, ['nothingHeld']],
  ] as const)('says that a job’s time is over, %s', async ([, seen, expected], context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.act({ do: 'ageJob', job: 'oldest', hours: 239.5 });
    if (seen) {
      const screen = await at.enter();
      context.expect(screen.jobs[0]).toMatchObject({ stage: { is: 'held' }, expires: { soon: true } });
      await at.leave();
    }
    at.tenant.act({ do: 'ageJob', job: 'oldest', hours: 1 });
    context.expect(at.tenant.jobs()).toEqual([]);
    const next = await at.restart();
    context.onTestFinished(() => next.face.close());
    context.expect(is(await signInWithPhone(next, at.person()))).toEqual(expected);
  });
  test('says of a job that was released here that it was printed, not that its time is over', async (context) => {
    const at = await start(context, { tenant: { ...quickTenant, settings: { finishedJobsListed: false } } });
    await at.print(0);
    const screen = await at.enter();
    await at.intend('release', { jobs: [screen.jobs[0]!.key] });
    await at.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === 'done');
    // The list is read again before they leave.
    await at.print(0, 'another.pdf');
    await at.until((now) => now.name === 'jobs' && now.jobs.length === 2);
    at.tenant.act({ do: 'cancelJob', job: 'newest' });
    await at.until((now) => now.name === 'jobs' && now.jobs.length === 1);
    await at.leave();
    // Its time, as the station remembers it, comes to an end.
    const seen = new DatabaseSync(join(at.folder, 'data', 'seen-jobs.db'));
    seen.prepare('UPDATE seen SET submitted_at = ? WHERE job = ?').run(Date.now() - 11 * 24 * 3_600_000, screen.jobs[0]!.key);
    seen.close();
    context.expect(is(await at.enter())).toEqual(['printed', 'nothingHeld']);
  });
  test('says of no job that its time is over where the list that had it cannot be read', async (context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.act({ do: 'ageJob', job: 'oldest', hours: 239.5 });
    await at.enter();
    await at.leave();
    at.tenant.act({ do: 'ageJob', job: 'oldest', hours: 1 });
    at.tenant.faults.set([
      { method: 'GET', path: `/print/shares/${at.printer(0).shareId}/jobs`, count: null, fault: { kind: 'status', status: 403 } },
    ]);
    context.expect(is(await at.enter())).toEqual(['notPermitted']);
  });
  test('says nothing of a time that nobody knows', async (context) => {
    const at = await start(context, { tenant: quickTenant, config: { release: { jobsKeptDays: 0 } } });
    await at.print(0);
    at.tenant.act({ do: 'ageJob', job: 'oldest', hours: 239.5 });
    context.expect((await at.enter()).jobs[0]).toMatchObject({ expires: null });
    at.tenant.act({ do: 'ageJob', job: 'oldest', hours: 1 });
    const screen = await at.until((now) => now.name === 'jobs' && now.jobs.length === 0);
    context.expect(is(screen as JobsScreen)).toEqual(['nothingHeld']);
  });
  test('says that a job was cancelled: at the PC, or deleted here', async (context) => {
    const at = await start(context);
    await at.print(0);
    await at.print(0, 'deleted here.pdf');
    const screen = await at.enter();
    await at.intend('deleteAtSignOut', { jobs: [screen.jobs[1]!.key] });
    await at.leave();
    await context.expect.poll(() => at.tenant.jobs().map(({ phase }) => phase), patiently).toContain('canceled');
    at.tenant.act({ do: 'cancelJob', job: 'all' });
    context.expect((await at.enter()).why).toMatchObject([{ is: 'cancelled', count: 2 }, { is: 'nothingHeld' }]);
  });
  test('says that a job was deleted here, where the service does not list ended jobs', async (context) => {
    const at = await start(context, { tenant: { ...quickTenant, settings: { finishedJobsListed: false } } });
    await at.print(0);
    await at.print(0, 'elsewhere.pdf');
    const screen = await at.enter();
    await at.intend('deleteAtSignOut', { jobs: [screen.jobs[0]!.key] });
    await at.leave();
    await context.expect.poll(() => at.tenant.jobs().map(({ phase }) => phase), patiently).toContain('canceled');
    at.tenant.act({ do: 'cancelJob', job: 'all' });
    context.expect((await at.enter()).why).toMatchObject([{ is: 'cancelled', count: 1 }, { is: 'nothingHeld' }]);
  });
  test('says that a job was released at another station', async (context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.act({ do: 'completeTask', job: 'oldest' });
    await at.tenant.until(() => at.job().phase === 'completed');
    context.expect((await at.enter()).why).toMatchObject([{ is: 'releasedElsewhere', count: 1 }, { is: 'nothingHeld' }]);
  });
  test('says that jobs are held whose owner is not named, and of whom and what nothing', async (context) => {
    const at = await start(context);
    await at.print(0, 'unnamed.pdf');
    at.tenant.faults.set([onLists({ kind: 'noOwner' })]);
    const screen = await at.enter();
    context.expect(screen.why).toMatchObject([{ is: 'ownerNotNamed', count: 1 }, { is: 'nothingHeld' }]);
    context.expect(JSON.stringify(at.snapshot())).not.toContain('unnamed');
  });
  test('says nothing at all of jobs that Graph names as somebody else’s', async (context) => {
    const at = await start(context);
    await at.print(0);
    await at.print(0, 'cancelled.pdf');
    at.tenant.act({ do: 'cancelJob', job: 'newest' });
    at.tenant.faults.set([onLists({ kind: 'otherOwner', id: at.person(1).oid })]);
    context.expect(is(await at.enter())).toEqual(['nothingHeld']);
  });
  test('says which printer is no longer where its share points', async (context) => {
    const at = await start(context);
    at.tenant.act({ do: 'moveShare', printer: at.printer(0).name, to: at.printer(2).name });
    const screen = await at.enter();
    context.expect(screen.why).toMatchObject([{ is: 'printerMoved', printers: [at.printer(0).name] }, { is: 'nothingHeld' }]);
    context.expect(screen.printers[0]).toMatchObject({ state: 'moved', problems: [] });
  });
  test('of a printer that moved, what the other one reports is not told', async (context) => {
    const at = await start(context);
    at.tenant.jam(at.printer(2).printerId, 'mediaJam');
    at.tenant.act({ do: 'moveShare', printer: at.printer(0).name, to: at.printer(2).name });
    context.expect((await at.enter()).printers[0]).toMatchObject({ state: 'moved', problems: [] });
  });
});

describe.concurrent('a list that cannot be read', atOnce, () => {
  const broken: readonly (readonly [string, FaultRule['fault'], readonly string[]])[] = [
    ['403', { kind: 'status', status: 403 }, ['notPermitted']],
    ['402', { kind: 'status', status: 402 }, ['noLicence']],
    ['429', { kind: 'status', status: 429, retryAfterSeconds: 120 }, ['busy']],
    ['503', { kind: 'status', status: 503 }, ['serviceDown']],
    ['a reset', { kind: 'reset' }, ['offline']],
    // What a proxy answers is nothing that a person can act on: the screen says that it cannot see why.
    ['a page of HTML', { kind: 'html', status: 200 }, []],
    ['404', { kind: 'status', status: 404 }, []],
  ];
  test.for(broken)('says why: %s', async ([, fault, expected], context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.faults.set([onLists(fault)]);
    const screen = await at.enter(0, expected[0] === 'offline' ? 'offline' : null);
    context.expect(screen).toMatchObject({ list: 'failed', jobs: [] });
    context.expect(is(screen)).toEqual(expected);
  });
  const licences: readonly (readonly [string, Partial<Settings>, string])[] = [
    ['a missing licence that nothing names', {}, 'notPermitted'],
    ['a missing licence that the code names', { noLicenceAs: '403WithCode' }, 'noLicence'],
    ['a missing licence as 402', { noLicenceAs: '402' }, 'noLicence'],
    ['a tenant without Universal Print, named', { noLicenceAs: '403WithCode', subscriptionActive: false }, 'noLicence'],
  ];
  test.for(licences)('%s is %s', async ([, settings, expected], context) => {
    const at = await start(context);
    at.tenant.settings.change({ unlicensedPeople: [at.person().oid], ...settings });
    context.expect(is(await at.enter())).toEqual([expected]);
  });
  test('for one printer of several: nobody says that nothing is held', async (context) => {
    const at = await start(context);
    at.tenant.faults.set([
      { method: 'GET', path: `/print/shares/${at.printer(1).shareId}/jobs`, count: null, fault: { kind: 'status', status: 403 } },
    ]);
    context.expect(is(await at.enter())).toEqual(['notPermitted']);
  });
  test('in a mode that reads with the station’s rights says the same', async (context) => {
    const at = await start(context, { tenant: {}, mode: 'app' });
    at.tenant.faults.set([onLists({ kind: 'status', status: 429, retryAfterSeconds: 120 })]);
    context.expect(is(await at.tapped())).toEqual(['busy']);
  });
  test('while nothing answers at all says offline, and takes it back by itself', async (context) => {
    const at = await start(context);
    await at.enter();
    at.tenant.settings.change({ network: 'silent' });
    const gone = await at.until((now) => now.name === 'jobs' && now.trouble?.code === 'offline');
    context.expect(is(gone as JobsScreen)).toEqual(['offline']);
    at.tenant.settings.change({ network: 'up' });
    const back = await at.until((now) => now.name === 'jobs' && now.trouble === null);
    context.expect(is(back as JobsScreen)).toEqual(['nothingHeld']);
  });
});

describe.concurrent('printers', atOnce, () => {
  test('report what is wrong in kinds, the gravest first; only their own word that they stopped keeps a release back', async (context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.jam(at.printer(0).printerId, 'markerSupplyLow doorOpen mediaJam staplerEmpty staplerAdded', 'unknown');
    const screen = await at.enter();
    context.expect(screen.printers[0]).toMatchObject({ state: 'unknown', problems: ['paperJam', 'coverOpen', 'finisherEmpty'] });
    await at.intend('release', { jobs: [screen.jobs[0]!.key] });
    await at.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === 'done');
  });
  test('that stopped take no release, and say why they stopped', async (context) => {
    const at = await start(context);
    await at.print(0);
    at.tenant.jam(at.printer(0).printerId, 'disconnected');
    const screen = await at.enter();
    context.expect(screen.printers[0]).toMatchObject({ state: 'stopped', problems: ['notConnected'] });
    await at.intend('release', { jobs: [screen.jobs[0]!.key] });
    const refused = await at.until((now) => now.name === 'jobs' && now.jobs[0]?.stage.is === 'notReleased');
    context.expect(refused).toMatchObject({ jobs: [{ stage: { trouble: { code: 'printerStopped' } }, expires: { soon: false } }] });
  });
  test('offer nothing to choose in the mode user', async (context) => {
    const at = await start(context);
    const screen = await at.enter();
    context.expect(screen.printers.map(({ options }) => options)).toEqual([null, null, null, null]);
    context.expect(screen.destinations).toEqual([]);
  });
  test('offer what each can do in the mode app, where IT allows it', async (context) => {
    const at = await start(context, {
      tenant: { station: { mode: 'app', options: true } },
      mode: 'app',
      config: { release: { options: true } },
    });
    at.tap(at.person().badge);
    const screen = await at.until((now): now is JobsScreen => listRead(now) && now.printers.every(({ options }) => options !== null));
    const sides = ['oneSided', 'flipOnLongEdge', 'flipOnShortEdge'];
    const all = { copies: 99, sides, color: true, pages: true, pagesPerSheet: [1, 2, 4] };
    context
      .expect(screen.printers.map(({ options }) => options))
      .toEqual([all, { ...all, color: false }, { ...all, pages: false, pagesPerSheet: [1] }, all]);
  });
  test('offer nothing in the mode app where IT does not allow it, and are not asked', async (context) => {
    const asked: string[] = [];
    const at = await start(context, { tenant: {}, mode: 'app', wrapFetch: noting(asked) });
    context.expect((await at.tapped()).printers.map(({ options }) => options)).toEqual([null, null, null, null]);
    context.expect(asked.filter((one) => one.includes('capabilities'))).toEqual([]);
  });
  test.for(['null', 'refused'] as const)('offer nothing where the service keeps to itself what they can do (%s)', async (how, context) => {
    const at = await start(context, { tenant: { settings: { printerCapabilities: how } }, mode: 'redirect' });
    const screen = await at.tapped();
    context.expect(screen.destinations.map(({ options }) => options)).toEqual([null, null, null]);
  });
});

describe.concurrent('places to send to', atOnce, () => {
  test('come the least busy first, with how many wait; those that stopped last', async (context) => {
    const at = await start(context, { tenant: { settings: { printMs: 600_000, acknowledgeMs: 600_000 } }, mode: 'redirect' });
    at.tenant.jam(at.printer(3).printerId, 'mediaEmpty');
    for (const printer of [1, 1, 2]) {
      await at.tenant.printAs(at.person(1), at.printer(printer).shareId, { name: 'b.pdf', bytes: new Uint8Array([1]), start: true });
    }
    at.tenant.act({ do: 'letGo', job: 'all' });
    at.tenant.act({ do: 'startJob', job: 'all' });
    // Held ones stand before nobody.
    await at.print(2, 'held.pdf', 1);
    at.tap(at.person().badge);
    const screen = await at.until((now): now is JobsScreen => listRead(now) && now.destinations.every(({ waiting }) => waiting !== null));
    context.expect(screen.destinations.map(({ name, waiting, state }) => ({ name, waiting, state }))).toEqual([
      { name: at.printer(2).name, waiting: 1, state: 'ready' },
      { name: at.printer(1).name, waiting: 2, state: 'ready' },
      { name: at.printer(3).name, waiting: 0, state: 'stopped' },
    ]);
    context.expect(JSON.stringify(at.snapshot())).not.toContain(at.person(1).displayName);
  });
  test('are listed without waiting for what the printers can do and how busy they are; that comes behind', async (context) => {
    const facts = Promise.withResolvers<void>();
    const secondList = Promise.withResolvers<void>();
    let lists = 0;
    const at = await start(context, {
      tenant: {},
      mode: 'redirect',
      wrapFetch: (next) => async (request) => {
        if (request.url.includes('$batch')) await facts.promise;
        if (request.url.includes('/jobs?')) lists += 1;
        if (request.url.includes('/jobs?') && lists > 1) await secondList.promise;
        return next(request);
      },
    });
    await at.print(0);
    const screen = await at.tapped();
    context.expect(screen).toMatchObject({ list: 'ready', jobs: [{ stage: { is: 'held' } }] });
    context
      .expect(screen.destinations.map(({ options, waiting, state }) => ({ options, waiting, state })))
      .toEqual(Array.from({ length: 3 }, () => ({ options: null, waiting: null, state: 'ready' })));
    facts.resolve();
    const all = (now: Screen) =>
      listRead(now) && now.trouble === null && now.destinations.every(({ options, waiting }) => options !== null && waiting !== null);
    await at.until(all);
    secondList.resolve();
  });
  test('cost one round trip with the list: no read waits for another, and what printers can do is read once', async (context) => {
    // The queue's list and state, the state of three destinations, and one batch each for what they can do and how many jobs wait there.
    const state = 'GET /v1.0/print/printers/*';
    const firstCalls = [state, state, state, state, `${state}/jobs`, 'batch of jobs', 'batch of what they can do'];
    const asked: string[] = [];
    const at = await start(context, { tenant: {}, mode: 'redirect', wrapFetch: allAtOnce(asked, firstCalls.length) });
    await at.print(0);
    await at.tapped();
    await at.until((now) => listRead(now) && now.destinations.every(({ options }) => options !== null));
    context.expect(asked.slice(0, firstCalls.length).toSorted()).toEqual(firstCalls);
    await at.leave();
    await at.tapped();
    context.expect(asked.filter((one) => one === 'batch of what they can do')).toHaveLength(1);
  });
});

function noting(asked: string[]): (next: Fetch) => Fetch {
  return (next) => async (request) => {
    asked.push(request.url.includes('$batch') ? await request.clone().text() : request.url);
    return next(request);
  };
}

/** Notes what is asked of Graph, and answers none of the first calls before all of them are there: one that waited for another would never be. */
function allAtOnce(asked: string[], first: number): (next: Fetch) => Fetch {
  const all = Promise.withResolvers<void>();
  return (next) => async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith('/v1.0/')) return next(request);
    const batch = pathname.endsWith('/$batch') ? await request.clone().text() : null;
    if (batch !== null) asked.push(batch.includes('capabilities') ? 'batch of what they can do' : 'batch of jobs');
    else asked.push(`${request.method} ${pathname.replace(/\/printers\/[^/]+/, '/printers/*')}`);
    if (asked.length >= first) all.resolve();
    await all.promise;
    return next(request);
  };
}
