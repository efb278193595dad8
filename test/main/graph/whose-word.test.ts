import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  batchOf,
  type GraphServer,
  graphError,
  type Handler,
  heldJob,
  itemError,
  json,
  raw,
  startGraphServer,
} from '../../support/graph.ts';
import { bothWays, completed, createBench, held, jobId, jobs, paths, short, started, tasks } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = (changes?: Parameters<typeof createBench>[1]) => createBench(server, changes);
const canary = 'CANARY-payroll.pdf';
const id = '4f2a91c0-0000-4000-8000-000000000000';
const page = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  raw(status, { 'content-type': 'text/html', ...headers }, `<h1>${canary}</h1>`);
// Not 407 and 421: fetch itself hides the first and sends again after the second, as its standard says.
const statuses = [400, 402, 403, 404, 405, 409, 410, 412, 423, 424, 425, 451, 499, 501];

/** What something between says without a word of Graph's. */
const gateways: readonly (readonly [string, (status: number) => Handler])[] = [
  ['a page', page],
  ['nothing', (status) => raw(status, {})],
  ['JSON of its own', (status) => json({ statusCode: status, message: canary }, status)],
  ['an error that is text', (status) => json({ error: 'invalid_request' }, status)],
  ['an error without a code', (status) => json({ error: { message: canary } }, status)],
  ['half of Graph’s error', (status) => raw(status, { 'content-type': 'application/json' }, '{"error":{"code":"itemNot')],
  ['a page with a request id that is none', (status) => page(status, { 'request-id': 'n/a' })],
];

describe('a refusal that is not Graph’s', () => {
  it.each(statuses)('with %i to a read of a held job is not believed: it is read again', async (status) => {
    for (const [, gateway] of gateways) {
      server.answer(gateway(status), json(heldJob({ id: '1' })));
      const { user, seen } = bench();
      expect(short(await user.getJobs(jobs(1)))).toEqual(['ok']);
      expect(seen().map(({ path }) => path)).toEqual(Array(2).fill('/v1.0/print/shares/s1/jobs/1?$expand=tasks,documents'));
    }
  });

  it.each(gateways)('(%s) is what a read fails with after three tries, not what the job is', async (_name, gateway) => {
    server.answer(gateway(404));
    const { user, seen, logged } = bench();
    const [result] = await user.getJobs(jobs(1));
    expect(result).toEqual({ ok: false, failure: { kind: 'gateway', status: 404, reference: expect.any(String) } });
    expect(seen()).toHaveLength(3);
    expect(JSON.stringify([result, logged])).not.toContain(canary);
  });

  it.each(gateways)('(%s) leaves an effect in doubt, and it is not sent again', async (_name, gateway) => {
    for (const status of statuses) {
      server.answer(gateway(status), json({ state: 'pending' }));
      const { user, app, seen } = bench();
      expect(short(await user.startJobs(jobs(1)))).toEqual([`gateway${status}`]);
      server.answer(gateway(status), json({ id: 't1', status: { state: 'completed' } }));
      expect(short(await app.completeTasks('d1', tasks(1)))).toEqual([`gateway${status}`]);
      server.answer(gateway(status), raw(204, {}));
      expect(short([await user.cancelJob('p1', '1')])).toEqual([`gateway${status}`]);
      expect(seen()).toHaveLength(3);
    }
  });

  it('to a list is read again: a page for one call in ten fails no list', async () => {
    server.answer(page(403), page(200), json({ value: [heldJob()] }));
    expect(await bench().user.listJobs('s1')).toMatchObject({ ok: true, value: [{ id: '4711' }] });
  });

  it.each([400, 403, 501])('with %i is no word about an expansion: tasks are asked for again', async (status) => {
    server.answer(page(status));
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(1)))).toEqual([`gateway${status}`]);
    server.answer(json(heldJob({ id: '1' })));
    await user.getJobs(jobs(1));
    expect(seen().every(({ path }) => path.includes('tasks'))).toBe(true);
  });
});

describe('a refusal that is Graph’s', () => {
  it.each<[string, Handler]>([
    ['its error body', graphError(404, 'itemNotFound')],
    ['its error body with an empty code', graphError(404, '')],
    ['its request id', raw(404, { 'request-id': id })],
    ['its request id, around a page', page(404, { 'request-id': id })],
  ])('is known by %s', async (_name, answer) => {
    server.answer(answer);
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(1)))).toEqual(['refused404']);
    expect(short(await user.startJobs(jobs(1)))).toEqual(['refused404']);
    expect(seen()).toHaveLength(2);
  });
});

describe('a refusal of one call in a batch', () => {
  const bare = { status: 409 };
  const html = { status: 409, headers: { 'Content-Type': 'text/html' }, body: Buffer.from(`<h1>${canary}</h1>`).toString('base64') };
  const outer = { 'request-id': id };
  it.each([
    ['with Graph’s error body is Graph’s', itemError(409), {}, 'refused409'],
    ['with its own request id is Graph’s', { ...bare, headers: outer }, {}, 'refused409'],
    ['without a body is Graph’s where the batch has an id', bare, outer, 'refused409'],
    ['without a body is nobody’s where the batch has none either', bare, {}, 'gateway409'],
    ['that is a page stays one, whatever the batch has', html, outer, 'gateway409'],
  ] as const)('%s', async (_name, item, headers, expected) => {
    server.answer(batchOf((one, place) => (place === 1 ? item : completed(one)), headers));
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', expected, 'ok']);
    expect(seen()).toHaveLength(1);
  });

  it('that is a page is read again, with the others that may pass', async () => {
    server.answer(
      batchOf((one, place) => (place === 1 ? html : held(one))),
      json(heldJob({ id: '2' })),
    );
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '2']);
  });

  it('by a gateway, alike for all, sends no effect alone: each may have happened', async () => {
    server.answer(
      bothWays(
        () => ({ status: 404 }),
        () => started,
      ),
    );
    const { user, app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(Array(3).fill('gateway404'));
    expect(short(await user.startJobs(jobs(3)))).toEqual(Array(3).fill('gateway404'));
    expect(seen()).toHaveLength(2);
  });
});

describe('a whole batch that a gateway refused', () => {
  const blocked: Handler = (request, ...rest) => {
    const single = bothWays(
      () => started,
      (call) => (call.url.includes('/tasks/') ? completed(call) : call.url.endsWith('/start') ? started : held(call)),
    );
    (request.path.endsWith('$batch') ? page(403) : single)(request, ...rest);
  };

  it('leaves each effect of it in doubt; later ones go singly', async () => {
    server.answer(blocked);
    const { user, app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(Array(3).fill('gateway403'));
    expect(short(await user.startJobs(jobs(3)))).toEqual(Array(3).fill('gateway403'));
    expect(paths(seen())).toEqual(['$batch', '$batch']);
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['ok', 'ok']);
    expect(short(await user.startJobs(jobs(2)))).toEqual(['ok', 'ok']);
    expect(paths(seen()).slice(2)).toEqual(['t1', 't2', 'start', 'start']);
  });

  it('is read singly at once', async () => {
    server.answer(blocked);
    const { user, seen } = bench();
    expect(short(await user.getJobs(jobs(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(seen().map(({ path }) => jobId({ url: path }))).toEqual(['', '1', '2', '3']);
  });
});
