import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Net } from 'electron';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fetchByNet } from '../../../main/electron/fetch-by-net.ts';
import { followDemoReader } from '../../../main/electron/follow-demo-reader.ts';
import { serveTenant } from '../../../main/simulator/serve.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { doubleWindow } from '../../support/electron-double.ts';

const nodeFetch = (request: Request) => fetch(request);

describe('the station’s requests', () => {
  test('carry no cookies or stored logon, follow nothing and keep nothing', async () => {
    const net = vi.fn<Net['fetch']>(async () => new Response('{}'));
    const request = new Request('https://graph.microsoft.com/v1.0/me', { method: 'POST', body: '{}' });
    expect((await fetchByNet({ fetch: net })(request)).status).toBe(200);
    expect(net).toHaveBeenCalledExactlyOnceWith(request, {
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      bypassCustomProtocolHandlers: true,
    });
  });

  test('that are redirected fail, and the token goes nowhere else', async () => {
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
    const sent = fetchByNet({ fetch: net })(new Request(`http://127.0.0.1:${port}/`, { headers: { authorization: 'Bearer x' } }));
    await expect(sent).rejects.toThrow('no answer from the network');
    expect(seen).toEqual(['/']);
  });

  test.each(['file:///etc/passwd', 'app://station/', 'data:text/plain,x'])('never go to %s', async (address) => {
    const net = vi.fn<Net['fetch']>();
    await expect(fetchByNet({ fetch: net })(new Request(address))).rejects.toThrow('only http and https');
    expect(net).not.toHaveBeenCalled();
  });

  test('that were given up reject with their own reason', async () => {
    const giveUp = new AbortController();
    const net: Net['fetch'] = () => {
      giveUp.abort(new Error('session ended'));
      return Promise.reject(new Error('net::ERR_ABORTED'));
    };
    const sent = fetchByNet({ fetch: net })(new Request('https://graph.microsoft.com/', { signal: giveUp.signal }));
    await expect(sent).rejects.toThrow('session ended');
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
