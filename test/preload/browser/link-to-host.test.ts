import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type WebSocket as HostSocket, WebSocketServer } from 'ws';
import { type LinkState, type LinkToHost, linkToHost } from '../../../preload/browser/link-to-host.ts';
import { lookEveryMs, mostSilentLooks } from '../../../preload/silence.ts';

let server: WebSocketServer;
let address: string;
let states: LinkState[];
let received: unknown[];
/** Pauses that the link asked for and has not been given yet. */
let pauses: { readonly delayMs: number; readonly run: () => void }[];
/** Runs the look at the host that is due next; false where none is. */
let look: () => boolean;
let link: LinkToHost;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  address = `ws://127.0.0.1:${(server.address() as { port: number }).port}`;
  states = [];
  received = [];
  pauses = [];
});

afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

async function connected(): Promise<HostSocket> {
  const [socket] = (await once(server, 'connection')) as [HostSocket];
  return socket;
}

async function open(): Promise<HostSocket> {
  const arriving = connected();
  // Its own lists: a link of an earlier test loses its host while the next test runs.
  const own = { states, pauses, received };
  const looks: typeof pauses = [];
  look = () => {
    const next = looks.shift();
    next?.run();
    return next !== undefined;
  };
  link = linkToHost({
    connect: () => new WebSocket(address),
    after(delayMs, run) {
      const asked = { delayMs, run };
      const list = delayMs === lookEveryMs ? looks : own.pauses;
      list.push(asked);
      return () => {
        if (list.includes(asked)) list.splice(list.indexOf(asked), 1);
      };
    },
    onState: (state) => void own.states.push(state),
    onMessage: (message) => void own.received.push(message),
  });
  const socket = await arriving;
  await vi.waitFor(() => expect(states.at(-1)).toBe('open'));
  return socket;
}

test('an answer finds the question that it belongs to', async () => {
  const host = await open();
  host.on('message', (data) => {
    const { id, argument } = JSON.parse(String(data));
    host.send(JSON.stringify({ is: 'answer', id, result: argument }));
  });
  expect(await Promise.all([link.invoke('station:a', 1, null), link.invoke('station:b', 2, null)])).toEqual([1, 2]);
});

test('a press while there is no connection is answered at once and never sent later', async () => {
  const first = await open();
  first.terminate();
  await vi.waitFor(() => expect(pauses.length).toBe(1));
  expect(await link.invoke('station:release', {}, 'not now')).toBe('not now');
  link.tell({ is: 'attention', hears: true });
  const arriving = connected();
  pauses.shift()?.run();
  const second = await arriving;
  const heard: string[] = [];
  second.on('message', (data) => heard.push(String(data)));
  await vi.waitFor(() => expect(states.at(-1)).toBe('open'));
  link.tell({ is: 'attention', hears: false });
  await vi.waitFor(() => expect(heard).toEqual(['{"is":"attention","hears":false}']));
});

test('a question whose connection breaks is answered, not forgotten', async () => {
  const host = await open();
  const answer = link.invoke('station:stay', {}, 'not now');
  host.terminate();
  expect(await answer).toBe('not now');
});

test('tries again after growing pauses of at most four seconds, and starts small after a success', async () => {
  const host = await open();
  const goodAddress = address;
  address = 'ws://127.0.0.1:1';
  host.terminate();
  const asked: number[] = [];
  for (let turn = 0; turn < 7; turn += 1) {
    await vi.waitFor(() => expect(pauses.length).toBe(1));
    const pause = pauses.shift();
    asked.push(pause?.delayMs ?? 0);
    if (turn === 6) address = goodAddress;
    pause?.run();
  }
  expect(asked).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  await vi.waitFor(() => expect(states.at(-1)).toBe('open'));
  for (const client of server.clients) client.terminate();
  await vi.waitFor(() => expect(pauses.length).toBe(1));
  expect(pauses[0]?.delayMs).toBe(250);
});

test('a page that was replaced stays away', async () => {
  const host = await open();
  host.close(4409);
  await vi.waitFor(() => expect(states.at(-1)).toBe('replaced'));
  expect(pauses).toEqual([]);
});

test('what the host pushes is passed on', async () => {
  const host = await open();
  host.send(JSON.stringify({ is: 'push', channel: 'station:snapshot', value: 1 }));
  await vi.waitFor(() => expect(received).toEqual([{ is: 'push', channel: 'station:snapshot', value: 1 }]));
});

/** Lets so many looks at the host fall due. */
function pass(looks: number): void {
  for (let i = 0; i < looks; i += 1) expect(look()).toBe(true);
}

test('a host that says nothing for 15 s is lost although its socket is open, and is well again once it speaks', async () => {
  const hung = await open();
  const answer = link.invoke('station:release', {}, 'not now');
  pass(mostSilentLooks - 1);
  expect(states.at(-1)).toBe('open');
  pass(1);
  expect(states.at(-1)).toBe('lost');
  expect(await answer).toBe('not now');
  // Nothing more is put on its way to a host that would act on it later.
  link.tell({ is: 'attention', hears: true });
  expect(await link.invoke('station:release', {}, 'not now')).toBe('not now');
  expect([look(), pauses.map(({ delayMs }) => delayMs)]).toEqual([false, [250]]);

  const heard: string[] = [];
  hung.on('message', (data) => heard.push(String(data)));
  hung.send(JSON.stringify({ is: 'push', channel: 'station:snapshot', value: 'of the connection that was given up' }));
  hung.close(4409);
  const arriving = connected();
  pauses.shift()?.run();
  const next = await arriving;
  await vi.waitFor(() => expect(states.at(-1)).toBe('open'));
  next.send(JSON.stringify({ is: 'push', channel: 'station:snapshot', value: 1 }));
  await vi.waitFor(() => expect(received).toEqual([{ is: 'push', channel: 'station:snapshot', value: 1 }]));
  expect(states).toEqual(['connecting', 'open', 'lost', 'open']);
  expect(heard.filter((text) => !text.includes('"station:release"'))).toEqual([]);
  expect(heard.length).toBeLessThanOrEqual(1);
});

test('a host that speaks, whatever it says, is not lost', async () => {
  const host = await open();
  for (const message of [
    { is: 'push', channel: 'station:ping', value: null },
    { is: 'answer', id: 99, result: null },
  ]) {
    pass(mostSilentLooks - 1);
    host.send(JSON.stringify(message));
    host.send(JSON.stringify({ is: 'tail', tailMs: 60 }));
    await vi.waitFor(() => expect(received.filter((one) => JSON.stringify(one).includes('tail'))).toHaveLength(1));
    received.length = 0;
  }
  pass(mostSilentLooks - 1);
  expect([states.at(-1), pauses]).toEqual(['open', []]);
});

test('a connection that was lost is not lost once more by its silence', async () => {
  const host = await open();
  host.terminate();
  await vi.waitFor(() => expect(pauses.length).toBe(1));
  expect([look(), states]).toEqual([false, ['connecting', 'open', 'lost']]);
});
