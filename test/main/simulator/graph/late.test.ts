import { describe, expect, onTestFinished, test } from 'vitest';
import type { FaultRule } from '../../../../main/simulator/graph/faults.ts';
import { serveTenant } from '../../../../main/simulator/serve.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { handClock } from '../../../support/badge.ts';
import {
  appToken,
  at,
  call,
  complete,
  demoTenant,
  listAt,
  noise,
  person,
  print,
  printer,
  start,
  taskOf,
  taskPath,
  userToken,
} from '../../../support/simulator.ts';

const starts = '/print/shares/*/jobs/*/start';

/** A tenant with Zoë's unstarted job in the copy room. */
async function withUnstarted(fault: FaultRule['fault']) {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
  const jobId = await print(tenant, zoe, copyRoom);
  tenant.faults.set([{ method: 'POST', path: starts, fault }]);
  return { clock, tenant, zoe, copyRoom, jobId, phase: () => tenant.world.job(jobId)?.phase };
}

const outcome = (answer: Promise<{ readonly status: number }>) =>
  answer.then(
    ({ status }) => status,
    (error: unknown) => (error as Error).name,
  );

/** One call with its own signal. */
async function abortable(tenant: Tenant, token: string, path: string, signal: AbortSignal, method = 'GET'): Promise<Response> {
  return tenant.fetch(new Request(`${tenant.origin}/v1.0${path}`, { method, headers: { authorization: `Bearer ${token}` }, signal }));
}

describe('a call that lands late', () => {
  test.each([
    ['reset' as const, 'TypeError'],
    [503, 503],
  ])('is carried out by the tenant’s clock after its client was answered %s', async (answer, told) => {
    const { clock, tenant, zoe, copyRoom, jobId, phase } = await withUnstarted({ kind: 'late', landsAfterMs: 4000, answer });
    expect(await outcome(start(tenant, zoe, copyRoom, jobId))).toBe(told);
    clock.advance(3999);
    expect(phase()).toBe('uploaded');
    clock.advance(1);
    expect(phase()).toBe('pending');
    expect(tenant.faults.list()).toMatchObject([{ hits: 1 }]);
  });

  test('is carried out although its client gave up waiting', async () => {
    const { clock, tenant, zoe, copyRoom, jobId, phase } = await withUnstarted({ kind: 'late', landsAfterMs: 4000, answer: 'hang' });
    const leave = new AbortController();
    const answer = abortable(
      tenant,
      await userToken(tenant, zoe),
      `/print/shares/${copyRoom.shareId}/jobs/${jobId}/start`,
      leave.signal,
      'POST',
    );
    await expect.poll(() => clock.waiting()).toBe(1);
    leave.abort(new Error('time is up'));
    await expect(answer).rejects.toThrow('time is up');
    expect(phase()).toBe('uploaded');
    clock.advance(4000);
    expect(phase()).toBe('pending');
  });

  test('was let in when it arrived: a token that is revoked meanwhile changes nothing, one that is refused never lands', async () => {
    const { clock, tenant, zoe, copyRoom, jobId, phase } = await withUnstarted({ kind: 'late', landsAfterMs: 1000 });
    tenant.entra.set({ revocationReachesAllTokens: true });
    expect(await outcome(start(tenant, zoe, copyRoom, jobId))).toBe('TypeError');
    tenant.entra.revokeAccessTokens(zoe.oid);
    clock.advance(1000);
    expect(phase()).toBe('pending');

    const other = await withUnstarted({ kind: 'late', landsAfterMs: 1000 });
    const stranger = await userToken(other.tenant, other.zoe, ['PrintJob.ReadBasic']);
    const path = `/print/shares/${other.copyRoom.shareId}/jobs/${other.jobId}/start`;
    expect(await outcome(call(other.tenant, stranger, 'POST', path))).toBe('TypeError');
    other.clock.advance(1000);
    expect(other.phase()).toBe('uploaded');
  });

  test('meets what is there when it lands', async () => {
    const { clock, tenant, zoe, copyRoom, jobId, phase } = await withUnstarted({ kind: 'late', landsAfterMs: 1000 });
    await outcome(start(tenant, zoe, copyRoom, jobId));
    tenant.act({ do: 'cancelJob', job: jobId });
    clock.advance(1000);
    expect(phase()).toBe('canceled');
  });

  test('keeps its body', async () => {
    const clock = handClock();
    const tenant = await demoTenant({ clock });
    const jobId = await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
    tenant.faults.set([{ method: 'PATCH', path: '/**', fault: { kind: 'late', landsAfterMs: 10, answer: 504, retryAfterSeconds: 2 } }]);
    const told = await complete(tenant, jobId);
    expect([told.status, told.headers.get('retry-after')]).toEqual([504, '2']);
    expect(tenant.world.job(jobId)?.phase).toBe('held');
    clock.advance(10);
    expect(tenant.world.job(jobId)?.phase).toBe('pending');
  });

  test('never lands once the tenant is closed', async () => {
    const { clock, tenant, zoe, copyRoom, jobId, phase } = await withUnstarted({ kind: 'late', landsAfterMs: 1000 });
    await outcome(start(tenant, zoe, copyRoom, jobId));
    tenant.close();
    expect(clock.waiting()).toBe(0);
    clock.advance(1000);
    expect(phase()).toBe('uploaded');
  });
});

describe('in a batch', () => {
  async function completing(answer: 'reset' | 503) {
    const clock = handClock();
    const tenant = await demoTenant({ clock });
    const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
    const ids = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby), await print(tenant, zoe, lobby)];
    const urls = await Promise.all(ids.map(async (jobId) => taskPath(tenant, await taskOf(tenant, jobId))));
    tenant.faults.set([{ method: 'PATCH', path: urls[1] ?? '', fault: { kind: 'late', landsAfterMs: 500, answer } }]);
    const requests = urls.map((url, index) => ({
      id: String(index),
      method: 'PATCH',
      url,
      headers: { 'content-type': 'application/json' },
      body: { status: { state: 'completed' } },
    }));
    const answered = call(tenant, await appToken(tenant), 'POST', '/$batch', { requests });
    return { clock, answered, phases: () => ids.map((jobId) => tenant.world.job(jobId)?.phase) };
  }

  test('a late item has its status, the others theirs, and it lands by itself', async () => {
    const { clock, answered, phases } = await completing(503);
    const { status, body } = await answered;
    const statuses = new Map(listAt(body, 'responses').map((one) => [one.id, one.status]));
    expect([status, statuses.get('0'), statuses.get('1'), statuses.get('2')]).toEqual([200, 200, 503, 200]);
    expect(phases()).toEqual(['pending', 'held', 'pending']);
    clock.advance(500);
    expect(phases()[1]).toBe('pending');
  });

  test('an item that loses the connection takes the whole answer along; the other items were carried out', async () => {
    const { clock, answered, phases } = await completing('reset');
    await expect(answered).rejects.toThrow(TypeError);
    expect(phases()).toEqual(['pending', 'held', 'pending']);
    clock.advance(500);
    expect(phases()[1]).toBe('pending');
  });
});

test('a batch breaks only after every other item has had its turn', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
  const jobs = [await print(tenant, zoe, copyRoom), await print(tenant, zoe, copyRoom)];
  const urls = jobs.map((jobId) => `/print/shares/${copyRoom.shareId}/jobs/${jobId}/start`);
  tenant.faults.set([
    { path: urls[0] ?? '', fault: { kind: 'reset' } },
    { path: urls[1] ?? '', fault: { kind: 'latency', ms: 5000 } },
  ]);
  let broken = false;
  const requests = urls.map((url, index) => ({ id: String(index), method: 'POST', url }));
  const answer = call(tenant, await userToken(tenant, zoe), 'POST', '/$batch', { requests }).catch(() => {
    broken = true;
  });
  await expect.poll(() => clock.waiting()).toBe(1);
  expect(broken).toBe(false);
  clock.advance(5000);
  await answer;
  expect([broken, ...jobs.map((jobId) => tenant.world.job(jobId)?.phase)]).toEqual([true, 'uploaded', 'pending']);
});

describe('a call that hangs', () => {
  test.each([
    ['before', 'uploaded'],
    ['after', 'pending'],
  ] as const)('%s its effect ends only when the client gives up', async (when, after) => {
    const { tenant, zoe, copyRoom, jobId, phase } = await withUnstarted({ kind: 'hang', when });
    const leave = new AbortController();
    const path = `/print/shares/${copyRoom.shareId}/jobs/${jobId}/start`;
    const answer = abortable(tenant, await userToken(tenant, zoe), path, leave.signal, 'POST');
    await expect.poll(() => [tenant.faults.list()[0]?.hits, phase()]).toEqual([1, after]);
    leave.abort(new Error('time is up'));
    await expect(answer).rejects.toThrow('time is up');
    expect(phase()).toBe(after);
  });

  test('ends as a reset when the tenant closes, and nothing hangs after that', async () => {
    const { tenant, zoe, copyRoom, jobId } = await withUnstarted({ kind: 'hang' });
    const waiting = outcome(start(tenant, zoe, copyRoom, jobId));
    await expect.poll(() => tenant.faults.list()[0]?.hits).toBe(1);
    tenant.close();
    expect(await waiting).toBe('TypeError');
    tenant.faults.set([{ path: '/**', fault: { kind: 'hang' } }]);
    expect(await outcome(start(tenant, zoe, copyRoom, jobId))).toBe('TypeError');
  });

  test('inside a batch keeps the whole batch', async () => {
    const { tenant, zoe, copyRoom, jobId } = await withUnstarted({ kind: 'hang', when: 'after' });
    const requests = [
      { id: '1', method: 'POST', url: `/print/shares/${copyRoom.shareId}/jobs/${jobId}/start` },
      { id: '2', method: 'GET', url: '/print/shares' },
    ];
    const leave = new AbortController();
    const headers = { authorization: `Bearer ${await userToken(tenant, zoe)}`, 'content-type': 'application/json' };
    const request = new Request(`${tenant.origin}/v1.0/$batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ requests }),
      signal: leave.signal,
    });
    const answer = tenant.fetch(request);
    await tenant.until(() => tenant.world.job(jobId)?.phase === 'pending');
    leave.abort(new Error('time is up'));
    await expect(answer).rejects.toThrow('time is up');
  });
});

describe('over real HTTP', () => {
  async function served(fault: FaultRule['fault']) {
    const one = await serveTenant({ port: 0, seed: 'tests' });
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= one.close());
    onTestFinished(close);
    const { tenant } = one;
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    tenant.faults.set([{ path: starts, fault }]);
    const headers = { authorization: `Bearer ${await userToken(tenant, zoe)}` };
    const send = (signal?: AbortSignal) =>
      fetch(`${one.origin}/v1.0/print/shares/${copyRoom.shareId}/jobs/${jobId}/start`, {
        method: 'POST',
        headers,
        ...(signal ? { signal } : {}),
      });
    return { tenant, send, close, phase: () => tenant.world.job(jobId)?.phase };
  }

  test('the connection breaks and the call lands all the same', async () => {
    const { tenant, send, phase } = await served({ kind: 'late', landsAfterMs: 30 });
    await expect(send()).rejects.toThrow(TypeError);
    expect(phase()).toBe('uploaded');
    await tenant.until(() => phase() !== 'uploaded');
  });

  test('bytes that were sent land although their connection is gone by then', async () => {
    const { tenant, send } = await served({ kind: 'reset' });
    await expect(send()).rejects.toThrow(TypeError);
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const token = await userToken(tenant, zoe, tenant.deskApp.delegatedPermissions);
    const jobs = `/print/shares/${copyRoom.shareId}/jobs`;
    const bytes = noise(8_000_000);
    const { body: job } = await call(tenant, token, 'POST', jobs, { configuration: {} });
    const documents = `${jobs}/${String(job.id)}/documents/${String(at(job, 'documents.0.id'))}`;
    const properties = { documentName: 'late.pdf', contentType: 'application/pdf', size: bytes.byteLength };
    const session = await call(tenant, token, 'POST', `${documents}/createUploadSession`, { properties });
    tenant.faults.set([{ method: 'PUT', path: '/**', fault: { kind: 'late', landsAfterMs: 30 } }]);
    const headers = { 'content-range': `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}` };
    await expect(fetch(String(session.body.uploadUrl), { method: 'PUT', headers, body: bytes.slice() })).rejects.toThrow(TypeError);
    await tenant.until(() => tenant.world.job(String(job.id))?.phase === 'uploaded');
    await expect.poll(() => Buffer.compare(tenant.world.documents.get(String(job.id)) ?? new Uint8Array(), bytes)).toBe(0);
  });

  test('a client that waits in vain gives up, and closing leaves nobody waiting', async () => {
    const { tenant, send, close } = await served({ kind: 'hang' });
    await expect(send(AbortSignal.timeout(50))).rejects.toThrow(/timeout/i);
    tenant.faults.set([{ path: starts, fault: { kind: 'hang' } }]);
    const waiting = outcome(send());
    await expect.poll(() => tenant.faults.list()[0]?.hits).toBe(1);
    await close();
    expect(await waiting).toBe('TypeError');
  });

  test('an answer that is cut off with its connection cannot be read to its end', async () => {
    const { send } = await served({ kind: 'cutOff', how: 'connection' });
    const answer = await send();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });
});
