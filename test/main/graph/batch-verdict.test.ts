import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatchMemory } from '../../../main/graph/batch-memory.ts';
import { batchOf, createTestClock, type GraphServer, graphError, type Handler, itemError, startGraphServer } from '../../support/graph.ts';
import { bothWays, completed, createBench, held, jobId, jobs, paths, short, started, taskId, tasks } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = (changes?: Parameters<typeof createBench>[1]) => createBench(server, changes);
const dayMs = 86_400_000;
const refusals = [400, 403, 404, 405, 501];

describe('a service whose batches carry no print calls', () => {
  it.each(refusals)('is found out by its first batch, refused with %i, and asked one by one from then on', async (status) => {
    server.answer(bothWays(() => itemError(status), completed));
    const { app, seen, logged } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', 't1', 't2', 't3']);
    expect(logged.at(-1)).toEqual({ event: 'graph.batchesRefused', fields: { call: 'completeTask', status } });
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['ok', 'ok']);
    expect(paths(seen()).slice(4)).toEqual(['t1', 't2']);
  });

  it.each(refusals)('is found out by a sequence, where %i for the first call means that no other was sent', async (status) => {
    server.answer(
      bothWays(
        (_item, place) => itemError(place === 0 ? status : 424),
        () => started,
      ),
    );
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(seen().map(({ path }) => jobId({ url: path }))).toEqual(['', '1', '2', '3']);
  });

  it('is asked for a batch again after a day', async () => {
    server.answer(bothWays(() => itemError(501), completed));
    const { app, seen, clock } = bench();
    await app.completeTasks('d1', tasks(2));
    clock.advance(dayMs - 1);
    await app.completeTasks('d1', tasks(2));
    expect(paths(seen())).toEqual(['$batch', 't1', 't2', 't1', 't2']);
    clock.advance(1);
    server.answer(batchOf(completed));
    await app.completeTasks('d1', tasks(2));
    expect(paths(seen()).slice(5)).toEqual(['$batch']);
  });

  it('costs only the first of all sessions the doubt, where they share what is known', async () => {
    server.answer(bothWays(() => itemError(501), held));
    const batches = createBatchMemory(createTestClock());
    await bench({ batches }).user.getJobs(jobs(2));
    const second = bench({ batches });
    expect(short(await second.user.getJobs(jobs(2)))).toEqual(['ok', 'ok']);
    expect(paths(second.seen())).toEqual(['1', '2']);
  });
});

describe('single calls in place of a batch', () => {
  /** The most calls that were under way at the same time. */
  function counted(answer: Handler) {
    let now = 0;
    const most = { atATime: 0 };
    const handler: Handler = (request, response, origin) => {
      now += 1;
      most.atATime = Math.max(most.atATime, now);
      response.on('finish', () => {
        now -= 1;
      });
      // Answered only after the event loop took in whatever else has arrived.
      setImmediate(() => setImmediate(() => answer(request, response, origin)));
    };
    return { handler, most };
  }

  it('are at most four at a time for completions and reads', async () => {
    for (const run of [
      (one: ReturnType<typeof bench>) => one.app.completeTasks('d1', tasks(20)),
      (one: ReturnType<typeof bench>) => one.user.getJobs(jobs(20)),
    ]) {
      const { handler, most } = counted(
        bothWays(
          () => itemError(501),
          (call) => (call.url.includes('/tasks/') ? completed(call) : held(call)),
        ),
      );
      server.answer(handler);
      const one = bench();
      expect(short(await run(one))).toEqual(Array(20).fill('ok'));
      expect(one.seen()).toHaveLength(21);
      expect(most.atATime).toBeGreaterThan(1);
      expect(most.atATime).toBeLessThanOrEqual(4);
    }
  });

  it('are one at a time and in order for starts', async () => {
    const { handler, most } = counted(
      bothWays(
        (_item, place) => itemError(place === 0 ? 501 : 424),
        () => started,
      ),
    );
    server.answer(handler);
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(20)))).toEqual(Array(20).fill('ok'));
    expect(seen().map(({ path }) => jobId({ url: path }))).toEqual(['', ...jobs(20).map(({ jobId: id }) => id)]);
    expect(most.atATime).toBe(1);
  });

  it.each<[string, Handler, string]>([
    ['is refused', graphError(409, 'x'), 'refused409'],
    ['is throttled', graphError(429, 'x'), 'throttled'],
    ['may have happened', graphError(503, 'x'), 'unavailable503'],
    ['got no answer', (_request, response) => response.destroy(), 'unreachable'],
    ['got an answer that says nothing', (_request, response) => response.writeHead(200).end(), 'badAnswer'],
  ])('of a sequence end with the first that %s', async (_name, answer, expected) => {
    const good = bothWays(
      (_item, place) => itemError(place === 0 ? 501 : 424),
      () => started,
    );
    server.answer((request, ...rest) => (jobId({ url: request.path }) === '2' ? answer : good)(request, ...rest));
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(4)))).toEqual(['ok', expected, 'notSent', 'notSent']);
    expect(seen()).toHaveLength(3);
  });

  it('that may have happened are not sent again', async () => {
    const good = bothWays(() => itemError(501), completed);
    server.answer((request, ...rest) => (request.path.endsWith('t2') ? graphError(503, 'x') : good)(request, ...rest));
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'unavailable503', 'ok']);
    expect(seen()).toHaveLength(4);
  });

  it('are not sent once the session ended', async () => {
    const end = new AbortController();
    const answer = bothWays(() => itemError(501), completed);
    const { app, seen } = bench({
      log: (event) => {
        if (event === 'graph.failed') end.abort();
      },
    });
    server.answer(answer);
    expect(short(await app.completeTasks('d1', tasks(3), end.signal))).toEqual(Array(3).fill('refused501'));
    expect(seen()).toHaveLength(1);
  });
});

describe('a refusal that is real', () => {
  it.each(refusals)('with %i is the same one by one, and says nothing of batches', async (status) => {
    server.answer(
      bothWays(
        () => itemError(status),
        () => itemError(status),
      ),
    );
    const { app, seen, logged } = bench();
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual([`refused${status}`, `refused${status}`]);
    expect(paths(seen())).toEqual(['$batch', 't1', 't2']);
    expect(logged.some(({ event }) => event === 'graph.batchesRefused')).toBe(false);
    server.answer(batchOf(completed));
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['ok', 'ok']);
    expect(paths(seen()).slice(3)).toEqual(['$batch']);
  });

  it('of a sequence ends it, alone as in the batch', async () => {
    server.answer(
      bothWays(
        (_item, place) => itemError(place === 0 ? 404 : 424),
        () => itemError(404),
      ),
    );
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(3)))).toEqual(['refused404', 'notSent', 'notSent']);
    expect(seen()).toHaveLength(2);
  });

  it.each([429, 503, 500, 401])('is not disproved by a %i', async (status) => {
    const good = bothWays(
      () => itemError(404),
      () => itemError(404),
    );
    server.answer((request, ...rest) => (request.path.endsWith('t1') ? graphError(status, 'x') : good)(request, ...rest));
    const { app, seen } = bench();
    await app.completeTasks('d1', tasks(2));
    const before = seen().length;
    server.answer(batchOf(completed));
    await app.completeTasks('d1', tasks(2));
    expect(paths(seen()).slice(before)).toEqual(['$batch']);
  });

  it('is believed at once where a batch carried such calls before', async () => {
    server.answer(batchOf((item) => (taskId(item) === 't1' ? completed(item) : itemError(404))));
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', ['t1', 't2']))).toEqual(['ok', 'refused404']);
    expect(short(await app.completeTasks('d1', ['t2', 't3']))).toEqual(['refused404', 'refused404']);
    expect(paths(seen())).toEqual(['$batch', '$batch']);
  });

  it('is doubted where only calls of another kind were carried: reads in batches prove nothing of starts', async () => {
    server.answer(
      bothWays(
        (item, place) => (item.method === 'GET' ? held(item) : itemError(place === 0 ? 405 : 424)),
        () => started,
      ),
    );
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(2)))).toEqual(['ok', 'ok']);
    expect(short(await user.startJobs(jobs(2)))).toEqual(['ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '$batch', 'start', 'start']);
  });

  it.each<[string, readonly number[]]>([
    ['with different statuses', [403, 404]],
    ['with a conflict', [409, 409]],
    ['beside one that may have happened', [404, 503]],
  ])('%s is believed', async (_name, statuses) => {
    server.answer(batchOf((_item, place) => itemError(statuses[place] ?? 500)));
    const { app, seen } = bench();
    expect((await app.completeTasks('d1', tasks(2))).every(({ ok }) => !ok)).toBe(true);
    expect(seen()).toHaveLength(1);
  });
});

describe('what is remembered of batches', () => {
  it('is one verdict for each kind of call; a refusal is forgotten after a day, whatever was carried before', () => {
    const clock = createTestClock();
    const memory = createBatchMemory(clock);
    expect(memory.verdict('startJob')).toBe('unknown');
    memory.carried('startJob');
    memory.refused('getJob');
    expect([memory.verdict('startJob'), memory.verdict('getJob'), memory.verdict('completeTask')]).toEqual([
      'carries',
      'single',
      'unknown',
    ]);
    memory.refused('startJob');
    clock.advance(dayMs - 1);
    expect(memory.verdict('startJob')).toBe('single');
    clock.advance(1);
    expect([memory.verdict('startJob'), memory.verdict('getJob')]).toEqual(['unknown', 'unknown']);
  });

  it('lasts a day by the clock that never jumps', () => {
    const elapsed = createTestClock(0);
    const memory = createBatchMemory({ elapsed: elapsed.elapsed });
    memory.refused('getJob');
    expect(memory.verdict('getJob')).toBe('single');
  });
});
