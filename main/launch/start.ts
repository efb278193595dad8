import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { plainProtection } from '../badge/station-secret.ts';
import { serveBrowserHost } from '../browser/host.ts';
import { loadConfig } from '../config/load.ts';
import { createLog } from '../log/create-log.ts';
import { systemClock } from '../ports.ts';
import { type ServedTenant, serveTenant } from '../simulator/serve.ts';
import { startStation } from '../station/start-station.ts';
import { findElectron } from './electron-program.ts';

/*
 * `npm start`: the kiosk from a checkout. In Electron where it can run, else the same kiosk for a browser on this machine.
 * Without a configuration it runs on the demo tenant. Installed packages hold none of this.
 */

const root = resolve(import.meta.dirname, '../..');
const random = (length: number) => new Uint8Array(randomBytes(length));

const { values: options } = parseArgs({
  options: { config: { type: 'string' }, browser: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});

/** Where the kiosk's configuration comes from, and what has to be tidied up at the end. */
interface Source {
  readonly file: string | undefined;
  readonly demo: ServedTenant | null;
  readonly close: () => Promise<void>;
}

async function findSource(): Promise<Source> {
  if (options.config !== undefined) return { file: resolve(options.config), demo: null, close: async () => {} };
  const machine = await load(undefined);
  if (machine.ok || !machine.notFound) return { file: undefined, demo: null, close: async () => {} };
  return demoSource();
}

async function demoSource(): Promise<Source> {
  const demo = await serveTenant({ port: 0, clock: systemClock, random });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-demo-'));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ ...demo.tenant.stationConfig(), data: { folder: 'data' } }, null, 2), { mode: 0o600 });
  console.error(`No configuration found, so this is the demo tenant. Print and tap cards at its desk: ${demo.origin}/desk`);
  const close = async () => {
    await demo.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { file, demo, close };
}

function load(path: string | undefined) {
  return loadConfig({ ...(path === undefined ? {} : { path }), readFile, platform: process.platform, env: process.env });
}

/** Codes with which the kiosk itself ends (`main/electron/exit-codes.ts`); with any other, soon, Electron did not get as far. */
const kioskCodes = [0, 64, 65, 70];
/** Milliseconds. */
const startLimitMs = 10_000;

/** False where Electron ended before the kiosk began, e.g. for lack of a sandbox: its own message stands on standard error. */
async function runInElectron(path: string, source: Source): Promise<boolean> {
  const args = [
    root,
    ...(source.file ? ['--config', source.file] : []),
    ...(source.demo ? ['--reader-events', `${source.demo.origin}/desk/taps`] : []),
  ];
  const startedAt = performance.now();
  const child = spawn(path, args, { stdio: 'inherit' });
  const stop = () => child.kill('SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const code = await new Promise<number>((done) => {
    child.once('error', () => done(1));
    child.once('exit', (exitCode) => done(exitCode ?? 1));
  });
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (!child.killed && !kioskCodes.includes(code) && performance.now() - startedAt < startLimitMs) return false;
  process.exitCode = code;
  await source.close();
  return true;
}

async function runInBrowser(source: Source): Promise<void> {
  const loaded = await load(source.file);
  const log = createLog({
    destination: process.stderr,
    clock: systemClock,
    stationId: loaded.ok ? loaded.config.station.id : 'unconfigured',
  });
  const face = await startStation(loaded, {
    fetch: (request) => fetch(request),
    clock: systemClock,
    random,
    protect: plainProtection,
    log,
  });
  const host = await serveBrowserHost({
    face,
    folder: { renderer: join(root, 'out/renderer'), preload: join(root, 'out/browser-preload') },
    port: Number(options.port),
    random,
    clock: systemClock,
    log,
  });
  const unplug = source.demo ? plugReader(source.demo, face) : () => {};
  console.log(JSON.stringify({ url: host.url }));
  await new Promise<void>((done) => process.once('SIGINT', done).once('SIGTERM', done));
  unplug();
  await host.close();
  await face.close();
  await source.close();
}

/** The desk's card reader types at this station as a real one would: characters and Enter, a few milliseconds apart. */
function plugReader(demo: ServedTenant, face: Awaited<ReturnType<typeof startStation>>): () => void {
  return demo.tenant.onTap((badge) => {
    const start = performance.now();
    [...badge.toUpperCase()].forEach((char, i) => {
      face.readerKey({ kind: 'char', char, atMs: start + i });
    });
    face.readerKey({ kind: 'enter', atMs: start + badge.length });
  });
}

function explain(why: string): void {
  console.error(`${why}, so the kiosk is served for a browser on this machine: open the address below.`);
}

async function runWhereItCan(source: Source): Promise<void> {
  const machine = { env: process.env, platform: process.platform, uid: process.getuid?.() };
  const program = await findElectron(machine, (sentence) => console.error(sentence));
  if (program.is === 'ready' && (await runInElectron(program.path, source))) return;
  explain(program.is === 'ready' ? 'Electron could not start here (its own message is above)' : program.why);
  await runInBrowser(source);
}

const source = await findSource();
await (options.browser ? runInBrowser(source) : runWhereItCan(source));
