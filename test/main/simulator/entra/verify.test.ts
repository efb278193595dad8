import { generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { ada, entraBench, loginOrigin, origin, send, tenantId } from '../../../support/entra.ts';

const segments = (token: string) => token.split('.') as [string, string, string];
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token of a person and of an app, without any screen', async () => {
  const { entra, station } = await entraBench();
  const person = await entra.verify(`Bearer ${await entra.issueFor(ada.oid, station.clientId, [`${origin}/PrintJob.Create`, 'X.Y'])}`);
  expect(person).toMatchObject({ ok: true, claims: { oid: ada.oid, appid: station.clientId, scp: 'PrintJob.Create X.Y' } });
  const app = await entra.verify(`bearer ${await entra.issueFor(station.servicePrincipalId, station.clientId, ['A.B'])}`);
  expect(app).toMatchObject({ ok: true, claims: { idtyp: 'app', roles: ['A.B'] } });
  expect(app.ok && 'scp' in app.claims).toBe(false);
  await expect(entra.issueFor('nobody', station.clientId, [])).rejects.toThrow(/no person/);
  await expect(entra.issueFor(ada.oid, 'nothing', [])).rejects.toThrow(/no app/);
});

test('missing and malformed headers', async () => {
  const { entra } = await entraBench();
  for (const header of [null, '', '  ']) expect(await entra.verify(header)).toEqual({ ok: false, why: 'missing' });
  for (const header of ['Basic abc', 'Bearer', 'Bearer a b', 'Bearer abc', 'Bearer a.b.c', 'Bearer ..', `Bearer ${'x'.repeat(9000)}`]) {
    expect(await entra.verify(header)).toEqual({ ok: false, why: 'malformed' });
  }
});

test('forged tokens: another key under our key id, no algorithm, changed claims, an HMAC with the public key', async () => {
  const { entra, station, clock } = await entraBench();
  const real = await entra.issueFor(ada.oid, station.clientId, ['PrintJob.Create']);
  const [header, payload, signature] = segments(real);
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const { privateKey } = await generateKeyPair('RS256');
  const exp = Math.floor(clock.now() / 1000) + 600;
  const forgeries = [
    await new SignJWT({ ...claims, exp }).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
    await new SignJWT({ ...claims, exp }).setProtectedHeader({ alg: 'RS256', kid: 'other' }).sign(privateKey),
    `${encode({ alg: 'none', kid })}.${payload}.`,
    `${header}.${encode({ ...claims, scp: 'PrintJob.ReadWrite' })}.${signature}`,
    await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(new TextEncoder().encode('public key'.repeat(5))),
  ];
  for (const forged of forgeries) {
    expect(await entra.verify(`Bearer ${forged}`)).toEqual({ ok: false, why: 'badSignature' });
  }
  expect(await entra.verify(`Bearer ${real}`)).toMatchObject({ ok: true });
});

test('an id token is not for Graph', async () => {
  const { entra, station } = await entraBench();
  const init = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });
  const started = await send(entra, `/${tenantId}/oauth2/v2.0/devicecode`, init({ client_id: station.clientId, scope: 'openid profile' }));
  const { device_code, user_code } = (await started.json()) as { device_code: string; user_code: string };
  entra.approve(user_code, ada.oid);
  const fields = { grant_type: 'device_code', client_id: station.clientId, device_code };
  const { id_token } = (await (await send(entra, `/${tenantId}/oauth2/v2.0/token`, init(fields))).json()) as { id_token: string };
  expect(await entra.verify(`Bearer ${id_token}`)).toEqual({ ok: false, why: 'wrongAudience' });
});

test('a token of another tenant is not for this one', async () => {
  const { entra, station, directory } = await entraBench();
  const token = await entra.issueFor(ada.oid, station.clientId, ['A']);
  Object.assign(directory, { tenantId: '44444444-0000-4000-8000-000000000004' });
  expect(await entra.verify(`Bearer ${token}`)).toEqual({ ok: false, why: 'wrongTenant' });
});

test('tokens end by time and by the clock that is set', async () => {
  const { entra, station, clock } = await entraBench({ accessTokenLifetimeS: 60 });
  const token = `Bearer ${await entra.issueFor(ada.oid, station.clientId, ['A'])}`;
  clock.advance(58_000);
  expect(await entra.verify(token)).toMatchObject({ ok: true });
  clock.advance(2_000);
  expect(await entra.verify(token)).toEqual({ ok: false, why: 'expired' });
  entra.set({ clockSkewMs: -60_000 });
  expect(await entra.verify(token)).toMatchObject({ ok: true });
  entra.set({ clockSkewMs: -3_600_000 });
  expect(await entra.verify(token)).toEqual({ ok: false, why: 'expired' });
});

test('revoking without CAE leaves access tokens alive, unless the settings say otherwise', async () => {
  const { entra, station } = await entraBench();
  const token = `Bearer ${await entra.issueFor(ada.oid, station.clientId, ['A'])}`;
  entra.revokeSessions(ada.oid);
  expect(await entra.verify(token)).toMatchObject({ ok: true });
  entra.set({ revocationReachesAllTokens: true });
  entra.revokeSessions(ada.oid);
  expect(await entra.verify(token)).toEqual({ ok: false, why: 'revoked' });
  expect(await entra.verify(`Bearer ${await entra.issueFor(ada.oid, station.clientId, ['A'])}`)).toMatchObject({ ok: true });
});

test('a tenant knows its own tokens only', async () => {
  const [one, two] = await Promise.all([entraBench(), entraBench({}, 'other')]);
  const token = await one.entra.issueFor(ada.oid, one.station.clientId, ['A']);
  expect(await two.entra.verify(`Bearer ${token}`)).toEqual({ ok: false, why: 'badSignature' });
});

test('discovery documents speak the https form, and another host is not an instance', async () => {
  const { entra } = await entraBench();
  const get = async (path: string) => (await send(entra, path)).json() as Promise<Record<string, unknown>>;
  const document = await get(`/${tenantId}/v2.0/.well-known/openid-configuration`);
  expect(document).toMatchObject({
    issuer: `${loginOrigin}/${tenantId}/v2.0`,
    token_endpoint: `${loginOrigin}/${tenantId}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${loginOrigin}/${tenantId}/oauth2/v2.0/devicecode`,
  });
  expect((await get('/organizations/v2.0/.well-known/openid-configuration')).issuer).toBe(`${loginOrigin}/{tenantid}/v2.0`);
  expect((await get('/nowhere.example/v2.0/.well-known/openid-configuration')).error_codes).toEqual([90002]);
  const asked = encodeURIComponent(`${loginOrigin}/${tenantId}/oauth2/v2.0/authorize`);
  expect(await get(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`)).toMatchObject({
    metadata: [{ preferred_network: '127.0.0.1:4100' }],
  });
  const foreign = await get(`/common/discovery/instance?authorization_endpoint=${encodeURIComponent('https://else.example/x/authorize')}`);
  expect(foreign.error).toBe('invalid_instance');
});
