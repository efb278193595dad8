import { afterEach, describe, expect, test } from 'vitest';
import type { Fetch } from '../../../main/ports.ts';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { Screen } from '../../../preload/contract.ts';
import { enrol, signInWithPhone, startTestStation, type TestStation } from '../../support/station.ts';

/** The cable between the station and the world. `dark`: packets vanish; `refused`: an error at once. */
let network: 'up' | 'refused' | 'dark' = 'up';
let station: TestStation;
afterEach(() => {
  network = 'up';
  return station.close();
});

const wrapFetch =
  (next: Fetch): Fetch =>
  (request) => {
    if (network === 'refused') return Promise.reject(new TypeError('fetch failed'));
    if (network === 'dark')
      return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
    return next(request);
  };
const start = async () => {
  station = await startTestStation({ wrapFetch, tenant: { entraSettings: { deviceCodeIntervalS: 1 } } });
};
const person = () => station.tenant.directory.people[0]!;
const print = async () =>
  station.tenant.printAs(person(), station.tenant.printers[0]!.shareId, { name: 'a.pdf', bytes: await demoDocument('a', 1) });
const isOffline = (screen: Screen) => screen.name === 'jobs' && screen.trouble?.code === 'offline';
const stageOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs[0]?.stage.is : undefined);

describe.each(['refused', 'dark'] as const)('a network that goes (%s)', (how) => {
  test('while somebody is signed in: said within five seconds, with the jobs still there, and taken back by itself', async () => {
    await start();
    await print();
    await signInWithPhone(station, person());
    const began = performance.now();
    network = how;
    const screen = await station.until(isOffline);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(stageOf(screen)).toBe('held');
    network = 'up';
    await station.until((now) => now.name === 'jobs' && now.trouble === null);
  });
  test('before anybody is signed in: said after the first touch, and taken back by itself', async () => {
    await start();
    network = how;
    const began = performance.now();
    await station.intend('touch', {});
    await station.until((now) => now.name === 'welcome' && now.offline);
    expect(performance.now() - began).toBeLessThan(5_000);
    network = 'up';
    await station.until((now) => now.name === 'welcome' && !now.offline);
  });
});

test('a release that is asked for without a network goes on by itself when the network is back at once', async () => {
  await start();
  await print();
  const screen = await signInWithPhone(station, person());
  network = 'refused';
  await station.intend('release', { jobs: [screen.jobs[0]!.key] });
  await station.until(isOffline);
  network = 'up';
  await station.until((now) => stageOf(now) === 'done');
  expect(station.tenant.tray()).toHaveLength(1);
});

test('a person who signs out while the network is away finds out at their next tap, and nothing is printed twice', async () => {
  await start();
  await enrol(station, person());
  await print();
  const screen = await station.until((now) => now.name === 'jobs' && now.jobs.length === 1);
  if (screen.name !== 'jobs') throw new Error('not signed in');
  // The task is completed, and its answer is lost with the network.
  station.tenant.faults.set([{ method: 'PATCH', path: '/print/taskDefinitions/*/tasks/*', fault: { kind: 'reset', when: 'after' } }]);
  const came = station.tenant.until(() => station.tenant.tray().length === 1);
  await station.intend('release', { jobs: screen.jobs.map((job) => job.key) });
  await came;
  network = 'refused';
  await station.intend('signOut', {});
  await station.until((now) => now.name === 'welcome');
  network = 'up';
  station.tap(person().badge);
  await station.until((now) => stageOf(now) === 'done' || (now.name === 'jobs' && now.list === 'ready' && now.jobs.length === 0));
  expect(station.tenant.tray()).toHaveLength(1);
});
