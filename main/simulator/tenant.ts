import { type Clock, type RandomBytes, systemClock, wait } from '../ports.ts';
import { createDesk, isDeskPath } from './desk/desk.ts';
import { type DemoDirectory, demoDirectory, type StationAppOptions } from './directory.ts';
import { createEntra, type Entra, type EntraSettings } from './entra/entra.ts';
import { createFaults, type FaultRule, type Faults } from './graph/faults.ts';
import { createGraph, isGraphPath } from './graph/graph.ts';
import { createPrinters } from './graph/printers.ts';
import type { JobRecord, PrinterCondition } from './graph/records.ts';
import { createTray, type TrayEntry } from './graph/tray.ts';
import { type Change, createWorld, type World } from './graph/world.ts';
import type { DemoPerson } from './model.ts';
import { type PrintRequest, printAs } from './print-as.ts';
import { guid, seededRandom, systemRandom } from './random.ts';
import { createSettings, type Settings, type SettingsStore } from './settings.ts';

/** What a tenant may be given. */
export interface TenantOptions {
  /** Where it is reached, e.g. `http://127.0.0.1:4100`. In-process any loopback address serves. */
  readonly origin: string;
  readonly clock?: Clock;
  /** Chance at run time: tokens, codes, secrets. Default: the seed's where one is given, else the machine's. */
  readonly random?: RandomBytes;
  /** Decides every id of people, apps, printers, definition and triggers. Default `demo`. */
  readonly seed?: string;
  readonly settings?: Partial<Settings>;
  readonly entraSettings?: Partial<EntraSettings>;
  readonly faults?: readonly FaultRule[];
  /** Folder for printed documents; in memory where left out. */
  readonly trayFolder?: string;
  readonly station?: StationAppOptions;
}

/** The demo tenant: Entra, Graph, people and printers behind one `fetch`. */
export interface Tenant extends DemoDirectory {
  /** Rejects with a `TypeError` where a fault resets the connection, as `fetch` does. */
  fetch(request: Request): Promise<Response>;
  readonly origin: string;
  readonly entra: Entra;
  readonly settings: SettingsStore;
  readonly faults: Faults;
  readonly definitionId: string;
  /** The print service's memory, for tests that prepare or look into it. */
  readonly world: World;
  /** Prints through the real calls with a real token, untouched by faults and latency. Resolves to the job's id. */
  printAs(person: DemoPerson, shareId: string, document: PrintRequest): Promise<string>;
  /** A printer goes into trouble; `detail` is a `printerProcessingStateDetail`, `state` `stopped` unless given. */
  jam(printerId: string, detail: string, state?: string): void;
  clear(printerId: string): void;
  condition(printerId: string): PrinterCondition;
  /** What came out, oldest first. */
  tray(): readonly TrayEntry[];
  /** A printed document byte for byte; undefined where only its record is kept. */
  readTray(entry: TrayEntry): Uint8Array | undefined;
  jobs(): readonly JobRecord[];
  /** Resolves once `condition` holds, looking after every change of a job or printer. */
  until(condition: () => boolean): Promise<void>;
  onChange(listener: (change: Change) => void): () => void;
  /** A station configuration file for this tenant, ready to be written. */
  stationConfig(): Record<string, unknown>;
  /** Listens to the desk's card reader; returns how to stop. */
  onTap(listener: (badge: string) => void): () => void;
  /** A card is held to the desk's reader. */
  tap(badge: string): void;
  close(): void;
}

/** Builds a tenant with its task definition and triggers in place. Throws where settings, faults or the tray folder are not valid. */
export async function createTenant(options: TenantOptions): Promise<Tenant> {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? (options.seed === undefined ? systemRandom : seededRandom(`${options.seed} at run time`));
  const ids = seededRandom(options.seed ?? 'demo');
  const demo = demoDirectory(ids, random, options.station);
  const ports = { clock, random, origin: options.origin };
  const settings = createSettings(options.settings);
  const world = createWorld({ clock, random, settings, printers: demo.printers });
  const tray = createTray(options.trayFolder);
  const printers = createPrinters({ clock, settings, world, tray });
  const faults = createFaults(clock, random);
  faults.set(options.faults ?? []);
  const { directory, deskApp, stationApp } = demo;
  const entra = await createEntra({ ports, directory, settings: options.entraSettings ?? {} });
  const graph = createGraph({ ports, directory, authority: entra, settings, world, printers, faults });
  const definitionId = holdJobs(world, demo, ids);
  const taps = new Set<(badge: string) => void>();

  async function answer(request: Request): Promise<Response> {
    if (isGraphPath(new URL(request.url).pathname)) return graph.fetch(request);
    return (await entra.handle(request)) ?? new Response('Not found', { status: 404 });
  }

  const token = (person: DemoPerson) => entra.issueFor(person.oid, deskApp.clientId, deskApp.delegatedPermissions);

  const tenant: Tenant = {
    ...demo,
    origin: options.origin,
    entra,
    settings,
    faults,
    definitionId,
    world,
    async fetch(request) {
      if (isDeskPath(new URL(request.url).pathname)) return desk(request);
      const { latencyMs } = settings.current();
      if (latencyMs > 0) await wait(clock, latencyMs);
      return faults.around(request, answer);
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
    stationConfig: () => stationConfig(demo, definitionId, options.origin, stationApp.secrets[0] ?? ''),
    onTap: (listener) => {
      taps.add(listener);
      return () => taps.delete(listener);
    },
    tap: (badge) => {
      for (const listener of [...taps]) listener(badge);
    },
    close: () => {
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

function stationConfig(demo: DemoDirectory, taskDefinitionId: string, origin: string, secret: string): Record<string, unknown> {
  return {
    station: { id: 'demo-lobby', name: 'Demo tenant', helpContact: 'IT desk, ext. 1200' },
    tenant: { id: demo.directory.tenantId, cloud: { graph: origin, authority: origin } },
    app: { clientId: demo.stationApp.clientId, secret },
    print: {
      taskDefinitionId,
      printers: demo.printers.map(({ shareId, printerId, name }) => ({ shareId, printerId, name })),
    },
    release: { mode: 'user' },
    signIn: { methods: ['badge', 'deviceCode'] },
  };
}
