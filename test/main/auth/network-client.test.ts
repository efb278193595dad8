import { AuthError } from '@azure/msal-node';
import { describe, expect, it } from 'vitest';
import { EntraError, type EntraFault } from '../../../main/auth/entra-error.ts';
import { createNetworkClient, type NetworkClientOptions } from '../../../main/auth/network-client.ts';
import { hangUp, html, json, type Script, type ScriptedServer, scriptedServer, silence, until } from '../../support/auth.ts';
import { type HandClock, handClock } from '../../support/badge.ts';

const tokens = { token_type: 'Bearer', expires_in: 3600, access_token: 'made-up' };
const pollForm = 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=x';
const canary = 'canary-7f3a9c';

function clientFor(server: ScriptedServer, clock: HandClock, changes: Partial<NetworkClientOptions> = {}) {
  return createNetworkClient({ fetch, clock, authority: server.origin, ...changes });
}

const post = (client: ReturnType<typeof clientFor>, server: ScriptedServer, body = `client_secret=${canary}`) =>
  client.sendPostRequestAsync<Record<string, unknown>>(`${server.origin}/t/oauth2/v2.0/token`, { body, headers: {} });

/** An hour ahead of the station's. */
const httpDate = (ms: number) => new Date(3_600_000 + ms).toUTCString();
const entraClock = { date: httpDate(0) };

async function faultOf(work: Promise<unknown>): Promise<EntraFault | 'no fault'> {
  try {
    await work;
    return 'no fault';
  } catch (error) {
    expect(error).toBeInstanceOf(EntraError);
    expect(error).toBeInstanceOf(AuthError);
    expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(canary);
    return (error as EntraError).fault;
  }
}

async function faultAgainst(script: Script, changes: Partial<NetworkClientOptions> = {}): Promise<EntraFault | 'no fault'> {
  const server = await scriptedServer(script);
  return faultOf(post(clientFor(server, handClock(), changes), server));
}

describe('one request', () => {
  it('hands on a success and tells when the token ends, by the clock that never jumps', async () => {
    const ends: number[] = [];
    const server = await scriptedServer(json(200, tokens));
    const clock = handClock(1_000_000);
    clock.advance(5_000);
    const reply = await post(clientFor(server, clock, { onGrant: (end) => ends.push(end) }), server);
    expect(reply).toEqual({ status: 200, headers: {}, body: tokens });
    expect(ends).toEqual([5_000 + 3_600_000]);
    expect(clock.waiting()).toBe(0);
  });

  it('keeps the number and drops the description of a refusal', async () => {
    const description = `AADSTS50020: User account '${canary}' does not exist in tenant`;
    expect(
      await faultAgainst(json(400, { error: 'invalid_grant', error_description: description, error_codes: [50020, 'x'], suberror: 5 })),
    ).toEqual({ kind: 'answer', answer: { error: 'invalid_grant', suberror: null, codes: [50020] } });
  });

  it.each([
    ['a page with 200', html(200)],
    ['a page with 403', html(403)],
    ['a page with 404', html(404)],
    ['JSON that is no OAuth error', json(400, { message: 'no' })],
    ['JSON that is no token', json(200, { hello: 1 })],
    ['an answer without a token', json(200, { expires_in: 3600 })],
    ['a token that never ends', json(200, { access_token: 'made-up' })],
    ['a list', json(200, [tokens])],
    ['half an answer', ((_request, response) => response.end('{"access_token":"ma')) satisfies Script],
    ['nothing', ((_request, response) => response.end()) satisfies Script],
    ['an answer without end', json(200, { ...tokens, padding: 'x'.repeat(300_000) })],
  ])('%s is an unreadable answer, not a crash', async (_name, script) => {
    expect(await faultAgainst(script)).toEqual({ kind: 'unreachable', why: 'unreadable' });
  });

  it('reads no more than it was told to', async () => {
    expect(await faultAgainst(json(200, tokens), { maxBytes: 20 })).toEqual({ kind: 'unreachable', why: 'unreadable' });
    expect(await faultAgainst(json(200, tokens), { maxBytes: 200 })).toBe('no fault');
  });

  it.each([
    ['429', json(429, { error: 'temporarily_unavailable' }, { 'retry-after': '7' }), 429, 7000],
    ['503', json(503, { error: 'temporarily_unavailable' }), 503, null],
    ['502 with a page', html(502), 502, null],
    ['503 with a fraction of seconds', json(503, {}, { 'retry-after': '2.5' }), 503, 2500],
    ['503 with a date, by the clock of Entra', json(503, {}, { ...entraClock, 'retry-after': httpDate(30_000) }), 503, 30_000],
    ['503 with a date gone by', json(503, {}, { ...entraClock, 'retry-after': httpDate(-5000) }), 503, 0],
    ['503 with a small number that is no delay', json(503, {}, { 'retry-after': '-2' }), 503, null],
    ['503 with nonsense', json(503, {}, { 'retry-after': 'soon' }), 503, null],
  ])('%s is busy', async (_name, script, status, retryAfterMs) => {
    const server = await scriptedServer(script);
    expect(await faultOf(post(clientFor(server, handClock(0)), server))).toEqual({ kind: 'busy', status, retryAfterMs });
  });

  it('a broken connection is unreachable', async () => {
    expect(await faultAgainst(hangUp)).toEqual({ kind: 'unreachable', why: 'network' });
  });

  it('gives up after 30 s of silence, also in the middle of an answer', async () => {
    for (const script of [silence, ((_request, response) => response.write('{"a":')) satisfies Script]) {
      const server = await scriptedServer(script);
      const clock = handClock();
      const fault = faultOf(post(clientFor(server, clock), server));
      await until(() => server.seen.length === 1);
      clock.advance(29_999);
      clock.advance(1);
      expect(await fault).toEqual({ kind: 'unreachable', why: 'timeout' });
    }
  });

  it('ends at once when told to, even where fetch does not listen', async () => {
    const stop = new AbortController();
    const client = createNetworkClient({
      fetch: () => new Promise(() => undefined),
      clock: handClock(),
      authority: 'http://127.0.0.1:1',
      signal: stop.signal,
    });
    const fault = faultOf(client.sendPostRequestAsync('http://127.0.0.1:1/t/oauth2/v2.0/token', { body: '' }));
    stop.abort();
    expect(await fault).toEqual({ kind: 'cancelled' });
    expect(await faultOf(client.sendPostRequestAsync('http://127.0.0.1:1/t/oauth2/v2.0/token', { body: '' }))).toEqual({
      kind: 'cancelled',
    });
  });

  it('sends the credential nowhere else: neither after a redirect nor to another origin', async () => {
    const elsewhere = await scriptedServer(json(200, tokens));
    const redirecting = await scriptedServer((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.origin}/t/oauth2/v2.0/token` });
      response.end();
    });
    expect(await faultOf(post(clientFor(redirecting, handClock()), redirecting))).toMatchObject({ kind: 'unreachable' });
    expect(await faultOf(post(clientFor(redirecting, handClock()), elsewhere))).toMatchObject({ kind: 'unreachable' });
    expect(elsewhere.seen).toEqual([]);
  });

  it('takes the correlation id of Entra, or the one that was sent where the answer has none', async () => {
    const theirs = '0a1b2c3d-0000-4000-8000-000000000001';
    const server = await scriptedServer(
      json(400, { error: 'invalid_grant', correlation_id: theirs }),
      json(400, { error: 'invalid_grant', correlation_id: `<script>${canary}` }),
    );
    const client = clientFor(server, handClock());
    const ask = () => client.sendPostRequestAsync(`${server.origin}/t/oauth2/v2.0/token`, { body: '', correlationId: 'ours' });
    await expect(ask()).rejects.toMatchObject({ correlationId: theirs });
    await expect(ask()).rejects.toMatchObject({ correlationId: 'ours' });
  });
});

describe('polling a device code', () => {
  const code = { device_code: 'd', user_code: 'ABCD1234', expires_in: 60, interval: 5 };

  async function polling(changes: Partial<NetworkClientOptions>, ...scripts: readonly Script[]) {
    const server = await scriptedServer(json(200, { ...code, verification_uri: 'https://microsoft.com/devicelogin' }), ...scripts);
    const clock = handClock(0);
    const connected: boolean[] = [];
    const client = clientFor(server, clock, { ...changes, onConnected: (is) => connected.push(is) });
    const started = await client.sendPostRequestAsync(`${server.origin}/t/oauth2/v2.0/devicecode`, { body: '' });
    const poll = async (afterMs: number) => {
      const before = server.seen.length;
      const answer = post(client, server, pollForm);
      answer.catch(() => undefined);
      await until(() => clock.waiting() === 1);
      clock.advance(afterMs - 1);
      expect(server.seen.length).toBe(before);
      clock.advance(1);
      return answer;
    };
    return { server, clock, client, connected, started, poll };
  }

  it('waits the interval before each poll, on the injected clock; MSAL itself is told not to wait', async () => {
    const ends: number[] = [];
    const { started, poll } = await polling(
      { onDeviceCode: (end) => ends.push(end) },
      json(400, { error: 'authorization_pending', error_codes: [70016] }),
      json(200, tokens),
    );
    expect(ends).toEqual([60_000]);
    expect(started.body).toMatchObject({ interval: 0 });
    expect(await poll(5000)).toEqual({ status: 400, headers: {}, body: { error: 'authorization_pending' } });
    expect(await poll(5000)).toMatchObject({ status: 200, body: tokens });
  });

  it('slow_down makes every later wait 5 s longer and ends nothing', async () => {
    const { poll } = await polling({}, json(400, { error: 'slow_down' }), json(400, { error: 'slow_down' }), json(200, tokens));
    expect(await poll(5000)).toMatchObject({ body: { error: 'authorization_pending' } });
    expect(await poll(10_000)).toMatchObject({ body: { error: 'authorization_pending' } });
    expect(await poll(15_000)).toMatchObject({ status: 200 });
  });

  it('lives through every fault of the way to Entra and says whether it is reached', async () => {
    const { poll, connected } = await polling(
      {},
      hangUp,
      html(200),
      json(503, {}),
      json(400, { error: 'authorization_pending' }),
      json(200, tokens),
    );
    for (let fault = 0; fault < 3; fault++) expect(await poll(5000)).toMatchObject({ body: { error: 'authorization_pending' } });
    expect(connected).toEqual([false, false, false]);
    await poll(5000);
    expect(await poll(5000)).toMatchObject({ status: 200 });
    expect(connected).toEqual([false, false, false, true, true]);
  });

  it('obeys a Retry-After once', async () => {
    const { poll } = await polling(
      {},
      json(429, {}, { 'retry-after': '20' }),
      json(400, { error: 'authorization_pending' }),
      json(200, tokens),
    );
    await poll(5000);
    await poll(20_000);
    await poll(5000);
  });

  it('ends with the code, not with an answer', async () => {
    const { poll, clock, client, server } = await polling({}, hangUp);
    clock.advance(57_000);
    expect(await faultOf(poll(3000))).toEqual({ kind: 'codeExpired' });
    expect(await faultOf(post(client, server, pollForm))).toEqual({ kind: 'codeExpired' });
    expect(server.seen.length).toBe(1);
  });

  it.each([-3_600_000, 3_600_000])('ends when its code does, though the wall clock was set by %i ms meanwhile', async (setBy) => {
    const pending = json(400, { error: 'authorization_pending' });
    const { poll, clock, client, server } = await polling({}, pending, pending);
    clock.set(clock.now() + setBy);
    await poll(5000);
    clock.advance(50_000);
    await poll(5000).catch(() => undefined);
    expect(await faultOf(post(client, server, pollForm))).toEqual({ kind: 'codeExpired' });
    expect(server.seen.length).toBe(2);
  });

  it('ends in the middle of a wait when cancelled', async () => {
    const stop = new AbortController();
    const { client, server, clock } = await polling({ signal: stop.signal });
    const fault = faultOf(post(client, server, pollForm));
    await until(() => clock.waiting() === 1);
    stop.abort();
    expect(await fault).toEqual({ kind: 'cancelled' });
    expect(clock.waiting()).toBe(0);
  });

  it.each([
    ['authorization_declined', 65004],
    ['bad_verification_code', 70018],
    ['expired_token', 70020],
    ['invalid_grant', 53003],
  ])('hands on %s with its number', async (error, number) => {
    const { poll } = await polling({}, json(400, { error, error_codes: [number] }));
    expect(await faultOf(poll(5000))).toEqual({ kind: 'answer', answer: { error, suberror: null, codes: [number] } });
  });

  it.each([
    ['no address', {}],
    ['a script for an address', { verification_uri: 'javascript:alert(1)' }],
    ['plain http to somebody else', { verification_uri: 'http://phish.example/' }],
    ['no code', { verification_uri: 'https://microsoft.com/devicelogin', user_code: '' }],
  ])('shows nobody a code with %s', async (_name, changes) => {
    const server = await scriptedServer(json(200, { ...code, ...changes }));
    const started = clientFor(server, handClock()).sendPostRequestAsync(`${server.origin}/t/oauth2/v2.0/devicecode`, { body: '' });
    expect(await faultOf(started)).toEqual({ kind: 'unreachable', why: 'unreadable' });
  });

  it('takes a refusal of the code itself for one', async () => {
    const server = await scriptedServer(json(400, { error: 'unauthorized_client', error_codes: [700016] }));
    const started = clientFor(server, handClock()).sendPostRequestAsync(`${server.origin}/t/oauth2/v2.0/devicecode`, { body: '' });
    expect(await faultOf(started)).toMatchObject({ kind: 'answer', answer: { codes: [700016] } });
  });
});
