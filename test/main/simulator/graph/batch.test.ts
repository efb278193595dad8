import { expect, test } from 'vitest';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import {
  appToken,
  at,
  call,
  demoTenant,
  type Json,
  listAt,
  person,
  print,
  printer,
  taskOf,
  taskPath,
  userToken,
} from '../../../support/simulator.ts';

const post = (tenant: Tenant, token: string | null, requests: unknown) => call(tenant, token, 'POST', '/$batch', { requests });
const byId = (body: Json, id: string) => listAt(body, 'responses').find((response) => response.id === id);
const list = (tenant: Tenant) => `/print/shares/${printer(tenant, 'resumes').shareId}/jobs`;

test('a batch completes many tasks at once; each answer has its own status, headers and body', async () => {
  const tenant = await demoTenant();
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const ids = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby)];
  const requests = await Promise.all(
    ids.map(async (jobId) => ({
      id: jobId,
      method: 'PATCH',
      url: taskPath(tenant, await taskOf(tenant, jobId)),
      headers: { 'Content-Type': 'application/json', 'client-request-id': `for-${jobId}` },
      body: { status: { state: 'completed' } },
    })),
  );
  const missing = { id: 'missing', method: 'GET', url: taskPath(tenant, 'none') };
  const { status, body } = await post(tenant, await appToken(tenant), [...requests, missing]);
  expect(status).toBe(200);
  expect(listAt(body, 'responses')).toHaveLength(3);
  for (const jobId of ids) {
    expect(byId(body, jobId)).toMatchObject({
      status: 200,
      body: { status: { state: 'completed' } },
      headers: { 'client-request-id': `for-${jobId}` },
    });
  }
  expect(byId(body, 'missing')).toMatchObject({ status: 404, body: { error: { code: 'itemNotFound' } } });
  await tenant.until(() => tenant.tray().length === 2);
});

test('a batch is one identity: a token inside an item counts for nothing', async () => {
  const tenant = await demoTenant();
  const user = await userToken(tenant, person(tenant, 'Zoë'));
  const path = `/print/taskDefinitions/${tenant.definitionId}`;
  const item = { id: '1', method: 'GET', url: path, headers: { authorization: `Bearer ${await appToken(tenant)}` } };
  expect(byId((await post(tenant, user, [item])).body, '1')?.status).toBe(403);
  expect((await post(tenant, null, [item])).status).toBe(401);
});

test('more than 20 requests, ids that differ in case only, and unknown dependencies are refused as a whole', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const item = (id: string, more: object = {}) => ({ id, method: 'GET', url: list(tenant), ...more });
  const many = (count: number) => Array.from({ length: count }, (_, index) => item(String(index)));
  expect((await post(tenant, token, many(20))).status).toBe(200);
  expect((await post(tenant, token, many(21))).status).toBe(400);
  expect((await post(tenant, token, [item('a'), item('A')])).status).toBe(400);
  expect((await post(tenant, token, [item('a', { dependsOn: ['b'] }), item('b')])).status).toBe(400);
  expect((await post(tenant, token, [])).status).toBe(400);
  expect((await post(tenant, token, [{ id: '1' }])).status).toBe(400);
});

test('dependent requests run in order; after one that failed the rest is 424 and was not sent', async () => {
  const tenant = await demoTenant();
  const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
  const ids = [await print(tenant, zoe, copyRoom), 'gone', await print(tenant, zoe, copyRoom)];
  const requests = ids.map((jobId, index) => ({
    id: `r${index}`,
    method: 'POST',
    url: `/print/shares/${copyRoom.shareId}/jobs/${jobId}/start`,
    ...(index === 0 ? {} : { dependsOn: [`r${index - 1}`] }),
  }));
  const { body } = await post(tenant, await userToken(tenant, zoe), requests);
  expect(['r0', 'r1', 'r2'].map((id) => byId(body, id)?.status)).toEqual([200, 404, 424]);
  await tenant.until(() => tenant.tray().length === 1);
  expect(tenant.world.job(ids[2]!)?.phase).toBe('uploaded');
});

test('a body without its content type and a batch in a batch are refused one by one', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const { body } = await post(tenant, token, [
    { id: '1', method: 'POST', url: list(tenant), body: {} },
    { id: '2', method: 'POST', url: '/$batch', headers: { 'content-type': 'application/json' }, body: { requests: [] } },
    { id: '3', method: 'GET', url: list(tenant) },
  ]);
  expect(['1', '2', '3'].map((id) => byId(body, id)?.status)).toEqual([400, 400, 200]);
});

test('answers come in any order, or in the asked one where set so', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const asked = Array.from({ length: 20 }, (_, index) => String(index));
  const order = async () => {
    const { body } = await post(
      tenant,
      token,
      asked.map((id) => ({ id, method: 'GET', url: list(tenant) })),
    );
    return listAt(body, 'responses').map(({ id }) => id);
  };
  const shuffled = await order();
  expect(shuffled).not.toEqual(asked);
  expect([...shuffled].sort()).toEqual([...asked].sort());
  tenant.settings.change({ batchOrder: 'asked' });
  expect(await order()).toEqual(asked);
});

test('where batches carry no print calls, each item says so and nothing happens', async () => {
  const tenant = await demoTenant({ settings: { batchPrintCalls: false } });
  const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
  const jobId = await print(tenant, zoe, copyRoom);
  const item = { id: '1', method: 'POST', url: `/print/shares/${copyRoom.shareId}/jobs/${jobId}/start` };
  const { status, body } = await post(tenant, await userToken(tenant, zoe), [item]);
  expect([status, at(byId(body, '1'), 'status')]).toEqual([200, 501]);
  expect(tenant.world.job(jobId)?.phase).toBe('uploaded');
});
