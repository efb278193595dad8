import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppPrintApi } from '../../../main/graph/app-api.ts';
import type { GraphFailure } from '../../../main/graph/model.ts';
import { createUserPrintApi } from '../../../main/graph/user-api.ts';
import { createGraphPorts, type GraphServer, graphError, type Handler, heldJob, json, startGraphServer } from '../../support/graph.ts';

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
  const { ports, logged, clock } = createGraphPorts(server, changes);
  const result = await createUserPrintApi(ports).listJobs(share);
  return { result, logged, clock, sent: server.seen.slice(from) };
}

async function failing(): Promise<{ failure: GraphFailure; sent: number }> {
  const { result, sent } = await listing();
  if (result.ok) throw new Error('It was believed.');
  return { failure: result.failure, sent: sent.length };
}

describe('a list of several pages', () => {
  const nextPage = (path: (origin: string) => string, ...jobs: readonly unknown[]) =>
    ((request, response, origin) => json({ value: jobs, '@odata.nextLink': path(origin) })(request, response, origin)) satisfies ReturnType<
      typeof json
    >;

  it('is read to its end, also across empty pages', async () => {
    server.answer(
      nextPage((origin) => `${origin}/v1.0/print/shares/${share}/jobs?$skiptoken=a%2Bb`, heldJob({ id: '1' })),
      nextPage((origin) => `${origin}/v1.0/print/shares/${share}/jobs?$skiptoken=c`),
      list(heldJob({ id: '2' })),
    );
    const { result, sent } = await listing();
    expect(result).toMatchObject({ ok: true, value: [{ id: '1' }, { id: '2' }] });
    expect(sent[1]?.path).toBe(`/v1.0/print/shares/${share}/jobs?$skiptoken=a%2Bb`);
  });

  it('never sends the token to another origin', async () => {
    other.answer(list(heldJob({ id: 'stolen' })));
    server.answer(nextPage(() => `${other.origin}/v1.0/print/shares/${share}/jobs`, heldJob()));
    expect((await failing()).failure).toMatchObject({ kind: 'badAnswer', what: expect.stringMatching(/outside Graph/) });
    expect(other.seen).toHaveLength(0);
  });

  it('never leaves the version root', async () => {
    server.answer(nextPage((origin) => `${origin}/beta/print/shares/${share}/jobs`));
    expect(await failing()).toMatchObject({ failure: { kind: 'badAnswer' }, sent: 1 });
  });

  it('is kept, as one that is not whole, where its pages lead back to each other', async () => {
    const page = (name: string) => nextPage((origin) => `${origin}/v1.0/print/x?page=${name}`, heldJob({ id: name }));
    server.answer(page('a'), page('b'), page('a'));
    const { result, sent, logged } = await listing();
    expect(result).toMatchObject({ ok: true, value: [{ id: 'a' }, { id: 'b' }], dropped: 1 });
    expect(sent).toHaveLength(3);
    expect(logged).toEqual([{ event: 'graph.listCutShort', fields: { call: 'listJobs', count: 2, reference: expect.any(String) } }]);
  });

  it('is kept, as one that is not whole, where an empty page names itself as the next', async () => {
    const at = (origin: string) => `${origin}/v1.0/print/x?page=2`;
    server.answer(nextPage(at, heldJob(), { id: 7 }), nextPage(at));
    const { result, sent } = await listing();
    expect(result).toMatchObject({ ok: true, value: [{ id: '4711' }], dropped: 2 });
    expect(sent).toHaveLength(2);
  });

  it('is kept, as one that is not whole, where the address of the next page is empty', async () => {
    server.answer(nextPage(() => '', heldJob()));
    expect((await listing()).result).toMatchObject({ ok: true, value: [{ id: '4711' }], dropped: 1 });
  });

  it('is kept, as one that is not whole, where empty pages follow each other without end', async () => {
    let count = 0;
    const endless: Handler = (request, response, origin) =>
      nextPage(() => `${origin}/v1.0/print/x?page=${++count}`)(request, response, origin);
    server.answer(
      nextPage((origin) => `${origin}/v1.0/print/x?page=first`, heldJob()),
      endless,
    );
    const { result, sent } = await listing();
    expect(result).toMatchObject({ ok: true, value: [{ id: '4711' }], dropped: 1 });
    expect(sent).toHaveLength(51);
  });

  /** `total` elements, `size` on each page; `about` makes one. */
  const many = (total: number, size: number, about: (index: number) => unknown, before: () => void = () => undefined): Handler => {
    let given = 0;
    return (request, response, origin) => {
      before();
      const elements = Array.from({ length: Math.min(size, total - given) }, (_, index) => about(given + index));
      given += elements.length;
      const page = given < total ? nextPage(() => `${origin}/v1.0/print/x?from=${given}`, ...elements) : list(...elements);
      page(request, response, origin);
    };
  };

  it('is whole, however many pages it has', async () => {
    server.answer(many(110, 2, (index) => heldJob({ id: String(index) })));
    const { result, sent } = await listing();
    expect(result.ok && result.value.length).toBe(110);
    expect(result).not.toHaveProperty('dropped');
    expect(sent).toHaveLength(55);
  });

  it('says that there are too many where it has more than 20,000 elements', async () => {
    server.answer(many(30_000, 5_000, (index) => ({ id: String(index), status: { state: 'paused' } })));
    expect(await failing()).toMatchObject({ failure: { kind: 'tooMany' }, sent: 5 });
  });

  it('says that there are too many where it takes longer than a minute, by the clock that never jumps', async () => {
    const { ports, clock } = createGraphPorts(server);
    server.answer(
      many(
        1_000,
        1,
        (index) => heldJob({ id: String(index) }),
        () => clock.advance(9_000),
      ),
    );
    const from = server.seen.length;
    const result = await createUserPrintApi(ports).listJobs(share);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'tooMany', reference: expect.any(String) } });
    expect(server.seen.length - from).toBe(7);
  });

  it('of tasks is read no further than to the wanted ones: a tenant of 1,000 pages costs three reads', async () => {
    const task = (index: number) => ({ id: `t${index}`, parentUrl: null, status: { state: 'processing' } });
    server.answer(many(10_000, 10, task));
    const from = server.seen.length;
    const { ports } = createGraphPorts(server);
    const result = await createAppPrintApi(ports).listTasks('d1', (found) => found.some(({ id }) => id === 't25'));
    expect(result.ok && result.value.length).toBe(30);
    expect(server.seen.length - from).toBe(3);
  });

  it('ends with the session, between two pages too', async () => {
    const end = new AbortController();
    let pages = 0;
    server.answer(
      many(
        100,
        1,
        (index) => heldJob({ id: String(index) }),
        () => {
          pages += 1;
        },
      ),
    );
    const { ports } = createGraphPorts(server, {
      fetch: async (request) => {
        const response = await fetch(request);
        if (pages === 3) queueMicrotask(() => end.abort());
        return response;
      },
    });
    expect(await createUserPrintApi(ports).listJobs(share, end.signal)).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    expect(pages).toBe(3);
  });

  it('is a failure and not half a list where one page fails', async () => {
    server.answer(
      nextPage((origin) => `${origin}/v1.0/print/x?page=2`, heldJob()),
      graphError(403, 'accessDenied'),
    );
    expect((await failing()).failure).toMatchObject({ kind: 'refused', status: 403 });
  });

  it('shows the good jobs where one is broken, and says in answer and log how many are missing', async () => {
    server.answer(list(heldJob({ id: '1' }), { createdBy: 'nobody' }, null, heldJob({ id: '2' })));
    const { result, logged } = await listing();
    expect(result).toMatchObject({ ok: true, value: [{ id: '1' }, { id: '2' }], dropped: 2 });
    expect(logged).toEqual([{ event: 'graph.elementsDropped', fields: { call: 'listJobs', count: 2 } }]);
  });

  it('counts a job once that moved from page to page', async () => {
    server.answer(
      nextPage((origin) => `${origin}/v1.0/print/x?page=2`, heldJob()),
      list(heldJob({ status: { state: 'processing' } })),
    );
    expect((await listing()).result).toMatchObject({ ok: true, value: [{ id: '4711', state: 'processing' }] });
  });
});
