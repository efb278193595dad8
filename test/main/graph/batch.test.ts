import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  batchOf,
  type GraphServer,
  graphError,
  type Handler,
  type ItemAnswer,
  itemError,
  itemOk,
  itemsOf,
  json,
  type SeenItem,
  startGraphServer,
} from '../../support/graph.ts';
import { bothWays, completed, createBench, held, jobId, jobs, short, started, taskId, tasks } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = (changes?: Parameters<typeof createBench>[1]) => createBench(server, changes);

describe('a batch', () => {
  it('of reads carries one request for each job, each with its own request id and the wish for newer members', async () => {
    server.answer(batchOf(held));
    const { user, seen } = bench();
    const results = await user.getJobs(jobs(3));
    expect(results).toMatchObject([1, 2, 3].map((id) => ({ ok: true, value: { id: String(id) } })));
    expect(seen().map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1.0/$batch']);
    expect(seen()[0]?.headers).toMatchObject({ authorization: 'Bearer token-1', 'content-type': 'application/json' });
    const items = itemsOf(seen()[0]);
    expect(items[1]).toEqual({
      id: items[1]?.headers['client-request-id'],
      method: 'GET',
      url: '/print/shares/s1/jobs/2?$expand=tasks,documents',
      headers: { 'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/), Prefer: 'include-unknown-enum-members' },
    });
    expect(new Set(items.map(({ id }) => id)).size).toBe(3);
  });

  it('of completions travels side by side, each with its body and content type', async () => {
    server.answer(batchOf(completed));
    const { app, seen } = bench();
    expect(await app.completeTasks('d1', ['t1', 't2'])).toMatchObject([
      { value: { id: 't1', state: 'completed' } },
      { value: { id: 't2' } },
    ]);
    for (const item of itemsOf(seen()[0])) {
      expect(item).toMatchObject({
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: { status: { state: 'completed', description: 'Released at station test.' } },
      });
      expect(item.dependsOn).toBeUndefined();
    }
  });

  it('of starts travels in order: each waits for the one before it', async () => {
    server.answer(batchOf(() => started));
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    const items = itemsOf(seen()[0]);
    expect(items.map(({ url, body }) => [url, body])).toEqual([1, 2, 3].map((id) => [`/print/shares/s1/jobs/${id}/start`, undefined]));
    expect(items.map(({ dependsOn }) => dependsOn)).toEqual([undefined, [items[0]?.id], [items[1]?.id]]);
  });

  it('of one is a single call, and of none is nothing', async () => {
    server.answer(json({ state: 'pending' }));
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(1)))).toEqual(['ok']);
    expect(await user.startJobs([])).toEqual([]);
    expect(seen().map(({ path }) => path)).toEqual(['/v1.0/print/shares/s1/jobs/1/start']);
  });

  it('holds at most 20: more travel in further batches', async () => {
    server.answer(batchOf(completed));
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(45)))).toEqual(Array(45).fill('ok'));
    expect(seen().map((request) => itemsOf(request).length)).toEqual([20, 20, 5]);
  });

  it('of a sequence is followed by the next only where all of it was carried out', async () => {
    server.answer(batchOf(() => started));
    const all = bench();
    expect(short(await all.user.startJobs(jobs(22)))).toEqual(Array(22).fill('ok'));
    expect(all.seen().map((request) => itemsOf(request).length)).toEqual([20, 2]);

    server.answer(batchOf((_item, place) => (place < 19 ? started : itemError(409))));
    const some = bench();
    expect(short(await some.user.startJobs(jobs(25)))).toEqual([...Array(19).fill('ok'), 'refused409', ...Array(5).fill('notSent')]);
    expect(some.seen()).toHaveLength(1);
  });

  it('an effect that is asked for twice is sent once', async () => {
    server.answer(batchOf(() => started));
    const { user, seen } = bench();
    const job = (id: string) => ({ shareId: 's1', jobId: id });
    expect(short(await user.startJobs([job('a'), job('A'), job('b')]))).toEqual(['ok', 'notSent', 'ok']);
    expect(itemsOf(seen()[0]).map(jobId)).toEqual(['a', 'b']);
  });

  it('an id that cannot be part of an address is never sent; in a sequence nothing after it is', async () => {
    server.answer(batchOf(completed));
    const app = bench();
    expect(short(await app.app.completeTasks('d1', ['t1', '..', 't3']))).toEqual(['ok', 'refused400', 'ok']);
    server.answer(batchOf(() => started));
    const user = bench();
    const ids = ['1', '2', '..', '4'].map((id) => ({ shareId: 's1', jobId: id }));
    expect(short(await user.user.startJobs(ids))).toEqual(['ok', 'ok', 'refused400', 'notSent']);
    server.answer(batchOf((_item, place) => (place === 0 ? started : itemError(409))));
    expect(short(await user.user.startJobs(ids))).toEqual(['ok', 'refused409', 'notSent', 'notSent']);
    expect(user.seen().flatMap(itemsOf).map(jobId)).toEqual(['1', '2', '1', '2']);
  });

  it('may take a second longer for each item', async () => {
    const { user, clock } = bench({ fetch: () => new Promise(() => {}) });
    let over = false;
    const reading = user.startJobs(jobs(5)).finally(() => {
      over = true;
    });
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(14_999);
    expect(clock.pending).toBe(1);
    expect(over).toBe(false);
    clock.advance(1);
    expect(await reading).toEqual(Array(5).fill({ ok: false, failure: { kind: 'unreachable', timedOut: true } }));
  });

  it('ends with the session: nothing is sent after it, and what was under way is not known', async () => {
    const end = new AbortController();
    server.answer(() => end.abort());
    const { app, user, seen } = bench();
    const gone = { ok: false, failure: { kind: 'unreachable', timedOut: false } };
    expect(await app.completeTasks('d1', tasks(25), end.signal)).toEqual(Array(25).fill(gone));
    expect(await user.getJobs(jobs(3), end.signal)).toEqual(Array(3).fill(gone));
    expect(seen()).toHaveLength(1);
  });
});

describe('the answers of a batch', () => {
  const trial = async (
    answer: (item: SeenItem, place: number) => ItemAnswer | readonly ItemAnswer[],
    outer: Record<string, string> = {},
  ) => {
    server.answer(batchOf(answer, outer));
    const { app, seen, logged } = bench();
    const results = await app.completeTasks('d1', tasks(3));
    expect(seen()).toHaveLength(1);
    return { results, logged };
  };

  it('count by id, in whatever order they come', async () => {
    server.answer((request, response, origin) => {
      const responses = itemsOf(request).map((item) => ({ id: item.id, ...(taskId(item) === 't2' ? itemError(409) : completed(item)) }));
      json({ responses: responses.reverse() })(request, response, origin);
    });
    const { app } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'refused409', 'ok']);
  });

  it.each<[string, ItemAnswer, string]>([
    ['409', itemError(409), 'refused409'],
    ['501', itemError(501), 'refused501'],
    ['500', itemError(500), 'unavailable500'],
    ['504', itemError(504), 'unavailable504'],
    ['408', itemError(408), 'unavailable408'],
    ['a redirect', { status: 302, headers: { Location: 'https://evil.test' } }, 'badAnswer'],
    ['a page as base64', { status: 200, headers: { 'Content-Type': 'text/html' }, body: 'PGgxPlNpZ24gaW48L2gxPg==' }, 'badAnswer'],
    ['a body that is cut off', { ...itemOk(null), body: '{"id":"t2","status":{"sta' }, 'badAnswer'],
    ['no body', { status: 200, headers: { 'Content-Type': 'application/json' } }, 'badAnswer'],
    ['another task', itemOk({ id: 't3', status: { state: 'completed' } }), 'badAnswer'],
    ['no status', { ...itemOk({}), status: Number.NaN }, 'badAnswer'],
    ['a status that is none', { ...itemOk({}), status: 20 }, 'badAnswer'],
    ['a dependency that failed', itemError(424), 'notSent'],
  ])('%s is that one call’s alone', async (_name, answer, expected) => {
    const { results } = await trial((item, place) => (place === 1 ? answer : completed(item)));
    expect(short(results)).toEqual(['ok', expected, 'ok']);
  });

  it('JSON in base64, or without a word that it is JSON, is read', async () => {
    const body = (item: SeenItem) => completed(item).body;
    const { results } = await trial((item, place) =>
      place === 0
        ? { ...completed(item), body: Buffer.from(JSON.stringify(body(item))).toString('base64') }
        : place === 1
          ? { status: 200, body: body(item) }
          : { ...completed(item), body: JSON.stringify(body(item)) },
    );
    expect(short(results)).toEqual(['ok', 'ok', 'ok']);
  });

  it('that leave a call out leave it unknown', async () => {
    const { results } = await trial((item, place) => (place === 1 ? [] : completed(item)));
    expect(short(results)).toEqual(['ok', 'badAnswer', 'ok']);
  });

  it('that answer a call twice leave it unknown, whichever came first', async () => {
    const twice = (item: SeenItem, place: number) =>
      place === 0 ? [itemError(409), completed(item)] : place === 1 ? [completed(item), itemError(409)] : completed(item);
    expect(short((await trial(twice)).results)).toEqual(['badAnswer', 'badAnswer', 'ok']);
  });

  it('to calls that nobody made change nothing', async () => {
    server.answer((request, response, origin) => {
      const responses = itemsOf(request).map((item) => ({ id: item.id, ...completed(item) }));
      const other = [{ id: 'another', ...itemError(409) }, { id: 1, ...itemError(409) }, itemError(409), null, 'x'];
      json({ responses: [...other, ...responses] })(request, response, origin);
    });
    const { app } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'ok', 'ok']);
  });

  it.each<[string, Record<string, unknown>, Record<string, string>, number | null]>([
    ['seconds', { 'Retry-After': '7' }, {}, 7_000],
    ['a number', { 'retry-after': 7 }, {}, 7_000],
    [
      'a date and the item’s own date',
      { 'Retry-After': 'Sat, 21 Nov 2026 09:00:05 GMT', Date: 'Sat, 21 Nov 2026 09:00:00 GMT' },
      {},
      5_000,
    ],
    ['a date and the batch’s date', { 'Retry-After': 'Sat, 21 Nov 2026 09:00:05 GMT' }, { date: 'Sat, 21 Nov 2026 09:00:01 GMT' }, 4_000],
    ['nothing', {}, {}, null],
    ['a value that is no header', { 'Retry-After': 'a\u0000b' }, {}, null],
  ])('say for each call how long to wait: %s', async (_name, headers, outer, retryAfterMs) => {
    // The station's clock stands at 08:00, one hour behind.
    const { results } = await trial((item, place) => (place === 1 ? itemError(429, 'x', headers) : completed(item)), outer);
    expect(results[1]).toMatchObject({ ok: false, failure: { kind: 'throttled', retryAfterMs } });
    const unavailable = await trial((item, place) => (place === 1 ? itemError(503, 'x', headers) : completed(item)), outer);
    expect(unavailable.results[1]).toMatchObject({ ok: false, failure: { kind: 'unavailable', status: 503, retryAfterMs } });
  });

  it('leave a line in the log for each call that failed, with the ids that support asks for and nothing else', async () => {
    const id = '4f2a91c0-0000-4000-8000-000000000000';
    const { results, logged } = await trial((item, place) =>
      place === 1 ? itemError(403, 'accessDenied', { 'request-id': id }) : completed(item),
    );
    expect(results[1]).toMatchObject({ failure: { kind: 'refused', status: 403, code: 'accessDenied', reference: '4F2A-91C0' } });
    expect(logged).toMatchObject([{ event: 'graph.failed', fields: { call: 'completeTask', status: 403, requestId: id } }]);
    expect(JSON.stringify(logged)).not.toMatch(/token-\d|developers|jobs\//);
  });

  it('of a sequence: what follows a failed call was not sent, also where that one may have happened', async () => {
    for (const [answer, said] of [
      [itemError(409), 'refused409'],
      [itemError(504), 'unavailable504'],
      [[], 'badAnswer'],
    ] as const) {
      server.answer(batchOf((_item, place) => (place === 0 ? started : place === 1 ? answer : itemError(424))));
      const { user, seen } = bench();
      expect(short(await user.startJobs(jobs(4)))).toEqual(['ok', said, 'notSent', 'notSent']);
      expect(seen()).toHaveLength(1);
    }
  });
});

describe('an answer to the batch as a whole', () => {
  const retryAfter = { 'retry-after': '3' };
  it.each<[string, Handler, string]>([
    ['429', graphError(429, 'x', retryAfter), 'throttled'],
    ['500', graphError(500, 'x'), 'unavailable500'],
    ['503', graphError(503, 'x', retryAfter), 'unavailable503'],
    ['408', graphError(408, 'x'), 'unavailable408'],
    ['a lost connection', (_request, response) => response.destroy(), 'unreachable'],
    [
      'a page of a proxy',
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
      'badAnswer',
    ],
    [
      'JSON that is cut off',
      (_r, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"responses":[{"id'),
      'badAnswer',
    ],
    ['something else', json({ value: [] }), 'badAnswer'],
    ['nothing', (_request, response) => response.writeHead(204).end(), 'badAnswer'],
    ['a redirect', (_request, response) => response.writeHead(307, { location: '/v1.0/$batch' }).end(), 'badAnswer'],
  ])('%s is every effect’s, and none is sent again', async (_name, answer, expected) => {
    for (const run of [
      (b: ReturnType<typeof bench>) => b.app.completeTasks('d1', tasks(3)),
      (b: ReturnType<typeof bench>) => b.user.startJobs(jobs(3)),
    ]) {
      server.answer(answer, batchOf(completed));
      const one = bench();
      const results = await run(one);
      expect(short(results)).toEqual(Array(3).fill(expected));
      if (expected === 'throttled') expect(results[2]).toMatchObject({ failure: { retryAfterMs: 3_000 } });
      expect(one.seen()).toHaveLength(1);
    }
  });

  it('that leaves open what happened ends a sequence of several batches', async () => {
    server.answer(graphError(503, 'x'));
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(22)))).toEqual([...Array(20).fill('unavailable503'), 'notSent', 'notSent']);
    expect(seen()).toHaveLength(1);
  });

  it.each([400, 403, 404, 405, 413, 501])('%i refuses the batch: each call is sent alone', async (status) => {
    const single = bothWays(() => itemOk({}), completed);
    server.answer((request, ...rest) => (request.path.endsWith('$batch') ? graphError(status, 'x') : single)(request, ...rest));
    const { app, seen, logged } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(seen().map(({ path }) => path)).toEqual(['/v1.0/$batch', ...tasks(3).map((id) => `/v1.0/print/taskDefinitions/d1/tasks/${id}`)]);
    expect(logged.at(-1)).toEqual({ event: 'graph.batchesRefused', fields: { call: 'completeTask', status } });
    await app.completeTasks('d1', tasks(2));
    expect(seen().filter(({ path }) => path.endsWith('$batch'))).toHaveLength(1);
  });
});
