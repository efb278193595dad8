import { expect, test } from 'vitest';
import { ada, askToken, bela, type EntraBench, entraBench, guest, postForm, send, tenantId } from '../../../support/entra.ts';

async function start(bench: EntraBench, scope = 'PrintJob.ReadBasic openid profile') {
  const fields = { client_id: bench.station.clientId, scope };
  const { body } = await postForm(bench.entra, `/${tenantId}/oauth2/v2.0/devicecode`, fields);
  return { userCode: String(body.user_code), deviceCode: String(body.device_code) };
}

async function submit(bench: EntraBench, fields: Record<string, string>) {
  const response = await send(bench.entra, '/device', { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, text: await response.text() };
}

const poll = (bench: EntraBench, device_code: string) =>
  askToken(bench.entra, { grant_type: 'device_code', client_id: bench.station.clientId, device_code });

test('the first page asks for the code in a labelled field, forbids scripts and is not kept', async () => {
  const { entra } = await entraBench();
  const response = await send(entra, '/device');
  const text = await response.text();
  expect(text).toContain('<label class="field" for="code">Code</label><input class="code" id="code" name="user_code"');
  expect(text).toContain('name="viewport"');
  expect(text).not.toContain('<script');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('a person types the code, sees what is asked, chooses who they are and approves', async () => {
  const bench = await entraBench();
  const { userCode, deviceCode } = await start(bench);
  const choice = await submit(bench, { user_code: userCode.toLowerCase(), decision: 'look' });
  expect(choice.text).toContain('see your print jobs, without the documents themselves');
  expect(choice.text).toContain('Who are you?');
  expect((await poll(bench, deviceCode)).body.error).toBe('authorization_pending');
  const done = await submit(bench, { user_code: userCode, person: ada.oid, decision: 'approve' });
  expect(done.text).toContain('You are signed in');
  expect((await poll(bench, deviceCode)).status).toBe(200);
});

test('names of apps, people and typed codes are text, never markup', async () => {
  const bench = await entraBench();
  const { userCode } = await start(bench, 'PrintJob.ReadBasic <i>x');
  const { text } = await submit(bench, { user_code: userCode, decision: 'look' });
  expect(text).toContain('Release Station &lt;script&gt;');
  expect(text).toContain('Béla &lt;b&gt;Bold&lt;/b&gt; &amp; &quot;Co&quot;');
  expect(text).toContain('&lt;i&gt;x');
  expect(text).not.toContain('<script>');
  const typed = await submit(bench, { user_code: '"><script>alert(1)</script>', decision: 'look' });
  expect(typed.text).toContain('&quot;&gt;&lt;script&gt;');
  expect(typed.text).not.toContain('<script>');
});

test('decline', async () => {
  const bench = await entraBench();
  const { userCode, deviceCode } = await start(bench);
  expect((await submit(bench, { user_code: userCode, decision: 'decline' })).text).toContain('Declined');
  expect((await poll(bench, deviceCode)).body.error).toBe('authorization_declined');
});

test('approve without choosing somebody asks again and signs nobody in', async () => {
  const bench = await entraBench();
  const { userCode, deviceCode } = await start(bench);
  expect((await submit(bench, { user_code: userCode, decision: 'approve' })).text).toContain('Choose who you are.');
  expect((await poll(bench, deviceCode)).body.error).toBe('authorization_pending');
});

test.each([
  ['a wrong code', 'NOSUCHONE', 'That code didn’t work'],
  ['no code', '', 'No code was entered'],
])('%s is explained next to the field', async (_what, typed, words) => {
  const bench = await entraBench();
  await start(bench);
  const { status, text } = await submit(bench, { user_code: typed, decision: 'look' });
  expect(status).toBe(400);
  expect(text).toContain(words);
  expect(text).toContain('aria-invalid="true" aria-describedby="problem"');
});

test('answered and expired codes are explained', async () => {
  const bench = await entraBench();
  const answered = await start(bench);
  bench.entra.approve(answered.userCode, ada.oid);
  expect((await submit(bench, { user_code: answered.userCode, decision: 'look' })).text).toContain('That code was already used');
  const late = await start(bench);
  bench.clock.advance(900_000);
  expect((await submit(bench, { user_code: late.userCode, decision: 'look' })).text).toContain('That code has expired');
});

test('a blocked or foreign account reads why, and may try another one', async () => {
  const bench = await entraBench();
  const { userCode } = await start(bench);
  const foreign = await submit(bench, { user_code: userCode, person: guest.oid, decision: 'approve' });
  expect(foreign.text).toContain('AADSTS50020');
  expect(foreign.text).toContain('Use another account');
  bench.entra.set({ conditionalAccess: 'deviceCode' });
  const blocked = await submit(bench, { user_code: userCode, person: bela.oid, decision: 'approve' });
  expect(blocked.status).toBe(403);
  expect(blocked.text).toContain('Conditional Access');
  bench.entra.set({ conditionalAccess: 'off' });
  expect((await submit(bench, { user_code: userCode, person: bela.oid, decision: 'approve' })).text).toContain('You are signed in');
});
