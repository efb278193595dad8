import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatchMemory } from '../../../main/graph/batch-memory.ts';
import {
  batchOf,
  createTestClock,
  type GraphServer,
  graphError,
  type Handler,
  itemError,
  itemsOf,
  json,
  raw,
  type SeenRequest,
  startGraphServer,
} from '../../support/graph.ts';
import { bothWays, completed, createBench, held, jobId, jobs, paths, short, started, tasks } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = (changes?: Parameters<typeof createBench>[1]) => createBench(server, changes);
const minuteMs = 60_000;

/** A good tenant, alone and in batches. */
const good = bothWays(
  (item) => (item.method === 'GET' ? held(item) : item.method === 'PATCH' ? completed(item) : started),
  (call) => (call.url.includes('/tasks/') ? completed(call) : call.url.endsWith('/start') ? started : held(call)),
);
const isBatch = ({ path }: Pick<SeenRequest, 'path'>) => path.endsWith('$batch');

/** One item of a batch is a raw page, so that the whole is no JSON, each time that job 2 is in it. */
const poisoned: Handler = (request, response, origin) => {
  if (!isBatch(request) || !itemsOf(request).some((item) => jobId(item) === '2')) return good(request, response, origin);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"responses":[{"id":"1","status":200,"body":<html>Bad gateway</html>}]}');
};

const unreadable: readonly (readonly [string, Handler])[] = [
  ['a page', raw(200, { 'content-type': 'text/html' }, '<h1>Sign in</h1>')],
  ['a page with a status of refusal', raw(403, { 'content-type': 'text/html' }, '<h1>Blocked</h1>')],
  ['JSON that is cut off', raw(200, { 'content-type': 'application/json' }, '{"responses":[{"id')],
  ['something else', json({ value: [] })],
  ['nothing', raw(204, {})],
  ['a redirect', raw(302, { location: '/sign-in' })],
];

describe('a batch that cannot be read', () => {
  it('because one job’s answer is a raw page costs no other job: each is read alone at once, and so for ten minutes', async () => {
    server.answer(poisoned);
    const { user, seen, clock } = bench();
    const start = clock.now();
    expect(short(await user.getJobs(jobs(4)))).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '1', '2', '3', '4']);
    expect(clock.now()).toBe(start);
    await user.getJobs(jobs(4));
    expect(seen().filter(isBatch)).toHaveLength(1);
    clock.advance(10 * minuteMs);
    server.answer(good);
    await user.getJobs(jobs(4));
    expect(seen().filter(isBatch)).toHaveLength(2);
  });

  it.each(unreadable)('(%s) is no job’s answer: each read is made alone', async (_name, answer) => {
    server.answer((request, ...rest) => (isBatch(request) ? answer : good)(request, ...rest));
    const { user, seen, logged } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '1', '2', '3']);
    expect(logged.at(-1)).toEqual({ event: 'graph.batchUnreadable', fields: { call: 'getJob', count: 3 } });
  });

  it.each(unreadable)('(%s) leaves each effect in doubt; the next go singly for ten minutes, other kinds do not', async (_name, answer) => {
    server.answer((request, ...rest) => (isBatch(request) ? answer : good)(request, ...rest));
    const { user, app, seen, clock } = bench();
    expect(short(await app.completeTasks('d1', tasks(3))).every((said) => /^(badAnswer|gateway403)$/.test(said))).toBe(true);
    expect(paths(seen())).toEqual(['$batch']);
    clock.advance(10 * minuteMs - 1);
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', 't1', 't2']);
    server.answer(good);
    await user.startJobs(jobs(2));
    clock.advance(1);
    await app.completeTasks('d1', tasks(2));
    expect(paths(seen()).slice(3)).toEqual(['$batch', '$batch']);
  });

  it('at its second try is read alone too, without what was read before', async () => {
    let batches = 0;
    server.answer((request, response, origin) => {
      if (isBatch(request)) batches += 1;
      const first = batchOf((item) => (['1', '3'].includes(jobId(item)) ? itemError(503) : held(item)));
      const answer = !isBatch(request) ? good : batches === 1 ? first : raw(200, { 'content-type': 'text/html' }, 'x');
      answer(request, response, origin);
    });
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(4)))).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '$batch', '1', '3']);
  });

  it('when it was sent again with another token leaves those effects in doubt and keeps what the first one said', async () => {
    server.answer(
      batchOf((item, place) => (place === 1 ? completed(item) : itemError(401))),
      raw(200, { 'content-type': 'text/html' }, 'x'),
    );
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['badAnswer', 'ok', 'badAnswer']);
    expect(seen()).toHaveLength(2);
  });

  it('is not followed by single reads once the session ended', async () => {
    const end = new AbortController();
    server.answer(raw(200, { 'content-type': 'text/html' }, 'x'));
    const { user, seen } = bench({ log: () => end.abort() });
    expect((await user.getJobs(jobs(3), end.signal)).every(({ ok }) => !ok)).toBe(true);
    expect(seen()).toHaveLength(1);
  });

  it('leaves out one job for good: that one is read again, and the others are not', async () => {
    server.answer((request, ...rest) =>
      (isBatch(request) ? batchOf((item) => (jobId(item) === '2' ? [] : held(item))) : good)(request, ...rest),
    );
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '2']);
  });

  it('is forgotten after ten minutes by the clock that never jumps, whatever was carried meanwhile', () => {
    const clock = createTestClock();
    const memory = createBatchMemory(clock);
    memory.unread('getJob');
    memory.carried('getJob');
    clock.advance(10 * minuteMs - 1);
    expect([memory.verdict('getJob'), memory.verdict('startJob')]).toEqual(['single', 'unknown']);
    clock.advance(1);
    expect(memory.verdict('getJob')).toBe('carries');
  });

  it('that was refused in a way that may pass does without batches for ten minutes, not for a day', async () => {
    server.answer((request, ...rest) => (isBatch(request) ? graphError(423, 'resourceLocked') : good)(request, ...rest));
    const { app, seen, clock } = bench();
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['ok', 'ok']);
    server.answer(good);
    clock.advance(10 * minuteMs);
    await app.completeTasks('d1', tasks(2));
    expect(paths(seen())).toEqual(['$batch', 't1', 't2', '$batch']);
  });
});

describe('more calls than one batch holds', () => {
  /** Holds batches back until `release` is called; `waiting` are those under way. */
  function gate(answer: Handler) {
    const waiting: (() => void)[] = [];
    const handler: Handler = (request, response, origin) => {
      waiting.push(() => answer(request, response, origin));
    };
    return { handler, waiting, release: () => waiting.shift()?.() };
  }

  it.each(['reads', 'completions'] as const)(
    '%s travel side by side once the first was carried, at most four batches at a time',
    async (kind) => {
      const { handler, waiting, release } = gate(good);
      server.answer(handler);
      const { user, app, seen } = bench();
      const sending = kind === 'reads' ? user.getJobs(jobs(150)) : app.completeTasks('d1', tasks(150));
      await expect.poll(() => waiting.length).toBe(1);
      expect(seen()).toHaveLength(1);
      release();
      await expect.poll(() => waiting.length).toBe(4);
      expect(seen()).toHaveLength(5);
      release();
      await expect.poll(() => seen().length).toBe(6);
      const timer = setInterval(release, 1);
      expect(short(await sending)).toEqual(Array(150).fill('ok'));
      clearInterval(timer);
      expect(seen().map((request) => itemsOf(request).length)).toEqual([...Array(7).fill(20), 10]);
    },
  );

  it('of a sequence never travel side by side, whatever is known of batches', async () => {
    const { handler, waiting, release } = gate(good);
    server.answer(good);
    const { user, seen } = bench();
    await user.startJobs(jobs(2));
    server.answer(handler);
    const sending = user.startJobs(jobs(45));
    for (let count = 2; count <= 4; count += 1) {
      await expect.poll(() => seen().length).toBe(count);
      expect(waiting).toHaveLength(1);
      release();
    }
    expect(short(await sending)).toEqual(Array(45).fill('ok'));
  });

  it('come back in the order asked, whichever batch was first', async () => {
    const { handler, waiting } = gate(good);
    server.answer(good);
    const { user } = bench();
    await user.getJobs(jobs(2));
    server.answer(handler);
    const sending = user.getJobs(jobs(60));
    await expect.poll(() => waiting.length).toBe(3);
    for (const one of waiting.reverse()) one();
    expect(await sending).toMatchObject(jobs(60).map((job) => ({ ok: true, value: { id: job.jobId } })));
  });

  it('are at most four at a time where none goes in a batch, whatever is found out in the middle', async () => {
    let [now, most] = [0, 0];
    server.answer((request, response, origin) => {
      if (isBatch(request)) return poisoned(request, response, origin);
      now += 1;
      most = Math.max(most, now);
      response.on('finish', () => {
        now -= 1;
      });
      setImmediate(() => setImmediate(() => good(request, response, origin)));
    });
    const { user, seen } = bench();
    const others = Array.from({ length: 100 }, (_, index) => ({ shareId: 's1', jobId: String(index + 100) }));
    await user.getJobs(others.slice(0, 2));
    expect(short(await user.getJobs([...jobs(20), ...others]))).toEqual(Array(120).fill('ok'));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    expect(seen().filter(isBatch).length).toBeLessThanOrEqual(6);
  });
});
