import { describe, type TestContext, test } from 'vitest';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { Tenant } from '../../../main/simulator/tenant.ts';
import type { JobsScreen, ReleaseOptions, Screen } from '../../../preload/contract.ts';
import { startOwnStation } from '../../support/own-station.ts';
import { listRead, type TestStationOptions } from '../../support/station.ts';

/* Copies, sides, colour and pages, chosen at release. Several tests at a time, each on a station of its own. */

type Fault = Parameters<Tenant['faults']['set']>[0][number]['fault'];

const printed = { copies: 3, colorMode: 'color', mediaSize: 'A4' };
const twoPlain: ReleaseOptions = { copies: 2, color: false };
const changePath = '/print/printers/*/jobs/*';

const start = async (context: TestContext, mode: 'app' | 'redirect', tenant: TestStationOptions['tenant'] = {}) => {
  const station = await startOwnStation(context, {
    tenant: { ...tenant, station: { options: true } },
    mode,
    config: { release: { mode, options: true, settleSeconds: 1, resumeSeconds: 1 } },
  });
  return {
    ...station,
    /** Prints as its owner's computer does, with settings of their own. */
    async printOwn(printer = 0, name = 'minutes.pdf') {
      const bytes = await demoDocument(name, 1);
      return station.tenant.printAs(station.person(), station.printer(printer).shareId, { name, bytes, configuration: printed });
    },
    async tapped(): Promise<JobsScreen> {
      station.tap(station.person().badge);
      await station.until(listRead);
      return (await station.until(offersOptions)) as JobsScreen;
    },
    changeFails: (fault: Fault, count: number | null = 1) =>
      station.tenant.faults.set([{ method: 'PATCH', path: changePath, count, fault }]),
    came: () => station.tenant.tray().map(({ configuration }) => configuration),
  };
};
const offersOptions = (screen: Screen) =>
  screen.name === 'jobs' && screen.list === 'ready' && [...screen.printers, ...screen.destinations].some(({ options }) => options !== null);
const stageOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs[0]?.stage : undefined);
const is = (stage: string) => (screen: Screen) => stageOf(screen)?.is === stage;
const keysOf = (screen: JobsScreen) => screen.jobs.map(({ key }) => key);
const atOnce = { timeout: 60_000 };

describe.concurrent('mode app', atOnce, () => {
  test('a job comes out once, as its owner chose, and else as it was printed', async (context) => {
    const at = await start(context, 'app');
    await at.printOwn();
    const screen = await at.tapped();
    context.expect(screen.printers[0]?.options).toMatchObject({ copies: 99, color: true });
    context.expect(await at.intend('release', { jobs: keysOf(screen), options: twoPlain })).toEqual({ ok: true });
    await at.until(is('done'));
    context.expect(at.came()).toMatchObject([{ ...printed, copies: 2, colorMode: 'grayscale' }]);
  });
  test('what the printer does not offer releases nothing', async (context) => {
    const at = await start(context, 'app');
    await at.printOwn();
    const jobs = keysOf(await at.tapped());
    const refused = await at.intend('release', { jobs, options: { pages: { first: 2, last: 1 } } });
    context.expect(refused).toEqual({ ok: false, error: 'notNow' });
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('twenty jobs are all set, then all let go', async (context) => {
    const at = await start(context, 'app', { settings: { printMs: 5 } });
    for (let i = 0; i < 20; i += 1) await at.printOwn(0, `page ${i}.pdf`);
    await at.intend('release', { jobs: keysOf(await at.tapped()), options: { sides: 'oneSided' } });
    await at.until((screen) => screen.name === 'jobs' && screen.jobs.every(({ stage }) => stage.is === 'done'));
    context.expect(at.came()).toHaveLength(20);
    context.expect(at.came().every(({ duplexMode, copies }) => duplexMode === 'oneSided' && copies === 3)).toBe(true);
  });
  test.for([
    [400, 'optionsRefused'],
    [403, 'notPermitted'],
  ] as const)('refused by the service with %i: not released, and told why', async ([status, code], context) => {
    const at = await start(context, 'app');
    await at.printOwn();
    const jobs = keysOf(await at.tapped());
    at.changeFails({ kind: 'status', status, when: 'before', retryAfterAs: 'seconds' });
    await at.intend('release', { jobs, options: twoPlain });
    context.expect(stageOf(await at.until(is('notReleased')))).toMatchObject({ trouble: { code } });
    context.expect(at.tenant.jobs()[0]).toMatchObject({ phase: 'held', configuration: printed });
  });
  test('a service that leaves out what it cannot do, and answers well: not released', async (context) => {
    const at = await start(context, 'app');
    await at.print(0);
    const jobs = keysOf(await at.tapped());
    // Since the list was read the printer has lost its colour.
    at.tenant.world.patchPrinter(at.printer(0).printerId, { abilities: 'noColor' });
    at.tenant.settings.change({ configurationBeyondCapabilities: 'ignored' });
    await at.intend('release', { jobs, options: { color: true } });
    context.expect(stageOf(await at.until(is('notReleased')))).toMatchObject({ trouble: { code: 'optionsRefused' } });
    context.expect(at.came()).toEqual([]);
  });
  test.for(['before', 'after'] as const)('an answer lost %s the change: read back before the job is let go', async (when, context) => {
    const at = await start(context, 'app');
    await at.printOwn();
    const jobs = keysOf(await at.tapped());
    at.changeFails({ kind: 'reset', when });
    await at.intend('release', { jobs, options: twoPlain });
    await at.until(is('done'));
    context.expect(at.tenant.faults.list()[0]?.hits).toBe(1);
    context.expect(at.came()).toMatchObject([{ ...printed, copies: 2, colorMode: 'grayscale' }]);
  });
  test('a change that lands late is waited for', async (context) => {
    const at = await start(context, 'app');
    await at.printOwn();
    const jobs = keysOf(await at.tapped());
    at.changeFails({ kind: 'late', landsAfterMs: 600, answer: 'reset', retryAfterAs: 'seconds' });
    await at.intend('release', { jobs, options: { copies: 9 } });
    await at.until(is('done'));
    context.expect(at.came()).toMatchObject([{ copies: 9 }]);
  });
  test('a job that was set and not released comes out as it was printed, when nothing is chosen then', async (context) => {
    const at = await start(context, 'app');
    await at.printOwn();
    const jobs = keysOf(await at.tapped());
    const onTask = { method: 'PATCH', path: '/print/taskDefinitions/*/tasks/*' } as const;
    at.tenant.faults.set([{ ...onTask, fault: { kind: 'status', status: 403, when: 'before', retryAfterAs: 'seconds' } }]);
    await at.intend('release', { jobs, options: { copies: 9 } });
    await at.until(is('notReleased'));
    context.expect(at.tenant.jobs()[0]?.configuration).toMatchObject({ copies: 9 });
    await at.intend('release', { jobs });
    await at.until(is('done'));
    context.expect(at.came()).toMatchObject([printed]);
  });
});

describe.concurrent('mode redirect', atOnce, () => {
  test.for(['merge', 'replace'] as const)(
    'where the service would %s: as chosen at the printer that was chosen, and else as printed',
    async (redirectConfiguration, context) => {
      const at = await start(context, 'redirect', { settings: { redirectConfiguration } });
      await at.printOwn();
      const to = at.printer(1).printerId;
      await at.intend('release', { jobs: keysOf(await at.tapped()), to, options: { copies: 2 } });
      await at.until(is('done'));
      context.expect(at.tenant.tray()).toMatchObject([{ printerId: to, configuration: { ...printed, copies: 2 } }]);
    },
  );
  test('an answer lost after the redirect: once, as chosen', async (context) => {
    const at = await start(context, 'redirect');
    await at.printOwn();
    const jobs = keysOf(await at.tapped());
    at.tenant.faults.set([{ method: 'POST', path: `${changePath}/redirect`, fault: { kind: 'reset', when: 'after' } }]);
    await at.intend('release', { jobs, to: at.printer(1).printerId, options: { copies: 2 } });
    await at.until(is('done'));
    context.expect(at.came()).toMatchObject([{ copies: 2 }]);
  });
});
