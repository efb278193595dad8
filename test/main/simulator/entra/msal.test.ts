import { ConfidentialClientApplication, InteractionRequiredAuthError, PublicClientApplication } from '@azure/msal-node';
import { createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import type { Entra } from '../../../../main/simulator/entra/entra.ts';
import { ada, daemonSecret, entraBench, loginOrigin, msalParts, origin, send, tenantId } from '../../../support/entra.ts';

afterEach(() => {
  vi.useRealTimers();
});

const defaultScope = [`${origin}/.default`];
const readScope = [`${origin}/PrintJob.ReadBasic`];

/** The signature as any client would check it: against the served keys. */
async function checkedClaims(entra: Entra, token: string) {
  const keys = createRemoteJWKSet(new URL(`${origin}/${tenantId}/discovery/v2.0/keys`), {
    [customFetch]: (url: string) => send(entra, new URL(url).pathname),
  });
  const { payload } = await jwtVerify(token, keys, { issuer: `${loginOrigin}/${tenantId}/v2.0` });
  return payload;
}

function publicClient(entra: Entra, clientId: string, capabilities: string[] = []) {
  const { auth, system } = msalParts(entra);
  return new PublicClientApplication({ auth: { ...auth, clientId, clientCapabilities: capabilities }, system });
}

test('real MSAL gets an app token with a secret, and the served key checks its signature', async () => {
  const { entra, daemon } = await entraBench();
  const { auth, system } = msalParts(entra);
  const client = new ConfidentialClientApplication({
    auth: { ...auth, clientId: daemon.clientId, clientSecret: daemonSecret },
    system,
  });
  const result = await client.acquireTokenByClientCredential({ scopes: defaultScope });
  const claims = await checkedClaims(entra, result!.accessToken);
  expect(claims).toMatchObject({
    aud: origin,
    tid: tenantId,
    oid: daemon.servicePrincipalId,
    appid: daemon.clientId,
    idtyp: 'app',
    appidacr: '1',
    roles: ['Printer.Read.All'],
  });
  expect(claims).not.toHaveProperty('scp');
  expect(await entra.verify(`Bearer ${result!.accessToken}`)).toMatchObject({ ok: true, claims: { roles: ['Printer.Read.All'] } });
});

test('real MSAL gets an app token with a certificate (PS256), long-lived with cp1, and again after a claims challenge', async () => {
  // One MSAL client sends its assertion again for up to ten minutes.
  const { entra, station, certificate } = await entraBench({ refuseReusedAssertions: false });
  const { auth, system } = msalParts(entra);
  const { thumbprintSha256, privateKeyPem: privateKey } = certificate;
  const client = new ConfidentialClientApplication({
    auth: { ...auth, clientId: station.clientId, clientCapabilities: ['CP1'], clientCertificate: { thumbprintSha256, privateKey } },
    system,
  });
  const first = await client.acquireTokenByClientCredential({ scopes: defaultScope });
  const claims = decodeJwt(first!.accessToken);
  expect(claims).toMatchObject({ appidacr: '2', xms_cc: ['cp1'], roles: station.applicationPermissions });
  expect(claims.exp! - claims.iat!).toBeGreaterThanOrEqual(20 * 3600);
  expect(claims.exp! - claims.iat!).toBeLessThanOrEqual(28 * 3600);
  expect((await client.acquireTokenByClientCredential({ scopes: defaultScope }))!.fromCache).toBe(true);

  entra.revokeAccessTokens(station.servicePrincipalId);
  expect(await entra.verify(`Bearer ${first!.accessToken}`)).toEqual({ ok: false, why: 'revoked' });
  const challenge = JSON.stringify({ access_token: { nbf: { essential: true, value: String(claims.iat! + 1) } } });
  // Within ten minutes MSAL sends the same assertion once more; it has to count.
  const second = await client.acquireTokenByClientCredential({ scopes: defaultScope, claims: challenge });
  expect(second!.fromCache).toBe(false);
  expect(decodeJwt(second!.accessToken).nbf).toBe(claims.iat! + 1);
  expect(await entra.verify(`Bearer ${second!.accessToken}`)).toMatchObject({ ok: true });
});

test('real MSAL with the older SHA-1 thumbprint signs RS256 and gets a token', async () => {
  const { entra, station, certificate } = await entraBench();
  const { X509Certificate } = await import('node:crypto');
  const thumbprint = new X509Certificate(certificate.certificatePem).fingerprint.replaceAll(':', '');
  const { auth, system } = msalParts(entra);
  const clientCertificate = { thumbprint, privateKey: certificate.privateKeyPem };
  const client = new ConfidentialClientApplication({ auth: { ...auth, clientId: station.clientId, clientCertificate }, system });
  const result = await client.acquireTokenByClientCredential({ scopes: defaultScope });
  expect(decodeProtectedHeader(result!.accessToken).alg).toBe('RS256');
});

test('device code: pending, then approved on the phone; the person and their scopes are in the tokens', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const { entra, station } = await entraBench();
  const client = publicClient(entra, station.clientId);
  let userCode = '';
  const pending = client.acquireTokenByDeviceCode({
    scopes: readScope,
    deviceCodeCallback(code) {
      userCode = code.userCode;
      expect(code.verificationUri).toBe(`${origin}/device`);
    },
  });
  await vi.waitUntil(async () => {
    await vi.advanceTimersByTimeAsync(0);
    return userCode !== '' && vi.getTimerCount() > 0;
  });
  expect(userCode).toMatch(/^[CDFGHJKMNPQRTVWXY34679]{9}$/);
  expect(entra.pendingCodes()).toMatchObject([{ userCode, clientId: station.clientId }]);
  expect(entra.approve(userCode, ada.oid)).toEqual({ ok: true });
  await vi.advanceTimersByTimeAsync(5_000);
  const result = await pending;
  expect(result!.account).toMatchObject({ name: 'Ada Example', username: 'ada@demo.example', localAccountId: ada.oid, tenantId });
  expect(result!.account!.homeAccountId).toBe(`${ada.oid}.${tenantId}`);
  const claims = await checkedClaims(entra, result!.accessToken);
  expect(claims).toMatchObject({ oid: ada.oid, azp: station.clientId, appidacr: '0', scp: 'PrintJob.ReadBasic openid profile' });
  expect(claims).not.toHaveProperty('roles');
  expect((await checkedClaims(entra, result!.idToken)).aud).toBe(station.clientId);
  expect(entra.pendingCodes()).toEqual([]);
});

test.each([
  ['authorization_declined', (entra: Entra, code: string) => entra.decline(code)],
  ['expired_token', (entra: Entra) => entra.set({ devicePollAnswer: 'expired_token' })],
  ['bad_verification_code', (entra: Entra) => entra.set({ devicePollAnswer: 'bad_verification_code' })],
  ['slow_down', (entra: Entra) => entra.set({ devicePollAnswer: 'slow_down' })],
  [
    'invalid_grant',
    (entra: Entra, code: string) => {
      entra.set({ conditionalAccess: 'deviceCode', pollLearnsOfRefusal: true });
      entra.approve(code, ada.oid);
    },
  ],
])('device code: MSAL ends with %s', async (error, happen) => {
  const { entra, station } = await entraBench();
  const client = publicClient(entra, station.clientId);
  const request = client.acquireTokenByDeviceCode({ scopes: readScope, deviceCodeCallback: (code) => void happen(entra, code.userCode) });
  await expect(request).rejects.toMatchObject({ errorCode: 'post_request_failed', errorMessage: expect.stringContaining(error) });
});

test('a kept cache refreshes silently, survives rotation, and asks for a new sign-in once the sessions are revoked', async () => {
  const { entra, station } = await entraBench();
  const client = publicClient(entra, station.clientId, ['CP1']);
  const first = await client.acquireTokenByDeviceCode({
    scopes: readScope,
    deviceCodeCallback: (code) => void entra.approve(code.userCode, ada.oid),
  });
  const kept = client.getTokenCache().serialize();
  const renew = async () => {
    const opened = publicClient(entra, station.clientId, ['CP1']);
    opened.getTokenCache().deserialize(kept);
    const [account] = await opened.getTokenCache().getAllAccounts();
    return opened.acquireTokenSilent({ account: account!, scopes: readScope, forceRefresh: true });
  };
  const second = await renew();
  expect(second.accessToken).not.toBe(first!.accessToken);
  // The old refresh token is still in `kept`: rotation did not revoke it.
  const third = await renew();
  expect(await entra.verify(`Bearer ${third.accessToken}`)).toMatchObject({ ok: true, claims: { oid: ada.oid, xms_cc: ['cp1'] } });

  entra.revokeSessions(ada.oid);
  expect(await entra.verify(`Bearer ${third.accessToken}`)).toEqual({ ok: false, why: 'revoked' });
  await expect(renew()).rejects.toMatchObject({ errorCode: 'invalid_grant', errorMessage: expect.stringContaining('AADSTS50173') });
  entra.set({ refreshSuberror: 'bad_token' });
  await expect(renew()).rejects.toBeInstanceOf(InteractionRequiredAuthError);
});

test('the cached token is found again for the scope that was asked for', async () => {
  const { entra, station } = await entraBench();
  const client = publicClient(entra, station.clientId);
  const scopes = [`${origin}/PrintJob.ReadBasic`, `${origin}/PrintJob.Create`];
  const first = await client.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: (code) => void entra.approve(code.userCode, ada.oid) });
  const again = await client.acquireTokenSilent({ account: first!.account!, scopes });
  expect(again.fromCache).toBe(true);
});

test('on this screen: MSAL’s interactive sign-in, with the page’s form sent by hand and PKCE checked', async () => {
  const { entra, station } = await entraBench();
  const client = publicClient(entra, station.clientId);
  const result = await client.acquireTokenInteractive({
    scopes: readScope,
    async openBrowser(address) {
      const url = new URL(address);
      const path = url.pathname + url.search;
      const shown = await send(entra, path);
      expect(await shown.text()).toContain('Ada Example');
      const body = new URLSearchParams({ person: ada.oid, decision: 'approve' });
      const posting = await (await send(entra, path, { method: 'POST', body })).text();
      const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(posting)?.[1] ?? '';
      const answer = new URLSearchParams({ code: field('code'), state: field('state'), client_info: field('client_info') });
      await fetch(url.searchParams.get('redirect_uri')!, { method: 'POST', body: answer });
    },
  });
  expect(result.account?.localAccountId).toBe(ada.oid);
  expect(await entra.verify(`Bearer ${result.accessToken}`)).toMatchObject({
    ok: true,
    claims: { scp: 'PrintJob.ReadBasic openid profile' },
  });
});

test('a token endpoint that is busy reaches MSAL as a server error', async () => {
  const { entra, daemon } = await entraBench({ tokenFault: { status: 503, retryAfterS: null, times: null, body: 'oauth' } });
  const { auth, system } = msalParts(entra);
  const client = new ConfidentialClientApplication({ auth: { ...auth, clientId: daemon.clientId, clientSecret: daemonSecret }, system });
  await expect(client.acquireTokenByClientCredential({ scopes: defaultScope })).rejects.toMatchObject({
    errorCode: 'temporarily_unavailable',
  });
});
