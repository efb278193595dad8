import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenResult } from '../../../main/auth/model.ts';
import { type AssertionRequest, createStationIdentity, type StationCredential } from '../../../main/auth/station-identity.ts';
import { Secret } from '../../../main/secret.ts';
import { claimsOf, type TestTenant, testTenant } from '../../support/auth-tenant.ts';
import { makeCertificate, type TestCertificate } from '../../support/certificate.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const certificate = makeCertificate();
const pemOf = (made: TestCertificate) => made.certificatePem + made.privateKeyPem;

function identity(tenant: TestTenant, credential: StationCredential = { kind: 'secret', secret: tenant.secret }) {
  return createStationIdentity({ ...tenant.options, credential, readFile: (path) => readFile(path, 'utf8') });
}

function certificateFile(text: string): { readonly kind: 'certificate'; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'station-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'station.pem');
  writeFileSync(path, text);
  return { kind: 'certificate', path };
}

function tokenText(result: TokenResult): string {
  if (!result.ok) throw new Error(`no token: ${result.failure.kind} ${result.failure.aadsts}`);
  return result.token.reveal();
}

describe('the station’s own token', () => {
  it('is app only, names what was consented and can be ended early', async () => {
    const tenant = await testTenant();
    const claims = claimsOf(tokenText(await identity(tenant).getToken()));
    expect(claims).toMatchObject({ idtyp: 'app', roles: ['PrintTaskDefinition.ReadWrite.All'], xms_cc: ['cp1'], appidacr: '1' });
    expect(claims).not.toHaveProperty('scp');
    expect(tenant.logged.lines).toEqual([
      { event: 'auth.tokenAcquired', fields: { identity: 'station', durationMs: 0, fromCache: false } },
    ]);
  });

  it('is asked for once by twenty callers, kept, and renewed in time by the injected clock', async () => {
    const tenant = await testTenant();
    tenant.configure({ caeTokenLifetimeS: 3600 });
    const station = identity(tenant);
    const results = await Promise.all(Array.from({ length: 20 }, () => station.getToken()));
    expect(new Set(results.map(tokenText)).size).toBe(1);
    expect(results[0]).toMatchObject({ expiresAt: tenant.clock.elapsed() + 60 * minuteMs });
    tenant.clock.advance(54 * minuteMs);
    await station.getToken({ minLifetimeMs: 5 * minuteMs });
    expect(tenant.requests).toHaveLength(1);
    tenant.clock.advance(2 * minuteMs);
    const renewed = await station.getToken({ minLifetimeMs: 5 * minuteMs });
    expect(tenant.requests).toHaveLength(2);
    expect(renewed).toMatchObject({ expiresAt: tenant.clock.elapsed() + 60 * minuteMs });
  });

  it('is another one after a claims challenge', async () => {
    const tenant = await testTenant();
    const station = identity(tenant);
    const first = tokenText(await station.getToken());
    const nbf = Math.floor(tenant.clock.now() / 1000) + 1;
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: `${nbf}` } } });
    const second = tokenText(await station.getToken({ claims }));
    expect(second).not.toBe(first);
    expect(claimsOf(second).nbf).toBe(nbf);
    expect(JSON.parse(tenant.requests[1]?.get('claims') ?? '')).toMatchObject({
      access_token: { nbf: { value: `${nbf}` }, xms_cc: { values: ['CP1'] } },
    });
    expect(tokenText(await station.getToken())).toBe(second);
  });
});

describe('a credential that Entra does not take', () => {
  it('is the station’s fault: wrong secret', async () => {
    const tenant = await testTenant();
    const result = await identity(tenant, { kind: 'secret', secret: new Secret('wrong') }).getToken();
    expect(result).toEqual({
      ok: false,
      failure: { kind: 'stationCredential', aadsts: 7000215, correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(tenant.logged.lines).toMatchObject([
      { event: 'auth.tokenRefused', fields: { identity: 'station', kind: 'stationCredential', aadsts: 7000215 } },
    ]);
  });

  it('is the station’s fault: expired secret', async () => {
    const tenant = await testTenant();
    tenant.detour(async () => Response.json({ error: 'invalid_client', error_codes: [7000222] }, { status: 401 }));
    expect(await identity(tenant).getToken()).toMatchObject({ failure: { kind: 'stationCredential', aadsts: 7000222 } });
  });

  it('is the station’s fault: a certificate that the app does not have', async () => {
    const tenant = await testTenant();
    expect(await identity(tenant, certificateFile(pemOf(certificate))).getToken()).toMatchObject({
      failure: { kind: 'stationCredential', aadsts: 700027 },
    });
  });

  it('is the station’s fault: an app that the tenant does not have', async () => {
    const tenant = await testTenant();
    const station = createStationIdentity({
      ...tenant.options,
      clientId: randomUUID(),
      credential: { kind: 'secret', secret: tenant.secret },
      readFile: () => Promise.reject(new Error('no file')),
    });
    expect(await station.getToken()).toMatchObject({ failure: { kind: 'stationCredential', aadsts: 700016 } });
  });
});

describe('a certificate', () => {
  it('signs a fresh assertion for every request', async () => {
    const tenant = await testTenant({ secrets: [], certificates: [certificate.certificatePem] });
    tenant.configure({ refuseReusedAssertions: true });
    const station = identity(tenant, certificateFile(pemOf(certificate)));
    expect(claimsOf(tokenText(await station.getToken()))).toMatchObject({ appidacr: '2' });
    tokenText(await station.getToken({ minLifetimeMs: Number.POSITIVE_INFINITY }));
    const header = JSON.parse(Buffer.from(tenant.requests[0]?.get('client_assertion')?.split('.')[0] ?? '', 'base64url').toString());
    expect(header).toMatchObject({ alg: 'PS256', 'x5t#S256': Buffer.from(certificate.thumbprintSha256, 'hex').toString('base64url') });
  });

  it('that was replaced on disk counts from the next request on', async () => {
    const successor = makeCertificate();
    const tenant = await testTenant({ certificates: [successor.certificatePem] });
    const source = certificateFile(pemOf(certificate));
    const station = identity(tenant, source);
    expect(await station.getToken()).toMatchObject({ ok: false });
    writeFileSync(source.path, pemOf(successor));
    expect(await station.getToken()).toMatchObject({ ok: true });
  });

  it.each([
    ['expired', pemOf(makeCertificate({ notAfterMs: Date.UTC(2021, 0, 1) }))],
    ['noKey', certificate.certificatePem],
  ])('that cannot serve is named (%s) and nothing is sent', async (problem, text) => {
    const tenant = await testTenant();
    const result = await identity(tenant, certificateFile(text)).getToken();
    expect(result).toEqual({ ok: false, failure: { kind: 'stationCredential', aadsts: null, correlationId: null } });
    expect(tenant.logged.lines[0]).toEqual({ event: 'auth.credentialProblem', fields: { problem } });
    expect(tenant.requests).toEqual([]);
  });

  it('whose file is missing is named', async () => {
    const tenant = await testTenant();
    await identity(tenant, { kind: 'certificate', path: '/nowhere/station.pem' }).getToken();
    expect(tenant.logged.lines[0]).toEqual({ event: 'auth.credentialProblem', fields: { problem: 'fileUnreadable' } });
  });

  it('that ends soon is announced, and works', async () => {
    const ending = makeCertificate({ notAfterMs: Date.now() + 10 * dayMs + minuteMs });
    const tenant = await testTenant({ certificates: [ending.certificatePem] });
    expect(await identity(tenant, certificateFile(pemOf(ending))).getToken()).toMatchObject({ ok: true });
    expect(tenant.logged.lines[0]).toEqual({ event: 'auth.certificateEnding', fields: { daysLeft: 10 } });
  });
});

describe('a signer outside', () => {
  it('is told audience and client id, and its assertion is enough', async () => {
    const tenant = await testTenant({ secrets: [], certificates: [certificate.certificatePem] });
    const asked: AssertionRequest[] = [];
    const sign = async (request: AssertionRequest) => {
      asked.push(request);
      const now = Math.floor(tenant.clock.now() / 1000);
      const jwt = await new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'PS256', 'x5t#S256': Buffer.from(certificate.thumbprintSha256, 'hex').toString('base64url') })
        .setIssuer(request.clientId)
        .setSubject(request.clientId)
        .setAudience(request.audience)
        .setNotBefore(now)
        .setExpirationTime(now + 300)
        .sign(createPrivateKey(certificate.privateKeyPem));
      return new Secret(jwt);
    };
    expect(await identity(tenant, { kind: 'assertion', sign }).getToken()).toMatchObject({ ok: true });
    const { cloud, tenantId, clientId } = tenant.options;
    expect(asked).toEqual([{ audience: `${cloud.authority}/${tenantId}/oauth2/v2.0/token`, clientId }]);
  });

  it('that fails is the station’s fault, and what it says is kept out of the log', async () => {
    const tenant = await testTenant();
    const sign = () => Promise.reject(new Error('canary-pin 1234'));
    expect(await identity(tenant, { kind: 'assertion', sign }).getToken()).toMatchObject({ failure: { kind: 'stationCredential' } });
    expect(tenant.logged.lines[0]).toEqual({ event: 'auth.credentialProblem', fields: { problem: 'signerFailed' } });
    expect(tenant.logged.text()).not.toContain('canary');
  });
});

describe('when Entra is away', () => {
  it('says so, keeps the token that it has, and is back with the first answer', async () => {
    const tenant = await testTenant();
    tenant.configure({ caeTokenLifetimeS: 3600 });
    const station = identity(tenant);
    const first = tokenText(await station.getToken());
    tenant.detour(() => Promise.reject(new TypeError('fetch failed')));
    expect(await station.getToken({ minLifetimeMs: 90 * minuteMs })).toMatchObject({ failure: { kind: 'unreachable', aadsts: null } });
    expect(tokenText(await station.getToken())).toBe(first);
    tenant.detour(null);
    expect(await station.getToken({ minLifetimeMs: 90 * minuteMs })).toMatchObject({ ok: true });
  });

  it('asks again right after a 503: MSAL’s own minute of refusing does not strand the station', async () => {
    const tenant = await testTenant();
    tenant.detour(async () => Response.json({ error: 'temporarily_unavailable' }, { status: 503 }));
    const station = identity(tenant);
    expect(await station.getToken()).toMatchObject({ failure: { kind: 'busy' } });
    tenant.detour(null);
    expect(await station.getToken()).toMatchObject({ ok: true });
  });

  it('leaves Entra alone for as long as it asks, a minute at most', async () => {
    const tenant = await testTenant();
    tenant.detour(async () => new Response('<html>', { status: 429, headers: { 'retry-after': '3600' } }));
    const station = identity(tenant);
    expect(await station.getToken()).toMatchObject({ failure: { kind: 'busy' } });
    tenant.detour(null);
    tenant.clock.advance(59_999);
    expect(await station.getToken()).toMatchObject({ failure: { kind: 'busy' } });
    expect(tenant.requests).toHaveLength(1);
    tenant.clock.advance(1);
    expect(await station.getToken()).toMatchObject({ ok: true });
  });

  it('takes a proxy’s page for what it is', async () => {
    const tenant = await testTenant();
    tenant.detour(async () => new Response('<html>guest network</html>', { status: 200 }));
    expect(await identity(tenant).getToken()).toMatchObject({ failure: { kind: 'unreachable' } });
  });
});

it('nothing of secret, assertion or token is in a log line or a result, whatever happens', async () => {
  const tenant = await testTenant({ certificates: [certificate.certificatePem] });
  const results: TokenResult[] = [];
  const stations = [identity(tenant), identity(tenant, certificateFile(pemOf(certificate)))];
  const detours = [
    null,
    () => Promise.reject(new Error(`canary-body ${tenant.secret.reveal()}`)),
    async (request: Request) => Response.json({ error: 'canary-word', error_description: await request.text() }, { status: 400 }),
    async (request: Request) => new Response(await request.text(), { status: 500 }),
  ];
  for (const station of stations) {
    for (const detour of detours) {
      tenant.detour(detour);
      results.push(await station.getToken({ minLifetimeMs: Number.POSITIVE_INFINITY }));
    }
  }
  const seen = tenant.logged.text() + JSON.stringify(results);
  const secrets = [tenant.secret.reveal(), ...tenant.requests.map((form) => form.get('client_assertion') ?? 'canary')];
  for (const text of [...secrets, 'canary', 'eyJ', 'PRIVATE KEY']) expect(seen).not.toContain(text);
  expect(results.filter((result) => result.ok)).toHaveLength(2);
});
