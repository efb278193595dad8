import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'vitest';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import { startOwnStation } from '../../support/own-station.ts';
import { listRead, type TestStationOptions } from '../../support/station.ts';

/* Several at a time, each on a station of its own: most of the time is waiting. */

const start = async (context: TestContext, mode: 'app' | 'redirect', options: TestStationOptions = {}) => {
  const station = await startOwnStation(context, { tenant: {}, mode, ...options });
  const tapped = async (who = 0): Promise<JobsScreen> => {
    station.tap(station.person(who).badge);
    return station.until(listRead);
  };
  const to = (index: number) => ({ to: station.printer(index).printerId });
  return { ...station, tapped, to };
};
const stagesOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs.map((job) => job.stage.is) : []);
const allAre = (stage: string) => (screen: Screen) => screen.name === 'jobs' && screen.jobs.every((job) => job.stage.is === stage);
const keysOf = (screen: JobsScreen) => screen.jobs.map((job) => job.key);
const atOnce = { timeout: 60_000 };
const redirectPath = '/print/printers/*/jobs/*/redirect';

describe.concurrent('mode app', atOnce, () => {
  test('a card of the list opens its owner’s jobs, and a released job comes out once, all with the station’s own rights', async (context) => {
    const at = await start(context, 'app');
    await at.print(0);
    await at.print(0, 'not yours.pdf', 1);
    const screen = await at.tapped();
    context.expect(screen).toMatchObject({ personName: at.person().displayName, canDelete: false, destinations: [] });
    context.expect(screen.jobs.map((job) => job.title)).toEqual(['minutes.pdf']);
    await at.intend('release', { jobs: keysOf(screen) });
    await at.until(allAre('done'));
    context.expect(at.tenant.tray().map((entry) => entry.ownerOid)).toEqual([at.person().oid]);
  });
  test('a card that is not in the list is told so', async (context) => {
    const at = await start(context, 'app');
    at.tap('0000999999');
    context
      .expect(await at.until((now) => now.name === 'welcome' && now.notice !== null))
      .toMatchObject({ notice: { is: 'cardNotListed' } });
  });
  test('without the list a tap says that the station cannot read it', async (context) => {
    const at = await start(context, 'app');
    await rm(join(at.folder, 'badges.csv'));
    const again = await at.restart();
    again.tap(at.person().badge);
    context.expect(await again.until((now) => now.name === 'welcome' && now.notice !== null)).toMatchObject({ notice: { is: 'trouble' } });
    await again.face.close();
  });
  test('a job that needs a start says that this station may not give it, and stays', async (context) => {
    const at = await start(context, 'app');
    await at.print(2);
    await at.intend('release', { jobs: keysOf(await at.tapped()) });
    const screen = await at.until((now) => stagesOf(now)[0] === 'notReleased');
    context.expect(screen).toMatchObject({ jobs: [{ stage: { trouble: { code: 'notStartable' } } }] });
    context.expect(at.tenant.jobs()[0]?.phase).toBe('uploaded');
  });
  test('jobs that Graph says are somebody else’s are not shown, though the filter let them through', async (context) => {
    const at = await start(context, 'app');
    await at.print(0);
    at.tenant.faults.set([{ path: '/print/printers/*/jobs', count: null, fault: { kind: 'otherOwner', id: at.person(1).oid } }]);
    context.expect((await at.tapped()).jobs).toEqual([]);
  });
  test('a permission that was taken away is told as such', async (context) => {
    const at = await start(context, 'app');
    await at.print(0);
    at.tenant.faults.set([{ path: '/print/printers/*/jobs', count: null, fault: { kind: 'status', status: 403 } }]);
    at.tap(at.person().badge);
    const screen = await at.until((now) => now.name === 'jobs' && now.list !== 'loading');
    context.expect(screen).toMatchObject({ list: 'failed', trouble: { code: 'notPermitted' } });
  });
});

describe.concurrent('mode redirect', atOnce, () => {
  test('a job of the queue comes out of the printer that its owner chose, once', async (context) => {
    const at = await start(context, 'redirect');
    await at.print(0);
    const screen = await at.tapped();
    context
      .expect(screen.destinations.map(({ name, state }) => ({ name, state })))
      .toEqual(at.tenant.printers.slice(1).map(({ name }) => ({ name, state: 'ready' })));
    await at.intend('release', { jobs: keysOf(screen), ...at.to(1) });
    await at.until(allAre('done'));
    context.expect(at.tenant.tray()).toMatchObject([{ printerId: at.printer(1).printerId, count: 1 }]);
  });
  test('a destination has to be chosen, and only one that is offered', async (context) => {
    const at = await start(context, 'redirect');
    await at.print(0);
    const jobs = keysOf(await at.tapped());
    await at.intend('release', { jobs });
    await at.intend('release', { jobs, to: at.printer(0).printerId });
    context.expect(stagesOf(at.screen())).toEqual(['held']);
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('twenty jobs go in one round trip', async (context) => {
    const at = await start(context, 'redirect', { tenant: { settings: { printMs: 5 } } });
    for (let i = 0; i < 20; i += 1) await at.print(0, `page ${i}.pdf`);
    await at.intend('release', { jobs: keysOf(await at.tapped()), ...at.to(1) });
    await at.until(allAre('done'));
    context.expect(new Set(at.tenant.tray().map((entry) => entry.jobId)).size).toBe(20);
    context.expect(at.tenant.tray()).toHaveLength(20);
  });
  test.for([
    ['kept', 'after'],
    ['blank', 'after'],
    ['blank', 'before'],
  ] as const)(
    'an answer lost with the new job’s owner %s, %s the effect: read back, and printed once',
    async ([redirectedOwner, when], context) => {
      const at = await start(context, 'redirect', { tenant: { settings: { redirectedOwner } } });
      await at.print(0);
      const screen = await at.tapped();
      at.tenant.faults.set([{ method: 'POST', path: redirectPath, fault: { kind: 'reset', when } }]);
      await at.intend('release', { jobs: keysOf(screen), ...at.to(1) });
      await at.until(allAre('done'));
      context.expect(at.tenant.faults.list()[0]?.hits).toBe(1);
      context.expect(at.tenant.tray()).toHaveLength(1);
    },
  );
  test.for(['completed', 'canceled', 'aborted'] as const)(
    'the source may end as %s: the new job counts',
    async (sourceAfterRedirect, context) => {
      const at = await start(context, 'redirect', { tenant: { settings: { sourceAfterRedirect, readLagMs: 700 } } });
      await at.print(0);
      await at.until(() => true);
      const screen = await at.tapped();
      const found = screen.jobs.length > 0 ? screen : ((await at.until((now) => stagesOf(now).length > 0)) as JobsScreen);
      await at.intend('release', { jobs: keysOf(found), ...at.to(1) });
      await at.until(allAre('done'));
      context.expect(at.tenant.tray()).toHaveLength(1);
    },
  );
  test('a trigger of the destination holds it again: that task is completed too', async (context) => {
    const at = await start(context, 'redirect', { tenant: { settings: { redirectHonoursTrigger: true } } });
    await at.print(0);
    const held = at.tenant.printers.findIndex(({ kind, trigger }, i) => i > 0 && trigger && kind === 'resumes');
    const destination = held > 0 ? held : at.tenant.printers.findIndex(({ trigger }, i) => i > 0 && trigger);
    await at.intend('release', { jobs: keysOf(await at.tapped()), ...at.to(destination) });
    const screen = await at.until((now) => stagesOf(now)[0] === 'done' || stagesOf(now)[0] === 'unsure');
    // A destination that then waits for a start cannot be helped from here, and the screen says so.
    context.expect(stagesOf(screen)[0]).toBe(at.printer(destination).kind === 'resumes' ? 'done' : 'unsure');
    context.expect(at.tenant.tray().length).toBeLessThanOrEqual(1);
  });
  test('a job that went on and is held again is shown where it is held now, and released there', async (context) => {
    const at = await start(context, 'redirect', { tenant: { settings: { redirectHonoursTrigger: true, redirectedOwner: 'blank' } } });
    await at.print(0);
    const [ada] = at.tenant.directory.people;
    // Another station sent it on and was switched off.
    at.tenant.act({ do: 'redirectJob', job: 'oldest', to: at.printer(1).name });
    at.tap(ada!.badge);
    const screen = await at.until((now) => now.name === 'jobs' && now.jobs.length === 1);
    context.expect(screen).toMatchObject({ jobs: [{ printerName: at.printer(1).name, title: 'minutes.pdf', stage: { is: 'held' } }] });
    if (screen.name === 'jobs') await at.intend('release', { jobs: screen.jobs.map(({ key }) => key), ...at.to(1) });
    const ended = await at.until((now) => stagesOf(now)[0] === 'done' || stagesOf(now)[0] === 'unsure');
    context.expect(stagesOf(ended)[0]).toBe(at.printer(1).kind === 'resumes' ? 'done' : 'unsure');
  });
  test('a stopped destination takes nothing', async (context) => {
    const at = await start(context, 'redirect');
    await at.print(0);
    const screen = await at.tapped();
    at.tenant.jam(at.printer(1).printerId, 'mediaJam');
    await at.intend('release', { jobs: keysOf(screen), ...at.to(1) });
    context.expect(await at.until((now) => stagesOf(now)[0] === 'notReleased')).toMatchObject({
      jobs: [{ stage: { trouble: { code: 'printerStopped' } } }],
    });
    context.expect(at.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('a station that stopped after its redirect went out follows the new job at the owner’s next tap, and sends no second one', async (context) => {
    const at = await start(context, 'redirect', { tenant: { settings: { acknowledgeMs: 1_500 } } });
    await at.print(0);
    const screen = await at.tapped();
    at.tenant.faults.set([{ method: 'POST', path: redirectPath, fault: { kind: 'reset', when: 'after' } }]);
    await at.intend('release', { jobs: keysOf(screen), ...at.to(1) });
    await at.until((now) => stagesOf(now)[0] === 'checking');
    const again = await at.restart();
    await at.face.close();
    again.tap(at.person().badge);
    await again.until((now) => stagesOf(now)[0] === 'done');
    context.expect(at.tenant.tray()).toHaveLength(1);
    await again.face.close();
  });
});

test.concurrent('a list that IT changes is used without a restart', atOnce, async (context) => {
  const at = await start(context, 'app');
  await writeFile(
    join(at.folder, 'badges.csv'),
    `badge,oid,userPrincipalName,name\r\n77665544,${at.person(1).oid},${at.person(1).userPrincipalName},New Card\r\n`,
  );
  const known = async (): Promise<boolean> => {
    at.tap('77665544');
    const screen = await at.until((now) => now.name === 'jobs' || (now.name === 'welcome' && now.notice !== null));
    return screen.name === 'jobs';
  };
  let found = false;
  // The file is looked at every few seconds; a tap that comes too early is told that its card is not listed.
  for (let tries = 0; tries < 40 && !found; tries += 1) {
    found = await known();
    if (!found) await at.until((now) => now.name === 'welcome' && now.notice === null);
  }
  context.expect(found).toBe(true);
});
