import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenRequest, TokenSource } from '../../../main/auth/model.ts';
import { Secret } from '../../../main/secret.ts';
import { batchOf, type GraphServer, graphError, itemError, itemsOf, json, startGraphServer } from '../../support/graph.ts';
import { completed, createBench, held, jobId, jobs, paths, short, started, taskId, tasks } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = (changes?: Parameters<typeof createBench>[1]) => createBench(server, changes);
const claims = '{"access_token":{"nbf":{"essential":true}}}';
const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
const fresh = { minLifetimeMs: Number.MAX_SAFE_INTEGER };
const revoked = { kind: 'signInAgain', aadsts: 50173, correlationId: null } as const;

/** Good once; the renewal finds that the person's sign-in was revoked. */
function revokedTokens(): TokenSource & { readonly asked: (TokenRequest | undefined)[] } {
  const asked: (TokenRequest | undefined)[] = [];
  return {
    asked,
    async getToken(request) {
      asked.push(request);
      if (asked.length > 1) return { ok: false, failure: revoked };
      return { ok: true, token: new Secret('token-1'), expiresAt: Number.MAX_SAFE_INTEGER };
    },
  };
}

describe('a token that Graph refuses for the whole batch', () => {
  it('is renewed, and the batch is sent once more: nothing was done', async () => {
    server.answer(graphError(401, 'InvalidAuthenticationToken'), batchOf(completed));
    const { app, seen, tokens } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', '$batch']);
    expect(tokens.asked).toEqual([undefined, fresh]);
  });

  it.each([401, 403])('is renewed with the claims that a %i asks for', async (status) => {
    server.answer(
      graphError(status, 'x', { 'www-authenticate': challenge }),
      batchOf(() => started),
    );
    const { user, tokens } = bench();
    expect(short(await user.startJobs(jobs(2)))).toEqual(['ok', 'ok']);
    expect(tokens.asked).toEqual([undefined, { claims }]);
  });

  it('is given up after the second 401', async () => {
    server.answer(graphError(401, 'x'));
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['unauthenticated', 'unauthenticated']);
    expect(seen()).toHaveLength(2);
  });

  it('and cannot be renewed, because the sign-in was revoked, leaves everything undone', async () => {
    server.answer(graphError(401, 'x'));
    const { user, seen } = bench({ tokens: revokedTokens() });
    const none = { ok: false, failure: { kind: 'noToken', failure: revoked } };
    expect(await user.startJobs(jobs(22))).toEqual([
      ...Array(20).fill(none),
      ...Array(2).fill({ ok: false, failure: { kind: 'notSent' } }),
    ]);
    expect(seen()).toHaveLength(1);
  });
});

describe('a token that Graph refuses for some calls of a batch', () => {
  it('is renewed with the claims, and those calls alone are sent once more', async () => {
    server.answer(
      batchOf((item) => (taskId(item) === 't2' ? completed(item) : itemError(401, 'x', { 'WWW-Authenticate': challenge }))),
      batchOf(completed),
    );
    const { app, seen, tokens } = bench();
    expect(await app.completeTasks('d1', tasks(3))).toMatchObject(['t1', 't2', 't3'].map((id) => ({ ok: true, value: { id } })));
    expect(seen().map((request) => itemsOf(request).map(taskId))).toEqual([
      ['t1', 't2', 't3'],
      ['t1', 't3'],
    ]);
    expect(tokens.asked).toEqual([undefined, { claims }]);
  });

  it('one call is sent alone', async () => {
    server.answer(
      batchOf((item) => (taskId(item) === 't2' ? itemError(401) : completed(item))),
      json(completed({ url: '/t2' }).body),
    );
    const { app, seen, tokens } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'ok', 'ok']);
    expect(paths(seen())).toEqual(['$batch', 't2']);
    expect(tokens.asked).toEqual([undefined, fresh]);
  });

  it('a sequence goes on where it stood, in order', async () => {
    server.answer(
      batchOf((_item, place) => (place < 2 ? started : itemError(place === 2 ? 401 : 424, 'x', { 'WWW-Authenticate': challenge }))),
      batchOf(() => started),
    );
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(5)))).toEqual(Array(5).fill('ok'));
    const again = itemsOf(seen()[1]);
    expect(again.map(jobId)).toEqual(['3', '4', '5']);
    expect(again.map(({ dependsOn }) => dependsOn)).toEqual([undefined, [again[0]?.id], [again[1]?.id]]);
  });

  it('nothing is sent again that lies behind a call without an answer', async () => {
    server.answer(
      batchOf((_item, place) => (place === 1 ? [] : itemError(place === 0 ? 401 : 424))),
      json(started.body),
    );
    const { user, seen } = bench();
    expect(short(await user.startJobs(jobs(4)))).toEqual(['ok', 'badAnswer', 'notSent', 'notSent']);
    expect(seen().map(({ path }) => jobId({ url: path }))).toEqual(['', '1']);
  });

  it('is not renewed a second time', async () => {
    server.answer(batchOf(() => itemError(401)));
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(2)))).toEqual(['unauthenticated', 'unauthenticated']);
    expect(seen()).toHaveLength(2);
  });

  it('the second answer counts, also where it leaves open what happened', async () => {
    server.answer(
      batchOf((item, place) => (place === 0 ? completed(item) : itemError(401))),
      graphError(503, 'x'),
    );
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'unavailable503', 'unavailable503']);
    expect(seen()).toHaveLength(2);
  });

  it('what was carried out is not sent alone where the second batch is refused as such', async () => {
    server.answer(
      batchOf((item, place) => (place === 0 ? completed(item) : itemError(401))),
      graphError(400, 'x'),
    );
    const { app, seen } = bench();
    expect(short(await app.completeTasks('d1', tasks(3)))).toEqual(['ok', 'unauthenticated', 'unauthenticated']);
    expect(paths(seen())).toEqual(['$batch', '$batch']);
  });

  it('and cannot be renewed, because the sign-in was revoked, undoes nothing of the rest', async () => {
    server.answer(batchOf((item) => (jobId(item) === '2' ? itemError(401) : held(item))));
    const { user } = bench({ tokens: revokedTokens() });
    expect(await user.getJobs(jobs(3))).toMatchObject([
      { ok: true },
      { ok: false, failure: { kind: 'noToken', failure: revoked } },
      { ok: true },
    ]);
  });
});
