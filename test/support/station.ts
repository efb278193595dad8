import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainProtection } from '../../main/badge/station-secret.ts';
import { loadConfig } from '../../main/config/load.ts';
import { createLog } from '../../main/log/create-log.ts';
import { type Clock, type Fetch, systemClock } from '../../main/ports.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import { type ServedTenant, type ServeOptions, serveTenant } from '../../main/simulator/serve.ts';
import type { StationFace } from '../../main/station/face.ts';
import { startStation } from '../../main/station/start-station.ts';
import type { IntentArgument, IntentName, IntentResult, JobsScreen, Screen, Snapshot } from '../../preload/contract.ts';

/** A real station on a real tenant over loopback HTTP, as a test or the demo holds it. */
export interface TestStation {
  readonly served: ServedTenant;
  readonly tenant: ServedTenant['tenant'];
  readonly face: StationFace;
  /** Holds configuration, journal and enrolments. */
  readonly folder: string;
  /** Every log line so far. */
  readonly log: readonly string[];
  snapshot(): Snapshot;
  screen(): Screen;
  /** Resolves with the first screen, from now on, for which `condition` holds. */
  until<S extends Screen>(condition: (screen: Screen) => screen is S): Promise<S>;
  until(condition: (screen: Screen) => boolean): Promise<Screen>;
  intend<N extends IntentName>(name: N, argument: IntentArgument<N>): Promise<IntentResult>;
  /** Types a card's number as a reader does, Enter included. */
  tap(badge: string): void;
  /** A new station process on the same folder and tenant; this one is left as a crash leaves it. */
  restart(): Promise<TestStation>;
  /** Another station of the same tenant, with its own folder; closed with `close`, which leaves the tenant alone. */
  neighbour(): Promise<TestStation>;
  close(): Promise<void>;
}

/** What may differ from the demo tenant's ready configuration. */
export interface TestStationOptions {
  readonly tenant?: Omit<ServeOptions, 'port'>;
  /** `user` unless given; the others know their cards from the tenant's list. */
  readonly mode?: 'user' | 'app' | 'redirect';
  /** Merged over the sections of the configuration file. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Wraps the station's fetch: for tests that look at or lose what goes over the wire. */
  readonly wrapFetch?: (next: Fetch) => Fetch;
  /** The station's own clock; the machine's unless given. */
  readonly clock?: Clock;
}

const quick = { release: { settleSeconds: 2, resumeSeconds: 1 } };

/** Serves a tenant and starts a station on it. */
export async function startTestStation(options: TestStationOptions = {}): Promise<TestStation> {
  const { mode = 'user' } = options;
  const served = await serveTenant({ port: 0, ...options.tenant, station: { mode, ...options.tenant?.station } });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-test-'));
  const base = served.tenant.stationConfig({ mode }) as Record<string, Record<string, unknown>>;
  const file: Record<string, unknown> = { ...base, data: { folder: 'data' } };
  for (const [section, values] of [...Object.entries(quick), ...Object.entries(options.config ?? {})]) {
    file[section] = { ...(file[section] as object | undefined), ...values };
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(file));
  if (mode !== 'user') await writeFile(join(folder, 'badges.csv'), served.tenant.badgeList());
  return openStation(served, folder, options);
}

async function openStation(served: ServedTenant, folder: string, options: TestStationOptions): Promise<TestStation> {
  const log: string[] = [];
  const plainFetch: Fetch = (request) => fetch(request);
  const loaded = await loadConfig({ path: join(folder, 'config.json'), readFile, platform: process.platform, env: process.env });
  const face = await startStation(loaded, {
    fetch: options.wrapFetch ? options.wrapFetch(plainFetch) : plainFetch,
    clock: options.clock ?? systemClock,
    random: (length) => new Uint8Array(randomBytes(length)),
    protect: plainProtection,
    log: createLog({ destination: { write: (line) => log.push(line) }, clock: systemClock, stationId: 'test' }),
  });
  let snapshot: Snapshot | undefined;
  let taps = 0;
  face.onSnapshot((next) => {
    snapshot = next;
  });
  const now = () => snapshot as Snapshot;
  const station: TestStation = {
    served,
    tenant: served.tenant,
    face,
    folder,
    log,
    snapshot: now,
    screen: () => now().screen,
    until: (condition: (screen: Screen) => boolean) => untilScreen(face, condition) as Promise<never>,
    intend: (name, argument) => face.intend(name, argument),
    tap: (badge) => {
      taps += 1;
      typeBadge(face, badge, taps * betweenTapsMs);
    },
    restart: () => openStation(served, folder, options),
    async neighbour() {
      const own = await mkdtemp(join(tmpdir(), 'release-station-test-'));
      const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { station: { id: string } };
      config.station.id = 'the-other-one';
      await writeFile(join(own, 'config.json'), JSON.stringify(config));
      const other = await openStation(served, own, options);
      return {
        ...other,
        async close() {
          await other.face.close();
          await rm(own, { recursive: true, force: true });
        },
      };
    },
    async close() {
      await face.close();
      await served.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return station;
}

function untilScreen(face: StationFace, condition: (screen: Screen) => boolean): Promise<Screen> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let found = false;
    stop = face.onSnapshot(({ screen }) => {
      if (found || !condition(screen)) return;
      found = true;
      stop?.();
      resolve(screen);
    });
    if (found) stop();
  });
}

/** On the reader's own clock: a station takes two reads of one card in quick succession for one tap. Milliseconds. */
const betweenTapsMs = 5_000;

/** A reader's burst: the characters a millisecond apart, then Enter. */
export function typeBadge(face: StationFace, badge: string, laterMs = 0): void {
  const start = performance.now() + laterMs;
  [...badge.toUpperCase()].forEach((char, i) => {
    face.readerKey({ kind: 'char', char, atMs: start + i });
  });
  face.readerKey({ kind: 'enter', atMs: start + badge.length });
}

/** True for the jobs screen once its list was read. */
export function listRead(screen: Screen): screen is JobsScreen {
  return screen.name === 'jobs' && screen.list === 'ready';
}

/** Signs a person in by the code on the screen, as their phone would. */
export async function signInByCode(station: TestStation, person: DemoPerson): Promise<void> {
  const screen = await station.until((now) => now.name === 'signIn' && now.code.is === 'shown');
  if (screen.name === 'signIn' && screen.code.is === 'shown') station.tenant.entra.approve(screen.code.userCode, person.oid);
}

/** From an unknown card to the linked session: tap, sign in, second tap, yes. */
export async function enrol(station: TestStation, person: DemoPerson): Promise<JobsScreen> {
  station.tap(person.badge);
  await signInByCode(station, person);
  await station.until((screen) => screen.name === 'linkBadge');
  station.tap(person.badge);
  await station.until((screen) => screen.name === 'linkBadge' && screen.step === 'confirm');
  await station.intend('answerLink', { link: true });
  return station.until(listRead);
}

/** Signs in without a card. */
export async function signInWithPhone(station: TestStation, person: DemoPerson): Promise<JobsScreen> {
  await station.intend('signInWithPhone', {});
  await signInByCode(station, person);
  return station.until(listRead);
}

/** Every file below a folder, with its bytes. */
export async function filesBelow(folder: string): Promise<readonly { readonly path: string; readonly bytes: Buffer }[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, bytes: await readFile(path) })));
}
