import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demoDocument } from '../../../../main/simulator/desk/document.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { handClock } from '../../../support/badge.ts';
import {
  appToken,
  at,
  call,
  complete,
  demoTenant,
  noise,
  person,
  print,
  printer,
  start,
  taskPath,
  trayFolder,
  userToken,
} from '../../../support/simulator.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const phase = (tenant: Tenant, jobId: string) => tenant.world.job(jobId)?.phase;
const done = (tenant: Tenant, jobId: string) => tenant.until(() => phase(tenant, jobId) === 'completed');

describe('a PDF comes out once, byte for byte', () => {
  test('on a printer where completing the task is enough', async () => {
    const folder = trayFolder();
    const tenant = await demoTenant({ trayFolder: folder });
    const pdf = await demoDocument('Zoë’s minutes', 3);
    const lobby = printer(tenant, 'resumes');
    const jobId = await print(tenant, person(tenant, 'Zoë'), lobby, 'minutes.pdf', pdf);
    expect(phase(tenant, jobId)).toBe('held');
    expect((await complete(tenant, jobId)).status).toBe(200);
    await done(tenant, jobId);
    expect(readdirSync(join(folder, lobby.name))).toEqual([`${jobId}-1.pdf`]);
    expect(new Uint8Array(readFileSync(join(folder, lobby.name, `${jobId}-1.pdf`)))).toEqual(pdf);
    expect(tenant.tray()).toMatchObject([
      { jobId, printerId: lobby.printerId, ownerOid: person(tenant, 'Zoë').oid, sha256: sha256(pdf), bytes: pdf.byteLength, count: 1 },
    ]);
  });

  test('on a printer where the job waits for its start after the task', async () => {
    const tenant = await demoTenant();
    const [zoe, waits] = [person(tenant, 'Zoë'), printer(tenant, 'waits')];
    const pdf = await demoDocument('two', 2);
    const jobId = await print(tenant, zoe, waits, 'two.pdf', pdf);
    await complete(tenant, jobId);
    expect(phase(tenant, jobId)).toBe('waiting');
    expect((await start(tenant, zoe, waits, jobId)).status).toBe(200);
    await done(tenant, jobId);
    const entries = tenant.tray();
    expect(entries).toHaveLength(1);
    expect(tenant.readTray(entries[0]!)).toEqual(pdf);
  });

  test('of a job that nobody started, without a trigger', async () => {
    const tenant = await demoTenant();
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    expect(phase(tenant, jobId)).toBe('uploaded');
    await start(tenant, zoe, copyRoom, jobId);
    await done(tenant, jobId);
    expect(tenant.tray().map(({ sha256: sum }) => sum)).toEqual([sha256(noise(3000))]);
  });

  test('of a job that nobody started, with a trigger that then holds it', async () => {
    const tenant = await demoTenant();
    const [zoe, archive] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', true)];
    const jobId = await print(tenant, zoe, archive);
    await start(tenant, zoe, archive, jobId);
    expect(phase(tenant, jobId)).toBe('held');
    await complete(tenant, jobId);
    await done(tenant, jobId);
    expect(tenant.tray()).toHaveLength(1);
  });
});

test('the states that Graph shows on the way: paused, pending and fetchable, processing and acquired, completed', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { acknowledgeMs: 1000, printMs: 2000 } });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const jobId = await print(tenant, zoe, lobby);
  const token = await userToken(tenant, zoe);
  const look = async () => {
    const { body } = await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}/jobs/${jobId}`);
    return [at(body, 'status.state'), body.isFetchable, at(body, 'status.isAcquiredByPrinter'), body.acknowledgedDateTime !== null];
  };
  const machine = async () => at((await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}`)).body, 'status.state');
  expect(await look()).toEqual(['paused', false, false, false]);
  await complete(tenant, jobId);
  expect(await look()).toEqual(['pending', true, false, false]);
  expect(await machine()).toBe('idle');
  clock.advance(1000);
  expect(await look()).toEqual(['processing', false, true, true]);
  expect(await machine()).toBe('processing');
  clock.advance(2000);
  expect(await look()).toEqual(['completed', false, false, true]);
  expect(await machine()).toBe('idle');
});

test('a printer takes jobs one at a time, in the order in which they were released', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { acknowledgeMs: 10, printMs: 100 } });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const ids = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby), await print(tenant, zoe, lobby)];
  for (const index of [2, 0, 1]) {
    await complete(tenant, ids[index]!);
    clock.advance(1);
  }
  const printing = () => tenant.jobs().filter((job) => job.phase === 'printing');
  for (let step = 0; step < 40; step++) {
    clock.advance(10);
    expect(printing().length).toBeLessThanOrEqual(1);
  }
  expect(tenant.tray().map(({ jobId }) => jobId)).toEqual([ids[2], ids[0], ids[1]]);
});

test('a jammed printer stops with its reason, and prints the job once after it is cleared', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { acknowledgeMs: 10, printMs: 100 } });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const jobId = await print(tenant, zoe, lobby);
  const next = await print(tenant, zoe, lobby);
  await complete(tenant, jobId);
  await complete(tenant, next);
  clock.advance(50);
  tenant.jam(lobby.printerId, 'mediaJam');
  expect(phase(tenant, jobId)).toBe('stopped');
  clock.advance(10_000);
  expect(tenant.tray()).toEqual([]);
  const { body } = await call(tenant, await userToken(tenant, zoe), 'GET', `/print/shares/${lobby.shareId}`);
  expect(body.status).toMatchObject({ state: 'stopped', details: ['mediaJam'] });
  tenant.clear(lobby.printerId);
  clock.advance(10_000);
  expect(tenant.tray().map((entry) => entry.jobId)).toEqual([jobId, next]);
});

test('a job that is cancelled while it prints does not come out, and the next one begins at once', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { acknowledgeMs: 10, printMs: 100 } });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const [first, second] = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby)];
  await complete(tenant, first);
  await complete(tenant, second);
  clock.advance(50);
  const cancel = await call(tenant, await userToken(tenant, zoe), 'POST', `/print/printers/${lobby.printerId}/jobs/${first}/cancel`);
  expect(cancel.status).toBe(204);
  clock.advance(10);
  expect(phase(tenant, second)).toBe('printing');
  clock.advance(10_000);
  expect(tenant.tray().map(({ jobId }) => jobId)).toEqual([second]);
});

test('a detail that is newer than the enum shows only to who asks for new members', async () => {
  const tenant = await demoTenant();
  const lobby = printer(tenant, 'resumes');
  tenant.jam(lobby.printerId, 'staplerJam');
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const path = `/print/shares/${lobby.shareId}`;
  expect(at((await call(tenant, token, 'GET', path)).body, 'status.details')).toEqual(['unknownFutureValue']);
  const asked = await call(tenant, token, 'GET', path, undefined, { prefer: 'include-unknown-enum-members' });
  expect(at(asked.body, 'status.details')).toEqual(['staplerJam']);
});

describe('a second start', () => {
  const twice = async (secondStart: 'refuse' | 'ignore' | 'printsAgain') => {
    const tenant = await demoTenant({ settings: { secondStart } });
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    await start(tenant, zoe, copyRoom, jobId);
    const moving = await start(tenant, zoe, copyRoom, jobId);
    await done(tenant, jobId);
    const finished = await start(tenant, zoe, copyRoom, jobId);
    if (finished.status === 200) await done(tenant, jobId);
    return { statuses: [moving.status, finished.status], prints: tenant.tray().map(({ count }) => count) };
  };

  test('is refused by default', async () => {
    expect(await twice('refuse')).toEqual({ statuses: [409, 409], prints: [1] });
  });
  test('is ignored where set so', async () => {
    expect(await twice('ignore')).toEqual({ statuses: [200, 200], prints: [1] });
  });
  test('prints again in the worst case, once for each start', async () => {
    expect(await twice('printsAgain')).toEqual({ statuses: [200, 200], prints: [1, 2, 3] });
  });
});

test('a task that is aborted ends its job; nothing comes out', async () => {
  const tenant = await demoTenant();
  const jobId = await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
  const taskId = tenant.world.job(jobId)?.taskId ?? '';
  await call(tenant, await appToken(tenant), 'PATCH', taskPath(tenant, taskId), { status: { state: 'aborted' } });
  expect(phase(tenant, jobId)).toBe('aborted');
});

test('after ten days a job is gone, with its task; release does not reset the clock', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const jobId = await print(tenant, zoe, lobby);
  const path = `/print/shares/${lobby.shareId}/jobs/${jobId}`;
  const day = 86_400_000;
  clock.advance(10 * day - 1000);
  expect((await call(tenant, await userToken(tenant, zoe), 'GET', path)).status).toBe(200);
  clock.advance(2000);
  expect((await call(tenant, await userToken(tenant, zoe), 'GET', path)).status).toBe(404);
  const tasks = await call(tenant, await appToken(tenant), 'GET', `/print/taskDefinitions/${tenant.definitionId}/tasks`);
  expect(tasks.body.value).toEqual([]);
});

test('a read may lag behind a write', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { readLagMs: 3000 } });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const token = await userToken(tenant, zoe);
  const list = async () => (await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}/jobs`)).body.value;
  const jobId = await print(tenant, zoe, lobby);
  expect(await list()).toEqual([]);
  clock.advance(3000);
  expect(await list()).toMatchObject([{ id: jobId, status: { state: 'paused' } }]);
  await complete(tenant, jobId);
  clock.advance(2999);
  expect(await list()).toMatchObject([{ status: { state: 'paused' } }]);
  clock.advance(1);
  expect(await list()).toMatchObject([{ status: { state: 'pending' } }]);
});
