import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../../../main/simulator/graph/faults.ts';
import { readyScripts } from '../../../../main/simulator/ready-scripts.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import {
  administrator,
  appToken,
  at,
  call,
  complete,
  demoTenant,
  type Json,
  listAt,
  type Outcome,
  person,
  print,
  printer,
  start,
  taskOf,
  taskPath,
  userToken,
} from '../../../support/simulator.ts';

/* Graph's own refusals carry its error body and a request-id; what stands before Graph has neither. */

const jobs = '/print/shares/*/jobs';

function isGraphsWord({ body, headers }: Pick<Outcome, 'body'> & { readonly headers: Headers | Json }): boolean {
  const requestId = headers instanceof Headers ? headers.get('request-id') : headers['request-id'];
  return (
    typeof at(body, 'error.code') === 'string' &&
    typeof at(body, 'error.message') === 'string' &&
    typeof at(body, 'error.innerError.date') === 'string' &&
    typeof requestId === 'string' &&
    at(body, 'error.innerError.request-id') === requestId
  );
}

async function listed(tenant: Tenant, fault?: FaultRule['fault']): Promise<Outcome> {
  if (fault !== undefined) tenant.faults.set([{ path: jobs, fault }]);
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  return call(tenant, token, 'GET', `/print/shares/${printer(tenant, 'resumes').shareId}/jobs`);
}

test('every refusal of the tenant itself is Graph’s word', async () => {
  const tenant = await demoTenant({ settings: { startedJobsPerUser: 1, printMs: 60_000, finalTaskPatch: '409' } });
  const [zoe, other, lobby] = [person(tenant, 'Zoë'), administrator(tenant), printer(tenant, 'resumes')];
  const copyRoom = printer(tenant, 'unstarted', false);
  const [user, app] = [await userToken(tenant, zoe), await appToken(tenant)];
  const jobId = await print(tenant, zoe, lobby);
  const task = taskPath(tenant, await taskOf(tenant, jobId));
  const foreign = await print(tenant, other, lobby);
  await complete(tenant, jobId);
  const unstarted = await print(tenant, zoe, copyRoom);
  const list = `/print/shares/${lobby.shareId}/jobs`;
  const refused: Readonly<Record<string, Outcome>> = {
    'no token': await call(tenant, null, 'GET', list),
    'no resource': await call(tenant, user, 'GET', '/print/nothing'),
    'no permission for it': await call(tenant, user, 'POST', `${list}/${foreign}/release`),
    'wrong method': await call(tenant, user, 'DELETE', '/print/shares'),
    'wrong kind of token': await call(tenant, user, 'GET', `/print/taskDefinitions/${tenant.definitionId}/tasks`),
    'wrong option': await call(tenant, user, 'GET', `${list}?$count=true`),
    'no share': await call(tenant, user, 'GET', '/print/shares/none/jobs'),
    'no job': await call(tenant, user, 'GET', `${list}/none`),
    'not yours': await call(tenant, user, 'GET', `${list}/${foreign}`),
    'no task': await call(tenant, app, 'PATCH', taskPath(tenant, 'none'), { status: { state: 'completed' } }),
    'task is final': await call(tenant, app, 'PATCH', task, { status: { state: 'completed' } }),
    'too many': await start(tenant, zoe, copyRoom, unstarted),
    'no JSON': await tenant
      .fetch(new Request(`${tenant.origin}/v1.0${list}`, { method: 'POST', headers: { authorization: `Bearer ${user}` }, body: 'x' }))
      .then(async (answer) => ({ status: answer.status, headers: answer.headers, body: (await answer.json()) as Json })),
    'no upload': await call(tenant, null, 'GET', `${tenant.origin}/print-uploads/none`),
    'no batch': await call(tenant, user, 'POST', '/$batch', {}),
  };
  for (const [name, outcome] of Object.entries(refused)) {
    expect(outcome.status, name).toBeGreaterThanOrEqual(400);
    expect(isGraphsWord(outcome), `${name}: ${outcome.status} ${JSON.stringify(outcome.body)}`).toBe(true);
  }
  expect(new Set(Object.values(refused).map(({ status }) => status))).toEqual(new Set([400, 401, 403, 404, 405, 409, 415, 429]));
});

test('so is the refusal of an item of a batch, whoever refuses it', async () => {
  const tenant = await demoTenant({ settings: { batchPrintCalls: false } });
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const requests = [
    { id: '1', method: 'GET', url: '/print/shares' },
    { id: '2', method: 'GET', url: '/me', dependsOn: ['1'] },
    { id: '3', method: 'POST', url: '/$batch' },
    { id: '4', method: 'PATCH', url: '/me', body: {} },
    { id: '5', method: 'GET', url: '/nothing' },
  ];
  const { body } = await call(tenant, token, 'POST', '/$batch', { requests });
  const answers = listAt(body, 'responses') as unknown as readonly { id: string; status: number; headers: Json; body: Json }[];
  expect(answers.map(({ status }) => status).sort()).toEqual([400, 400, 400, 424, 501]);
  for (const answer of answers) expect(isGraphsWord(answer), answer.id).toBe(true);
});

describe('a fault', () => {
  test.each([400, 401, 403, 404, 407, 409, 421, 429, 451, 503])('%s is Graph’s word unless it says nothing', async (status) => {
    const tenant = await demoTenant();
    const graphs = await listed(tenant, { kind: 'status', status, code: 'unavailable' });
    expect([graphs.status, at(graphs.body, 'error.code'), isGraphsWord(graphs)]).toEqual([status, 'unavailable', true]);
    const nobodys = await listed(tenant, { kind: 'status', status, says: 'nothing', retryAfterSeconds: 3 });
    expect([nobodys.status, nobodys.body, nobodys.headers.get('request-id')]).toEqual([status, {}, null]);
    expect(nobodys.headers.get('retry-after')).toBe('3');
  });

  test('is Graph’s word too where it challenges, or answers what lands later', async () => {
    const tenant = await demoTenant();
    expect(isGraphsWord(await listed(tenant, { kind: 'claimsChallenge', claims: '{}' }))).toBe(true);
    expect(isGraphsWord(await listed(tenant, { kind: 'late', landsAfterMs: 1, answer: 409 }))).toBe(true);
  });

  test.each([200, 403, 404, 502])(
    'of a gateway is a page with status %s and no sign of Graph, before or after the call reached it',
    async (status) => {
      const tenant = await demoTenant();
      const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
      for (const when of ['before', 'after'] as const) {
        const jobId = await print(tenant, zoe, copyRoom);
        tenant.faults.set([{ path: '/print/shares/*/jobs/*/start', fault: { kind: 'html', status, when } }]);
        const answer = await start(tenant, zoe, copyRoom, jobId);
        expect([answer.status, answer.headers.get('request-id')]).toEqual([status, null]);
        expect(String(answer.body.text)).toContain('<!doctype html>');
        expect(tenant.world.job(jobId)?.phase === 'uploaded').toBe(when === 'before');
      }
    },
  );
});

test('the ready script of a gateway answers one call in ten with a page, alike for the same seed', async () => {
  const { script } = readyScripts.find(({ name }) => name === 'gateway-pages')!;
  const pages = async (seed: string) => {
    const tenant = await demoTenant({ seed });
    tenant.scripts.apply(script);
    const answers: string[] = [];
    for (let nth = 0; nth < 600; nth += 1) {
      const { status, headers } = await listed(tenant);
      answers.push(headers.get('request-id') === null ? `page ${status}` : 'graph');
    }
    return answers;
  };
  const first = await pages('a');
  const share = first.filter((one) => one !== 'graph').length / first.length;
  expect(share).toBeGreaterThan(0.06);
  expect(share).toBeLessThan(0.14);
  expect(new Set(first)).toEqual(new Set(['graph', 'page 200', 'page 403', 'page 404', 'page 502']));
  expect(await pages('a')).toEqual(first);
  expect(await pages('b')).not.toEqual(first);
});

test('a share that is gone is Graph’s 404; the others stay', async () => {
  const tenant = await demoTenant();
  const [lobby, copyRoom] = [printer(tenant, 'resumes'), printer(tenant, 'unstarted', false)];
  tenant.act({ do: 'removeShare', printer: lobby.name });
  const gone = await listed(tenant);
  expect([gone.status, isGraphsWord(gone)]).toEqual([404, true]);
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  expect((await call(tenant, token, 'GET', `/print/shares/${copyRoom.shareId}/jobs`)).status).toBe(200);
  tenant.faults.set([{ path: jobs, fault: { kind: 'world', act: { do: 'removeShare' } } }]);
  expect((await call(tenant, token, 'GET', `/print/shares/${copyRoom.shareId}/jobs`)).status).toBe(404);
});

describe('a page within a batch', () => {
  const batch = async (tenant: Tenant, ids: readonly string[]) => {
    const requests = ids.map((id) => ({
      id,
      method: 'POST',
      url: `/print/shares/${printer(tenant, 'unstarted', false).shareId}/jobs/${id}/start`,
      headers: { 'content-type': 'application/json' },
      body: {},
    }));
    return call(tenant, await userToken(tenant, person(tenant, 'Zoë')), 'POST', '/$batch', { requests });
  };
  const three = async (tenant: Tenant) => {
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    return [await print(tenant, zoe, copyRoom), await print(tenant, zoe, copyRoom), await print(tenant, zoe, copyRoom)];
  };

  test.each(['before', 'after'] as const)(
    'makes the whole answer no JSON; %s the effect of its own item, and every other takes effect',
    async (when) => {
      const tenant = await demoTenant();
      const ids = await three(tenant);
      tenant.faults.set([{ method: 'POST', path: `/print/shares/*/jobs/${ids[1]}/start`, fault: { kind: 'htmlInBatch', when } }]);
      const answer = await batch(tenant, ids);
      expect([answer.status, isGraphsWord(answer)]).toEqual([200, false]);
      expect(answer.headers.get('content-type')).toContain('json');
      expect(String(answer.body.text)).toMatch(/^\{"responses":\[.*"status":502.*"body":<!doctype html>/);
      expect(ids.map((id) => tenant.world.job(id)?.phase !== 'uploaded')).toEqual([true, when === 'after', true]);
    },
  );

  test('passes by a call that stands alone', async () => {
    const tenant = await demoTenant();
    const ids = await three(tenant);
    tenant.faults.set([{ path: '/**', count: null, fault: { kind: 'htmlInBatch' } }]);
    expect((await start(tenant, person(tenant, 'Zoë'), printer(tenant, 'unstarted', false), ids[0]!)).status).toBe(200);
    expect(tenant.faults.list()).toMatchObject([{ hits: 0 }]);
    expect((await batch(tenant, ids)).body.text).toContain('<!doctype html>');
  });
});
