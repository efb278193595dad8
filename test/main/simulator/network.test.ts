import { describe, expect, test } from 'vitest';
import { serveTenant } from '../../../main/simulator/serve.ts';
import type { Tenant } from '../../../main/simulator/tenant.ts';
import { handClock } from '../../support/badge.ts';
import { call, demoTenant, person, print, printer, start, userToken } from '../../support/simulator.ts';

const keys = (tenant: Tenant, signal?: AbortSignal) =>
  tenant.fetch(new Request(`${tenant.origin}/${tenant.directory.tenantId}/discovery/v2.0/keys`, signal === undefined ? {} : { signal }));
const shares = async (tenant: Tenant) => call(tenant, await userToken(tenant, person(tenant, 'Zoë')), 'GET', '/print/shares');

describe('the network', () => {
  test('is down: every connection of Graph and Entra breaks, until it is up again; the desk stays and people at PCs print on', async () => {
    const tenant = await demoTenant({ settings: { network: 'down' } });
    await expect(shares(tenant)).rejects.toThrow(TypeError);
    await expect(keys(tenant)).rejects.toThrow(TypeError);
    expect((await tenant.fetch(new Request(`${tenant.origin}/desk`))).status).toBe(200);
    await expect(print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'))).resolves.toBeTypeOf('string');
    tenant.settings.change({ network: 'up' });
    expect([(await shares(tenant)).status, (await keys(tenant)).status]).toEqual([200, 200]);
  });

  test('takes the answer along that is under way when it goes, not the effect', async () => {
    const tenant = await demoTenant();
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    tenant.faults.set([
      { path: '/print/**', fault: { kind: 'world', act: { do: 'settings', change: { network: 'down' } }, when: 'after' } },
    ]);
    await expect(start(tenant, zoe, copyRoom, jobId)).rejects.toThrow(TypeError);
    expect(tenant.world.job(jobId)?.phase).not.toBe('uploaded');
  });

  test('is silent: nothing is answered until the client gives up', async () => {
    const tenant = await demoTenant({ settings: { network: 'silent' } });
    const leave = new AbortController();
    const answer = keys(tenant, leave.signal);
    leave.abort(new Error('time is up'));
    await expect(answer).rejects.toThrow('time is up');
  });

  test('answers 503 to everything while the service is unavailable, with the Retry-After of the settings', async () => {
    const tenant = await demoTenant({ settings: { network: 'unavailable', retryAfterSeconds: 7 } });
    const [graph, entra] = [await shares(tenant), await keys(tenant)];
    expect([graph.status, graph.headers.get('retry-after'), entra.status]).toEqual([503, '7', 503]);
    tenant.settings.change({ retryAfterSeconds: null });
    expect((await keys(tenant)).headers.get('retry-after')).toBeNull();
  });

  test('over real HTTP breaks the connection', async () => {
    const { origin, tenant, close } = await serveTenant({ port: 0, seed: 'tests', settings: { network: 'down' } });
    await expect(fetch(`${origin}/v1.0/print/shares`)).rejects.toThrow(TypeError);
    tenant.settings.change({ network: 'up' });
    expect((await fetch(`${origin}/v1.0/print/shares`)).status).toBe(401);
    await close();
  });
});

describe('a tenant whose clock is off', () => {
  const hour = 3_600_000;

  test.each([hour, -hour])('by %s ms says so in its answers, of Graph and Entra alike', async (clockSkewMs) => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { clockSkewMs } });
    const seen = [(await shares(tenant)).headers.get('date'), (await keys(tenant)).headers.get('date')];
    expect(seen).toEqual([new Date(clock.now() + clockSkewMs).toUTCString(), new Date(clock.now() + clockSkewMs).toUTCString()]);
    tenant.faults.set([{ path: '/**', fault: { kind: 'status', status: 429, retryAfterSeconds: 60, retryAfterAs: 'date' } }]);
    expect((await shares(tenant)).headers.get('retry-after')).toBe(new Date(clock.now() + clockSkewMs + 60_000).toUTCString());
  });

  test('refuses tokens that its own clock finds expired, and makes ones that count', async () => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, entraSettings: { accessTokenLifetimeS: 3600 } });
    const old = await userToken(tenant, person(tenant, 'Zoë'));
    tenant.settings.change({ clockSkewMs: 2 * hour });
    expect((await call(tenant, old, 'GET', '/print/shares')).status).toBe(401);
    expect((await shares(tenant)).status).toBe(200);
  });

  test('still shows every job when the clock is put back in the middle, with the lag that was set', async () => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { readLagMs: 1000, clockSkewMs: hour } });
    const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
    const jobId = await print(tenant, zoe, lobby);
    tenant.settings.change({ clockSkewMs: -hour });
    expect(tenant.world.seenJob(jobId)).toBeUndefined();
    clock.advance(1000);
    expect(tenant.world.seenJob(jobId)?.phase).toBe('held');
  });
});
