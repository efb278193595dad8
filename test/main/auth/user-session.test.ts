import { PublicClientApplication } from '@azure/msal-node';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TokenResult, UserSession } from '../../../main/auth/model.ts';
import { createSignIn } from '../../../main/auth/sign-in.ts';
import { Secret } from '../../../main/secret.ts';
import { until } from '../../support/auth.ts';
import { signedIn } from '../../support/auth-sessions.ts';
import { claimsOf, type TestTenant, testTenant } from '../../support/auth-tenant.ts';

const minuteMs = 60_000;
const anew = { minLifetimeMs: Number.POSITIVE_INFINITY };

afterEach(() => {
  vi.restoreAllMocks();
});

function tokenText(result: TokenResult): string {
  if (!result.ok) throw new Error(`no token: ${result.failure.kind} ${result.failure.aadsts}`);
  return result.token.reveal();
}

async function restored(tenant: TestTenant, serialized: Secret): Promise<UserSession> {
  const result = await createSignIn({ ...tenant.options, allowDelete: false }).restore(serialized);
  if (!result.ok) throw new Error(`not restored: ${result.failure.kind}`);
  return result.session;
}

describe('a person’s token', () => {
  it('is there without another request, is theirs, and can be ended early', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    const before = tenant.requests.length;
    const claims = claimsOf(tokenText(await session.getToken({ minLifetimeMs: 5 * minuteMs })));
    expect(claims).toMatchObject({ oid: tenant.person.oid, tid: tenant.options.tenantId, xms_cc: ['cp1'] });
    expect(claims).not.toHaveProperty('roles');
    expect(tenant.requests.length).toBe(before);
  });

  it('is renewed once for all who ask, when it ends in the middle of a session', async () => {
    const tenant = await testTenant();
    tenant.configure({ caeTokenLifetimeS: 3600 });
    const session = await signedIn(tenant);
    const first = tokenText(await session.getToken());
    const before = tenant.requests.length;
    tenant.clock.advance(56 * minuteMs);
    expect(tokenText(await session.getToken())).toBe(first);
    const results = await Promise.all(Array.from({ length: 20 }, () => session.getToken({ minLifetimeMs: 5 * minuteMs })));
    expect(new Set(results.map(tokenText)).size).toBe(1);
    expect(results[0]).toMatchObject({ expiresAt: tenant.clock.elapsed() + 60 * minuteMs });
    expect(tokenText(results[0]!)).not.toBe(first);
    expect(tenant.requests.slice(before).map((form) => form.get('grant_type'))).toEqual(['refresh_token']);
    tenant.clock.advance(58 * minuteMs);
    await session.getToken();
    expect(tenant.requests.length).toBe(before + 1);
  });

  it('is another one after a claims challenge', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    const first = tokenText(await session.getToken());
    const nbf = Math.floor(tenant.clock.now() / 1000) + 1;
    const second = tokenText(
      await session.getToken({ claims: JSON.stringify({ access_token: { nbf: { essential: true, value: `${nbf}` } } }) }),
    );
    expect(claimsOf(second).nbf).toBe(nbf);
    expect(second).not.toBe(first);
    expect(tokenText(await session.getToken())).toBe(second);
  });

  it.each([
    [50173, 'signInAgain'],
    [700082, 'signInAgain'],
    [70043, 'signInAgain'],
    [50076, 'signInAgain'],
    [50079, 'signInAgain'],
    [50057, 'notAllowed'],
    [53003, 'blocked'],
  ] as const)('cannot be renewed any more: AADSTS%s is %s', async (number, kind) => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    tenant.configure({ refreshRefusal: number });
    expect(await session.getToken(anew)).toMatchObject({ ok: false, failure: { kind, aadsts: number } });
  });

  it('cannot be renewed after the person’s sessions were revoked, or policy blocks device code', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    tenant.configure({ conditionalAccess: 'deviceCode' });
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'blocked', aadsts: 53003 } });
    tenant.configure({ conditionalAccess: 'off' });
    tenant.entra.revokeSessions(tenant.person.oid);
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'signInAgain', aadsts: 50173 } });
  });

  it('is had again right after a 503 or a time without network; a 429 is left alone as long as it asks', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    tenant.configure({ tokenFault: { status: 503, retryAfterS: null, times: 1, body: 'html' } });
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'busy' } });
    expect(await session.getToken(anew)).toMatchObject({ ok: true });
    tenant.detour(() => Promise.reject(new TypeError('fetch failed')));
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'unreachable' } });
    tenant.detour(null);
    expect(await session.getToken(anew)).toMatchObject({ ok: true });
    tenant.configure({ tokenFault: { status: 429, retryAfterS: 20, times: 1, body: 'oauth' } });
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'busy' } });
    const before = tenant.requests.length;
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'busy' } });
    expect(tenant.requests.length).toBe(before);
    tenant.clock.advance(20_000);
    expect(await session.getToken(anew)).toMatchObject({ ok: true });
  });
});

describe('a kept sign-in', () => {
  it('opens without any request, knows the person, and its token is still good', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    const token = tokenText(await session.getToken());
    const before = tenant.requests.length;
    const again = await restored(tenant, session.serialize());
    expect(again.person).toEqual(session.person);
    expect(tokenText(await again.getToken({ minLifetimeMs: 5 * minuteMs }))).toBe(token);
    expect(tenant.requests.length).toBe(before);
    expect(tenant.logged.lines.at(-1)).toEqual({
      event: 'auth.tokenAcquired',
      fields: { identity: 'person', durationMs: 0, fromCache: true },
    });
  });

  it('takes one request where its token has ended, by the injected clock', async () => {
    const tenant = await testTenant();
    tenant.configure({ caeTokenLifetimeS: 3600 });
    const session = await signedIn(tenant);
    tenant.clock.advance(58 * minuteMs);
    const before = tenant.requests.length;
    const again = await restored(tenant, session.serialize());
    const [one, two] = await Promise.all([
      again.getToken({ minLifetimeMs: 5 * minuteMs }),
      again.getToken({ minLifetimeMs: 5 * minuteMs }),
    ]);
    expect(tokenText(one)).toBe(tokenText(two));
    expect(one).toMatchObject({ expiresAt: tenant.clock.elapsed() + 60 * minuteMs });
    expect(tenant.requests.length).toBe(before + 1);
  });

  it('holds the new refresh token after a renewal and no longer the old one', async () => {
    const tenant = await testTenant();
    const session = await restored(tenant, (await signedIn(tenant)).serialize());
    await session.getToken(anew);
    const used = tenant.requests.at(-1)?.get('refresh_token') ?? '';
    const kept = session.serialize();
    expect(used).not.toBe('');
    expect(kept.reveal()).not.toContain(used);
    await (await restored(tenant, kept)).getToken(anew);
    expect(tenant.requests.at(-1)?.get('refresh_token')).not.toBe(used);
  });

  it('that was revoked meanwhile means signing in again', async () => {
    const tenant = await testTenant();
    const kept = (await signedIn(tenant)).serialize();
    tenant.entra.revokeSessions(tenant.person.oid);
    const session = await restored(tenant, kept);
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'signInAgain', aadsts: 50173 } });
  });

  it.each(['', '{}', 'null', '[]', '7', '"text"', '{"Account":7}', '{"Account":{"a":null},"IdToken":{"b":7}}', '{"Account":'])(
    'that is damaged means signing in again: %s',
    async (text) => {
      const tenant = await testTenant();
      const result = await createSignIn({ ...tenant.options, allowDelete: false }).restore(new Secret(text));
      expect(result).toEqual({ ok: false, failure: { kind: 'signInAgain', aadsts: null, correlationId: null } });
    },
  );

  it('that holds two people’s accounts opens for neither', async () => {
    const tenant = await testTenant();
    const cache = JSON.parse((await signedIn(tenant)).serialize().reveal()) as { Account: Record<string, Record<string, unknown>> };
    const [[key, account] = ['', {}]] = Object.entries(cache.Account);
    cache.Account[`${key}-2`] = { ...account, home_account_id: 'other.tid', local_account_id: 'other' };
    const result = await createSignIn({ ...tenant.options, allowDelete: false }).restore(new Secret(JSON.stringify(cache)));
    expect(result).toMatchObject({ ok: false, failure: { kind: 'signInAgain' } });
  });

  it('that is damaged anywhere never throws', async () => {
    const tenant = await testTenant();
    const text = (await signedIn(tenant)).serialize().reveal();
    const signIn = createSignIn({ ...tenant.options, allowDelete: false });
    tenant.detour(() => Promise.reject(new TypeError('fetch failed')));
    const seed = Date.now();
    console.info(`seed ${seed}`);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 8 }), async (at, cut, put) => {
        const result = await signIn.restore(new Secret(text.slice(0, at) + put + text.slice(at + cut)));
        if (!result.ok) return ['signInAgain', 'wrongAccount'].includes(result.failure.kind);
        await result.session.getToken();
        result.session.serialize();
        return true;
      }),
      { seed, numRuns: 300 },
    );
  });

  it('of another tenant or another app is not opened', async () => {
    const tenant = await testTenant();
    const kept = (await signedIn(tenant)).serialize();
    const other = '11111111-2222-4333-8444-555555555555';
    const open = (changes: object) => createSignIn({ ...tenant.options, allowDelete: false, ...changes }).restore(kept);
    expect(await open({ tenantId: other })).toMatchObject({ ok: false, failure: { kind: 'wrongAccount' } });
    expect(await open({ clientId: other })).toMatchObject({ ok: false, failure: { kind: 'signInAgain' } });
  });

  it('asks again for a permission that the station did not need when it was kept', async () => {
    const tenant = await testTenant();
    const kept = (await signedIn(tenant)).serialize();
    const result = await createSignIn({ ...tenant.options, allowDelete: true }).restore(kept);
    const token = result.ok ? tokenText(await result.session.getToken()) : '';
    expect(claimsOf(token).scp).toContain('PrintJob.ReadWriteBasic');
  });
});

describe('a session that was wiped', () => {
  it('has no token, no text and no request any more', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    const before = tenant.requests.length;
    session.wipe();
    for (const request of [{}, anew, { claims: '{}' }]) {
      expect(await session.getToken(request)).toEqual({ ok: false, failure: { kind: 'cancelled', aadsts: null, correlationId: null } });
    }
    expect(session.serialize().reveal()).toBe('');
    expect(tenant.requests.length).toBe(before);
  });

  it('leaves nothing in MSAL, neither of a sign-in nor of a kept one', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    const again = await restored(tenant, session.serialize());
    const spy = vi.spyOn(PublicClientApplication.prototype, 'clearCache');
    session.wipe();
    again.wipe();
    expect(spy).toHaveBeenCalledTimes(2);
    for (const client of spy.mock.contexts as PublicClientApplication[]) {
      expect(client.getTokenCache().serialize()).not.toMatch(/secret|Canary/);
      expect(JSON.stringify(client.getTokenCache().getCacheSnapshot())).not.toMatch(/secret|Canary/);
    }
  });

  it('ends a renewal under way at once', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    tenant.detour(() => new Promise(() => undefined));
    const before = tenant.requests.length;
    const asked = session.getToken(anew);
    await until(() => tenant.requests.length > before);
    session.wipe();
    expect(await asked).toMatchObject({ failure: { kind: 'cancelled' } });
  });

  it('drops a renewal that completes in the very moment, and empties the cache of it', async () => {
    const tenant = await testTenant();
    const session = await signedIn(tenant);
    const kept = session.serialize().reveal();
    const original = PublicClientApplication.prototype.acquireTokenSilent;
    const clear = vi.spyOn(PublicClientApplication.prototype, 'clearCache');
    let cached = '';
    vi.spyOn(PublicClientApplication.prototype, 'acquireTokenSilent').mockImplementation(async function (
      this: PublicClientApplication,
      request,
    ) {
      session.wipe();
      clear.mockClear();
      const result = await original.call(this, request).catch(() => null);
      // As if the answer had been parsed before the wipe and stored after it.
      this.getTokenCache().deserialize(kept);
      cached = this.getTokenCache().serialize();
      if (!result) throw new Error('ended');
      return result;
    });
    expect(await session.getToken(anew)).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(cached).toContain('secret');
    const client = clear.mock.contexts[0] as PublicClientApplication;
    expect(client.getTokenCache().serialize()).not.toMatch(/secret|Canary/);
  });
});
