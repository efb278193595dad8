import { expect, it, onTestFinished } from 'vitest';
import type { AccessToken, TokenRequest, TokenSource } from '../../../main/auth/model.ts';
import { createAppPrintApi } from '../../../main/graph/app-api.ts';
import { createUserPrintApi } from '../../../main/graph/user-api.ts';
import { Secret } from '../../../main/secret.ts';
import type { DemoPrinter } from '../../../main/simulator/model.ts';
import { type ServeOptions, serveTenant } from '../../../main/simulator/serve.ts';
import type { Tenant } from '../../../main/simulator/tenant.ts';
import { createGraphPorts, itemsOf } from '../../support/graph.ts';
import { appToken, person, print, printer, taskOf, userToken } from '../../support/simulator.ts';
import { short } from './batch-bench.ts';

const everyPermission = ['PrintTaskDefinition.ReadWrite.All', 'PrintJob.Manage.All', 'PrintJob.ReadBasic.All', 'Printer.Read.All'];

/** The demo tenant on loopback, with both identities of a station that serves Zoë, and a count of their requests. */
async function office(options: Partial<ServeOptions> = {}) {
  const served = await serveTenant({ port: 0, seed: 'tests', station: { applicationPermissions: everyPermission }, ...options });
  onTestFinished(() => served.close());
  const { tenant } = served;
  const zoe = person(tenant, 'Zoë');
  const sent: { readonly path: string; readonly items: number }[] = [];
  const asked: (TokenRequest | undefined)[] = [];
  const tokensOf = (token: () => Promise<string>): TokenSource => ({
    async getToken(request) {
      asked.push(request);
      return { ok: true, token: new Secret(await token()), expiresAt: Number.MAX_SAFE_INTEGER } satisfies AccessToken & { ok: true };
    },
  });
  const ports = (token: () => Promise<string>) =>
    createGraphPorts(served, {
      tokens: tokensOf(token),
      async fetch(request) {
        const path = new URL(request.url).pathname;
        const body = path.endsWith('$batch') ? await request.clone().text() : '{"requests":[]}';
        sent.push({ path, items: itemsOf({ method: 'POST', path, headers: {}, body }).length });
        return fetch(request);
      },
    }).ports;
  return {
    tenant,
    zoe,
    asked,
    user: createUserPrintApi(ports(() => userToken(tenant, zoe))),
    app: createAppPrintApi(ports(() => appToken(tenant))),
    /** How many items each request since the last call had; 0 stands for a single call. */
    requests: () => sent.splice(0).map(({ items }) => items),
  };
}

async function printed(tenant: Tenant, to: DemoPrinter, count: number, who = person(tenant, 'Zoë')): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await print(tenant, who, to));
  return ids;
}
const shared = (to: DemoPrinter, ids: readonly string[]) => ids.map((jobId) => ({ shareId: to.shareId, jobId }));
const tasksOf = (tenant: Tenant, ids: readonly string[]) => Promise.all(ids.map((id) => taskOf(tenant, id)));
/** Once all printers are still: which of these jobs came out, and how often. */
const inTray = (tenant: Tenant, ids: readonly string[]) => ids.map((id) => tenant.tray().filter((entry) => entry.jobId === id).length);
const ones = (count: number) => Array<number>(count).fill(1);
const oks = (count: number) => Array<string>(count).fill('ok');

it('20 jobs are completed, started and read with one request each', async () => {
  const { tenant, user, app, requests } = await office();
  const [lobby, copyRoom] = [printer(tenant, 'resumes'), printer(tenant, 'unstarted', false)];
  const held = await printed(tenant, lobby, 20);
  const unstarted = await printed(tenant, copyRoom, 20);

  const read = await user.getJobs(shared(lobby, held));
  expect(read.map((result) => result.ok && [result.value.id, result.value.tasks?.[0]?.state])).toEqual(
    held.map((id) => [id, 'processing']),
  );
  expect(requests()).toEqual([20]);
  expect(short(await app.completeTasks(tenant.definitionId, await tasksOf(tenant, held)))).toEqual(oks(20));
  expect(requests()).toEqual([20]);
  expect(short(await user.startJobs(shared(copyRoom, unstarted)))).toEqual(oks(20));
  expect(requests()).toEqual([20]);
  await tenant.until(() => tenant.tray().length === 40);
  expect(inTray(tenant, [...held, ...unstarted])).toEqual(ones(40));
});

it.each([400, 403, 404, 405, 501])(
  'where batches carry no print calls and say so with %i, all is done once, one by one',
  async (status) => {
    const { tenant, user, app, requests } = await office({ settings: { batchPrintCalls: false, batchRefusalStatus: status } });
    const [lobby, copyRoom] = [printer(tenant, 'resumes'), printer(tenant, 'unstarted', false)];
    const held = await printed(tenant, lobby, 6);
    const unstarted = await printed(tenant, copyRoom, 6);
    const tasks = await tasksOf(tenant, held);

    expect(short(await user.getJobs(shared(lobby, held)))).toEqual(oks(6));
    expect(short(await app.completeTasks(tenant.definitionId, tasks.slice(0, 4)))).toEqual(oks(4));
    expect(short(await user.startJobs(shared(copyRoom, unstarted.slice(0, 4))))).toEqual(oks(4));
    expect(requests()).toEqual([6, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    expect(short(await app.completeTasks(tenant.definitionId, tasks.slice(4)))).toEqual(oks(2));
    expect(short(await user.startJobs(shared(copyRoom, unstarted.slice(4))))).toEqual(oks(2));
    expect(requests()).toEqual([0, 0, 0, 0]);
    await tenant.until(() => tenant.tray().length === 12);
    expect(inTray(tenant, [...held, ...unstarted])).toEqual(ones(12));
  },
);

it('one call of a batch that is throttled is not carried out, and the others are', async () => {
  const { tenant, app } = await office();
  const held = await printed(tenant, printer(tenant, 'resumes'), 3);
  tenant.faults.set([{ method: 'PATCH', path: '/print/**', skip: 1, fault: { kind: 'status', status: 429, retryAfterSeconds: 7 } }]);
  const results = await app.completeTasks(tenant.definitionId, await tasksOf(tenant, held));
  const throttled = results.flatMap((result) => (!result.ok && result.failure.kind === 'throttled' ? [result.failure.retryAfterMs] : []));
  expect([short(results).filter((one) => one === 'ok'), throttled]).toEqual([oks(2), [7_000]]);
  await tenant.until(() => tenant.tray().length === 2);
  const left = held.filter((_, index) => short(results)[index] !== 'ok');
  expect(left.map((id) => tenant.world.job(id)?.phase)).toEqual(['held']);
});

it('one start that was carried out but answered 503 stays open; those after it were not sent and stay where they are', async () => {
  const { tenant, user, requests } = await office();
  const copyRoom = printer(tenant, 'unstarted', false);
  const unstarted = await printed(tenant, copyRoom, 4);
  tenant.faults.set([{ path: '/print/shares/*/jobs/*/start', skip: 1, fault: { kind: 'status', status: 503, when: 'after' } }]);
  expect(short(await user.startJobs(shared(copyRoom, unstarted)))).toEqual(['ok', 'unavailable503', 'notSent', 'notSent']);
  expect(requests()).toEqual([4]);
  await tenant.until(() => tenant.tray().length === 2);
  expect(inTray(tenant, unstarted)).toEqual([1, 1, 0, 0]);
  expect(unstarted.slice(2).map((id) => tenant.world.job(id)?.phase)).toEqual(['uploaded', 'uploaded']);
});

it.each([
  { kind: 'reset', when: 'after' },
  { kind: 'html', when: 'after' },
  { kind: 'cutOff' },
  { kind: 'status', status: 500, when: 'after' },
] as const)('a batch that was carried out and whose answer is lost is not sent again: %o', async (fault) => {
  const { tenant, app, requests } = await office();
  const held = await printed(tenant, printer(tenant, 'resumes'), 3);
  tenant.faults.set([{ path: '/$batch', fault }]);
  const results = await app.completeTasks(tenant.definitionId, await tasksOf(tenant, held));
  expect(results.every((result) => !result.ok && ['unreachable', 'badAnswer', 'unavailable'].includes(result.failure.kind))).toBe(true);
  expect(requests()).toEqual([3]);
  await tenant.until(() => tenant.tray().length === 3);
  expect(inTray(tenant, held)).toEqual(ones(3));
});

it('one answer in a batch that is cut off leaves that one call open', async () => {
  const { tenant, app } = await office();
  const held = await printed(tenant, printer(tenant, 'resumes'), 3);
  tenant.faults.set([{ method: 'PATCH', path: '/print/**', skip: 2, fault: { kind: 'cutOff' } }]);
  const results = await app.completeTasks(tenant.definitionId, await tasksOf(tenant, held));
  expect([...short(results)].sort()).toEqual(['badAnswer', 'ok', 'ok']);
});

it('reads of a batch come through throttling and outages', async () => {
  const { tenant, user, requests } = await office();
  const lobby = printer(tenant, 'resumes');
  const held = await printed(tenant, lobby, 5);
  tenant.faults.set([
    { method: 'GET', path: '/print/**', count: 2, fault: { kind: 'status', status: 429, retryAfterSeconds: 1 } },
    { method: 'GET', path: '/print/**', skip: 3, count: 1, fault: { kind: 'status', status: 503 } },
  ]);
  expect(short(await user.getJobs(shared(lobby, held)))).toEqual(oks(5));
  expect(requests()).toEqual([5, 3]);
});

it('a claims challenge to some calls of a batch is answered with another token, once', async () => {
  const { tenant, app, asked, requests } = await office();
  const claims = '{"access_token":{"nbf":{"essential":true}}}';
  const held = await printed(tenant, printer(tenant, 'resumes'), 4);
  tenant.faults.set([{ method: 'PATCH', path: '/print/**', skip: 1, count: 2, fault: { kind: 'claimsChallenge', claims } }]);
  expect(short(await app.completeTasks(tenant.definitionId, await tasksOf(tenant, held)))).toEqual(oks(4));
  expect([requests(), asked]).toEqual([
    [4, 2],
    [undefined, { claims }],
  ]);
  await tenant.until(() => tenant.tray().length === 4);
  expect(inTray(tenant, held)).toEqual(ones(4));
});

it('where a person may not see tasks, jobs are read without them, and from then on in one request', async () => {
  const { tenant, user, requests } = await office({ settings: { tasksVisibleToUsers: false, hiddenTasksAs: 'refused' } });
  const lobby = printer(tenant, 'resumes');
  const held = await printed(tenant, lobby, 3);
  const tasks = (results: Awaited<ReturnType<typeof user.getJobs>>) => results.map((result) => result.ok && result.value.tasks);
  expect(tasks(await user.getJobs(shared(lobby, held)))).toEqual([null, null, null]);
  expect(requests()).toEqual([3, 0, 0, 0, 3]);
  expect(tasks(await user.getJobs(shared(lobby, held)))).toEqual([null, null, null]);
  expect(requests()).toEqual([3]);
});

it('the app finds one person’s jobs at a printer, whatever signs their name has, and sends them to another printer', async () => {
  const { tenant, app, requests } = await office();
  const [lobby, second] = [printer(tenant, 'resumes'), printer(tenant, 'waits')];
  const siobhan = person(tenant, 'Siobhán');
  await printed(tenant, lobby, 1);
  const hers = await printed(tenant, lobby, 2, siobhan);
  const listed = await app.listPrinterJobs(lobby.printerId, siobhan.userPrincipalName);
  expect(listed.ok && listed.value.map(({ id }) => id).sort()).toEqual([...hers].sort());
  expect(listed.ok && listed.value.every(({ ownerId }) => ownerId === siobhan.oid)).toBe(true);

  const jobs = hers.map((jobId) => ({ printerId: lobby.printerId, jobId }));
  const read = await app.getPrinterJobs(jobs);
  expect(read.map((result) => result.ok && result.value.tasks?.length)).toEqual([1, 1]);
  expect(await app.getPrinter(lobby.printerId)).toMatchObject({ ok: true, value: { id: lobby.printerId, isAcceptingJobs: true } });
  requests();
  const moved = await app.redirectJobs(jobs.map((job) => ({ job, destinationPrinterId: second.printerId, configuration: { copies: 2 } })));
  expect(requests()).toEqual([2]);
  const ids = moved.map((result) => (result.ok ? result.value.id : ''));
  expect(ids.map((id) => tenant.world.job(id)?.printerId)).toEqual([second.printerId, second.printerId]);
  const after = await app.getPrinterJobs(jobs);
  expect(after.map((result) => result.ok && result.value.redirectedTo)).not.toContain(null);
  expect(short(await app.redirectJobs(jobs.map((job) => ({ job, destinationPrinterId: second.printerId, configuration: null }))))).toEqual([
    'refused409',
    'refused409',
  ]);
});
