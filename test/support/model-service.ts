import type { StationMode } from '../../main/simulator/directory.ts';
import { createFaults, type FaultRule, type Faults } from '../../main/simulator/graph/faults.ts';
import { createGraph } from '../../main/simulator/graph/graph.ts';
import { createPrinters, type Printers } from '../../main/simulator/graph/printers.ts';
import type { JobConfiguration, JobRecord } from '../../main/simulator/graph/records.ts';
import { createTray, type Tray } from '../../main/simulator/graph/tray.ts';
import { createWorld, type World } from '../../main/simulator/graph/world.ts';
import type { DemoPerson, DemoPrinter, Directory } from '../../main/simulator/model.ts';
import { createSettings, type Settings, type SettingsStore } from '../../main/simulator/settings.ts';
import { printedAs } from './model-options.ts';
import type { Chance } from './model-random.ts';
import { serviceClock, type VirtualTime } from './model-time.ts';
import { createTokenTable, type TokenTable } from './model-tokens.ts';

/** Kinds of printer: those of the demo tenant, and one that resumes, but only after a while. */
export const printerKinds = ['resumes', 'resumesLate', 'waits', 'unstarted', 'unstartedTrigger'] as const;
export type ModelPrinterKind = (typeof printerKinds)[number];

/** A printer of the sequence. */
export interface ModelPrinter extends DemoPrinter {
  readonly modelKind: ModelPrinterKind;
}

/** The print service of one sequence: the simulator's Graph side on virtual time, without HTTP and without Entra. */
export interface ModelService {
  readonly origin: string;
  readonly definitionId: string;
  readonly people: readonly DemoPerson[];
  /** Queues first, then destinations. */
  readonly printers: readonly ModelPrinter[];
  readonly mode: StationMode;
  /** Where people print to, and where jobs are held. */
  readonly queues: readonly ModelPrinter[];
  /** Where the mode `redirect` can send jobs; empty in the other modes. */
  readonly destinations: readonly ModelPrinter[];
  readonly tenantId: string;
  readonly clientId: string;
  readonly world: World;
  readonly machines: Printers;
  readonly tray: Tray;
  readonly settings: SettingsStore;
  readonly tokens: TokenTable;
  /** Graph, without faults. */
  fetch(request: Request): Promise<Response>;
  /** Sends one request under one of the simulator's own faults. */
  answer(request: Request, fault: FaultRule['fault'] | null, send: (request: Request) => Promise<Response>): Promise<Response>;
  /** Puts `through` around each call inside a batch. */
  throughBatches(through: (request: Request, call: (request: Request) => Promise<Response>) => Promise<Response>): void;
  /** A job appears, as a PC makes it. Not `uploaded`: its document is still on the way. */
  print(person: DemoPerson, printer: ModelPrinter, name: string, uploaded: boolean): string;
  /** Whose a job is, or was; of a redirected copy, whose the job was that its owner printed. */
  ownerOf(jobId: string): DemoPerson | undefined;
  /** The settings with which its owner printed it. */
  printedAs(jobId: string): JobConfiguration;
  /** The job that its owner printed: the same, or the one of which this is the redirected copy. */
  originOf(jobId: string): string;
  /** Where a job goes on: its redirected copy, if there is one, else itself. Undefined once its retention is over. */
  goesOnAs(jobId: string): JobRecord | undefined;
  /** The document of a job arrives, and the PC starts the job where the printer's kind wants it. */
  finishUpload(jobId: string): void;
}

/** What a sequence chooses. */
export interface ServiceOptions {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly mode: StationMode;
  readonly kinds: readonly ModelPrinterKind[];
  /** Of the printers that jobs are redirected to; none in other modes. */
  readonly destinationKinds: readonly ModelPrinterKind[];
  readonly peopleCount: number;
  readonly settings: Partial<Settings>;
  readonly tokenLifetimeMs: number;
  /** Person 0 is a Printer Administrator, to whom the service shows everybody's jobs. */
  readonly administrator: boolean;
  /** How long a printer of kind `resumesLate` takes. */
  readonly resumeMs: number;
}

const origin = 'https://graph.example';
const tenantId = '00000000-0000-4000-8000-00000000000a';
const clientId = '00000000-0000-4000-8000-00000000000b';
const definitionId = '00000000-0000-4000-8000-00000000000c';
const names = ['Ada', 'Ben', 'Cleo'];

const person = (index: number): DemoPerson => ({
  oid: `00000000-0000-4000-8001-00000000000${index}`,
  displayName: names[index] ?? `Person ${index}`,
  userPrincipalName: `${(names[index] ?? 'person').toLowerCase()}@model.example`,
  badge: `00047118${index}0`,
});

const printer = (modelKind: ModelPrinterKind, index: number): ModelPrinter => ({
  printerId: `00000000-0000-4000-8002-00000000000${index}`,
  shareId: `00000000-0000-4000-8003-00000000000${index}`,
  name: `Printer ${index}`,
  // The late kind is one that waits, and that the service starts by itself after a while.
  kind: modelKind === 'resumes' || modelKind === 'waits' ? modelKind : modelKind === 'resumesLate' ? 'waits' : 'unstarted',
  trigger: modelKind !== 'unstarted',
  modelKind,
});

/** Builds the service with its definition and triggers. */
export function createModelService(options: ServiceOptions): ModelService {
  const { time, chance } = options;
  const clock = serviceClock(time);
  const people = Array.from({ length: options.peopleCount }, (_, index) => ({
    ...person(index),
    printerAdministrator: options.administrator && index === 0,
  }));
  const printers = [...options.kinds, ...options.destinationKinds].map(printer);
  const settings = createSettings(options.settings);
  const plain = createWorld({ clock, random: chance.bytes, settings, printers });
  const world = resumingLate(plain, printers, options, time);
  const tray = createTray();
  const machines = createPrinters({ clock, settings, world: plain, tray });
  const tokens = createTokenTable({ clock, tenantId, clientId, audience: origin, lifetimeMs: options.tokenLifetimeMs });
  const directory: Directory = { tenantId, tenantName: 'model.example', people, apps: [] };
  world.definitions.set(definitionId, { id: definitionId, displayName: 'Held', appId: clientId, appDisplayName: 'Release Station' });
  for (const { printerId, trigger } of printers) if (trigger) world.triggers.set(printerId, { id: printerId, printerId, definitionId });

  const owners = new Map<string, DemoPerson>();
  const printed = new Map<string, JobConfiguration>();
  const origins = new Map<string, string>();
  const originOf = (jobId: string) => origins.get(jobId) ?? jobId;
  const copies = new Map<string, string>();
  world.onChange((change) => {
    const from = change.what === 'job' && !origins.has(change.jobId) ? world.job(change.jobId)?.redirectedFrom : null;
    if (change.what !== 'job' || !from) return;
    const origin = originOf(from.jobId);
    origins.set(change.jobId, origin);
    copies.set(origin, change.jobId);
  });
  let inBatch: Faults['around'] = (request, call) => call(request);
  const batchFaults: Faults = { set: () => {}, list: () => [], around: (request, call) => inBatch(request, call) };
  const ports = { clock, random: chance.bytes, origin };
  const graph = createGraph({ ports, directory, authority: tokens, settings, world, printers: machines, faults: batchFaults });

  const service: ModelService = {
    origin,
    definitionId,
    people,
    printers,
    mode: options.mode,
    queues: printers.slice(0, options.kinds.length),
    destinations: printers.slice(options.kinds.length),
    tenantId,
    clientId,
    world,
    machines,
    tray,
    settings,
    tokens,
    fetch: graph.fetch,
    answer(request, fault, send) {
      if (fault === null) return send(request);
      const faults = createFaults(clock, chance.bytes);
      faults.set([{ path: '/**', fault }]);
      return faults.around(request, send);
    },
    throughBatches(through) {
      inBatch = through;
    },
    print(owner, to, name, uploaded) {
      const configuration = printedAs(owners.size);
      const job = world.createJob(owner, to.printerId, configuration);
      owners.set(job.id, owner);
      printed.set(job.id, configuration);
      world.documents.put(job.id, new TextEncoder().encode(name));
      world.patchJob(job.id, { document: { ...job.document, displayName: name, contentType: 'application/pdf', size: name.length } });
      if (uploaded) service.finishUpload(job.id);
      return job.id;
    },
    ownerOf: (jobId) => owners.get(originOf(jobId)),
    originOf,
    printedAs: (jobId) => printed.get(originOf(jobId)) ?? {},
    goesOnAs: (jobId) => world.job(copies.get(originOf(jobId)) ?? jobId),
    finishUpload(jobId) {
      const job = world.job(jobId);
      if (job?.phase !== 'uploadPending') return;
      world.apply(jobId, 'uploaded', { document: { ...job.document, uploadedAt: clock.now() } });
      if (world.printers.get(job.printerId)?.kind !== 'unstarted') world.apply(jobId, 'start');
    },
  };
  return service;
}

/** A world in which a completed task of the late kind starts its job by itself, later; a start that came first may print it twice then. */
function resumingLate(world: World, printers: readonly ModelPrinter[], options: ServiceOptions, time: VirtualTime): World {
  return {
    ...world,
    apply(jobId, input, alongside) {
      const step = world.apply(jobId, input, alongside);
      const printerId = world.job(jobId)?.printerId;
      const late = printers.some((one) => one.printerId === printerId && one.modelKind === 'resumesLate');
      if (step.ok && input === 'taskCompleted' && late) time.after(options.resumeMs, () => world.apply(jobId, 'start'));
      return step;
    },
  };
}
