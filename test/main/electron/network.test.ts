import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Net } from 'electron';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { mostEffectSessions } from '../../../main/electron/effect-sessions.ts';
import { fetchByNet } from '../../../main/electron/fetch-by-net.ts';
import { followDemoReader } from '../../../main/electron/follow-demo-reader.ts';
import { serveTenant } from '../../../main/simulator/serve.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { doubleSession, doubleWindow, type SessionDouble, type SessionDoubleOptions } from '../../support/electron-double.ts';

const nodeFetch = (request: Request) => fetch(request);
const options = { redirect: 'manual', credentials: 'omit', cache: 'no-store', bypassCustomProtocolHandlers: true };

/** A kiosk's network: what its default session answers, and what each session for effects does. */
function network(parts: { readonly net?: Net['fetch']; readonly effects?: SessionDoubleOptions } = {}) {
  const sessions: SessionDouble[] = [];
  const net = vi.fn<Net['fetch']>(parts.net ?? (async () => new Response('{}')));
  const effects = { fetch: vi.fn<Net['fetch']>(async () => new Response('{}')), ...parts.effects };
  const openSession = vi.fn((place: number) => {
    const opened = doubleSession(`${place}`, effects);
    sessions.push(opened);
    return opened.session;
  });
  const send = fetchByNet({ net: { fetch: net }, openSession });
  return { send, net, effects, openSession, sessions, traffic: () => sessions.map(({ traffic }) => traffic.join(' ')) };
}

const effect = (signal: AbortSignal | null = null) =>
  new Request('https://graph.microsoft.com/v1.0/x', { method: 'POST', body: '{}', signal });

describe('the station’s requests', () => {
  test('carry no cookies or stored logon, follow nothing and keep nothing', async () => {
    const { send, net, effects } = network();
    const [read, act] = [new Request('https://graph.microsoft.com/v1.0/me'), effect()];
    expect([(await send(read)).status, (await send(act)).status]).toEqual([200, 200]);
    expect(net).toHaveBeenCalledExactlyOnceWith(read, options);
    expect(effects.fetch).toHaveBeenCalledExactlyOnceWith(act, options);
  });

  test.each(['GET', 'POST'])('that are redirected fail, and the token goes nowhere else: %s', async (method) => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    // As Electron does it: a redirect that is not followed ends the request.
    const net: Net['fetch'] = async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 302) throw new Error('Redirect was cancelled');
      return response;
    };
    const { port } = server.address() as AddressInfo;
    const { send } = network({ net, effects: { fetch: net } });
    const sent = send(new Request(`http://127.0.0.1:${port}/`, { method, headers: { authorization: 'Bearer x' } }));
    await expect(sent).rejects.toThrow('no answer from the network');
    expect(seen).toEqual(['/']);
  });

  test.each(['file:///etc/passwd', 'app://station/', 'data:text/plain,x'])('never go to %s', async (address) => {
    const { send, net, openSession } = network();
    await expect(send(new Request(address))).rejects.toThrow('only http and https');
    await expect(send(new Request(address, { method: 'POST' }))).rejects.toThrow('only http and https');
    expect(net).not.toHaveBeenCalled();
    expect(openSession).not.toHaveBeenCalled();
  });

  test.each(['GET', 'POST'])('that were given up reject with their own reason: %s', async (method) => {
    const giveUp = new AbortController();
    const net: Net['fetch'] = () => {
      giveUp.abort(new Error('session ended'));
      return Promise.reject(new Error('net::ERR_ABORTED'));
    };
    const { send } = network({ net, effects: { fetch: net } });
    const sent = send(new Request('https://graph.microsoft.com/', { method, signal: giveUp.signal }));
    await expect(sent).rejects.toThrow('session ended');
  });
});

/** A body that ends, breaks or goes on when a test says so; what has come of it already waits to be read. */
function openBody(come = '') {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stream = controller;
      if (come !== '') controller.enqueue(new TextEncoder().encode(come));
    },
  });
  return {
    body,
    end: () => stream?.close(),
    fail: () => stream?.error(new Error('net::ERR_CONTENT_LENGTH_MISMATCH')),
  };
}

describe('a request with an effect is never sent twice by the network', () => {
  test.each(['POST', 'PATCH', 'PUT', 'DELETE'])('%s: the connections of its session are closed first', async (method) => {
    const { send, net, traffic } = network();
    for (let turn = 0; turn < 3; turn += 1) await (await send(new Request('https://graph.microsoft.com/', { method }))).text();
    expect(traffic()).toEqual([`close ${method} close ${method} close ${method}`]);
    expect(net).not.toHaveBeenCalled();
  });

  test.each(['GET', 'HEAD'])('%s has no effect: nothing is closed for it', async (method) => {
    const { send, net, openSession } = network();
    await send(new Request('https://graph.microsoft.com/', { method }));
    expect(net).toHaveBeenCalledTimes(1);
    expect(openSession).not.toHaveBeenCalled();
  });

  test('it waits for the closing', async () => {
    let closed = () => {};
    const closeAllConnections = () => new Promise<void>((resolve) => (closed = resolve));
    const { send, traffic } = network({ effects: { closeAllConnections } });
    const sent = send(effect());
    await vi.waitFor(() => expect(traffic()).toEqual(['close']));
    closed();
    await sent;
    expect(traffic()).toEqual(['close POST']);
  });

  test('where closing fails, nothing is sent', async () => {
    const { send, traffic } = network({ effects: { closeAllConnections: () => Promise.reject(new Error('no')) } });
    await expect(send(effect())).rejects.toThrow('no answer from the network');
    expect(traffic()).toEqual(['close']);
  });

  test('where closing never ends, as after a crash of the network process, it can be given up and nothing is sent', async () => {
    let hang = true;
    const { send, traffic } = network({
      effects: { closeAllConnections: () => (hang ? new Promise<void>(() => undefined) : Promise.resolve()) },
    });
    const giveUp = new AbortController();
    const sent = send(effect(giveUp.signal));
    await vi.waitFor(() => expect(traffic()).toEqual(['close']));
    giveUp.abort(new Error('timed out'));
    await expect(sent).rejects.toThrow('timed out');
    hang = false;
    await send(effect());
    expect(traffic()).toEqual(['close close POST']);
  });

  test('two at once go over two sessions, and a third one over the first that is free', async () => {
    const bodies = [openBody(), openBody()];
    const answers = bodies.map(({ body }) => new Response(body, { status: 201, headers: { 'retry-after': '3' } }));
    const fetch = async () => answers.shift() ?? new Response('third');
    const { send, traffic, sessions } = network({ effects: { fetch } });
    const [first, second] = [await send(effect()), await send(effect())];
    expect([first.status, first.headers.get('retry-after')]).toEqual([201, '3']);
    const text = second.text();
    // Its head has come, its body has not: closing the session's connections now would break it.
    expect(traffic()).toEqual(['close POST', 'close POST']);
    bodies[1]?.end();
    expect(await text).toBe('');
    expect(await (await send(effect())).text()).toBe('third');
    expect(traffic()).toEqual(['close POST', 'close POST close POST']);
    expect(sessions.map(({ partition }) => partition)).toEqual(['0', '1']);
  });

  test.each([
    [
      'breaks',
      (answer: Response, body: ReturnType<typeof openBody>) => {
        body.fail();
        return expect(answer.text()).rejects.toThrow('MISMATCH');
      },
    ],
    ['is let go of', (answer: Response) => answer.body?.cancel()],
    ['is given up', (_answer: Response, _body: unknown, giveUp: AbortController) => giveUp.abort()],
  ])('the session of an answer that %s is free for the next', async (_how, end) => {
    const body = openBody();
    const { send, traffic } = network({ effects: { fetch: async () => new Response(body.body) } });
    const giveUp = new AbortController();
    const answer = await send(effect(giveUp.signal));
    await end(answer, body, giveUp);
    await send(effect()).catch(() => undefined);
    expect(traffic()).toEqual(['close POST close POST']);
  });

  test('an answer that was let go of, read to the end or not, frees its session once', async () => {
    const bodies = [openBody(), openBody('{'), openBody(), openBody()];
    const fetch = async () => new Response(bodies.shift()?.body ?? null);
    const { send, traffic } = network({ effects: { fetch } });
    for (let turn = 0; turn < 2; turn += 1) await (await send(effect())).body?.cancel();
    await Promise.all([send(effect()), send(effect())]);
    expect(traffic()).toEqual(['close POST close POST close POST', 'close POST']);
  });

  test.each([204, 205])('an answer without a body (%d) frees its session at once', async (status) => {
    const { send, traffic } = network({ effects: { fetch: async () => new Response(null, { status }) } });
    expect((await send(effect())).status).toBe(status);
    await send(effect());
    expect(traffic()).toEqual(['close POST close POST']);
  });

  test('more than there are sessions wait, in order; who gives up meanwhile sends nothing', async () => {
    const bodies: ReturnType<typeof openBody>[] = [];
    const fetch = async () => {
      const next = openBody();
      bodies.push(next);
      return new Response(next.body);
    };
    const { send, sessions, traffic } = network({ effects: { fetch } });
    const answers = await Promise.all(Array.from({ length: mostEffectSessions }, () => send(effect())));
    const giveUp = new AbortController();
    const order: string[] = [];
    const late = send(effect(giveUp.signal)).catch((reason: Error) => order.push(reason.message));
    const next = send(effect()).then(() => order.push('sent'));
    giveUp.abort(new Error('given up'));
    await late;
    const text = answers[3]?.text();
    bodies[3]?.end();
    await Promise.all([text, next]);
    expect(order).toEqual(['given up', 'sent']);
    expect(sessions).toHaveLength(mostEffectSessions);
    expect(traffic()).toEqual(sessions.map((_session, place) => (place === 3 ? 'close POST close POST' : 'close POST')));
  });
});

describe('the demo desk’s reader', () => {
  test('types a tapped card into the window as real keys', async () => {
    const served = await serveTenant({ port: 0, seed: 'reader' });
    onTestFinished(() => served.close());
    const { contents, calls } = doubleWindow();
    const stop = followDemoReader({
      address: new URL(`${served.origin}/desk/taps`),
      contents,
      fetch: async (request) => {
        const response = await nodeFetch(request);
        // The desk is listening once it answers.
        queueMicrotask(() => served.tenant.tap('04a2b1'));
        return response;
      },
      clock: handClock(),
      log: recordingLog().log,
    });
    onTestFinished(stop);
    await vi.waitFor(() => expect(calls).toHaveLength(14));
    const keys = calls.map(([, event]) => event as { type: string; keyCode: string });
    expect(keys.filter(({ type }) => type === 'keyDown').map(({ keyCode }) => keyCode)).toEqual([...'04A2B1', 'Enter']);
    expect(keys.filter(({ type }) => type === 'keyUp').map(({ keyCode }) => keyCode)).toEqual([...'04A2B1', 'Enter']);
  });

  test('is asked again after a break, and what is no tap types nothing', async () => {
    const { contents, calls } = doubleWindow();
    const clock = handClock();
    let asked = 0;
    const stop = followDemoReader({
      address: new URL('http://127.0.0.1:9/desk/taps'),
      contents,
      fetch: async () => {
        asked += 1;
        if (asked === 1) throw new Error('refused');
        return new Response('data: {"badge":1}\n\ndata: {\n\ndata: {"badge":"a b"}\n\ndata: {"badge":"","x":1}\n\n: still here\n\n');
      },
      clock,
      log: recordingLog().log,
    });
    await vi.waitFor(() => expect(clock.waiting()).toBe(1));
    clock.advance(2_000);
    await vi.waitFor(() => expect([asked, clock.waiting()]).toEqual([2, 1]));
    stop();
    expect([calls.length, clock.waiting()]).toEqual([0, 0]);
  });
});
