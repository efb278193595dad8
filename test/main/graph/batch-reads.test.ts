import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  batchOf,
  createTestTokens,
  type GraphServer,
  graphError,
  hangUp,
  heldJob,
  itemError,
  itemOk,
  itemsOf,
  json,
  type SeenItem,
  startGraphServer,
} from '../../support/graph.ts';
import { bothWays, createBench, held, jobId, jobs, paths, short } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = (changes?: Parameters<typeof createBench>[1]) => createBench(server, changes);
const start = Date.parse('2026-11-21T08:00:00Z');

describe('reads in a batch', () => {
  it('that failed in a way that may pass travel again, together and without the others, after the longest pause asked for', async () => {
    const first: Record<string, ReturnType<typeof itemError>> = {
      1: itemError(429, 'x', { 'Retry-After': '2' }),
      3: itemError(503, 'x', { 'Retry-After': '3' }),
      4: itemError(404),
    };
    server.answer(
      batchOf((item) => first[jobId(item)] ?? held(item)),
      batchOf(held),
    );
    const { user, seen, clock, logged } = bench();
    expect(short(await user.getJobs(jobs(5)))).toEqual(['ok', 'ok', 'ok', 'refused404', 'ok']);
    expect(seen().map((request) => itemsOf(request).map(jobId))).toEqual([
      ['1', '2', '3', '4', '5'],
      ['1', '3'],
    ]);
    expect(clock.now() - start).toBe(3_000);
    expect(logged.filter(({ event }) => event === 'graph.retried')).toMatchObject([{ fields: { call: 'batch', tryNumber: 1 } }]);
  });

  it('one that is left travels alone', async () => {
    server.answer(
      batchOf((item, place) => (place === 1 ? itemError(500) : held(item))),
      json(heldJob({ id: '2' })),
    );
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '2']);
  });

  it('are given up after three tries, or where Graph asks for more time than a person has', async () => {
    server.answer(batchOf((item, place) => (place < 2 ? itemError(503) : held(item))));
    const often = bench();
    expect(short(await often.user.getJobs(jobs(3)))).toEqual(['unavailable503', 'unavailable503', 'ok']);
    expect(often.seen()).toHaveLength(3);
    server.answer(batchOf((item, place) => (place < 2 ? itemError(429, 'x', { 'Retry-After': '30' }) : held(item))));
    const once = bench();
    const results = await once.user.getJobs(jobs(3));
    expect(results[0]).toMatchObject({ failure: { kind: 'throttled', retryAfterMs: 30_000 } });
    expect(once.seen()).toHaveLength(1);
  });

  it.each([
    ['429', graphError(429, 'x', { 'retry-after': '1' })],
    ['503', graphError(503, 'x')],
    ['a lost connection', hangUp],
  ] as const)('travel again as a whole after %s', async (_name, answer) => {
    server.answer(answer, batchOf(held));
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '$batch']);
  });

  it('fail as a whole where the network does not come back', async () => {
    server.answer(hangUp);
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['unreachable', 'unreachable', 'unreachable']);
    expect(seen()).toHaveLength(3);
  });

  it('stop when the session ends during a pause', async () => {
    const end = new AbortController();
    server.answer(batchOf((item, place) => (place === 0 ? itemError(503) : held(item))));
    const { user, seen, clock } = bench({
      log: (event) => {
        if (event === 'graph.retried') queueMicrotask(() => end.abort());
      },
    });
    expect(short(await user.getJobs(jobs(3), end.signal))).toEqual(['unavailable503', 'ok', 'ok']);
    expect(seen()).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('that say whose job it is are checked one by one: an answer about another job is not taken', async () => {
    server.answer(batchOf((item) => itemOk(heldJob({ id: jobId(item) === '2' ? '3' : jobId(item) }))));
    expect(short(await bench().user.getJobs(jobs(3)))).toEqual(['ok', 'badAnswer', 'ok']);
  });

  it('need a token', async () => {
    const failure = { kind: 'signInAgain', aadsts: 50173, correlationId: null } as const;
    const { user, app, seen } = bench({ tokens: createTestTokens({ ok: false, failure }) });
    const none = { ok: false, failure: { kind: 'noToken', failure } };
    expect(await user.getJobs(jobs(2))).toEqual([none, none]);
    expect(await user.startJobs(jobs(2))).toEqual([none, none]);
    expect(await app.completeTasks('d1', ['t1', 't2'])).toEqual([none, none]);
    expect(seen()).toHaveLength(0);
  });
});

describe('an expansion that is refused in a batch', () => {
  const expanded = (item: SeenItem) => item.url.includes('tasks');
  const at = (shareId: string, id: string) => ({ shareId, jobId: id });

  it.each([400, 403, 501])('with %i is left out for that share, and not asked for again there', async (status) => {
    const answer = batchOf((item) => (expanded(item) && item.url.includes('/closed/') ? itemError(status) : held(item)));
    server.answer(answer);
    const { user, seen } = bench();
    const asked = [at('open', '1'), at('closed', '2'), at('open', '3'), at('closed', '4')];
    const results = await user.getJobs(asked);
    expect(results).toMatchObject(['1', '2', '3', '4'].map((id) => ({ ok: true, value: { id } })));
    expect(seen().map((request) => itemsOf(request).map(({ url }) => url.slice('/print/shares/'.length)))).toEqual([
      ['open/jobs/1', 'closed/jobs/2', 'open/jobs/3', 'closed/jobs/4'].map((path) => `${path}?$expand=tasks,documents`),
      ['closed/jobs/2', 'closed/jobs/4'].map((path) => `${path}?$expand=documents`),
    ]);
    await user.getJobs(asked);
    expect(seen()).toHaveLength(3);
    expect(itemsOf(seen()[2]).map(expanded)).toEqual([true, false, true, false]);
    // The same memory serves a job by itself.
    server.answer(json(heldJob({ id: '2' })));
    await user.getJobs([at('closed', '2')]);
    expect(seen().at(-1)?.path).toBe('/v1.0/print/shares/closed/jobs/2?$expand=documents');
  });

  it('for every job, in a batch of which nothing is known yet, is believed as soon as plain reads are carried', async () => {
    server.answer((request, response, origin) => {
      const refused = graphError(403, 'accessDenied');
      if (!request.path.endsWith('$batch')) return refused(request, response, origin);
      batchOf((item) => (expanded(item) ? itemError(403) : held(item)))(request, response, origin);
    });
    const { user, seen, logged } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '1', '2', '3', '$batch']);
    expect(logged.some(({ event }) => event === 'graph.batchesRefused')).toBe(false);
  });

  it('is asked for again where the plain read is refused as well: then it is the job that is closed', async () => {
    const closed = (item: { readonly url: string }) => (jobId(item) === '2' ? itemError(403) : held(item));
    server.answer(bothWays(closed, closed));
    const { user, seen } = bench();
    expect(short(await user.getJobs([...jobs(3), at('s2', '2'), at('s2', '4')]))).toEqual(['ok', 'refused403', 'ok', 'refused403', 'ok']);
    await user.getJobs(jobs(3));
    expect(itemsOf(seen()[2]).every(expanded)).toBe(true);
  });

  it('to the app’s token at a printer is left out in the same way', async () => {
    server.answer(batchOf((item) => (expanded(item) ? itemError(403) : held(item))));
    const { app, seen } = bench();
    server.answer(
      batchOf((item) => (jobId(item) === '1' ? held(item) : itemError(403))),
      json(heldJob({ id: '2' })),
      json(heldJob({ id: '2' })),
    );
    const asked = ['1', '2'].map((id) => ({ printerId: 'p1', jobId: id }));
    expect(short(await app.getPrinterJobs(asked))).toEqual(['ok', 'ok']);
    expect(seen().map(({ path }) => path)).toEqual(['/v1.0/$batch', '/v1.0/print/printers/p1/jobs/2?$expand=documents']);
    expect(itemsOf(seen()[0]).map(({ url }) => url)).toEqual(
      ['1', '2'].map((id) => `/print/printers/p1/jobs/${id}?$expand=tasks,documents`),
    );
    await app.getPrinterJobs(asked.slice(1));
    expect(seen().at(-1)?.path).toBe('/v1.0/print/printers/p1/jobs/2?$expand=documents');
  });
});
