import { describe, expect, test } from 'vitest';
import type { ActInput } from '../../../main/simulator/acts.ts';
import { createFaults } from '../../../main/simulator/graph/faults.ts';
import { createPrinters } from '../../../main/simulator/graph/printers.ts';
import { createTray } from '../../../main/simulator/graph/tray.ts';
import { createWorld } from '../../../main/simulator/graph/world.ts';
import { createActs } from '../../../main/simulator/perform.ts';
import { seededRandom } from '../../../main/simulator/random.ts';
import { createSettings } from '../../../main/simulator/settings.ts';
import { handClock } from '../../support/badge.ts';
import { at, call, complete, demoTenant, listAt, person, print, printer, start, userToken } from '../../support/simulator.ts';

const completing = { method: 'PATCH', path: '/print/taskDefinitions/*/tasks/*' };
const starting = { method: 'POST', path: '/print/shares/*/jobs/*/start' };

/** A held job of Zoë on the lobby printer, and a rule that does `act` as its task is completed. */
async function heldUnder(act: ActInput) {
  const tenant = await demoTenant();
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const jobId = await print(tenant, zoe, lobby);
  tenant.faults.set([{ ...completing, fault: { kind: 'world', act } }]);
  const { status } = await complete(tenant, jobId);
  return { tenant, zoe, lobby, jobId, status, phase: tenant.world.job(jobId)?.phase };
}

describe('between a look at the list and the next call', () => {
  test('the owner cancels at their PC', async () => {
    expect(await heldUnder({ do: 'cancelJob' })).toMatchObject({ status: 200, phase: 'canceled' });
  });

  test('the job is gone, and its task with it', async () => {
    expect(await heldUnder({ do: 'removeJob' })).toMatchObject({ status: 404, phase: undefined });
  });

  test('another station completes or aborts the task', async () => {
    expect(await heldUnder({ do: 'completeTask' })).toMatchObject({ status: 200, phase: 'pending' });
    expect(await heldUnder({ do: 'abortTask' })).toMatchObject({ status: 200, phase: 'aborted' });
  });

  test('the service lets the job go while its task still says processing', async () => {
    const { tenant, jobId, phase } = await heldUnder({ do: 'letGo' });
    expect(phase).toBe('pending');
    expect(tenant.world.task(tenant.world.job(jobId)?.taskId ?? '')?.state).toBe('completed');
    const alone = await demoTenant();
    const other = await print(alone, person(alone, 'Zoë'), printer(alone, 'resumes'));
    alone.act({ do: 'letGo', job: other });
    expect([alone.world.job(other)?.phase, alone.world.task(alone.world.job(other)?.taskId ?? '')?.state]).toEqual([
      'pending',
      'processing',
    ]);
  });

  test('another station redirects it', async () => {
    const { tenant, jobId, phase } = await heldUnder({ do: 'redirectJob', to: 'Archive' });
    expect(phase).toBe('completed');
    const archive = printer(tenant, 'unstarted');
    expect(tenant.jobs().find(({ redirectedFrom }) => redirectedFrom?.jobId === jobId)).toMatchObject({ printerId: archive.printerId });
  });

  test('it is started from elsewhere', async () => {
    const tenant = await demoTenant();
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    tenant.faults.set([{ ...starting, fault: { kind: 'world', act: { do: 'startJob' } } }]);
    expect((await start(tenant, zoe, copyRoom, jobId)).status).toBe(409);
    expect(tenant.world.job(jobId)?.phase).toBe('pending');
  });

  test('its printer stops', async () => {
    const { tenant, lobby } = await heldUnder({ do: 'jam', detail: 'coverOpen' });
    expect(tenant.condition(lobby.printerId)).toEqual({ state: 'stopped', details: ['coverOpen'] });
    tenant.act({ do: 'clear', printer: lobby.name });
    expect(tenant.condition(lobby.printerId).details).toEqual([]);
  });

  test('only after N calls, where the rule says so, and inside a batch too', async () => {
    const tenant = await demoTenant();
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobs = [await print(tenant, zoe, copyRoom), await print(tenant, zoe, copyRoom)];
    tenant.faults.set([{ ...starting, skip: 1, fault: { kind: 'world', act: { do: 'cancelJob' } } }]);
    const requests = jobs.map((id) => ({ id, method: 'POST', url: `/print/shares/${copyRoom.shareId}/jobs/${id}/start` }));
    const { body } = await call(tenant, await userToken(tenant, zoe), 'POST', '/$batch', { requests });
    expect(Object.fromEntries(listAt(body, 'responses').map((one) => [one.id, one.status]))).toEqual({ [jobs[0]!]: 200, [jobs[1]!]: 409 });
  });
});

test('jobs are named by age or id too; what is finished is left alone', async () => {
  const tenant = await demoTenant();
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const [first, second, third] = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby), await print(tenant, zoe, lobby)];
  tenant.act({ do: 'cancelJob', job: 'oldest' });
  tenant.act({ do: 'removeJob', job: 'newest' });
  expect([first, second, third].map((id) => tenant.world.job(id)?.phase)).toEqual(['canceled', 'held', undefined]);
  tenant.act({ do: 'completeTask', job: 'all' });
  expect([tenant.world.job(first)?.phase, tenant.world.job(second)?.phase]).toEqual(['canceled', 'pending']);
  tenant.act({ do: 'cancelJob', job: 'nothing-like-it' });
  expect(() => tenant.act({ do: 'burn' } as unknown as ActInput)).toThrow(/do/);
});

describe('rights that are taken away in the middle', () => {
  test('a permission of the app: every token at once, or only new ones', async () => {
    const gone = await heldUnder({ do: 'withdrawPermission', permission: 'PrintTaskDefinition.ReadWrite.All' });
    // The call that met the act had passed no gate yet.
    expect([gone.status, gone.phase]).toEqual([403, 'held']);
    const later = await heldUnder({ do: 'withdrawPermission', permission: 'PrintTaskDefinition.ReadWrite.All', reach: 'newTokens' });
    expect([later.status, later.phase]).toEqual([200, 'pending']);
    expect(await rolesOf(later.tenant)).toEqual([]);
  });

  test('a permission of people: 403, and Entra misses the consent', async () => {
    const tenant = await demoTenant();
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    for (const permission of ['PrintJob.Create', 'PrintJob.ReadWriteBasic']) tenant.act({ do: 'withdrawPermission', permission });
    expect((await start(tenant, zoe, copyRoom, jobId)).status).toBe(403);
    const form = { client_id: tenant.stationApp.clientId, scope: `${tenant.origin}/PrintJob.Create openid` };
    const url = `${tenant.origin}/${tenant.directory.tenantId}/oauth2/v2.0/devicecode`;
    const code = await tenant.fetch(new Request(url, { method: 'POST', body: new URLSearchParams(form) }));
    const { user_code: userCode } = (await code.json()) as { user_code: string };
    expect(tenant.entra.approve(userCode, zoe.oid)).toMatchObject({ ok: false, refusal: { aadsts: 65001 } });
  });

  test('the tenant’s subscription or a person’s licence', async () => {
    const tenant = await demoTenant();
    const [zoe, josé] = [person(tenant, 'Zoë'), person(tenant, 'José')];
    const reads = async (who: typeof zoe) => (await call(tenant, await userToken(tenant, who), 'GET', '/print/shares')).status;
    tenant.settings.change({ unlicensedPeople: [zoe.oid] });
    expect([await reads(zoe), await reads(josé)]).toEqual([403, 200]);
    tenant.act({ do: 'settings', change: { subscriptionActive: false } });
    expect(await reads(josé)).toBe(403);
  });

  test('the trigger, and the definition with everything on it; both can be set up again', async () => {
    const tenant = await demoTenant();
    const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
    tenant.act({ do: 'removeTrigger', printer: lobby.name });
    expect(tenant.world.job(await print(tenant, zoe, lobby))?.phase).not.toBe('held');
    tenant.act({ do: 'addTrigger', printer: lobby.name });
    const held = await print(tenant, zoe, lobby);
    expect(tenant.world.job(held)?.phase).toBe('held');
    tenant.act({ do: 'deleteDefinition' });
    expect((await complete(tenant, held)).status).toBe(404);
    expect(tenant.world.job(held)?.phase).toBe('held');
    tenant.act({ do: 'addTrigger', printer: lobby.printerId });
    expect((await complete(tenant, held)).status).toBe(200);
  });

  test('sessions and tokens of the owner, of somebody by name, and of the app', async () => {
    const { tenant, zoe, status } = await heldUnder({ do: 'revokeAccessTokens', who: 'app' });
    // Without cp1 a token lives on (reference 8.7), unless the settings say otherwise.
    expect(status).toBe(200);
    tenant.entra.set({ revocationReachesAllTokens: true });
    const token = await userToken(tenant, zoe);
    tenant.act({ do: 'revokeSessions', who: zoe.displayName });
    const refused = await call(tenant, token, 'GET', '/print/shares');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('insufficient_claims')]);
    const copyRoom = printer(tenant, 'unstarted', false);
    const jobId = await print(tenant, zoe, copyRoom);
    tenant.faults.set([{ ...starting, fault: { kind: 'world', act: { do: 'revokeSessions' } } }]);
    expect((await start(tenant, zoe, copyRoom, jobId)).status).toBe(401);
    expect(tenant.world.job(jobId)?.phase).toBe('uploaded');
  });
});

async function rolesOf(tenant: Awaited<ReturnType<typeof demoTenant>>): Promise<unknown> {
  const form = {
    grant_type: 'client_credentials',
    client_id: tenant.stationApp.clientId,
    client_secret: tenant.stationApp.secrets[0] ?? '',
    scope: `${tenant.origin}/.default`,
  };
  const url = `${tenant.origin}/${tenant.directory.tenantId}/oauth2/v2.0/token`;
  const answer = await tenant.fetch(new Request(url, { method: 'POST', body: new URLSearchParams(form) }));
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { roles: unknown }).roles;
}

describe('a share that now leads to another printer', () => {
  async function moved(jobsAfterShareMoves: 'stay' | 'follow' | 'aborted') {
    const tenant = await demoTenant({ settings: { jobsAfterShareMoves } });
    const [zoe, lobby, archive] = [person(tenant, 'Zoë'), printer(tenant, 'resumes'), printer(tenant, 'unstarted')];
    const held = await print(tenant, zoe, lobby);
    tenant.act({ do: 'moveShare', printer: lobby.name, to: archive.name });
    const token = await userToken(tenant, zoe);
    const share = await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}?$expand=printer`);
    expect(at(share.body, 'printer.id')).toBe(archive.printerId);
    const listed = listAt((await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}/jobs`)).body, 'value');
    return { tenant, lobby, archive, held, listed: listed.map(({ id }) => id), job: tenant.world.job(held) };
  }

  test('leaves its jobs behind, takes them along, or ends them', async () => {
    const stayed = await moved('stay');
    expect([stayed.listed, stayed.job?.phase, stayed.job?.printerId]).toEqual([[], 'held', stayed.lobby.printerId]);
    const followed = await moved('follow');
    expect([followed.listed, followed.job?.phase, followed.job?.printerId]).toEqual([[followed.held], 'held', followed.archive.printerId]);
    expect(followed.tenant.world.task(followed.job?.taskId ?? '')?.printerId).toBe(followed.archive.printerId);
    await complete(followed.tenant, followed.held);
    await followed.tenant.until(() => followed.tenant.tray().length === 1);
    expect(followed.tenant.tray()).toMatchObject([{ printerId: followed.archive.printerId, count: 1 }]);
    const ended = await moved('aborted');
    expect([ended.job?.phase, ended.tenant.world.task(ended.job?.taskId ?? '')?.state]).toEqual(['aborted', 'aborted']);
  });
});

test('a job that its printer has been offered comes out there, wherever the share leads now', async () => {
  for (const jobsAfterShareMoves of ['follow', 'aborted'] as const) {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { jobsAfterShareMoves } });
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobs = [await print(tenant, zoe, copyRoom), await print(tenant, zoe, copyRoom)];
    for (const jobId of jobs) await start(tenant, zoe, copyRoom, jobId);
    while (tenant.world.job(jobs[0] ?? '')?.phase !== 'printing') clock.advance(1);
    tenant.act({ do: 'moveShare', printer: copyRoom.name, to: 'Archive' });
    clock.advance(10_000);
    expect(tenant.tray().map(({ jobId, printerId, count }) => [jobId, printerId, count])).toEqual(
      jobs.map((jobId) => [jobId, copyRoom.printerId, 1]),
    );
  }
});

test('settings that change for a while go back by the clock, and stay where the tenant was closed', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  tenant.act({ do: 'settings', change: { network: 'down' }, forMs: 10_000 });
  tenant.act({ do: 'entraSettings', change: { conditionalAccess: 'everything' }, forMs: 5000 });
  clock.advance(5000);
  expect([tenant.settings.current().network, tenant.entra.settings.conditionalAccess]).toEqual(['down', 'off']);
  clock.advance(5000);
  expect(tenant.settings.current().network).toBe('up');
  tenant.act({ do: 'settings', change: { network: 'down' }, forMs: 10_000 });
  tenant.close();
  expect(clock.waiting()).toBe(0);
});

test('without a tenant around it a world can still be acted on; only acts of Entra need Entra', async () => {
  const clock = handClock();
  const settings = createSettings();
  const printerRecord = { printerId: 'p', shareId: 's', name: 'P', kind: 'resumes', trigger: false } as const;
  const world = createWorld({ clock, random: seededRandom('x'), settings, printers: [printerRecord] });
  const printers = createPrinters({ clock, settings, world, tray: createTray() });
  const directory = { tenantId: 't', tenantName: 't', people: [], apps: [] };
  const acts = createActs({ clock, settings, world, printers, directory, stationApp: { servicePrincipalId: 'app' } });
  const faults = createFaults(clock, seededRandom('x'), { perform: acts.perform });
  faults.set([{ path: '/**', fault: { kind: 'world', act: { do: 'jam', printer: 'P' } } }]);
  await faults.around(new Request('http://127.0.0.1/x'), () => Promise.resolve(new Response()));
  expect(printers.condition('p').state).toBe('stopped');
  acts.perform({ do: 'withdrawPermission', permission: 'X', reach: 'allTokens' });
  expect(settings.current().withdrawnPermissions).toEqual(['X']);
  expect(() => acts.perform({ do: 'revokeSessions', who: 'app' })).toThrow(/Entra/);
  const bare = createFaults(clock, seededRandom('x'));
  bare.set([{ path: '/**', fault: { kind: 'world', act: { do: 'removeTrigger' } } }]);
  await expect(bare.around(new Request('http://127.0.0.1/x'), () => Promise.resolve(new Response()))).rejects.toThrow(/world/);
});
