import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, type HttpLimits } from '../../../main/http/exchange.ts';
import { answersAtAll } from '../../../main/http/reachable.ts';
import { createTestClock, type GraphServer, hangUp, json, raw, startGraphServer } from '../../support/graph.ts';

let server: GraphServer;
let other: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
  other = await startGraphServer();
});
afterAll(async () => {
  await server.close();
  await other.close();
});

function bench() {
  const clock = createTestClock();
  const from = server.seen.length;
  const ports = { fetch: (request: Request) => fetch(request), clock };
  const send = (limits: Partial<HttpLimits> = {}, path = '/') =>
    exchange(
      ports,
      { method: 'POST', url: `${server.origin}${path}`, headers: { authorization: 'Bearer canary' }, body: 'x' },
      { timeoutMs: 1_000, maxBytes: 100, ...limits },
    );
  return { clock, ports, send, seen: () => server.seen.slice(from) };
}

describe('one request', () => {
  it('goes out once and brings status, headers and text', async () => {
    server.answer(json({ name: 'Łódź' }, 404, { 'x-mark': '1' }));
    const { send, seen, clock } = bench();
    const result = await send();
    expect(result).toMatchObject({ got: true, status: 404, body: { ok: true, text: '{"name":"Łódź"}' } });
    expect(result.got && result.headers.get('x-mark')).toBe('1');
    expect(seen()).toMatchObject([{ method: 'POST', body: 'x', headers: { authorization: 'Bearer canary' } }]);
    expect(clock.pending).toBe(0);
  });

  it('follows no redirect: the token goes nowhere else', async () => {
    server.answer((_request, response) => response.writeHead(307, { location: other.origin }).end());
    expect(await bench().send()).toMatchObject({ got: true, status: 307 });
    expect(other.seen).toHaveLength(0);
  });

  it('reads text in UTF-8 only, with or without its mark', async () => {
    server.answer(
      raw(200, {}, new Uint8Array([0xef, 0xbb, 0xbf, 0x61])),
      raw(200, {}, new Uint8Array([0x61, 0xff])),
      raw(200, {}, 'x'.repeat(100)),
      raw(200, {}, 'x'.repeat(101)),
    );
    const { send } = bench();
    expect(await send()).toMatchObject({ body: { ok: true, text: 'a' } });
    expect(await send()).toMatchObject({ body: { ok: false, why: 'notText' } });
    expect(await send()).toMatchObject({ body: { ok: true } });
    expect(await send()).toMatchObject({ body: { ok: false, why: 'tooLarge' } });
  });

  it('is over in time, in the middle of a body too', async () => {
    server.answer((_request, response) => response.writeHead(200).write('half'));
    const { send, clock, seen } = bench();
    const sending = send();
    await expect.poll(() => seen().length).toBe(1);
    clock.advance(1_000);
    expect(await sending).toEqual({ got: false, why: 'timedOut' });
  });

  it('ends when told to, and is not begun after that', async () => {
    const end = new AbortController();
    server.answer(() => end.abort());
    const { send, seen, clock } = bench();
    expect(await send({ signal: end.signal })).toEqual({ got: false, why: 'aborted' });
    expect(await send({ signal: end.signal })).toEqual({ got: false, why: 'aborted' });
    expect(seen()).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('that finds nobody, or an address that is none, is a value', async () => {
    server.answer(hangUp);
    const { send, ports } = bench();
    expect(await send()).toEqual({ got: false, why: 'unreachable' });
    const bad = { method: 'GET', url: 'no address', headers: {} } as const;
    expect(await exchange(ports, bad, { timeoutMs: 1, maxBytes: 1 })).toEqual({ got: false, why: 'unreachable' });
  });
});

describe('whether there is a way to a service', () => {
  const probe = ({ ports }: ReturnType<typeof bench>) => answersAtAll({ ...ports, root: server.origin }, 500);

  it.each([
    ['a refusal', raw(403, {}, 'no')],
    ['a redirect', raw(302, { location: '/elsewhere' })],
    ['a body without end', (_request: unknown, response: { write(text: string): unknown }) => response.write('x')],
  ] as const)('there is where %s comes back, and no token is shown', async (_name, answer) => {
    server.answer(answer);
    const one = bench();
    expect(await probe(one)).toBe(true);
    expect(one.seen()[0]?.headers.authorization).toBeUndefined();
    expect(one.clock.pending).toBe(0);
  });

  it('there is none where the connection breaks or nothing comes in time', async () => {
    server.answer(hangUp, () => undefined);
    const one = bench();
    expect(await probe(one)).toBe(false);
    const asked = probe(one);
    await expect.poll(() => one.seen().length).toBe(2);
    one.clock.advance(500);
    expect(await asked).toBe(false);
  });
});
