import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { decodeJwt, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../../support/certificate.ts';
import {
  askToken,
  daemonSecret,
  type EntraBench,
  entraBench,
  loginOrigin,
  origin,
  postForm,
  send,
  tenantId,
} from '../../../support/entra.ts';

const scope = `${origin}/.default`;
const tokenUrl = `${loginOrigin}/${tenantId}/oauth2/v2.0/token`;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const bySecret = (bench: EntraBench, more: Record<string, string> = {}) =>
  askToken(bench.entra, {
    grant_type: 'client_credentials',
    client_id: bench.daemon.clientId,
    client_secret: daemonSecret,
    scope,
    ...more,
  });

interface AssertionChange {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly claims?: JWTPayload;
  readonly leaveOut?: readonly string[];
  readonly privateKeyPem?: string;
}

async function assertion(bench: EntraBench, { header = {}, claims = {}, leaveOut = [], privateKeyPem }: AssertionChange = {}) {
  const raw = new X509Certificate(bench.certificate.certificatePem).raw;
  const nowS = Math.floor(bench.clock.now() / 1000);
  const { clientId } = bench.station;
  const usual = { aud: tokenUrl, iss: clientId, sub: clientId, jti: 'jti-1', nbf: nowS, iat: nowS, exp: nowS + 600 };
  const payload = Object.fromEntries(Object.entries({ ...usual, ...claims }).filter(([name]) => !leaveOut.includes(name)));
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(raw).digest('base64url'), ...header })
    .sign(createPrivateKey(privateKeyPem ?? bench.certificate.privateKeyPem));
}

const byAssertion = (bench: EntraBench, client_assertion: string, more: Record<string, string> = {}) =>
  askToken(bench.entra, {
    grant_type: 'client_credentials',
    client_id: bench.station.clientId,
    client_assertion_type: assertionType,
    client_assertion,
    scope,
    ...more,
  });

test('a refusal has the documented body and names the request that it answers', async () => {
  const bench = await entraBench();
  const correlation = '99999999-0000-4000-8000-000000000009';
  const answer = await askToken(
    bench.entra,
    { grant_type: 'client_credentials', client_id: bench.daemon.clientId, client_secret: 'wrong', scope },
    { 'client-request-id': correlation },
  );
  expect(answer.status).toBe(401);
  expect(new Set(Object.keys(answer.body))).toEqual(
    new Set(['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id', 'error_uri']),
  );
  expect(answer.body).toMatchObject({
    error: 'invalid_client',
    error_codes: [7000215],
    correlation_id: correlation,
    error_description: expect.stringMatching(/^AADSTS7000215: .+ Trace ID: .+ Correlation ID: .+ Timestamp: .+Z$/),
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
  });
  expect(answer.headers.get('client-request-id')).toBe(correlation);
  expect(JSON.stringify(answer.body)).not.toContain('wrong"');
});

test('the secret counts in the body and in HTTP Basic, never in both, and the answer has no refresh token', async () => {
  const bench = await entraBench();
  const inBody = await bySecret(bench);
  expect(inBody.status).toBe(200);
  expect(new Set(Object.keys(inBody.body))).toEqual(new Set(['access_token', 'expires_in', 'ext_expires_in', 'token_type']));
  const life = Number(inBody.body.expires_in);
  expect(life).toBeGreaterThanOrEqual(3600);
  expect(life).toBeLessThanOrEqual(5400);

  const encoded = `${encodeURIComponent(bench.daemon.clientId)}:${encodeURIComponent(daemonSecret)}`;
  const authorization = `Basic ${Buffer.from(encoded).toString('base64')}`;
  const basic = await askToken(bench.entra, { grant_type: 'client_credentials', scope }, { authorization });
  expect(basic.status).toBe(200);
  const both = { grant_type: 'client_credentials', client_id: bench.daemon.clientId, client_secret: daemonSecret, scope };
  expect((await askToken(bench.entra, both, { authorization })).body.error_codes).toEqual([9002313]);
});

test.each([
  ['no grant type', { grant_type: '' }, 400, 'invalid_request', 900144],
  ['an unknown grant type', { grant_type: 'constructor' }, 400, 'unsupported_grant_type', 70003],
  ['an unknown app', { client_id: '00000000-0000-4000-8000-000000000000' }, 400, 'unauthorized_client', 700016],
  ['no app', { client_id: '' }, 400, 'invalid_request', 900144],
  ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
  ['a bare permission for scope', { scope: 'Printer.Read.All' }, 400, 'invalid_scope', 70011],
  ['one permission of the resource', { scope: `${origin}/Printer.Read.All` }, 400, 'invalid_scope', 70011],
  ['.default with something beside it', { scope: `${origin}/.default ${origin}/Printer.Read.All` }, 400, 'invalid_scope', 70011],
  ['a quote in the scope', { scope: 'a"b' }, 400, 'invalid_scope', 70011],
  ['a resource of another service', { scope: 'https://else.example/.default' }, 400, 'invalid_resource', 500011],
  ['claims that are not JSON', { claims: '{' }, 400, 'invalid_request', 9002313],
  ['claims of another shape', { claims: '{"access_token":5}' }, 400, 'invalid_request', 9002313],
  [
    'an nbf in the future',
    { claims: '{"access_token":{"nbf":{"essential":true,"value":"99999999999"}}}' },
    400,
    'invalid_request',
    9002313,
  ],
])('refused: %s', async (_what, change, status, error, code) => {
  const answer = await bySecret(await entraBench(), change);
  expect(answer).toMatchObject({ status, body: { error, error_codes: [code] } });
});

test('client credentials want a tenant: refused on organizations, common and consumers; unknown tenants do not exist', async () => {
  const { entra, daemon } = await entraBench();
  const form = { grant_type: 'client_credentials', client_id: daemon.clientId, client_secret: daemonSecret, scope };
  for (const segment of ['organizations', 'common', 'consumers']) {
    expect((await postForm(entra, `/${segment}/oauth2/v2.0/token`, form)).body.error_codes).toEqual([9001023]);
  }
  expect((await postForm(entra, '/DEMO.example/oauth2/v2.0/token', form)).status).toBe(200);
  const nowhere = await postForm(entra, '/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token', form);
  expect(nowhere).toMatchObject({ status: 400, body: { error: 'invalid_request', error_codes: [90002] } });
});

test('nothing presented, and a secret presented by an app that has none, are told apart', async () => {
  const { entra, daemon, phoneOnly } = await entraBench();
  const bare = await askToken(entra, { grant_type: 'client_credentials', client_id: daemon.clientId, scope });
  expect(bare).toMatchObject({ status: 401, body: { error_codes: [7000216] } });
  const form = { grant_type: 'client_credentials', client_id: phoneOnly.clientId, client_secret: 'x', scope };
  expect((await askToken(entra, form)).body.error_codes).toEqual([700025]);
});

test('an assertion for either form of the token endpoint counts', async () => {
  const bench = await entraBench();
  expect((await byAssertion(bench, await assertion(bench))).status).toBe(200);
  const plain = await assertion(bench, { claims: { aud: `${origin}/${tenantId}/oauth2/v2.0/token`, jti: 'another' } });
  const answer = await byAssertion(bench, plain);
  expect(decodeJwt(String(answer.body.access_token)).azpacr).toBe('2');
});

const nowS = () => Math.floor(Date.now() / 1000);
const otherKey = makeCertificate().privateKeyPem;
test.each<[what: string, change: AssertionChange, code: number]>([
  ['another audience', { claims: { aud: 'https://login.example/token' } }, 700023],
  ['an issuer that is not the app', { claims: { iss: 'somebody' } }, 700021],
  ['a subject that is not the app', { claims: { sub: 'somebody' } }, 700030],
  ['an expired assertion', { claims: { exp: nowS() - 3600 } }, 700024],
  ['an assertion from the future', { claims: { nbf: nowS() + 3600 } }, 700024],
  ['no expiry', { leaveOut: ['exp'] }, 700024],
  ['no jti', { leaveOut: ['jti'] }, 50027],
  ['a certificate that nobody registered', { header: { 'x5t#S256': 'AAAA' } }, 700027],
  ['the signature of another key', { privateKeyPem: otherKey }, 700027],
  ['RS256 with the SHA-256 thumbprint', { header: { alg: 'RS256' } }, 700027],
])('an assertion is refused: %s', async (_what, change, code) => {
  const bench = await entraBench();
  const answer = await byAssertion(bench, await assertion(bench, change));
  expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client', error_codes: [code] } });
});

test('an assertion is refused that is no JWT, or comes without its type', async () => {
  const bench = await entraBench();
  expect((await byAssertion(bench, 'no.jwt.here')).body.error_codes).toEqual([50027]);
  const untyped = await byAssertion(bench, await assertion(bench), { client_assertion_type: 'x' });
  expect(untyped.body.error_codes).toEqual([9002313]);
});

test('a certificate past its end is refused', async () => {
  const bench = await entraBench();
  bench.clock.advance(Date.UTC(2121, 0, 1) - bench.clock.now());
  expect((await byAssertion(bench, await assertion(bench))).body.error_codes).toEqual([700027]);
});

test('a used jti is refused where the settings say so', async () => {
  const bench = await entraBench({ refuseReusedAssertions: true });
  const once = await assertion(bench);
  expect((await byAssertion(bench, once)).status).toBe(200);
  expect(await byAssertion(bench, once)).toMatchObject({ status: 401, body: { error: 'invalid_client', error_codes: [50012] } });
  bench.entra.set({ refuseReusedAssertions: false });
  expect((await byAssertion(bench, once)).status).toBe(200);
});

test('faults: a busy token endpoint answers as set, as often as set, with and without Retry-After', async () => {
  const bench = await entraBench({ tokenFault: { status: 429, retryAfterS: 7, times: 2, body: 'oauth' } });
  for (const _ of [1, 2]) {
    const answer = await bySecret(bench);
    expect(answer).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable', error_codes: [90055] } });
    expect(answer.headers.get('retry-after')).toBe('7');
  }
  expect((await bySecret(bench)).status).toBe(200);
  bench.entra.set({ tokenFault: { status: 503, retryAfterS: null, times: null, body: 'html' } });
  const gateway = await send(bench.entra, `/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams() });
  expect(gateway.status).toBe(503);
  expect(gateway.headers.get('retry-after')).toBeNull();
  expect(gateway.headers.get('content-type')).toContain('text/html');
  bench.entra.set({ tokenFault: { status: 503, retryAfterS: 9, retryAfterAs: 'date', times: 1, body: 'oauth' } });
  const dated = await bySecret(bench);
  expect(Date.parse(dated.headers.get('retry-after') ?? '') - Date.parse(dated.headers.get('date') ?? '')).toBe(9000);
});

test('an assertion of a station whose clock is off counts up to five minutes', async () => {
  for (const [skew, status] of [
    [-299_000, 200],
    [-301_000, 401],
  ] as const) {
    const bench = await entraBench();
    // Signed by the station's clock, then judged by Entra's: behind it, the assertion lies in the future.
    const signed = await assertion(bench);
    bench.entra.set({ clockSkewMs: skew });
    expect((await byAssertion(bench, signed)).status, String(skew)).toBe(status);
  }
});

test('only form-encoded POSTs are served', async () => {
  const { entra, daemon } = await entraBench();
  const path = `/${tenantId}/oauth2/v2.0/token`;
  expect((await send(entra, path)).status).toBe(405);
  const fields = { grant_type: 'client_credentials', client_id: daemon.clientId, client_secret: daemonSecret, scope };
  const untyped = await askToken(entra, fields, { 'content-type': 'text/plain' });
  expect(untyped).toMatchObject({ status: 400, body: { error_codes: [9002313] } });
});

test('settings that make no sense are refused by name, and nothing changes', async () => {
  const { entra } = await entraBench();
  expect(() => entra.set({ deviceCodeIntervalS: -1 })).toThrow(/deviceCodeIntervalS/);
  expect(entra.settings.deviceCodeIntervalS).toBe(5);
  await expect(entraBench(JSON.parse('{"unknownSetting":1}'))).rejects.toThrow(/unknownSetting/);
});

test('the same seed draws the same codes, another seed others', async () => {
  const code = async (seed: string) => {
    const { entra, station } = await entraBench({}, seed);
    const form = { client_id: station.clientId, scope: 'openid' };
    return (await postForm(entra, `/${tenantId}/oauth2/v2.0/devicecode`, form)).body.user_code;
  };
  expect(await code('one')).toBe(await code('one'));
  expect(await code('one')).not.toBe(await code('two'));
});

test('paths of others are not Entra’s', async () => {
  const { entra } = await entraBench();
  for (const path of ['/', '/v1.0/print/shares', '/devices', `/${tenantId}`, `/${tenantId}/oauth2/token`]) {
    expect(await entra.handle(new Request(`${origin}${path}`))).toBeNull();
  }
});
