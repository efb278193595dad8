import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { createLog } from '../log/create-log.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import { systemClock } from '../ports.ts';
import { closeInTime, endOnBugs, endOnSignals, surviveClosedOutput } from '../process/end-well.ts';
import { type ExitCode, exitCodes } from '../process/exit-codes.ts';
import { type ServedTenant, serveTenant } from '../simulator/serve.ts';
import type { StationFace } from '../station/face.ts';
import { findElectron } from './electron-program.ts';
import { type Options, readOptions } from './read-options.ts';
import { serveInBrowser } from './serve-in-browser.ts';

/*
 * `npm start`: the kiosk from a checkout. In Electron where it can run, else the same kiosk for a browser on this machine.
 * Without a configuration it runs on the demo tenant. Installed packages hold none of this. Exit codes: `main/process/README.md`.
 */

const root = resolve(import.meta.dirname, '../..');
const random = (length: number) => new Uint8Array(randomBytes(length));
const say = (sentence: string) => console.error(sentence);

/** Where the kiosk's configuration comes from, and what has to be tidied up at the end. */
interface Source {
  readonly file: string | undefined;
  readonly demo: ServedTenant | null;
  readonly close: () => Promise<void>;
}

async function findSource({ config, ruler }: Extract<Options, { ok: true }>): Promise<Source> {
  if (ruler) return { file: config === undefined ? undefined : resolve(config), demo: null, close: async () => {} };
  if (config !== undefined) return { file: resolve(config), demo: null, close: async () => {} };
  const machine = await load(undefined);
  if (machine.ok || !machine.notFound) return { file: undefined, demo: null, close: async () => {} };
  return demoSource();
}

async function demoSource(): Promise<Source> {
  const demo = await serveTenant({ port: 0, clock: systemClock, random });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-demo-'));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ ...demo.tenant.stationConfig(), data: { folder: 'data' } }, null, 2), { mode: 0o600 });
  say(`No configuration found, so this is the demo tenant. Print and tap cards at its desk: ${demo.origin}/desk`);
  const close = async () => {
    await demo.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { file, demo, close };
}

function load(path: string | undefined) {
  return loadConfig({ ...(path === undefined ? {} : { path }), readFile, platform: process.platform, env: process.env });
}

/** Codes with which the kiosk itself ends; with any other, soon, Electron did not get as far. */
const kioskCodes: readonly number[] = Object.values(exitCodes);
/** Milliseconds. */
const startLimitMs = 10_000;

/** Electron's exit code; null where it ended before the kiosk began, e.g. for lack of a sandbox: its own message is on standard error. */
async function runInElectron(path: string, source: Source, ruler: boolean): Promise<number | null> {
  const args = [
    root,
    ...(source.file ? ['--config', source.file] : []),
    ...(ruler ? ['--ruler'] : []),
    ...(source.demo ? ['--reader-events', `${source.demo.origin}/desk/taps`] : []),
  ];
  const startedAt = performance.now();
  const child = spawn(path, args, { stdio: 'inherit' });
  const stop = () => child.kill('SIGTERM');
  // A terminal's Ctrl+C has reached Electron too, and a second signal would end it at once.
  const stay = () => undefined;
  process.on('SIGINT', stay).once('SIGTERM', stop).once('SIGHUP', stop);
  const code = await new Promise<number>((done) => {
    child.once('error', () => done(1));
    child.once('exit', (exitCode) => done(exitCode ?? 1));
  });
  process.off('SIGINT', stay).off('SIGTERM', stop).off('SIGHUP', stop);
  return !child.killed && !kioskCodes.includes(code) && performance.now() - startedAt < startLimitMs ? null : code;
}

async function runInBrowser(source: Source, { port, ruler }: Pick<Extract<Options, { ok: true }>, 'port' | 'ruler'>): Promise<ExitCode> {
  const loaded = await load(source.file);
  const stationId = loaded.ok ? loaded.config.station.id : 'unconfigured';
  const log: Log = createLog({ destination: process.stderr, clock: systemClock, stationId });
  endOnBugs(process, log, (code) => process.exit(code));
  surviveClosedOutput(process.stdout, process.stderr);
  const told = new Promise<void>((end) => endOnSignals(process, systemClock, end));
  const served = await serveInBrowser({ loaded, ruler, root, port, clock: systemClock, random, log, say });
  if (!served.ok) return served.code;
  const unplug = source.demo ? plugReader(source.demo, served.face) : () => {};
  console.log(JSON.stringify({ url: served.url }));
  await told;
  unplug();
  await closeInTime(served.close, systemClock, log);
  return exitCodes.stopped;
}

/** The desk's card reader types at this station as a real one would: characters and Enter, a few milliseconds apart. */
function plugReader(demo: ServedTenant, face: StationFace): () => void {
  return demo.tenant.onTap((badge) => {
    const start = performance.now();
    [...badge.toUpperCase()].forEach((char, i) => {
      face.readerKey({ kind: 'char', char, atMs: start + i });
    });
    face.readerKey({ kind: 'enter', atMs: start + badge.length });
  });
}

async function runWhereItCan(source: Source, options: Extract<Options, { ok: true }>): Promise<number> {
  if (options.browser) return runInBrowser(source, options);
  const machine = { env: process.env, platform: process.platform, uid: process.getuid?.() };
  const program = await findElectron(machine, say);
  const code = program.is === 'ready' ? await runInElectron(program.path, source, options.ruler) : null;
  if (code !== null) return code;
  const why = program.is === 'ready' ? 'Electron could not start here (its own message is above)' : program.why;
  say(`${why}, so the kiosk is served for a browser on this machine: open the address below.`);
  return runInBrowser(source, options);
}

async function run(options: Options): Promise<number> {
  if (!options.ok) {
    say(options.problem);
    return exitCodes.refusedCommandLine;
  }
  try {
    const source = await findSource(options);
    const code = await runWhereItCan(source, options);
    await source.close();
    return code;
  } catch (error) {
    const { name, code } = describeError(error);
    say(`The kiosk could not start: ${code ?? name}.`);
    return exitCodes.failed;
  }
}

// Whatever a closed station has left behind (a socket that is kept alive, a timer) does not hold the process.
process.exit(await run(readOptions(process.argv.slice(2))));
