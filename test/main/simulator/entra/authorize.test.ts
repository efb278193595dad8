import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { ada, askToken, bela, type EntraBench, entraBench, guest, origin, pkcePair, send, tenantId } from '../../../support/entra.ts';

const redirectUri = 'http://localhost:49321/done';
const pkce = pkcePair();

function path(bench: EntraBench, change: Record<string, string | null> = {}): string {
  const usual: Record<string, string | null> = {
    client_id: bench.station.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `${origin}/PrintJob.ReadBasic openid profile offline_access`,
    state: 'st&te',
    nonce: 'n-1',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  };
  const fields = Object.entries({ ...usual, ...change }).filter((field): field is [string, string] => field[1] !== null);
  return `/${tenantId}/oauth2/v2.0/authorize?${new URLSearchParams(fields)}`;
}

const answer = (bench: EntraBench, at: string, form: Record<string, string>) =>
  send(bench.entra, at, { method: 'POST', body: new URLSearchParams(form) });

const location = (response: Response) => new URL(response.headers.get('location') ?? '');

async function codeOf(bench: EntraBench, person = ada.oid): Promise<string> {
  const response = await answer(bench, path(bench), { person, decision: 'approve' });
  expect(response.status).toBe(303);
  return location(response).searchParams.get('code') ?? '';
}

const redeem = (bench: EntraBench, code: string, change: Record<string, string> = {}) =>
  askToken(bench.entra, {
    grant_type: 'authorization_code',
    client_id: bench.station.clientId,
    code,
    redirect_uri: redirectUri,
    code_verifier: pkce.verifier,
    ...change,
  });

test('a person signs in on the page; the code comes back with the state and buys tokens with the nonce', async () => {
  const bench = await entraBench();
  const shown = await send(bench.entra, path(bench, { login_hint: bela.userPrincipalName }));
  expect(shown.status).toBe(200);
  expect(await shown.text()).toMatch(new RegExp(`value="${bela.oid}" required checked`));
  const back = location(await answer(bench, path(bench), { person: ada.oid, decision: 'approve' }));
  expect(back.origin + back.pathname).toBe(redirectUri);
  expect(back.searchParams.get('state')).toBe('st&te');
  const { status, body } = await redeem(bench, back.searchParams.get('code') ?? '');
  expect(status).toBe(200);
  expect(decodeJwt(String(body.id_token))).toMatchObject({ nonce: 'n-1', oid: ada.oid });
});

test('form_post posts the code to the app, escaped, by a page that also works without scripts', async () => {
  const bench = await entraBench();
  const at = path(bench, { response_mode: 'form_post', state: '"><script>alert(1)</script>' });
  const text = await (await answer(bench, at, { person: ada.oid, decision: 'approve' })).text();
  expect(text).toContain(`action="${redirectUri}"`);
  expect(text).toContain('name="state" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  expect(text).toContain('<noscript><button>');
});

test('a code counts once, for ten minutes, at its own app and address, with the right verifier', async () => {
  const bench = await entraBench();
  const used = await codeOf(bench);
  expect((await redeem(bench, used)).status).toBe(200);
  expect((await redeem(bench, used)).body).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
  expect((await redeem(bench, await codeOf(bench), { code_verifier: pkcePair().verifier })).body.error_codes).toEqual([501481]);
  expect((await redeem(bench, await codeOf(bench), { code_verifier: '' })).body.error_codes).toEqual([501481]);
  const elsewhere = await redeem(bench, await codeOf(bench), { redirect_uri: 'http://localhost:1/other' });
  expect(elsewhere.body.error_codes).toEqual([500112]);
  expect((await redeem(bench, await codeOf(bench), { client_id: bench.phoneOnly.clientId })).body.error_codes).toEqual([70000]);
  expect((await redeem(bench, 'made up')).body.error_codes).toEqual([70000]);
  expect((await redeem(bench, await codeOf(bench), { client_secret: 'x' })).status).toBe(401);
  const late = await codeOf(bench);
  bench.clock.advance(600_000);
  expect((await redeem(bench, late)).body.error_codes).toEqual([70008]);
});

test('a code tried with a wrong verifier is used up', async () => {
  const bench = await entraBench();
  const code = await codeOf(bench);
  await redeem(bench, code, { code_verifier: pkcePair().verifier });
  expect((await redeem(bench, code)).body.error_codes).toEqual([54005]);
});

test.each<[what: string, change: Record<string, string | null>, number]>([
  ['an unknown app', { client_id: 'unknown' }, 700016],
  ['no app', { client_id: null }, 900144],
  ['no address', { redirect_uri: null }, 900144],
  ['the address of somebody else', { redirect_uri: 'https://evil.example/' }, 50011],
  ['an address that only looks local', { redirect_uri: 'http://localhost.evil.example/' }, 50011],
  ['a script for an address', { redirect_uri: 'javascript:alert(1)' }, 50011],
  ['response_mode fragment', { response_mode: 'fragment' }, 70007],
])('refused on the page, nothing is sent to the app: %s', async (_what, change, code) => {
  const bench = await entraBench();
  const response = await send(bench.entra, path(bench, change));
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.headers.get('location')).toBeNull();
  expect(await response.text()).toContain(`AADSTS${code}`);
});

test.each<[what: string, change: Record<string, string | null>, string]>([
  ['a token instead of a code', { response_type: 'token' }, 'unsupported_response_type'],
  ['no PKCE', { code_challenge: null }, 'invalid_request'],
  ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['no scope', { scope: null }, 'invalid_request'],
  ['a bad scope', { scope: ' ' }, 'invalid_scope'],
  ['claims that are not JSON', { claims: '{' }, 'invalid_request'],
  ['nobody to ask', { prompt: 'none' }, 'login_required'],
])('refused to the app: %s', async (_what, change, error) => {
  const bench = await entraBench();
  const back = location(await send(bench.entra, path(bench, change)));
  expect(back.searchParams.get('error')).toBe(error);
  expect(back.searchParams.get('error_description')).toMatch(/^AADSTS\d+: /);
  expect(back.searchParams.get('state')).toBe('st&te');
});

test('cancel tells the app; missing consent too; other refusals are read by the person', async () => {
  const bench = await entraBench();
  expect(location(await answer(bench, path(bench), { decision: 'decline' })).searchParams.get('error')).toBe('access_denied');
  const tooMuch = path(bench, { scope: 'PrintJob.ReadWrite' });
  const consent = location(await answer(bench, tooMuch, { person: ada.oid, decision: 'approve' }));
  expect(consent.searchParams.get('error')).toBe('consent_required');
  const outsider = await answer(bench, path(bench), { person: guest.oid, decision: 'approve' });
  expect(outsider.status).toBe(403);
  expect(await outsider.text()).toContain('AADSTS50020');
});

test('a policy against device code leaves this way open; one against everything closes it', async () => {
  const bench = await entraBench({ conditionalAccess: 'deviceCode' });
  expect((await redeem(bench, await codeOf(bench))).status).toBe(200);
  bench.entra.set({ conditionalAccess: 'everything' });
  const blocked = await answer(bench, path(bench), { person: ada.oid, decision: 'approve' });
  expect(await blocked.text()).toContain('AADSTS53003');
});

test('native client, msal and configured addresses are the app’s too', async () => {
  const bench = await entraBench({ redirectUris: ['https://kiosk.example/back'] });
  for (const uri of [
    'https://login.microsoftonline.com/common/oauth2/nativeclient',
    `msal${bench.station.clientId}://auth`,
    'https://kiosk.example/back',
    'http://127.0.0.1:1/x',
  ]) {
    expect((await send(bench.entra, path(bench, { redirect_uri: uri }))).status).toBe(200);
  }
});
