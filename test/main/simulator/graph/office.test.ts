import { describe, expect, test } from 'vitest';
import { stateSpellings } from '../../../../main/simulator/settings.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { handClock } from '../../../support/badge.ts';
import {
  appToken,
  at,
  call,
  complete,
  demoTenant,
  type Json,
  listAt,
  person,
  print,
  printer,
  start,
  taskOf,
  userToken,
} from '../../../support/simulator.ts';

/* What makes the demo tenant as slow, dirty and long as an office. */

/** How a job reads: in the list, and by itself. */
async function reads(tenant: Tenant, printerId: string, jobId: string): Promise<readonly unknown[]> {
  const token = await appToken(tenant, ['PrintJob.ReadBasic.All', 'Printer.Read.All']);
  const jobs = `/print/printers/${printerId}/jobs`;
  const list = listAt((await call(tenant, token, 'GET', jobs)).body, 'value').find(({ id }) => id === jobId);
  const one = (await call(tenant, token, 'GET', `${jobs}/${jobId}?$expand=tasks`)).body;
  return [at(list, 'status'), at(one, 'status')];
}

const readAs = (spelling: (typeof stateSpellings)[number]): unknown =>
  spelling === 'missing' ? expect.not.objectContaining({ state: expect.anything() }) : { state: spelling === 'null' ? null : spelling };

describe.each(stateSpellings)('a held job whose state is spelt %s', (spelling) => {
  test('reads so in the list and by itself until its task is completed, and moves as ever', async () => {
    const tenant = await demoTenant({ settings: { heldStateSpelling: spelling } });
    const lobby = printer(tenant, 'resumes');
    const jobId = await print(tenant, person(tenant, 'Zoë'), lobby);
    for (const status of await reads(tenant, lobby.printerId, jobId)) {
      expect(status).toMatchObject(readAs(spelling) as object);
      expect(Object.keys(status as object).includes('state')).toBe(spelling !== 'missing');
    }
    await complete(tenant, jobId);
    await tenant.until(() => tenant.tray().length === 1);
    expect(await reads(tenant, lobby.printerId, jobId)).toMatchObject([{ state: 'completed' }, { state: 'completed' }]);
  });
});

test('a job whose task is done and that waits for its start has a spelling of its own', async () => {
  const tenant = await demoTenant({ settings: { heldStateSpelling: 'pendingHeld', waitingStateSpelling: 'stopped' } });
  const waits = printer(tenant, 'waits');
  const jobId = await print(tenant, person(tenant, 'Zoë'), waits);
  expect(await reads(tenant, waits.printerId, jobId)).toMatchObject([{ state: 'pendingHeld' }, { state: 'pendingHeld' }]);
  await complete(tenant, jobId);
  expect(await reads(tenant, waits.printerId, jobId)).toMatchObject([{ state: 'stopped' }, { state: 'stopped' }]);
});

test('the answer to a start says what is documented, or what the job reads as', async () => {
  const tenant = await demoTenant({ settings: { heldStateSpelling: 'pendingHeld' } });
  const [zoe, archive] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted')];
  const state = async () => at((await start(tenant, zoe, archive, await print(tenant, zoe, archive))).body, 'state');
  expect(await state()).toBe('processing');
  tenant.settings.change({ startAnswer: 'asTheJobReads' });
  expect(await state()).toBe('pendingHeld');
});

describe('a redirect', () => {
  test.each([
    ['paused', { state: 'paused', details: ['uploadPending'] }],
    ['unknown', { state: 'unknown', details: [] }],
  ] as const)('makes a job that reads %s for minutes, and prints then', async (spelling, status) => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { redirectPauseMs: 180_000, redirectPausedSpelling: spelling } });
    const [lobby, copyRoom] = [printer(tenant, 'resumes'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, person(tenant, 'Zoë'), lobby);
    const to = { destinationPrinterId: copyRoom.printerId };
    const token = await appToken(tenant, ['PrintJob.Manage.All', 'Printer.Read.All']);
    const answer = await call(tenant, token, 'POST', `/print/printers/${lobby.printerId}/jobs/${jobId}/redirect`, to);
    expect(answer).toMatchObject({ status: 200, body: { status: { state: 'processing' } } });
    const copyId = String(answer.body.id);
    clock.advance(179_999);
    expect(await reads(tenant, copyRoom.printerId, copyId)).toMatchObject([status, status]);
    clock.advance(1_000);
    expect(tenant.tray().map((entry) => entry.jobId)).toEqual([copyId]);
  });
});

describe('reads that go back', () => {
  const story = async (seed: string) => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, seed, settings: { readLagSpreadMs: 5_000 } });
    const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
    const jobId = await print(tenant, zoe, lobby);
    clock.advance(60_000);
    await complete(tenant, jobId);
    const token = await userToken(tenant, zoe);
    const states: unknown[] = [];
    for (let read = 0; read < 40; read += 1) {
      clock.advance(100);
      states.push(at((await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}/jobs/${jobId}`)).body, 'status.state'));
    }
    clock.advance(10_000);
    states.push(at((await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}/jobs/${jobId}`)).body, 'status.state'));
    return states;
  };

  test('show an older state after a newer one, by the seed, and come to rest', async () => {
    const states = await story('a');
    expect(states.indexOf('completed')).toBeLessThan(states.lastIndexOf('paused'));
    expect(states.at(-1)).toBe('completed');
    expect(await story('a')).toEqual(states);
    expect(await story('b')).not.toEqual(states);
  });

  test('never unmake a job that was there', async () => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { readLagSpreadMs: 60_000 } });
    const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
    const jobId = await print(tenant, zoe, lobby);
    const token = await userToken(tenant, zoe);
    for (let read = 0; read < 20; read += 1) {
      expect((await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}/jobs/${jobId}`)).status).toBe(200);
    }
  });
});

test('the list of tasks is that of a whole tenant: ours lie behind thousands of others, page by page', async () => {
  const tenant = await demoTenant({ settings: { foreignTasks: 2_500 } });
  const jobId = await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
  const token = await appToken(tenant);
  const found: Json[] = [];
  let pages = 0;
  for (let next: unknown = `/print/taskDefinitions/${tenant.definitionId}/tasks`; typeof next === 'string'; pages += 1) {
    const { body }: { body: Json } = await call(tenant, token, 'GET', next);
    found.push(...listAt(body, 'value'));
    next = body['@odata.nextLink'];
  }
  expect([pages, found.length, found.at(-1)?.id]).toEqual([26, 2_501, await taskOf(tenant, jobId)]);
  expect(new Set(found.map(({ id, parentUrl }) => `${String(id)} ${String(parentUrl)}`)).size).toBe(2_501);
});

describe('latency', () => {
  /** The moment at which a call was carried out, and that at which it was answered, milliseconds from its beginning. */
  const timed = async (settings: Parameters<typeof demoTenant>[0], seedOfCall = 1) => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, seed: 'pace', ...settings });
    const token = await userToken(tenant, person(tenant, 'Zoë'));
    const times: (readonly [number, number])[] = [];
    for (let nth = 0; nth < seedOfCall; nth += 1) {
      const began = clock.elapsed();
      let carriedOut = -1;
      tenant.faults.set([{ path: '/print/shares', fault: { kind: 'world', act: { do: 'settings', change: { pageSize: 7 } } } }]);
      tenant.settings.change({ pageSize: 8 });
      let answeredAt = -1;
      const answer = call(tenant, token, 'GET', '/print/shares').then(() => {
        answeredAt = clock.elapsed() - began;
      });
      await expect
        .poll(
          () => {
            if (carriedOut < 0 && tenant.settings.current().pageSize === 7) carriedOut = clock.elapsed() - began;
            if (answeredAt < 0) clock.advance(100);
            return answeredAt;
          },
          { interval: 1, timeout: 10_000 },
        )
        .toBeGreaterThanOrEqual(0);
      await answer;
      times.push([carriedOut, answeredAt]);
    }
    return times;
  };

  test('passes before the call is carried out, or after: what was read is old then when it arrives', async () => {
    const [[before = 0] = []] = await timed({ settings: { latencyMs: 9_000 } });
    expect(before).toBeGreaterThanOrEqual(9_000);
    const [[after = 0, answered = 0] = []] = await timed({ settings: { latencyMs: 9_000, latencySide: 'after' } });
    expect(after).toBeLessThan(9_000);
    expect(answered).toBeGreaterThanOrEqual(9_000);
  });

  test('of each call is drawn anew within its spread, the same for the same seed', async () => {
    const spread = async () => (await timed({ settings: { latencySpreadMs: 9_000 } }, 8)).map(([, answered]) => answered);
    const first = await spread();
    expect(new Set(first).size).toBeGreaterThan(4);
    expect(Math.max(...first)).toBeLessThanOrEqual(9_100);
    expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(2_000);
  });
});

test('a printer is done with a job of minutes at once where it is told so, and goes on with the next', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { printMs: 600_000 } });
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const ids = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby)];
  for (const id of ids) await complete(tenant, id);
  clock.advance(100);
  tenant.act({ do: 'finishPrint', job: ids[1]! });
  expect(tenant.tray()).toEqual([]);
  tenant.act({ do: 'finishPrint', job: ids[0]! });
  clock.advance(100);
  expect(ids.map((id) => tenant.world.job(id)?.phase)).toEqual(['completed', 'printing']);
  clock.advance(600_000);
  expect(tenant.tray().map(({ jobId }) => jobId)).toEqual(ids);
});
