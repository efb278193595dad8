import { PublicClientApplication } from '@azure/msal-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceCode, SignInResult } from '../../../main/auth/model.ts';
import { createSignIn } from '../../../main/auth/sign-in.ts';
import { until } from '../../support/auth.ts';
import { signedIn } from '../../support/auth-sessions.ts';
import { claimsOf, type TestTenant, testTenant } from '../../support/auth-tenant.ts';

/** A sign-in under way, with the code as the screen would show it. */
interface Begun {
  readonly code: DeviceCode;
  readonly result: Promise<SignInResult>;
  readonly stop: AbortController;
  readonly connected: readonly boolean[];
}

async function begin(tenant: TestTenant, allowDelete = false): Promise<Begun> {
  const stop = new AbortController();
  const connected: boolean[] = [];
  const codes: DeviceCode[] = [];
  const signIn = createSignIn({ ...tenant.options, allowDelete });
  const result = signIn.withDeviceCode(
    (code) => codes.push(code),
    stop.signal,
    (is) => connected.push(is),
  );
  await until(() => codes.length > 0);
  return { code: codes[0]!, result, stop, connected };
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Watches the caches of all MSAL clients that are emptied in this test. */
function caches() {
  const spy = vi.spyOn(PublicClientApplication.prototype, 'clearCache');
  return { text: () => spy.mock.contexts.map((client) => (client as PublicClientApplication).getTokenCache().serialize()).join(), spy };
}

describe('signing in on a phone', () => {
  it('shows a code with its end, waits, and then knows the person', async () => {
    const tenant = await testTenant();
    const startedAt = tenant.clock.elapsed();
    const { code, result, connected } = await begin(tenant);
    expect(code).toEqual({
      userCode: expect.stringMatching(/^[A-Z0-9]{8,9}$/),
      verificationUri: 'http://127.0.0.1:4100/device',
      expiresAt: startedAt + 900_000,
    });
    await tenant.drive(until(() => tenant.requests.length >= 3));
    tenant.approve(code.userCode);
    const settled = await tenant.drive(result);
    const { oid, displayName } = tenant.person;
    expect(settled).toMatchObject({ ok: true, session: { person: { oid, tid: tenant.options.tenantId, name: displayName } } });
    expect(connected.every((is) => is)).toBe(true);
    expect(tenant.requests.map((form) => form.get('grant_type')).slice(0, 2)).toEqual([null, 'device_code']);
  });

  it.each([
    [false, ['PrintJob.ReadBasic', 'PrintJob.Create', 'PrinterShare.ReadBasic.All']],
    [true, ['PrintJob.ReadWriteBasic', 'PrinterShare.ReadBasic.All']],
  ])('asks for exactly the permissions that it needs (delete: %s)', async (allowDelete, permissions) => {
    const tenant = await testTenant();
    const { code, result } = await begin(tenant, allowDelete);
    tenant.approve(code.userCode);
    const settled = await tenant.drive(result);
    const token = settled.ok ? await settled.session.getToken() : null;
    const claims = claimsOf(token?.ok ? token.token.reveal() : '');
    expect(`${claims.scp}`.split(' ').sort()).toEqual([...permissions, 'openid', 'profile'].sort());
    expect(tenant.requests[0]?.get('scope')?.split(' ')).toEqual(
      expect.arrayContaining(permissions.map((name) => `${tenant.options.cloud.graph}/${name}`)),
    );
  });

  it('slows down when Entra says so', async () => {
    const tenant = await testTenant();
    tenant.configure({ devicePollAnswer: 'slow_down' });
    const { code, result } = await begin(tenant);
    const startedAt = tenant.clock.now();
    await tenant.drive(until(() => tenant.requests.length >= 4));
    expect(tenant.clock.now() - startedAt).toBeGreaterThanOrEqual(5000 + 10_000 + 15_000);
    tenant.configure({ devicePollAnswer: null });
    tenant.approve(code.userCode);
    expect(await tenant.drive(result)).toMatchObject({ ok: true });
  });

  it('lives through a network that goes away and comes back', async () => {
    const tenant = await testTenant();
    const { code, result, connected } = await begin(tenant);
    tenant.detour(() => Promise.reject(new TypeError('fetch failed')));
    await tenant.drive(until(() => connected.length >= 2));
    tenant.detour(async () => new Response('<html>', { status: 503, headers: { 'retry-after': '10' } }));
    await tenant.drive(until(() => connected.length >= 4));
    expect(connected.slice(0, 4)).toEqual([false, false, false, false]);
    tenant.detour(null);
    tenant.approve(code.userCode);
    expect(await tenant.drive(result)).toMatchObject({ ok: true });
    expect(connected.at(-1)).toBe(true);
  });
});

describe('a sign-in that ends without a person', () => {
  it('declined on the phone', async () => {
    const tenant = await testTenant();
    const { code, result } = await begin(tenant);
    tenant.entra.decline(code.userCode);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'declined', aadsts: 65004 } });
  });

  it('the code ran out', async () => {
    const tenant = await testTenant();
    const { code, result } = await begin(tenant);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'expired' } });
    expect(tenant.clock.elapsed()).toBe(code.expiresAt);
  });

  it('the code ran out while the network was away', async () => {
    const tenant = await testTenant();
    const { result } = await begin(tenant);
    tenant.detour(() => Promise.reject(new TypeError('fetch failed')));
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'expired' } });
  });

  it.each(['invalid_grant', 'interaction_required', 'access_denied'] as const)('blocked by policy, as %s', async (word) => {
    const tenant = await testTenant();
    tenant.configure({ conditionalAccess: 'deviceCode', conditionalAccessError: word, pollLearnsOfRefusal: true });
    const { code, result } = await begin(tenant);
    expect(tenant.approve(code.userCode)).toBe(false);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'blocked', aadsts: 53003 } });
  });

  it('a personal account', async () => {
    const tenant = await testTenant();
    tenant.configure({ pollLearnsOfRefusal: true });
    const { code, result } = await begin(tenant);
    tenant.approve(code.userCode, tenant.stranger);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'wrongAccount', aadsts: 50020 } });
  });

  it('a person who is not assigned, and one who is disabled', async () => {
    for (const changes of ['unassignedPeople', 'disabledPeople'] as const) {
      const tenant = await testTenant();
      tenant.configure({ pollLearnsOfRefusal: true, [changes]: [tenant.person.oid] });
      const { code, result } = await begin(tenant);
      tenant.approve(code.userCode);
      expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'notAllowed' } });
    }
  });

  it('an app that nobody consented to', async () => {
    const tenant = await testTenant({ delegatedPermissions: [] });
    tenant.configure({ pollLearnsOfRefusal: true });
    const { code, result } = await begin(tenant);
    tenant.approve(code.userCode);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'consent', aadsts: 65001 } });
  });

  it('an app without public client flows', async () => {
    const tenant = await testTenant({ publicClient: false });
    const { code, result } = await begin(tenant);
    tenant.approve(code.userCode);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'stationCredential', aadsts: 7000218 } });
  });

  it('no code at all: Entra away, busy or a page in between', async () => {
    const tenant = await testTenant();
    const signIn = createSignIn({ ...tenant.options, allowDelete: false });
    const shown = vi.fn();
    const ask = () => signIn.withDeviceCode(shown, new AbortController().signal);
    tenant.detour(() => Promise.reject(new TypeError('fetch failed')));
    expect(await ask()).toMatchObject({ failure: { kind: 'unreachable' } });
    tenant.detour(async () => new Response('', { status: 503 }));
    expect(await ask()).toMatchObject({ failure: { kind: 'busy' } });
    tenant.detour(async () => new Response('<html>'));
    expect(await ask()).toMatchObject({ failure: { kind: 'unreachable' } });
    expect(shown).not.toHaveBeenCalled();
  });

  it.each([
    ['another tenant', { tid: '11111111-2222-4333-8444-555555555555' }, 'wrongAccount'],
    ['the tenant of personal accounts', { tid: '9188040d-6c67-4c5b-b112-36a304b66dad' }, 'wrongAccount'],
    ['no person', { oid: undefined }, 'refused'],
    ['another app', { aud: '11111111-2222-4333-8444-555555555555' }, 'refused'],
  ])('an id token of %s: nothing of it is kept', async (_name, changes, kind) => {
    const tenant = await testTenant();
    const cache = caches();
    const { code, result } = await begin(tenant);
    tenant.approve(code.userCode);
    tenant.detour((request, onward) => forged(onward(request), changes));
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind } });
    expect(cache.spy).toHaveBeenCalled();
    expect(cache.text()).not.toMatch(/secret|Canary/);
  });
});

/** The same answer with other claims in its id token. */
async function forged(answer: Promise<Response>, changes: object): Promise<Response> {
  const body = (await (await answer).json()) as Record<string, unknown>;
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(`${body.id_token}`), ...changes })).toString('base64url');
  return Response.json({ ...body, id_token: `${`${body.id_token}`.split('.')[0]}.${claims}.x` });
}

describe('a sign-in that is cancelled', () => {
  it('ends at once, not at the next poll, and asks Entra no more', async () => {
    const tenant = await testTenant();
    const { result, stop } = await begin(tenant);
    await until(() => tenant.clock.waiting() > 0);
    stop.abort();
    expect(await result).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    await until(() => tenant.clock.waiting() === 0);
    expect(tenant.requests).toHaveLength(1);
    expect(tenant.logged.lines.at(-1)).toMatchObject({ event: 'auth.signInEnded', fields: { kind: 'cancelled' } });
  });

  it('ends at once while the code is still being asked for, and shows none', async () => {
    const tenant = await testTenant();
    const stop = new AbortController();
    const shown = vi.fn();
    tenant.detour(() => new Promise(() => undefined));
    const result = createSignIn({ ...tenant.options, allowDelete: false }).withDeviceCode(shown, stop.signal);
    await until(() => tenant.requests.length === 1);
    stop.abort();
    expect(await result).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(await createSignIn({ ...tenant.options, allowDelete: false }).withDeviceCode(shown, stop.signal)).toMatchObject({ ok: false });
    expect(tenant.requests).toHaveLength(1);
    expect(shown).not.toHaveBeenCalled();
  });

  it('drops and wipes what completes afterwards', async () => {
    const tenant = await testTenant();
    const cache = caches();
    const acquire = vi.spyOn(PublicClientApplication.prototype, 'acquireTokenByDeviceCode');
    const { code, result, stop } = await begin(tenant);
    tenant.approve(code.userCode);
    let deliver = () => {};
    const delivered = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    tenant.detour(async (request, onward) => {
      const answer = await onward(request);
      expect(answer.status).toBe(200);
      await delivered;
      return answer;
    });
    await until(() => tenant.clock.waiting() > 0);
    tenant.clock.advance(5000);
    await until(() => tenant.requests.length === 2);
    stop.abort();
    expect(await result).toMatchObject({ failure: { kind: 'cancelled' } });
    deliver();
    await Promise.allSettled(acquire.mock.results.map((call) => call.value));
    expect(cache.text()).not.toMatch(/secret|Canary/);
  });

  it('drops and wipes what completes in the very moment of the cancel', async () => {
    // Cancelled by MSAL's own success path: the signal is aborted before anybody has looked at the result.
    const tenant = await testTenant();
    const cache = caches();
    const original = PublicClientApplication.prototype.acquireTokenByDeviceCode;
    const stop = new AbortController();
    const codes: DeviceCode[] = [];
    const brought: string[] = [];
    vi.spyOn(PublicClientApplication.prototype, 'acquireTokenByDeviceCode').mockImplementation(async function (
      this: PublicClientApplication,
      request,
    ) {
      const result = await original.call(this, request);
      stop.abort();
      brought.push(this.getTokenCache().serialize());
      return result;
    });
    const result = createSignIn({ ...tenant.options, allowDelete: false }).withDeviceCode((code) => {
      codes.push(code);
      tenant.approve(code.userCode);
    }, stop.signal);
    expect(await tenant.drive(result)).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    await until(() => brought.length === 1);
    await until(() => cache.spy.mock.calls.length >= 2);
    expect(cache.text()).not.toMatch(/secret|Canary/);
  });

  it('does not reach the session once the sign-in is over', async () => {
    const tenant = await testTenant();
    const { code, result, stop } = await begin(tenant);
    tenant.approve(code.userCode);
    const settled = await tenant.drive(result);
    stop.abort();
    const token = settled.ok ? await settled.session.getToken({ minLifetimeMs: Number.POSITIVE_INFINITY }) : null;
    expect(token).toMatchObject({ ok: true });
  });
});

it('nothing of a person or a token is in a log line or a result, whatever happens', async () => {
  const tenant = await testTenant();
  const session = await signedIn(tenant);
  const results: unknown[] = [];
  const detours = [
    null,
    () => Promise.reject(new Error('canary-body')),
    async (request: Request) =>
      Response.json({ error: 'invalid_grant', error_description: `Canary ${await request.text()}`, suberror: 'canary' }, { status: 400 }),
  ];
  for (const detour of detours) {
    tenant.detour(detour);
    results.push(await session.getToken({ minLifetimeMs: Number.POSITIVE_INFINITY }));
  }
  results.push(session.serialize());
  const seen = tenant.logged.text() + JSON.stringify(results);
  const secrets = tenant.requests.flatMap((form) => [form.get('refresh_token'), form.get('device_code')]).filter((text) => text !== null);
  expect(secrets.length).toBeGreaterThan(2);
  for (const text of [...secrets, 'canary', 'Canary', 'eyJ', tenant.person.oid]) expect(seen).not.toContain(text);
});
