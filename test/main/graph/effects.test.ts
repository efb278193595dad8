import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenSource } from '../../../main/auth/model.ts';
import { createAppPrintApi } from '../../../main/graph/app-api.ts';
import type { GraphResult } from '../../../main/graph/model.ts';
import { parseJob } from '../../../main/graph/parse.ts';
import { createUserPrintApi } from '../../../main/graph/user-api.ts';
import { Secret } from '../../../main/secret.ts';
import {
  createGraphPorts,
  createTestTokens,
  type GraphServer,
  graphError,
  hangUp,
  heldJob,
  json,
  raw,
  startGraphServer,
} from '../../support/graph.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

type Ports = ReturnType<typeof createGraphPorts>['ports'];
const task = { id: 't1', parentUrl: 'https://x/print/printers/p1/jobs/7', status: { state: 'completed', description: '' } };

/** Whether the call may have been carried out, as `GraphFailure` says. */
const leavesOpen = (result: GraphResult<unknown>) =>
  !result.ok && ['unavailable', 'unreachable', 'badAnswer'].includes(result.failure.kind);

/** What came of the one call of a list. */
async function only<T>(results: Promise<readonly GraphResult<T>[]>): Promise<GraphResult<T>> {
  const [result, ...more] = await results;
  if (result === undefined || more.length > 0) throw new Error('One call has one result.');
  return result;
}

/** The calls with an effect, and the answer that each is documented to get. */
const effects = [
  {
    name: 'start',
    run: (ports: Ports, signal?: AbortSignal): Promise<GraphResult<unknown>> =>
      only(createUserPrintApi(ports).startJobs([{ shareId: 's1', jobId: '7' }], signal)),
    sent: { method: 'POST', path: '/v1.0/print/shares/s1/jobs/7/start', body: '' },
    good: json({ state: 'pending', details: [] }),
    value: { state: 'pending', details: [] },
  },
  {
    name: 'cancel',
    run: (ports: Ports, signal?: AbortSignal): Promise<GraphResult<unknown>> => createUserPrintApi(ports).cancelJob('p1', '7', signal),
    sent: { method: 'POST', path: '/v1.0/print/printers/p1/jobs/7/cancel', body: '' },
    good: raw(204, {}),
    value: null,
  },
  {
    name: 'complete task',
    run: (ports: Ports, signal?: AbortSignal): Promise<GraphResult<unknown>> =>
      only(createAppPrintApi(ports).completeTasks('d1', ['t1'], signal)),
    sent: { method: 'PATCH', path: '/v1.0/print/taskDefinitions/d1/tasks/t1' },
    good: json(task),
    value: { id: 't1', parentUrl: task.parentUrl, state: 'completed', description: null },
  },
  {
    name: 'configure',
    run: (ports: Ports, signal?: AbortSignal): Promise<GraphResult<unknown>> =>
      only(createAppPrintApi(ports).configureJobs([{ job: { printerId: 'p1', jobId: '7' }, configuration: { copies: 2 } }], signal)),
    sent: { method: 'PATCH', path: '/v1.0/print/printers/p1/jobs/7', body: '{"configuration":{"copies":2}}' },
    good: json(heldJob({ id: '7', configuration: { copies: 2, quality: null } })),
    value: parseJob(heldJob({ id: '7', configuration: { copies: 2, quality: null } })),
  },
  {
    name: 'redirect',
    run: (ports: Ports, signal?: AbortSignal): Promise<GraphResult<unknown>> =>
      only(
        createAppPrintApi(ports).redirectJobs(
          [{ job: { printerId: 'p1', jobId: '7' }, destinationPrinterId: 'p2', configuration: { copies: 2 } }],
          signal,
        ),
      ),
    sent: {
      method: 'POST',
      path: '/v1.0/print/printers/p1/jobs/7/redirect',
      body: '{"destinationPrinterId":"p2","configuration":{"copies":2}}',
    },
    good: json(heldJob({ id: '8' })),
    value: parseJob(heldJob({ id: '8' })),
  },
];

describe.each(effects)('$name', ({ run, sent, good, value }) => {
  const trial = async (changes: Parameters<typeof createGraphPorts>[1] = {}) => {
    const from = server.seen.length;
    const { ports, logged, tokens } = createGraphPorts(server, changes);
    return { result: await run(ports), seen: server.seen.slice(from), logged, tokens };
  };

  it('is sent as documented', async () => {
    server.answer(good);
    const { result, seen } = await trial();
    expect(result).toEqual({ ok: true, value });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject(sent);
  });

  it.each([
    ['429', graphError(429, 'x', { 'retry-after': '1' }), false],
    ['500', graphError(500, 'x'), true],
    ['501', graphError(501, 'notSupported'), false],
    ['503', graphError(503, 'x', { 'retry-after': '1' }), true],
    ['a lost connection', hangUp, true],
    ['409', graphError(409, 'x'), false],
    ['a page of a proxy', raw(200, { 'content-type': 'text/html' }, '<h1>Sign in</h1>'), true],
    ['a redirect', raw(307, { location: '/v1.0/x' }), true],
  ] as const)('is never sent twice after %s', async (_name, answer, unknown) => {
    server.answer(answer, good);
    const { result, seen } = await trial();
    expect(seen).toHaveLength(1);
    expect(result.ok).toBe(false);
    expect(leavesOpen(result)).toBe(unknown);
  });

  it.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    // The station's clock is an hour behind the answer's own date.
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 09:00:05 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' }, 5_000],
    ['nothing', {}, null],
  ])('says how long Graph asks to wait: %s', async (_name, headers, retryAfterMs) => {
    for (const [status, kind] of [
      [429, 'throttled'],
      [503, 'unavailable'],
    ] as const) {
      server.answer(graphError(status, 'x', headers));
      const { result, seen } = await trial();
      expect(result).toMatchObject({ ok: false, failure: { kind, retryAfterMs } });
      expect(seen).toHaveLength(1);
    }
  });

  it('is sent once more after a 401, with a fresh token', async () => {
    server.answer(graphError(401, 'InvalidAuthenticationToken'), good);
    const { result, seen, tokens } = await trial();
    expect(result.ok).toBe(true);
    expect(seen.map((request) => request.headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(tokens.asked).toEqual([undefined, { minLifetimeMs: Number.MAX_SAFE_INTEGER }]);
  });

  it('passes a claims challenge on, decoded', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true}}}';
    const header = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    server.answer(graphError(401, 'x', { 'www-authenticate': header }), good);
    expect((await trial()).tokens.asked).toEqual([undefined, { claims }]);
  });

  it('is given up after the second 401', async () => {
    server.answer(graphError(401, 'x'));
    const { result, seen } = await trial();
    expect(seen).toHaveLength(2);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'unauthenticated' } });
    expect(leavesOpen(result)).toBe(false);
  });

  it('is not sent where there is no token', async () => {
    const failure = { kind: 'signInAgain', aadsts: 50173, correlationId: null } as const;
    const { result, seen } = await trial({ tokens: createTestTokens({ ok: false, failure }) });
    expect(seen).toHaveLength(0);
    expect(result).toEqual({ ok: false, failure: { kind: 'noToken', failure } });
  });

  it('is not sent where the session ended while its token was fetched', async () => {
    const end = new AbortController();
    const tokens: TokenSource = {
      async getToken() {
        end.abort();
        return { ok: true, token: new Secret('late'), expiresAt: 0 };
      },
    };
    // A fetch that does not look at its signal: the in-process one of a test, or a host's.
    let sendings = 0;
    const fetch = async () => {
      sendings += 1;
      return new Response(null, { status: 204 });
    };
    const { ports } = createGraphPorts(server, { tokens, fetch });
    expect(await run(ports, end.signal)).toEqual({ ok: false, failure: { kind: 'unreachable', timedOut: false } });
    expect(sendings).toBe(0);
  });

  it('leaves nothing of the token in the log or the failure', async () => {
    server.answer(graphError(403, 'accessDenied'));
    const { result, logged } = await trial();
    expect(JSON.stringify([result, logged])).not.toMatch(/token-\d/);
    expect(logged.map((line) => line.event)).toEqual(['graph.failed']);
  });
});

it.each(['..', '.', '', '\ud800'])('no effect is sent for the id %j', async (id) => {
  server.answer(raw(204, {}));
  const { ports } = createGraphPorts(server);
  const from = server.seen.length;
  for (const result of [
    await createUserPrintApi(ports).cancelJob('p1', id),
    await only(createUserPrintApi(ports).startJobs([{ shareId: id, jobId: '7' }])),
    await only(createAppPrintApi(ports).completeTasks('d1', [id])),
    await only(createAppPrintApi(ports).configureJobs([{ job: { printerId: 'p1', jobId: id }, configuration: {} }])),
  ]) {
    expect(result).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'badId' } });
  }
  expect(server.seen.length).toBe(from);
});

it('an id with a slash stays one part of the path', async () => {
  server.answer(raw(204, {}));
  await createUserPrintApi(createGraphPorts(server).ports).cancelJob('p1', '7/../../../shares/s/jobs/8');
  expect(server.seen.at(-1)?.path).toBe('/v1.0/print/printers/p1/jobs/7%2F..%2F..%2F..%2Fshares%2Fs%2Fjobs%2F8/cancel');
});

it('an answer about another task is not taken for this one', async () => {
  server.answer(json({ ...task, id: 't2' }));
  const result = await only(createAppPrintApi(createGraphPorts(server).ports).completeTasks('d1', ['t1']));
  expect(result).toMatchObject({ ok: false, failure: { kind: 'badAnswer' } });
});

it('a cancel that is answered by anything but 204 is not taken for done', async () => {
  server.answer(json({}));
  expect(await createUserPrintApi(createGraphPorts(server).ports).cancelJob('p1', '7')).toMatchObject({
    ok: false,
    failure: { kind: 'badAnswer' },
  });
});
