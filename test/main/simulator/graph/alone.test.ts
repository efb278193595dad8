import { expect, test, vi } from 'vitest';
import { createFaults, type FaultRule, type Faults } from '../../../../main/simulator/graph/faults.ts';
import { createGraph } from '../../../../main/simulator/graph/graph.ts';
import { createPrinters } from '../../../../main/simulator/graph/printers.ts';
import { createTray } from '../../../../main/simulator/graph/tray.ts';
import { createWorld } from '../../../../main/simulator/graph/world.ts';
import type { DemoPrinter, TokenAuthority, TokenClaims } from '../../../../main/simulator/model.ts';
import { seededRandom } from '../../../../main/simulator/random.ts';
import { createSettings } from '../../../../main/simulator/settings.ts';
import { handClock } from '../../../support/badge.ts';

const origin = 'http://127.0.0.1:4100';
const owner = { oid: 'zoe', displayName: 'Zoë', userPrincipalName: 'zoe@lindenhof.example', badge: '1' };
const device: DemoPrinter = { printerId: 'p1', shareId: 's1', name: 'Lobby', kind: 'resumes', trigger: true };

/** Judges made-up tokens by their first word. */
const authority: TokenAuthority = {
  verify: (header) => {
    const base = { aud: origin, tid: 't', appid: 'station', exp: 0, nbf: 0 };
    const claims: TokenClaims = header?.includes('app')
      ? { ...base, oid: 'station', roles: ['PrintTaskDefinition.ReadWrite.All'] }
      : { ...base, oid: owner.oid, scp: 'PrintJob.ReadBasic PrintJob.Create PrinterShare.ReadBasic.All' };
    return Promise.resolve({ ok: true, claims });
  },
  issueFor: () => Promise.resolve('none'),
};

/** A call that lands late does so whichever faults the batches have. */
const noFaultsInBatches: Pick<Faults, 'around'> = { around: (request, carry) => carry(request) };

function printService(seed: string) {
  const [clock, random, settings] = [handClock(), seededRandom(seed), createSettings()];
  const world = createWorld({ clock, random, settings, printers: [device] });
  const tray = createTray();
  const printers = createPrinters({ clock, settings, world, tray });
  const faults = createFaults(clock, random);
  const directory = { tenantId: 't', tenantName: 't', people: [owner], apps: [] };
  const graph = createGraph({
    ports: { clock, random, origin },
    directory,
    authority,
    settings,
    world,
    printers,
    faults: noFaultsInBatches,
  });
  world.definitions.set('d', { id: 'd', displayName: 'Held', appId: 'station', appDisplayName: null });
  world.triggers.set('t', { id: 't', printerId: device.printerId, definitionId: 'd' });
  const send = async (who: 'app' | 'user', method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${who}`, 'content-type': 'application/json' };
    const request = new Request(`${origin}/v1.0${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return faults.around(request, graph.fetch).then(
      (response) => response.status,
      () => 0,
    );
  };
  return { clock, world, tray, printers, faults, send };
}

/** One short life: a held job is listed, completed (late, its answer lost) and comes out once. */
async function live(seed: string): Promise<number> {
  const { clock, world, tray, printers, faults, send } = printService(seed);
  const job = world.createJob(owner, device.printerId, {});
  world.documents.put(job.id, new Uint8Array([1]));
  world.apply(job.id, 'uploaded');
  world.apply(job.id, 'start');
  const late: FaultRule = { method: 'PATCH', path: '/**', fault: { kind: 'late', landsAfterMs: 500 } };
  faults.set([late]);
  expect(await send('user', 'GET', `/print/shares/${device.shareId}/jobs`)).toBe(200);
  const taskId = world.job(job.id)?.taskId ?? '';
  expect(await send('app', 'PATCH', `/print/taskDefinitions/d/tasks/${taskId}`, { status: { state: 'completed' } })).toBe(0);
  clock.advance(5000);
  expect(await send('user', 'GET', `/print/shares/${device.shareId}/jobs/${job.id}`)).toBe(200);
  printers.close();
  faults.close();
  expect(clock.waiting()).toBe(0);
  return tray.entries().length;
}

test('the print service lives without Entra, by its own clock alone: five hundred lives touch neither the machine’s clock nor its timers', async () => {
  const forbidden = () => {
    throw new Error('The machine’s own clock was used.');
  };
  const spies = [
    vi.spyOn(Date, 'now').mockImplementation(forbidden),
    vi.spyOn(performance, 'now').mockImplementation(forbidden),
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(forbidden),
    vi.spyOn(globalThis, 'setInterval').mockImplementation(forbidden),
  ];
  try {
    for (let life = 0; life < 500; life++) expect(await live(`life ${life}`)).toBe(1);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
});
