import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import { listRead, startTestStation, type TestStation, type TestStationOptions } from '../../support/station.ts';

let station: TestStation;
afterEach(() => station.close());

const start = async (mode: 'app' | 'redirect', options: TestStationOptions = {}) => {
  station = await startTestStation({ mode, ...options });
  return station;
};
const person = (index = 0) => station.tenant.directory.people[index]!;
const printer = (index: number) => station.tenant.printers[index]!;
const print = async (index: number, name = 'minutes.pdf', who = 0) =>
  station.tenant.printAs(person(who), printer(index).shareId, { name, bytes: await demoDocument(name, 1) });
const tapped = async (who = 0): Promise<JobsScreen> => {
  station.tap(person(who).badge);
  return station.until(listRead);
};
const stagesOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs.map((job) => job.stage.is) : []);
const allAre = (stage: string) => (screen: Screen) => screen.name === 'jobs' && screen.jobs.every((job) => job.stage.is === stage);
const keysOf = (screen: JobsScreen) => screen.jobs.map((job) => job.key);
const redirectPath = '/print/printers/*/jobs/*/redirect';

describe('mode app', () => {
  test('a card of the list opens its owner’s jobs, and a released job comes out once, all with the station’s own rights', async () => {
    await start('app');
    await print(0);
    await print(0, 'not yours.pdf', 1);
    const screen = await tapped();
    expect(screen).toMatchObject({ personName: person().displayName, canDelete: false, destinations: [] });
    expect(screen.jobs.map((job) => job.title)).toEqual(['minutes.pdf']);
    await station.intend('release', { jobs: keysOf(screen) });
    await station.until(allAre('done'));
    expect(station.tenant.tray().map((entry) => entry.ownerOid)).toEqual([person().oid]);
  });
  test('a card that is not in the list is told so', async () => {
    await start('app');
    station.tap('0000999999');
    expect(await station.until((now) => now.name === 'welcome' && now.notice !== null)).toMatchObject({ notice: { is: 'cardNotListed' } });
  });
  test('without the list a tap says that the station cannot read it', async () => {
    await start('app');
    await rm(join(station.folder, 'badges.csv'));
    const again = await station.restart();
    again.tap(person().badge);
    expect(await again.until((now) => now.name === 'welcome' && now.notice !== null)).toMatchObject({ notice: { is: 'trouble' } });
    await again.face.close();
  });
  test('a job that needs a start says that this station may not give it, and stays', async () => {
    await start('app');
    await print(2);
    await station.intend('release', { jobs: keysOf(await tapped()) });
    const screen = await station.until((now) => stagesOf(now)[0] === 'notReleased');
    expect(screen).toMatchObject({ jobs: [{ stage: { trouble: { code: 'notStartable' } } }] });
    expect(station.tenant.jobs()[0]?.phase).toBe('uploaded');
  });
  test('jobs that Graph says are somebody else’s are not shown, though the filter let them through', async () => {
    await start('app');
    await print(0);
    station.tenant.faults.set([{ path: '/print/printers/*/jobs', count: null, fault: { kind: 'otherOwner', id: person(1).oid } }]);
    expect((await tapped()).jobs).toEqual([]);
  });
  test('a permission that was taken away is told as such', async () => {
    await start('app');
    await print(0);
    station.tenant.faults.set([{ path: '/print/printers/*/jobs', count: null, fault: { kind: 'status', status: 403 } }]);
    station.tap(person().badge);
    const screen = await station.until((now) => now.name === 'jobs' && now.list !== 'loading');
    expect(screen).toMatchObject({ list: 'failed', trouble: { code: 'notPermitted' } });
  });
});

describe('mode redirect', () => {
  const destinationOf = (index: number) => ({ to: printer(index).printerId });
  test('a job of the queue comes out of the printer that its owner chose, once', async () => {
    await start('redirect');
    await print(0);
    const screen = await tapped();
    expect(screen.destinations.map(({ name, state }) => ({ name, state }))).toEqual(
      station.tenant.printers.slice(1).map(({ name }) => ({ name, state: 'ready' })),
    );
    await station.intend('release', { jobs: keysOf(screen), ...destinationOf(1) });
    await station.until(allAre('done'));
    expect(station.tenant.tray()).toMatchObject([{ printerId: printer(1).printerId, count: 1 }]);
  });
  test('a destination has to be chosen, and only one that is offered', async () => {
    await start('redirect');
    await print(0);
    const jobs = keysOf(await tapped());
    await station.intend('release', { jobs });
    await station.intend('release', { jobs, to: printer(0).printerId });
    expect(stagesOf(station.screen())).toEqual(['held']);
    expect(station.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('twenty jobs go in one round trip', async () => {
    await start('redirect', { tenant: { settings: { printMs: 5 } } });
    for (let i = 0; i < 20; i += 1) await print(0, `page ${i}.pdf`);
    await station.intend('release', { jobs: keysOf(await tapped()), ...destinationOf(1) });
    await station.until(allAre('done'));
    expect(new Set(station.tenant.tray().map((entry) => entry.jobId)).size).toBe(20);
    expect(station.tenant.tray()).toHaveLength(20);
  });
  test.each([
    ['kept', 'after'],
    ['blank', 'after'],
    ['blank', 'before'],
  ] as const)('an answer lost with the new job’s owner %s, %s the effect: read back, and printed once', async (redirectedOwner, when) => {
    await start('redirect', { tenant: { settings: { redirectedOwner } } });
    await print(0);
    const screen = await tapped();
    station.tenant.faults.set([{ method: 'POST', path: redirectPath, fault: { kind: 'reset', when } }]);
    await station.intend('release', { jobs: keysOf(screen), ...destinationOf(1) });
    await station.until(allAre('done'));
    expect(station.tenant.faults.list()[0]?.hits).toBe(1);
    expect(station.tenant.tray()).toHaveLength(1);
  });
  test.each(['completed', 'canceled', 'aborted'] as const)('the source may end as %s: the new job counts', async (sourceAfterRedirect) => {
    await start('redirect', { tenant: { settings: { sourceAfterRedirect, readLagMs: 700 } } });
    await print(0);
    await station.until(() => true);
    const screen = await tapped();
    const found = screen.jobs.length > 0 ? screen : ((await station.until((now) => stagesOf(now).length > 0)) as JobsScreen);
    await station.intend('release', { jobs: keysOf(found), ...destinationOf(1) });
    await station.until(allAre('done'));
    expect(station.tenant.tray()).toHaveLength(1);
  });
  test('a trigger of the destination holds it again: that task is completed too', async () => {
    await start('redirect', { tenant: { settings: { redirectHonoursTrigger: true } } });
    await print(0);
    const held = station.tenant.printers.findIndex(({ kind, trigger }, i) => i > 0 && trigger && kind === 'resumes');
    const at = held > 0 ? held : station.tenant.printers.findIndex(({ trigger }, i) => i > 0 && trigger);
    await station.intend('release', { jobs: keysOf(await tapped()), ...destinationOf(at) });
    const screen = await station.until((now) => stagesOf(now)[0] === 'done' || stagesOf(now)[0] === 'notReleased');
    // A destination that then waits for a start cannot be helped from here, and the screen says so.
    expect(stagesOf(screen)[0]).toBe(printer(at).kind === 'resumes' ? 'done' : 'notReleased');
    expect(station.tenant.tray().length).toBeLessThanOrEqual(1);
  });
  test('a stopped destination takes nothing', async () => {
    await start('redirect');
    await print(0);
    const screen = await tapped();
    station.tenant.jam(printer(1).printerId, 'mediaJam');
    await station.intend('release', { jobs: keysOf(screen), ...destinationOf(1) });
    expect(await station.until((now) => stagesOf(now)[0] === 'notReleased')).toMatchObject({
      jobs: [{ stage: { trouble: { code: 'printerStopped' } } }],
    });
    expect(station.tenant.jobs()[0]?.phase).toBe('held');
  });
  test('a station that stopped after its redirect went out follows the new job at the owner’s next tap, and sends no second one', async () => {
    await start('redirect', { tenant: { settings: { acknowledgeMs: 1_500 } } });
    await print(0);
    const screen = await tapped();
    station.tenant.faults.set([{ method: 'POST', path: redirectPath, fault: { kind: 'reset', when: 'after' } }]);
    await station.intend('release', { jobs: keysOf(screen), ...destinationOf(1) });
    await station.until((now) => stagesOf(now)[0] === 'checking');
    const again = await station.restart();
    await station.face.close();
    again.tap(person().badge);
    await again.until((now) => stagesOf(now)[0] === 'done');
    expect(station.tenant.tray()).toHaveLength(1);
    await again.face.close();
  });
});

test('a list that IT changes is used without a restart', async () => {
  await start('app');
  await writeFile(
    join(station.folder, 'badges.csv'),
    `badge,oid,userPrincipalName,name\r\n77665544,${person(1).oid},${person(1).userPrincipalName},New Card\r\n`,
  );
  const known = async (): Promise<boolean> => {
    station.tap('77665544');
    const screen = await station.until((now) => now.name === 'jobs' || (now.name === 'welcome' && now.notice !== null));
    return screen.name === 'jobs';
  };
  let found = false;
  // The file is looked at every few seconds; a tap that comes too early is told that its card is not listed.
  for (let tries = 0; tries < 40 && !found; tries += 1) {
    found = await known();
    if (!found) await station.until((now) => now.name === 'welcome' && now.notice === null);
  }
  expect(found).toBe(true);
});
