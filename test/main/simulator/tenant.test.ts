import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../main/config/load.ts';
import { serveTenant } from '../../../main/simulator/serve.ts';
import { handClock } from '../../support/badge.ts';
import { at, call, demoTenant, noise, person, printer, userToken } from '../../support/simulator.ts';

async function served(options: Partial<Parameters<typeof serveTenant>[0]> = {}) {
  const one = await serveTenant({ port: 0, seed: 'tests', ...options });
  onTestFinished(() => one.close());
  return one;
}

test('the same seed makes the same tenant, another seed another one', async () => {
  const [one, same, other] = [await demoTenant({ seed: 'a' }), await demoTenant({ seed: 'a' }), await demoTenant({ seed: 'b' })];
  expect(JSON.stringify(same.stationConfig())).toBe(JSON.stringify(one.stationConfig()));
  expect(same.directory).toEqual(one.directory);
  expect(other.directory.tenantId).not.toBe(one.directory.tenantId);
});

test('without a seed the ids stay and the secret is new', async () => {
  const make = () => demoTenant({ seed: undefined as unknown as string });
  const [one, other] = [await make(), await make()];
  expect(other.directory.tenantId).toBe(one.directory.tenantId);
  expect(other.stationApp.secrets).not.toEqual(one.stationApp.secrets);
});

test('people have names that test encodings and badges in every format; no badge belongs to two', async () => {
  const { directory } = await demoTenant();
  const badges = directory.people.map(({ badge }) => badge);
  expect(new Set(badges.map((badge) => badge.toUpperCase())).size).toBe(badges.length);
  expect(badges).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^0\d+$/),
      expect.stringMatching(/^(?=.*[A-F])[0-9A-F]+$/),
      expect.stringMatching(/^[A-Z]+$/),
    ]),
  );
  expect(directory.people.filter(({ printerAdministrator }) => printerAdministrator)).toHaveLength(1);
  expect(directory.people.filter(({ personalAccount }) => personalAccount)).toHaveLength(1);
  expect(directory.people.filter(({ personalAccount }) => !personalAccount).length).toBeGreaterThanOrEqual(6);
});

test('the station configuration is one that the station accepts', async () => {
  const { tenant, origin } = await served();
  const folder = mkdtempSync(join(tmpdir(), 'simulator-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'config.json');
  await writeFile(path, JSON.stringify({ ...tenant.stationConfig(), data: { folder: 'data' } }));
  const { readFile } = await import('node:fs/promises');
  const loaded = await loadConfig({ path, readFile, platform: process.platform, env: {} });
  expect(loaded).toMatchObject({
    ok: true,
    config: { tenant: { cloud: { graph: origin, authority: origin } }, print: { taskDefinitionId: tenant.definitionId } },
  });
});

test('the station’s app gets its app token with its secret and is let in with it', async () => {
  const { tenant, origin } = await served();
  const [secret] = tenant.stationApp.secrets;
  const form = {
    grant_type: 'client_credentials',
    client_id: tenant.stationApp.clientId,
    client_secret: secret ?? '',
    scope: `${origin}/.default`,
  };
  const answer = await fetch(`${origin}/${tenant.directory.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const definition = await fetch(`${origin}/v1.0/print/taskDefinitions/${tenant.definitionId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(definition.status).toBe(200);
});

test('over real HTTP a reset closes the connection without an answer', async () => {
  const { tenant, origin } = await served();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const headers = { authorization: `Bearer ${token}` };
  tenant.faults.set([{ path: '/print/shares', fault: { kind: 'reset' } }]);
  await expect(fetch(`${origin}/v1.0/print/shares`, { headers })).rejects.toThrow(TypeError);
  expect((await fetch(`${origin}/v1.0/print/shares`, { headers })).status).toBe(200);
});

test('printing over real HTTP arrives byte for byte, in several chunks', async () => {
  const { tenant } = await served();
  const bytes = noise(9_000_000);
  const jobId = await tenant.printAs(person(tenant, 'José'), printer(tenant, 'unstarted', false).shareId, {
    name: 'big.pdf',
    bytes,
    start: true,
  });
  await tenant.until(() => tenant.tray().length === 1);
  expect(tenant.tray()[0]).toMatchObject({ jobId, bytes: 9_000_000 });
  expect(Buffer.compare(tenant.readTray(tenant.tray()[0]!)!, bytes)).toBe(0);
});

test('a taken port is an error, not a second tenant', async () => {
  const { origin } = await served();
  await expect(serveTenant({ port: Number(new URL(origin).port) })).rejects.toThrow(/EADDRINUSE/);
});

test('latency is added to Graph and Entra, by the clock', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { latencyMs: 150 } });
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const answers = [call(tenant, token, 'GET', '/print/shares'), call(tenant, null, 'GET', `${tenant.origin}/common/discovery/instance`)];
  expect(clock.waiting()).toBe(2);
  clock.advance(150);
  expect((await answers[0])?.status).toBe(200);
  await answers[1];
});

test('a tap reaches everybody who listens, until they stop', async () => {
  const tenant = await demoTenant();
  const heard: string[] = [];
  const stop = tenant.onTap((badge) => heard.push(badge));
  tenant.tap('123');
  stop();
  tenant.tap('456');
  expect(heard).toEqual(['123']);
});

test('a printer can be in a state that no list knows', async () => {
  const tenant = await demoTenant();
  const lobby = printer(tenant, 'resumes');
  tenant.jam(lobby.printerId, 'disconnected', 'unknown');
  const { body } = await call(tenant, await userToken(tenant, person(tenant, 'Zoë')), 'GET', `/print/shares/${lobby.shareId}`);
  expect(at(body, 'status')).toMatchObject({ state: 'unknown', details: ['disconnected'] });
});
