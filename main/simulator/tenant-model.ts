import type { Clock, RandomBytes } from '../ports.ts';
import type { ActInput } from './acts.ts';
import type { DemoDirectory, StationAppOptions } from './directory.ts';
import type { Entra, EntraSettings } from './entra/entra.ts';
import type { FaultRule, RunningFaults } from './graph/faults.ts';
import type { JobRecord, PrinterCondition } from './graph/records.ts';
import type { TrayEntry } from './graph/tray.ts';
import type { Change, World } from './graph/world.ts';
import type { DemoPerson } from './model.ts';
import type { PrintRequest } from './print-as.ts';
import type { Scripts } from './script.ts';
import type { Settings, SettingsStore } from './settings.ts';
import type { StationConfigOptions } from './station-config.ts';

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
  /** Decides the ids, and which calls are hit by faults with a probability and the order of batch answers. */
  readonly seed: string;
  readonly entra: Entra;
  readonly settings: SettingsStore;
  readonly faults: RunningFaults;
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
  /** Something happens to the tenant: see `acts.ts`. Throws a `ZodError` for what is no act. */
  act(act: ActInput): void;
  /** Ready or own scripts laid over the running tenant, and the way back. */
  readonly scripts: Scripts;
  /**
   * A station configuration file for this tenant, ready to be written. Modes other than `user` need `station: { mode }`, or `{ mode, options }`, among the
   * tenant's options and the badge list beside the file; throws otherwise.
   */
  stationConfig(options?: StationConfigOptions): Record<string, unknown>;
  /** The tenant's people as `badges.csv`: `badge,oid,userPrincipalName,name`. */
  badgeList(): string;
  /** Listens to the desk's card reader; returns how to stop. */
  onTap(listener: (badge: string) => void): () => void;
  /** A card is held to the desk's reader. */
  tap(badge: string): void;
  close(): void;
}
