import { expect, test } from 'vitest';
import { readyScripts } from '../../../../main/simulator/ready-scripts.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { complete, demoTenant, person, print, printer, userToken } from '../../../support/simulator.ts';

const get = (tenant: Tenant, path: string) => tenant.fetch(new Request(`${tenant.origin}${path}`));

function post(tenant: Tenant, path: string, fields: Readonly<Record<string, string | File>>, origin: string | null = tenant.origin) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return tenant.fetch(new Request(`${tenant.origin}${path}`, { method: 'POST', body, headers: origin === null ? {} : { origin } }));
}

test('the page offers everybody, every printer and every setting, with names escaped', async () => {
  const tenant = await demoTenant();
  await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'), '<b>bold</b> & "more".pdf');
  const page = await get(tenant, '/desk');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = await page.text();
  for (const { displayName } of tenant.directory.people) expect(text).toContain(displayName.replaceAll("'", '&#39;'));
  for (const { name } of tenant.printers) expect(text).toContain(name);
  expect(text).toContain('name="secondStart"');
  expect(text).toContain('&lt;b&gt;bold&lt;/b&gt; &amp; &quot;more&quot;.pdf');
  expect(text).not.toContain('<b>bold');
  for (const file of ['desk.css', 'desk-script.js', 'icon.svg']) expect((await get(tenant, `/desk/${file}`)).status).toBe(200);
  expect((await get(tenant, '/desk/../tenant.ts')).status).toBe(404);
});

test('a made-up document is printed as somebody, comes out, and can be opened from the tray', async () => {
  const tenant = await demoTenant();
  const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const answer = await post(tenant, '/desk/print', { person: zoe.oid, share: copyRoom.shareId, name: 'Bericht.pdf', pages: '2' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/desk']);
  const [job] = tenant.jobs();
  expect(job).toMatchObject({ ownerOid: zoe.oid, phase: 'held', document: { displayName: 'Bericht.pdf' } });
  await complete(tenant, job!.id);
  await tenant.until(() => tenant.tray().length === 1);
  const pdf = await get(tenant, '/desk/tray/0');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect((await get(tenant, '/desk/tray/1')).status).toBe(404);
  expect(await (await get(tenant, '/desk/live')).text()).toContain('/desk/tray/0');
});

test('an own PDF is printed as it is', async () => {
  const tenant = await demoTenant();
  const file = new File(['%PDF-own'], 'own.pdf', { type: 'application/pdf' });
  await post(tenant, '/desk/print', { person: person(tenant, 'José').oid, share: printer(tenant, 'waits').shareId, file });
  const [job] = tenant.jobs();
  expect(job?.document).toMatchObject({ displayName: 'own.pdf', size: 8 });
  expect(Buffer.from(tenant.world.documents.get(job!.id)!).toString()).toBe('%PDF-own');
});

test('only the desk’s own forms may post, and only at its own address', async () => {
  const tenant = await demoTenant();
  const heard: string[] = [];
  tenant.onTap((badge) => heard.push(badge));
  expect((await post(tenant, '/desk/tap', { badge: '1' }, null)).status).toBe(403);
  expect((await post(tenant, '/desk/tap', { badge: '2' }, 'https://elsewhere.example')).status).toBe(403);
  expect((await post(tenant, '/desk/tap', { badge: '3' }, 'null')).status).toBe(403);
  const rebound = new Request('http://elsewhere.example:4100/desk');
  expect((await tenant.fetch(rebound)).status).toBe(403);
  expect((await post(tenant, '/desk/tap', { badge: '4' })).status).toBe(303);
  expect(heard).toEqual(['4']);
});

test('a printer is stopped and made well', async () => {
  const tenant = await demoTenant();
  const { printerId } = printer(tenant, 'resumes');
  await post(tenant, '/desk/trouble', { printer: printerId, detail: 'coverOpen', act: 'jam' });
  expect(tenant.condition(printerId)).toEqual({ state: 'stopped', details: ['coverOpen'] });
  await post(tenant, '/desk/trouble', { printer: printerId, detail: 'coverOpen', act: 'clear' });
  expect(tenant.condition(printerId)).toEqual({ state: 'idle', details: [] });
});

test('settings and faults are changed, and a mistake is said and changes nothing', async () => {
  const tenant = await demoTenant();
  await post(tenant, '/desk/settings', {
    which: 'graph',
    secondStart: 'printsAgain',
    pageSize: '7',
    heldDetails: '["releaseWait"]',
    emptyPages: 'true',
  });
  expect(tenant.settings.current()).toMatchObject({
    secondStart: 'printsAgain',
    pageSize: 7,
    heldDetails: ['releaseWait'],
    emptyPages: true,
  });
  await post(tenant, '/desk/settings', { which: 'entra', conditionalAccess: 'deviceCode' });
  expect(tenant.entra.settings.conditionalAccess).toBe('deviceCode');
  const wrong = await post(tenant, '/desk/settings', { which: 'graph', pageSize: '0', secondStart: 'refuse' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('role="alert"');
  expect(tenant.settings.current()).toMatchObject({ secondStart: 'printsAgain', pageSize: 7 });
  await post(tenant, '/desk/faults', { faults: '[{"path":"/print/**","fault":{"kind":"html"}}]' });
  expect(tenant.faults.list()).toHaveLength(1);
  expect((await post(tenant, '/desk/faults', { faults: '[{]' })).status).toBe(400);
  expect(tenant.faults.list()).toHaveLength(1);
});

test('faults are chosen from a list by name, seen with their hits, and ended', async () => {
  const tenant = await demoTenant();
  const text = async () => (await get(tenant, '/desk')).text();
  for (const { name } of readyScripts) expect(await text()).toContain(`<option value="${name}">`);
  expect(await text()).toContain('Nothing is wrong now.');
  expect((await post(tenant, '/desk/script', { script: 'gateway-504' })).headers.get('location')).toBe('/desk#faults');
  await post(tenant, '/desk/script', { script: 'reads-lag' });
  const jobId = await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
  expect((await complete(tenant, jobId)).status).toBe(504);
  const live = await (await get(tenant, '/desk/live')).text();
  expect(live).toMatch(/<td>504<\/td><td><code>PATCH [^<]+<\/code><\/td><td class="count">1<\/td><td class="count">0<\/td>/);
  expect(live).toContain('<code>readLagMs</code> 5000');
  expect((await post(tenant, '/desk/script', { script: 'no-such-thing' })).status).toBe(400);
  await post(tenant, '/desk/end-faults', {});
  expect(tenant.faults.list()).toEqual([]);
  expect(tenant.settings.current().readLagMs).toBe(0);
});

test('one touch takes the network down and brings it back', async () => {
  const tenant = await demoTenant();
  expect(await (await get(tenant, '/desk')).text()).toContain('<button name="to" value="down">Take it down</button>');
  await post(tenant, '/desk/network', { to: 'down' });
  await expect(tenant.fetch(new Request(`${tenant.origin}/v1.0/print/shares`))).rejects.toThrow(TypeError);
  expect(await (await get(tenant, '/desk')).text()).toContain('<button name="to" value="up">Bring it back</button>');
  await post(tenant, '/desk/network', { to: 'up' });
  expect((await tenant.fetch(new Request(`${tenant.origin}/v1.0/print/shares`))).status).toBe(401);
  expect((await post(tenant, '/desk/network', { to: 'sideways' })).status).toBe(400);
});

test('buttons on a job cancel it, remove it, complete its task, let it go or start it, as its state allows', async () => {
  const tenant = await demoTenant();
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const jobs = [
    await print(tenant, zoe, lobby),
    await print(tenant, zoe, lobby),
    await print(tenant, zoe, lobby),
    await print(tenant, zoe, lobby),
  ];
  const acts = ['cancelJob', 'removeJob', 'completeTask', 'letGo'];
  expect(await (await get(tenant, '/desk')).text()).not.toContain('value="startJob"');
  for (const [index, act] of acts.entries()) await post(tenant, '/desk/act', { do: act, job: jobs[index] ?? '' });
  expect(jobs.map((id) => tenant.world.job(id)?.phase)).toEqual(['canceled', undefined, 'pending', 'pending']);
  const unstarted = await print(tenant, zoe, printer(tenant, 'unstarted', false));
  expect(await (await get(tenant, '/desk')).text()).toContain('value="startJob"');
  await post(tenant, '/desk/act', { do: 'startJob', job: unstarted });
  expect(tenant.world.job(unstarted)?.phase).toBe('pending');
  expect((await post(tenant, '/desk/act', { do: 'startJob', job: unstarted, more: '1' })).status).toBe(400);
});

test('an administrator moves a share, takes a trigger, a permission, a session or the task definition away', async () => {
  const tenant = await demoTenant();
  const [zoe, lobby, archive] = [person(tenant, 'Zoë'), printer(tenant, 'resumes'), printer(tenant, 'unstarted')];
  await post(tenant, '/desk/share', { share: lobby.shareId, to: archive.printerId });
  expect(tenant.world.shares.get(lobby.shareId)).toBe(archive.printerId);
  expect(await (await get(tenant, '/desk')).text()).toContain('Its share leads to Archive.');
  await post(tenant, '/desk/act', { do: 'removeTrigger', printer: lobby.printerId });
  expect(tenant.world.triggerOf(lobby.printerId)).toBeUndefined();
  await post(tenant, '/desk/act', { do: 'addTrigger', printer: lobby.printerId });
  expect(tenant.world.triggerOf(lobby.printerId)).toBeDefined();
  await post(tenant, '/desk/act', { do: 'withdrawPermission', permission: 'PrintJob.Create' });
  expect(tenant.settings.current().withdrawnPermissions).toEqual(['PrintJob.Create']);
  tenant.entra.set({ revocationReachesAllTokens: true });
  const token = await userToken(tenant, zoe);
  await post(tenant, '/desk/act', { do: 'revokeSessions', who: zoe.oid });
  expect((await tenant.entra.verify(`Bearer ${token}`)).ok).toBe(false);
  await post(tenant, '/desk/act', { do: 'deleteDefinition' });
  expect(tenant.world.definitions.size).toBe(0);
});

test('every setting goes through the form and back unchanged', async () => {
  const tenant = await demoTenant();
  const before = tenant.settings.current();
  const fields = Object.fromEntries(
    Object.entries(before).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  expect((await post(tenant, '/desk/settings', { which: 'graph', ...fields })).status).toBe(303);
  expect(tenant.settings.current()).toEqual(before);
});

test('the card reader is heard over HTTP, and nobody listens once the listener has gone', async () => {
  const tenant = await demoTenant();
  const reader = (await get(tenant, '/desk/taps')).body!.getReader();
  const read = async () => Buffer.from((await reader.read()).value ?? []).toString();
  expect(await read()).toBe(': ready\n\n');
  tenant.tap('0004711820');
  expect(await read()).toBe('data: {"badge":"0004711820"}\n\n');
  await reader.cancel();
  expect(() => tenant.tap('1')).not.toThrow();
});
