import { type RandomBytes, systemClock, wait } from '../ports.ts';
import { actSchema } from './acts.ts';
import { createDesk, isDeskPath } from './desk/desk.ts';
import { type DemoDirectory, demoDirectory } from './directory.ts';
import { createEntra } from './entra/entra.ts';
import { createFaults } from './graph/faults.ts';
import { createGraph, isGraphPath } from './graph/graph.ts';
import { land } from './graph/held-request.ts';
import { createPrinters } from './graph/printers.ts';
import { createTray } from './graph/tray.ts';
import { createWorld, type World } from './graph/world.ts';
import type { DemoPerson } from './model.ts';
import { createNetwork } from './network.ts';
import { createActs } from './perform.ts';
import { printAs } from './print-as.ts';
import { fraction, guid, seededRandom, systemRandom } from './random.ts';
import { createScripts } from './script.ts';
import { createSettings } from './settings.ts';
import { skewedClock } from './skewed-clock.ts';
import { badgeList, stationConfig } from './station-config.ts';
import type { Tenant, TenantOptions } from './tenant-model.ts';

export type { Tenant, TenantOptions } from './tenant-model.ts';

/** Builds a tenant with its task definition and triggers in place. Throws where settings, faults or the tray folder are not valid. */
export async function createTenant(options: TenantOptions): Promise<Tenant> {
  const clock = options.clock ?? systemClock;
  const seed = options.seed ?? 'demo';
  const random = options.random ?? (options.seed === undefined ? systemRandom : seededRandom(`${seed} at run time`));
  // Streams of their own: how often a token was made changes neither ids nor which call a fault hits.
  const chance = (name: string) => options.random ?? seededRandom(`${seed} ${name}`);
  const ids = seededRandom(seed);
  const demo = demoDirectory(ids, random, options.station);
  const settings = createSettings(options.settings);
  const ports = { clock: skewedClock(clock, () => settings.current().clockSkewMs), random, origin: options.origin };
  const world = createWorld({ clock, random: options.seed === undefined ? random : chance('world'), settings, printers: demo.printers });
  const tray = createTray(options.trayFolder);
  const printers = createPrinters({ clock, settings, world, tray });
  const faults = createFaults(clock, chance('faults'), { nowMs: world.now, perform: (act, path) => acts.perform(act, path) });
  faults.set(options.faults ?? []);
  const { directory, deskApp } = demo;
  const entra = await createEntra({ ports, directory, settings: options.entraSettings ?? {} });
  const acts = createActs({ clock, settings, world, printers, directory, stationApp: demo.stationApp, entra });
  const network = createNetwork(settings, faults, world.now);
  const graph = createGraph({
    ports: { ...ports, random: chance('graph') },
    directory,
    authority: entra,
    settings,
    world,
    printers,
    faults,
  });
  const pace = chance('pace');
  const definitionId = holdJobs(world, demo, ids);
  const taps = new Set<(badge: string) => void>();

  async function answer(request: Request): Promise<Response> {
    if (isGraphPath(new URL(request.url).pathname)) return graph.fetch(request);
    return (await land(request, () => entra.handle(request))) ?? new Response('Not found', { status: 404 });
  }

  const token = (person: DemoPerson) => entra.issueFor(person.oid, deskApp.clientId, deskApp.delegatedPermissions);

  const tenant: Tenant = {
    ...demo,
    origin: options.origin,
    seed,
    entra,
    settings,
    faults,
    definitionId,
    world,
    async fetch(request) {
      if (isDeskPath(new URL(request.url).pathname)) return desk(request);
      return network.carry(request, async () => {
        const { latencyMs, latencySpreadMs, latencySide } = settings.current();
        const takesMs = latencyMs + (latencySpreadMs === 0 ? 0 : Math.floor(fraction(pace) * (latencySpreadMs + 1)));
        if (takesMs > 0 && latencySide === 'before') await wait(clock, takesMs);
        const response = await faults.around(request, answer);
        if (takesMs > 0 && latencySide === 'after') await wait(clock, takesMs);
        return response;
      });
    },
    printAs: (person, shareId, document) => {
      const kind = world.printers.get(world.shares.get(shareId) ?? '')?.kind;
      return printAs({ fetch: answer, origin: options.origin, token }, person, shareId, document, document.start ?? kind !== 'unstarted');
    },
    jam: printers.jam,
    clear: printers.clear,
    condition: printers.condition,
    tray: tray.entries,
    readTray: tray.read,
    jobs: world.jobs,
    until: (condition) =>
      new Promise((resolve) => {
        const check = () => {
          if (!condition()) return;
          stop();
          resolve();
        };
        const stop = world.onChange(check);
        check();
      }),
    onChange: world.onChange,
    act: (act) => acts.perform(actSchema.parse(act)),
    scripts: createScripts({ faults, settings, entra }),
    stationConfig: (asked = {}) => stationConfig(demo, definitionId, options.origin, asked),
    badgeList: () => badgeList(directory.people),
    onTap: (listener) => {
      taps.add(listener);
      return () => taps.delete(listener);
    },
    tap: (badge) => {
      for (const listener of [...taps]) listener(badge);
    },
    close: () => {
      faults.close();
      acts.close();
      printers.close();
      taps.clear();
    },
  };
  const desk = createDesk(tenant, clock);
  return tenant;
}

/** The station's app holds jobs on every printer that has a trigger. */
function holdJobs(world: World, { stationApp, printers }: DemoDirectory, ids: RandomBytes): string {
  const definitionId = guid(ids);
  world.definitions.set(definitionId, {
    id: definitionId,
    displayName: 'Held until released',
    appId: stationApp.clientId,
    appDisplayName: stationApp.displayName,
  });
  for (const { printerId, trigger } of printers) {
    const id = guid(ids);
    if (trigger) world.triggers.set(id, { id, printerId, definitionId });
  }
  return definitionId;
}
