import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Redirect } from '../../../main/graph/model.ts';
import { parsePrinter } from '../../../main/graph/parse.ts';
import { batchOf, type GraphServer, heldJob, itemError, itemOk, itemsOf, json, startGraphServer } from '../../support/graph.ts';
import { createBench, jobId, short } from './batch-bench.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.close());

const bench = () => createBench(server);

describe('a person’s jobs at a printer', () => {
  it('are asked for by their name, so written that no sign in it changes the question', async () => {
    server.answer(json({ value: [heldJob()] }));
    const { app, seen } = bench();
    expect(await app.listPrinterJobs('p1', "siobhan.o'connor+&#x@demo.example")).toMatchObject({ ok: true, value: [{ id: '4711' }] });
    const url = new URL(seen()[0]?.path ?? '', server.origin);
    expect(url.pathname).toBe('/v1.0/print/printers/p1/jobs');
    expect([...url.searchParams]).toEqual([
      ['$expand', 'documents'],
      ['$filter', "createdBy/userPrincipalName eq 'siobhan.o''connor+&#x@demo.example'"],
    ]);
    expect(seen()[0]?.path).toContain('o%27%27connor%2B%26%23x%40demo.example%27');
  });

  it.each(['', ' ', '\ud800'])('are not asked for without a name: %j', async (name) => {
    const { app, seen, logged } = bench();
    expect(await app.listPrinterJobs('p1', name)).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'badId' } });
    expect(seen()).toHaveLength(0);
    expect(logged).toHaveLength(1);
  });

  it('are read over all pages, and their name stands in no log', async () => {
    server.answer(
      (request, response, origin) =>
        json({ value: [], '@odata.nextLink': `${origin}${request.path}&$skiptoken=2` })(request, response, origin),
      json({ error: { code: 'x' } }, 403),
    );
    const { app, seen, logged } = bench();
    expect(short([await app.listPrinterJobs('p1', 'zoe@demo.example')])).toEqual(['refused403']);
    expect(seen()).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain('zoe');
  });
});

describe('a printer', () => {
  it('is read with its state', async () => {
    server.answer(json({ id: 'P1', displayName: 'Lobby', isAcceptingJobs: true, status: { state: 'stopped', details: ['mediaEmpty'] } }));
    const { app, seen } = bench();
    expect(await app.getPrinter('p1')).toEqual({
      ok: true,
      value: { id: 'P1', displayName: 'Lobby', isAcceptingJobs: true, status: { state: 'stopped', details: ['mediaEmpty'] } },
    });
    expect(seen()[0]).toMatchObject({ method: 'GET', path: '/v1.0/print/printers/p1' });
    server.answer(json({ id: 'p2' }));
    expect(await app.getPrinter('p1')).toMatchObject({ ok: false, failure: { kind: 'badAnswer' } });
  });

  it('says what it can do only where that is selected; what is of another kind is left out', async () => {
    const capabilities = {
      copiesPerJob: { start: 1, end: 50 },
      duplexModes: ['oneSided', 7],
      colorModes: 'color',
      isPageRangeSupported: 'yes',
      pagesPerSheet: [1, 2.5, 0, '4', 4],
    };
    server.answer(json({ id: 'P1', capabilities }));
    const { app, seen } = bench();
    expect(await app.getCapabilities(['p1'])).toEqual([
      {
        ok: true,
        value: {
          mostCopies: 50,
          duplexModes: ['oneSided'],
          colorModes: [],
          isColorPrintingSupported: null,
          isPageRangeSupported: null,
          pagesPerSheet: [1, 4],
        },
      },
    ]);
    expect(seen()[0]?.path).toBe('/v1.0/print/printers/p1?$select=id,capabilities');
    server.answer(json({ id: 'p1', capabilities: null }));
    expect(await app.getCapabilities(['p1'])).toEqual([{ ok: true, value: null }]);
    server.answer(json({ id: 'p2', capabilities }));
    expect(await app.getCapabilities(['p1'])).toMatchObject([{ ok: false, failure: { kind: 'badAnswer' } }]);
  });

  it('shows its queue as a number: one page, no documents asked for, whatever lies behind it', async () => {
    server.answer((request, response, origin) =>
      json({ value: [heldJob({ status: { state: 'pending' } })], '@odata.nextLink': `${origin}${request.path}?$skiptoken=2` })(
        request,
        response,
        origin,
      ),
    );
    const { app, seen } = bench();
    expect(await app.readQueues(['p1'])).toEqual([{ ok: true, value: { waiting: null } }]);
    expect(seen().map(({ path }) => path)).toEqual(['/v1.0/print/printers/p1/jobs']);
  });

  it('that says little is still a printer; one without an id is none', () => {
    expect(parsePrinter({ id: 'p', isAcceptingJobs: 'yes', status: 'fine', displayName: '' })).toEqual({
      id: 'p',
      displayName: null,
      isAcceptingJobs: null,
      status: null,
    });
    expect(parsePrinter({ id: 'p', status: { details: [1, 'paused'] } })?.status).toEqual({ state: 'unknown', details: ['paused'] });
    expect(parsePrinter({ displayName: 'x' })).toBeNull();
    expect(parsePrinter(null)).toBeNull();
  });
});

describe('redirects', () => {
  const redirect = (id: string, configuration: Redirect['configuration'] = null): Redirect => ({
    job: { printerId: 'p1', jobId: id },
    destinationPrinterId: 'p2',
    configuration,
  });

  it('name the printer, and a configuration only where there is one; each answers with the new job', async () => {
    server.answer(batchOf((item) => itemOk(heldJob({ id: `new-${jobId(item)}`, createdBy: { id: '' } }))));
    const { app, seen } = bench();
    expect(await app.redirectJobs([redirect('1'), redirect('2', { copies: 2 })])).toMatchObject([
      { ok: true, value: { id: 'new-1', ownerId: null } },
      { ok: true, value: { id: 'new-2' } },
    ]);
    expect(itemsOf(seen()[0]).map(({ method, url, body, dependsOn }) => [method, url, body, dependsOn])).toEqual([
      ['POST', '/print/printers/p1/jobs/1/redirect', { destinationPrinterId: 'p2' }, undefined],
      ['POST', '/print/printers/p1/jobs/2/redirect', { destinationPrinterId: 'p2', configuration: { copies: 2 } }, undefined],
    ]);
  });

  it('are never sent twice: not after a 5xx, and not for a job that is named twice', async () => {
    server.answer(batchOf((item, place) => (place === 0 ? itemError(504) : itemOk(heldJob({ id: `new-${jobId(item)}` })))));
    const { app, seen } = bench();
    expect(short(await app.redirectJobs([redirect('1'), redirect('2'), redirect('1', { copies: 2 })]))).toEqual([
      'unavailable504',
      'ok',
      'notSent',
    ]);
    expect(seen()).toHaveLength(1);
    expect(itemsOf(seen()[0])).toHaveLength(2);
  });

  it('one alone is a single call', async () => {
    server.answer(json(heldJob({ id: 'new' })));
    const { app, seen } = bench();
    expect(short(await app.redirectJobs([redirect('1')]))).toEqual(['ok']);
    expect(seen()[0]).toMatchObject({
      method: 'POST',
      path: '/v1.0/print/printers/p1/jobs/1/redirect',
      body: '{"destinationPrinterId":"p2"}',
    });
  });
});
