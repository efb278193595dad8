import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppPrintApi } from '../../../main/graph/app-api.ts';
import type { GraphFailure } from '../../../main/graph/model.ts';
import { createUserPrintApi } from '../../../main/graph/user-api.ts';
import {
  createGraphPorts,
  type GraphServer,
  graphError,
  type Handler,
  hangUp,
  heldJob,
  json,
  raw,
  startGraphServer,
} from '../../support/graph.ts';

const share = '11111111-0000-4000-8000-000000000001';
const list = (...jobs: readonly unknown[]) => json({ value: jobs });

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

/** What a list call ends with, and what was sent. */
async function listing(changes?: Parameters<typeof createGraphPorts>[1]) {
  const from = server.seen.length;
  const { ports, tokens, logged, clock } = createGraphPorts(server, changes);
  const result = await createUserPrintApi(ports).listJobs(share);
  return { result, tokens, logged, clock, sent: server.seen.slice(from) };
}

async function failing(): Promise<{ failure: GraphFailure; sent: number; log: string }> {
  const { result, sent, logged } = await listing();
  if (result.ok) throw new Error('It was believed.');
  return { failure: result.failure, sent: sent.length, log: JSON.stringify(logged) };
}

describe('a read', () => {
  it('carries the token, a fresh request id, and asks for newer members', async () => {
    server.answer(list());
    const { sent } = await listing();
    const again = await listing();
    expect(sent[0]).toMatchObject({
      method: 'GET',
      path: `/v1.0/print/shares/${share}/jobs?$expand=documents`,
      headers: { authorization: 'Bearer token-1', accept: 'application/json', prefer: 'include-unknown-enum-members' },
    });
    const id = sent[0]?.headers['client-request-id'];
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(again.sent[0]?.headers['client-request-id']).not.toBe(id);
  });

  it.each([429, 500, 503, 504])('is tried again after a %i', async (status) => {
    server.answer(graphError(status, 'x', { 'retry-after': '1' }), list(heldJob()));
    const { result, sent, clock } = await listing();
    expect(result).toMatchObject({ ok: true, value: [{ id: '4711' }] });
    expect(sent).toHaveLength(2);
    expect(clock.now() - Date.parse('2026-11-21T08:00:00Z')).toBe(1_000);
    expect(clock.pending).toBe(0);
  });

  it.each([429, 503])(
    'waits after a %i until the date that Graph names, by Graph’s own clock: the station’s is an hour wrong',
    async (status) => {
      const dates = { 'retry-after': 'Sat, 21 Nov 2026 09:00:02 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' };
      server.answer(graphError(status, 'x', dates), list(heldJob()));
      const { result, clock } = await listing();
      expect(result.ok).toBe(true);
      expect(clock.now() - Date.parse('2026-11-21T08:00:00Z')).toBe(2_000);
    },
  );

  it('is over in time whatever is done to the station’s clock meanwhile', async () => {
    server.answer(graphError(503, 'x'), list(heldJob()));
    const { ports, clock } = createGraphPorts(server);
    let reads = 0;
    // Each look at the wall clock shows another hour.
    const jumping = { ...clock, now: () => clock.now() + (reads++ % 2 === 0 ? -1 : 1) * 3_600_000 };
    expect((await createUserPrintApi({ ...ports, clock: jumping }).listJobs(share)).ok).toBe(true);
  });

  it('is tried again after a lost connection', async () => {
    server.answer(hangUp, list());
    expect((await listing()).result.ok).toBe(true);
  });

  it('is given up after three lost connections', async () => {
    server.answer(hangUp);
    expect(await failing()).toMatchObject({ failure: { kind: 'unreachable', timedOut: false }, sent: 3 });
  });

  it('is given up after three tries, with a reference for IT', async () => {
    server.answer(graphError(503, 'serviceNotAvailable', { 'request-id': '4f2a91c0-0000-4000-8000-000000000000' }));
    const { failure, sent, log } = await failing();
    expect(sent).toBe(3);
    expect(failure).toEqual({ kind: 'unavailable', status: 503, retryAfterMs: null, reference: '4F2A-91C0' });
    expect(log).toContain('4f2a91c0-0000-4000-8000-000000000000');
  });

  it('says how long Graph asked to wait where that is too long for a person', async () => {
    server.answer(graphError(429, 'activityLimitReached', { 'retry-after': '30' }));
    expect(await failing()).toMatchObject({ failure: { kind: 'throttled', retryAfterMs: 30_000 }, sent: 1 });
  });

  it('ends after the time-out, even where fetch does not heed it', async () => {
    const { ports, clock } = createGraphPorts(server, { fetch: () => new Promise(() => {}) });
    const reading = createUserPrintApi(ports).listJobs(share);
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(10_000);
    expect(await reading).toEqual({ ok: false, failure: { kind: 'unreachable', timedOut: true } });
  });

  it('is over within the time of one try, however many there were', async () => {
    let tries = 0;
    const { ports, clock } = createGraphPorts(server, {
      fetch: () => {
        tries += 1;
        return tries === 1 ? Promise.resolve(new Response(null, { status: 503 })) : new Promise(() => {});
      },
    });
    let over = false;
    const reading = createUserPrintApi(ports)
      .listJobs(share)
      .finally(() => {
        over = true;
      });
    await expect.poll(() => tries).toBe(2);
    clock.advance(7_900);
    await expect.poll(() => over).toBe(true);
    expect(await reading).toMatchObject({ ok: false, failure: { kind: 'unreachable', timedOut: true } });
  });

  it('ends after the time-out where the body never comes to its end', async () => {
    server.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"value":[');
    });
    const { ports, clock } = createGraphPorts(server);
    const before = server.seen.length;
    const reading = createUserPrintApi(ports).listJobs(share);
    await expect.poll(() => server.seen.length).toBe(before + 1);
    clock.advance(10_000);
    expect(await reading).toEqual({ ok: false, failure: { kind: 'unreachable', timedOut: true } });
  });

  it('stops when the session ends: during the pause before a new try', async () => {
    server.answer(graphError(503, 'x'));
    const end = new AbortController();
    const { ports, clock } = createGraphPorts(server, { log: () => queueMicrotask(() => end.abort()) });
    const before = server.seen.length;
    expect(await createUserPrintApi(ports).listJobs(share, end.signal)).toEqual({
      ok: false,
      failure: { kind: 'unreachable', timedOut: false },
    });
    expect(server.seen.length).toBe(before + 1);
    expect(clock.pending).toBe(0);
  });

  it.each<[number, string]>([
    [400, 'invalidRequest'],
    [402, 'paymentRequired'],
    [403, 'accessDenied'],
    [404, 'itemNotFound'],
    [410, 'gone'],
    [501, 'notImplemented'],
  ])('is not tried again after a %i of Graph’s', async (status, code) => {
    server.answer(graphError(status, code));
    expect(await failing()).toMatchObject({ failure: { kind: 'refused', status, code }, sent: 1 });
  });

  it.each<[number, string]>([
    [400, 'serviceUnavailable'],
    [400, 'temporarilyUnavailable'],
    [400, 'UnknownError_Timeout'],
    [409, 'conflict'],
    [412, 'resourceModified'],
    [423, 'resourceLocked'],
    [425, 'tooEarly'],
    [451, 'unavailableForLegalReasons'],
  ])('is tried once more, and no more, after a %i (%s): it may pass', async (status, code) => {
    server.answer(graphError(status, code), list(heldJob()));
    expect((await listing()).result).toMatchObject({ ok: true, value: [{ id: '4711' }] });
    server.answer(graphError(status, code));
    expect(await failing()).toMatchObject({ failure: { kind: 'refused', status, code }, sent: 2 });
  });
});

describe('an answer that is not to be believed', () => {
  const canary = 'CANARY-payroll.pdf';
  it.each<[string, Handler, RegExp, number]>([
    ['a page of a proxy', raw(200, { 'content-type': 'text/html' }, `<h1>${canary}</h1>`), /not JSON but another kind/, 3],
    ['JSON that is cut off', raw(200, { 'content-type': 'application/json' }, `{"value":[{"id":"${canary}`), /not complete JSON/, 3],
    ['JSON under another name', raw(200, { 'content-type': 'text/plain' }, '{"value":[]}'), /not JSON but another kind/, 3],
    ['an empty answer', raw(200, { 'content-type': 'application/json' }), /is empty/, 3],
    ['no content', raw(204, {}), /is empty/, 3],
    ['bytes that are not text', raw(200, { 'content-type': 'application/json' }, new Uint8Array([0x7b, 0xff, 0xfe])), /not UTF-8/, 3],
    ['a redirect', raw(302, { location: `https://evil.test/${canary}` }), /redirect/, 3],
    ['an object in place of a list', json({ id: canary }), /not a list/, 1],
    ['too much', raw(200, { 'content-type': 'application/json' }, `{"value":["${'x'.repeat(8 * 1024 * 1024)}"]}`), /larger/, 1],
  ])('%s, however often it comes', async (_name, answer, sentence, tries) => {
    server.answer(answer);
    const { failure, sent, log } = await failing();
    expect(failure).toMatchObject({ kind: 'badAnswer', what: expect.stringMatching(sentence) });
    expect(sent).toBe(tries);
    expect(JSON.stringify(failure) + log).not.toContain(canary);
  });

  it('too much that does not say its length', async () => {
    server.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
      response.on('error', () => {});
      const chunk = 'x'.repeat(1024 * 1024);
      for (let count = 0; count < 9; count += 1) response.write(chunk);
      response.end();
    });
    expect(await failing()).toMatchObject({ failure: { kind: 'badAnswer', what: expect.stringMatching(/larger/) } });
  });

  it('a redirect is not followed, not even to Graph itself', async () => {
    server.answer((_request, response, origin) => response.writeHead(307, { location: `${origin}/v1.0/elsewhere` }).end());
    const redirected = await failing();
    expect(redirected).toMatchObject({ failure: { kind: 'badAnswer' }, sent: 3 });
    expect(server.seen.some(({ path }) => path === '/v1.0/elsewhere')).toBe(false);
  });

  it('an answer about another job than was asked for', async () => {
    server.answer(json(heldJob({ id: '4712' })));
    const api = createUserPrintApi(createGraphPorts(server).ports);
    expect(await api.getJobs([{ shareId: share, jobId: '4711' }])).toMatchObject([
      { ok: false, failure: { kind: 'badAnswer', what: expect.stringMatching(/something else/) } },
    ]);
  });

  it('an error code that is not a plain word is not passed on', async () => {
    server.answer(graphError(404, `${canary} was not found`));
    const { failure, log } = await failing();
    expect(failure).toMatchObject({ kind: 'refused', status: 404, code: null });
    expect(log).not.toContain(canary);
  });
});

describe('an expansion that is refused', () => {
  const shareJson = { id: share, displayName: 'Lobby' };

  it.each([400, 403])('with %i is left out, and not asked for again at this share', async (status) => {
    const { ports } = createGraphPorts(server);
    const api = createUserPrintApi(ports);
    const from = server.seen.length;
    server.answer(graphError(status, 'x'), json(shareJson));
    expect(await api.getShare(share)).toMatchObject({ ok: true, value: { id: share, printerId: null } });
    expect(await api.getShare(share)).toMatchObject({ ok: true });
    expect(server.seen.slice(from).map((request) => request.path)).toEqual([
      `/v1.0/print/shares/${share}?$expand=printer`,
      `/v1.0/print/shares/${share}`,
      `/v1.0/print/shares/${share}`,
    ]);
  });

  it('is asked for again where the plain read was refused as well', async () => {
    const { ports } = createGraphPorts(server);
    const api = createUserPrintApi(ports);
    server.answer(graphError(403, 'x'), graphError(403, 'x'), json({ ...shareJson, printer: { id: 'p' } }));
    expect(await api.getShare(share)).toMatchObject({ ok: false, failure: { kind: 'refused', status: 403 } });
    expect(await api.getShare(share)).toMatchObject({ ok: true, value: { printerId: 'p' } });
    expect(server.seen.at(-1)?.path).toBe(`/v1.0/print/shares/${share}?$expand=printer`);
  });

  it('a job is then read without its tasks, which are unknown', async () => {
    const { ports } = createGraphPorts(server);
    server.answer(graphError(403, 'x'), json(heldJob()));
    expect(await createUserPrintApi(ports).getJobs([{ shareId: share, jobId: '4711' }])).toMatchObject([
      { ok: true, value: { id: '4711', tasks: null } },
    ]);
  });
});

describe('tasks', () => {
  it('are listed with the app token, and completed one by one where there is one', async () => {
    const task = { id: 'T1', parentUrl: 'https://x/print/printers/p/jobs/1', status: { state: 'processing', description: '' } };
    const api = createAppPrintApi(createGraphPorts(server).ports);
    server.answer(json({ value: [task, { id: 'T2' }] }), json({ ...task, status: { state: 'completed' } }));
    expect(await api.listTasks('d1', () => false)).toMatchObject({ ok: true, value: [{ id: 'T1', state: 'processing' }] });
    // GUIDs may come back in the other case.
    expect(await api.completeTasks('d1', ['t1'])).toMatchObject([{ ok: true, value: { id: 'T1', state: 'completed' } }]);
    expect(server.seen.at(-1)?.path).toBe('/v1.0/print/taskDefinitions/d1/tasks/t1');
  });
});
