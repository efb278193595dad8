import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import {
  type Answer,
  ada,
  askToken,
  bela,
  type EntraBench,
  entraBench,
  guest,
  origin,
  postForm,
  stationSecret,
  tenantId,
} from '../../../support/entra.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';
const userScope = `${origin}/PrintJob.ReadBasic openid profile offline_access`;

interface Started {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly body: Record<string, unknown>;
}

async function start(bench: EntraBench, scope = userScope, clientId = bench.station.clientId): Promise<Started> {
  const { body, status } = await postForm(bench.entra, `/${tenantId}/oauth2/v2.0/devicecode`, { client_id: clientId, scope });
  expect(status).toBe(200);
  return { deviceCode: String(body.device_code), userCode: String(body.user_code), body };
}

const poll = (bench: EntraBench, deviceCode: string, more: Record<string, string> = {}): Promise<Answer> =>
  askToken(bench.entra, { grant_type: grant, client_id: bench.station.clientId, device_code: deviceCode, client_info: '1', ...more });

test('the response has the documented fields and no address with the code inside', async () => {
  const bench = await entraBench();
  const { body } = await start(bench);
  expect(new Set(Object.keys(body))).toEqual(
    new Set(['device_code', 'user_code', 'verification_uri', 'expires_in', 'interval', 'message']),
  );
  expect(body).toMatchObject({ expires_in: 900, interval: 5, verification_uri: `${origin}/device` });
});

test('pending until the person approves; then tokens, once', async () => {
  const bench = await entraBench();
  const { deviceCode, userCode } = await start(bench);
  expect(await poll(bench, deviceCode)).toMatchObject({ status: 400, body: { error: 'authorization_pending', error_codes: [70016] } });
  const typed = `${userCode.slice(0, 4).toLowerCase()}-${userCode.slice(4)} `;
  expect(bench.entra.approve(typed, ada.oid)).toEqual({ ok: true });
  const { body } = await poll(bench, deviceCode);
  expect(body).toMatchObject({ token_type: 'Bearer', scope: `${origin}/PrintJob.ReadBasic openid profile` });
  expect(JSON.parse(Buffer.from(String(body.client_info), 'base64url').toString())).toEqual({ uid: ada.oid, utid: tenantId });
  expect(decodeJwt(String(body.id_token))).toMatchObject({ oid: ada.oid, tid: tenantId, name: ada.displayName, ver: '2.0' });
  expect(body).toHaveProperty('refresh_token');
  expect(await poll(bench, deviceCode)).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [54005] } });
});

test('what was not asked for is not given: no id token without openid, no refresh token without offline_access', async () => {
  const bench = await entraBench();
  const { deviceCode, userCode } = await start(bench, 'PrintJob.ReadBasic');
  bench.entra.approve(userCode, ada.oid);
  const { body } = await poll(bench, deviceCode);
  expect(body.scope).toBe('PrintJob.ReadBasic');
  expect(decodeJwt(String(body.access_token)).scp).toBe('PrintJob.ReadBasic');
  expect(body).not.toHaveProperty('id_token');
  expect(body).not.toHaveProperty('refresh_token');
});

test('.default brings everything that was consented, and asking for one brings one unless the settings say all', async () => {
  const bench = await entraBench();
  const all = 'PrintJob.ReadBasic PrintJob.Create PrinterShare.ReadBasic.All';
  const scp = async (scope: string) => {
    const { deviceCode, userCode } = await start(bench, scope);
    bench.entra.approve(userCode, ada.oid);
    return decodeJwt(String((await poll(bench, deviceCode)).body.access_token)).scp;
  };
  expect(await scp(`${origin}/.default`)).toBe(all);
  expect(await scp('printjob.create')).toBe('PrintJob.Create');
  bench.entra.set({ scopesGranted: 'allConsented' });
  expect(await scp('printjob.create')).toBe(all);
});

test('declined, expired and unknown codes are told apart', async () => {
  const bench = await entraBench();
  const declined = await start(bench);
  expect(bench.entra.decline(declined.userCode)).toEqual({ ok: true });
  expect((await poll(bench, declined.deviceCode)).body.error).toBe('authorization_declined');
  expect((await poll(bench, 'never given out')).body).toMatchObject({ error: 'bad_verification_code', error_codes: [70018] });
  const foreign = await poll(bench, declined.deviceCode, { client_id: bench.phoneOnly.clientId });
  expect(foreign.body.error).toBe('bad_verification_code');

  const late = await start(bench);
  bench.clock.advance(900_000);
  expect((await poll(bench, late.deviceCode)).body).toMatchObject({ error: 'expired_token', error_codes: [70020] });
  expect(bench.entra.approve(late.userCode, ada.oid)).toMatchObject({ ok: false, refusal: { aadsts: 70019 } });
  expect(bench.entra.pendingCodes()).toEqual([]);
});

test('an approval that is not fetched in time is lost', async () => {
  const bench = await entraBench();
  const { deviceCode, userCode } = await start(bench);
  bench.entra.approve(userCode, ada.oid);
  bench.clock.advance(900_000);
  expect((await poll(bench, deviceCode)).body.error).toBe('expired_token');
});

test('wrong, empty and already answered user codes', async () => {
  const bench = await entraBench();
  const { userCode } = await start(bench);
  expect(bench.entra.approve('WRONGCODE', ada.oid)).toMatchObject({ refusal: { aadsts: 70018 } });
  expect(bench.entra.approve(' - ', ada.oid)).toMatchObject({ refusal: { aadsts: 90119 } });
  bench.entra.approve(userCode, ada.oid);
  expect(bench.entra.approve(userCode, bela.oid)).toMatchObject({ refusal: { aadsts: 90120 } });
  expect(bench.entra.decline(userCode)).toMatchObject({ refusal: { aadsts: 90120 } });
});

test('slow_down only where the settings say so, and then five seconds more each time', async () => {
  const bench = await entraBench();
  const { deviceCode } = await start(bench);
  const error = async () => (await poll(bench, deviceCode)).body.error;
  expect(await error()).toBe('authorization_pending');
  expect(await error()).toBe('authorization_pending');
  bench.entra.set({ slowDownFastPolls: true });
  bench.clock.advance(4_000);
  expect(await error()).toBe('slow_down');
  bench.clock.advance(9_000);
  expect(await error()).toBe('slow_down');
  bench.clock.advance(15_000);
  expect(await error()).toBe('authorization_pending');
});

test('who may not sign in is refused on the phone; the device goes on waiting, and another account may still approve', async () => {
  const bench = await entraBench({ disabledPeople: [bela.oid] });
  const { deviceCode, userCode } = await start(bench);
  expect(bench.entra.approve(userCode, guest.oid)).toMatchObject({ refusal: { aadsts: 50020 } });
  expect(bench.entra.approve(userCode, 'nobody')).toMatchObject({ refusal: { aadsts: 50020 } });
  expect(bench.entra.approve(userCode, bela.oid)).toMatchObject({ refusal: { aadsts: 50057 } });
  bench.entra.set({ unassignedPeople: [ada.oid] });
  expect(bench.entra.approve(userCode, ada.oid)).toMatchObject({ refusal: { aadsts: 50105 } });
  expect((await poll(bench, deviceCode)).body.error).toBe('authorization_pending');
  bench.entra.set({ unassignedPeople: [] });
  expect(bench.entra.approve(userCode, ada.oid)).toEqual({ ok: true });
});

test('Conditional Access blocks the phone; the device waits or is told, by setting', async () => {
  const bench = await entraBench({ conditionalAccess: 'deviceCode' });
  const { deviceCode, userCode } = await start(bench);
  expect(bench.entra.approve(userCode, ada.oid)).toMatchObject({ refusal: { aadsts: 53003 } });
  expect((await poll(bench, deviceCode)).body.error).toBe('authorization_pending');
  bench.entra.set({ pollLearnsOfRefusal: true, conditionalAccessError: 'interaction_required' });
  bench.entra.approve(userCode, ada.oid);
  expect((await poll(bench, deviceCode)).body).toMatchObject({ error: 'interaction_required', error_codes: [53003] });
});

test('missing consent refuses the person, and the device where the settings say so', async () => {
  const bench = await entraBench({ pollLearnsOfRefusal: true });
  const { deviceCode, userCode } = await start(bench, `${origin}/PrintJob.ReadWrite openid`);
  expect(bench.entra.approve(userCode, ada.oid)).toMatchObject({ refusal: { aadsts: 65001 } });
  const { body } = await poll(bench, deviceCode);
  expect(body).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] });
});

test('a public client presents nothing, a confidential one must', async () => {
  const bench = await entraBench();
  const { deviceCode } = await start(bench, userScope, bench.daemon.clientId);
  const confidential = await poll(bench, deviceCode, { client_id: bench.daemon.clientId });
  expect(confidential).toMatchObject({ status: 401, body: { error: 'invalid_client', error_codes: [7000218] } });
  const own = await start(bench, userScope, bench.phoneOnly.clientId);
  const secret = await poll(bench, own.deviceCode, { client_id: bench.phoneOnly.clientId, client_secret: 'x' });
  expect(secret).toMatchObject({ status: 401, body: { error: 'invalid_client', error_codes: [700025] } });
  // A right secret does not help: the app may use it for itself, never in a person's sign-in.
  const station = await start(bench);
  const right = await poll(bench, station.deviceCode, { client_secret: stationSecret });
  expect(right).toMatchObject({ status: 401, body: { error: 'invalid_client', error_codes: [700025] } });
});

test('what cannot be started', async () => {
  const bench = await entraBench();
  const begin = (fields: Record<string, string>, segment = tenantId) =>
    postForm(bench.entra, `/${segment}/oauth2/v2.0/devicecode`, { client_id: bench.station.clientId, scope: userScope, ...fields });
  expect((await begin({ client_id: 'unknown' })).body.error_codes).toEqual([700016]);
  expect((await begin({ scope: '' })).body.error_codes).toEqual([70011]);
  expect((await begin({ scope: 'https://else.example/Read' })).body.error_codes).toEqual([500011]);
  expect((await begin({ claims: '[' })).body.error_codes).toEqual([9002313]);
  expect((await begin({}, 'consumers')).body.error_codes).toEqual([700016]);
  expect((await begin({}, 'organizations')).status).toBe(200);
  expect((await begin({}, 'common')).status).toBe(200);
  bench.entra.set({ deviceCodeFault: { status: 503, retryAfterS: 3, times: 1, body: 'oauth' } });
  expect((await begin({})).status).toBe(503);
  expect((await begin({})).status).toBe(200);
});

async function signIn(bench: EntraBench): Promise<string> {
  const { deviceCode, userCode } = await start(bench);
  bench.entra.approve(userCode, ada.oid);
  return String((await poll(bench, deviceCode)).body.refresh_token);
}

const refresh = (bench: EntraBench, refresh_token: string, more: Record<string, string> = {}) =>
  askToken(bench.entra, { grant_type: 'refresh_token', client_id: bench.station.clientId, refresh_token, scope: userScope, ...more });

test('a refresh brings a new refresh token and leaves the old one alive', async () => {
  const bench = await entraBench();
  const first = await signIn(bench);
  const second = String((await refresh(bench, first)).body.refresh_token);
  expect(second).not.toBe(first);
  expect((await refresh(bench, first)).status).toBe(200);
  const other = await refresh(bench, second, { scope: `${origin}/PrintJob.Create` });
  expect(decodeJwt(String(other.body.access_token)).scp).toBe('PrintJob.Create');
});

test.each([
  ['revoked sessions', 50173, (bench: EntraBench) => bench.entra.revokeSessions(ada.oid)],
  ['90 days', 700082, (bench: EntraBench) => bench.clock.advance(90 * 86_400_000)],
  ['a disabled account', 50057, (bench: EntraBench) => bench.entra.set({ disabledPeople: [ada.oid] })],
  ['a person who lost the app', 50105, (bench: EntraBench) => bench.entra.set({ unassignedPeople: [ada.oid] })],
  [
    'a policy against device code, for sessions that began so',
    53003,
    (bench: EntraBench) => bench.entra.set({ conditionalAccess: 'deviceCode' }),
  ],
  ['an injected sign-in frequency', 70043, (bench: EntraBench) => bench.entra.set({ refreshRefusal: 70043 })],
])('a refresh is refused after %s', async (_what, code, happen) => {
  const bench = await entraBench();
  const token = await signIn(bench);
  happen(bench);
  expect(await refresh(bench, token)).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [code] } });
});

test('a refresh token is bound to its app, its scopes to consent', async () => {
  const bench = await entraBench();
  const token = await signIn(bench);
  expect((await refresh(bench, token, { client_id: bench.phoneOnly.clientId })).body.error_codes).toEqual([70000]);
  expect((await refresh(bench, 'made up')).body.error_codes).toEqual([70000]);
  expect((await refresh(bench, token, { scope: 'PrintJob.ReadWrite' })).body.error_codes).toEqual([65001]);
  expect((await refresh(bench, token, { client_secret: 'x' })).status).toBe(401);
});

test('revoking ends a sign-in that was approved but not fetched, and leaves other people alone', async () => {
  const bench = await entraBench();
  const mine = await start(bench);
  const theirs = await start(bench);
  bench.entra.approve(mine.userCode, ada.oid);
  bench.entra.approve(theirs.userCode, bela.oid);
  bench.entra.revokeSessions(ada.oid);
  expect((await poll(bench, mine.deviceCode)).body.error_codes).toEqual([50173]);
  expect((await poll(bench, theirs.deviceCode)).status).toBe(200);
});
