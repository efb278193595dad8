import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as ElectronModule from 'electron';
import type { BrowserWindow } from 'electron';
import { plainProtection, storedProtection } from '../badge/station-secret.ts';
import { type ConfigResult, loadConfig } from '../config/load.ts';
import { createLog, type LogDestination } from '../log/create-log.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import { listPageFiles } from '../pages/page-files.ts';
import type { Clock, Fetch } from '../ports.ts';
import { closeInTime, endOnBugs, type Output, type Process, surviveClosedOutput } from '../process/end-well.ts';
import { type ExitCode, exitCodes } from '../process/exit-codes.ts';
import { type RunMark, runMarkName, setRunMark } from '../process/run-mark.ts';
import type { StationFace } from '../station/face.ts';
import { rulerStation } from '../station/ruler-station.ts';
import { startStation } from '../station/start-station.ts';
import type { CallParts } from './answer-calls.ts';
import { endInOrder } from './end-well.ts';
import { feedKeys } from './feed-keys.ts';
import { fetchByNet } from './fetch-by-net.ts';
import { followDemoReader } from './follow-demo-reader.ts';
import { guardApp } from './guard-app.ts';
import { guardGraphics, leaveGraphicsCard } from './guard-graphics.ts';
import { guardRequests, guardSession, refuseSingleSignOn } from './guard-session.ts';
import { keepAwake } from './keep-awake.ts';
import { keepInFront } from './keep-in-front.ts';
import { keepOpen } from './keep-open.ts';
import { openLogDestination } from './open-log.ts';
import { openWindow } from './open-window.ts';
import { protectSecret } from './protect-secret.ts';
import { type Arguments, readArguments } from './read-arguments.ts';
import { recoverScreen } from './recover-screen.ts';
import { findRefusedSwitches } from './refuse-switches.ts';
import { registerScheme } from './register-scheme.ts';
import { servePages } from './serve-pages.ts';
import { effectPartition, stationPartition } from './window-options.ts';

/** The parts of Electron that the kiosk uses; `ipcMain` stays in `ipc.ts`. */
export type Electron = Pick<
  typeof ElectronModule,
  'app' | 'BrowserWindow' | 'Menu' | 'net' | 'powerMonitor' | 'powerSaveBlocker' | 'protocol' | 'safeStorage' | 'screen' | 'session'
>;

/** The process and the built program. */
export interface Program {
  readonly process: Process & Pick<NodeJS.Process, 'argv' | 'env' | 'platform'> & { readonly stderr: LogDestination & Output };
  /** Folder of the built program: `out`. */
  readonly out: string;
  readonly openIpc: (parts: CallParts) => () => void;
  readonly clock: Clock;
  /** Milliseconds on a clock that never jumps. */
  readonly monotonicMs: () => number;
  /** Says one sentence to whoever started the program by hand. */
  readonly say: (sentence: string) => void;
}

const switches = [
  // Chromium's own gestures that lead away from the page (reference 3.5).
  ['overscroll-history-navigation', '0'],
  ['disable-pinch', ''],
  // Both send a request again for reasons of their own, also on a fresh connection (a QUIC error, an HTTP/2 ping that got lost), and a fresh
  // HTTP/2 connection counts as used once the server has spoken. HTTP/1.1 has the one rule that `fetch-by-net.ts` keeps clear of.
  ['disable-quic', ''],
  ['disable-http2', ''],
] as const;

/**
 * Everything that has to be done before Electron is ready, in this order; then the rest.
 * Resolves when the kiosk is on the screen, or when the program was told to end.
 */
export async function startKiosk(electron: Electron, program: Program): Promise<void> {
  const { app, Menu, protocol } = electron;
  const { argv, env, platform, stderr } = program.process;
  let log = createLog({ destination: stderr, clock: program.clock, stationId: 'unconfigured' });
  const currentLog: Log = (event, fields) => log(event, fields);
  const exit = (code: ExitCode) => app.exit(code);

  endOnBugs(program.process, currentLog, exit);
  surviveClosedOutput(stderr);
  const asked = readArguments(argv, app.isPackaged);
  if (!asked.ok) return refuse(program, exit, asked.problem);
  const opening = app.isPackaged ? findRefusedSwitches(argv, platform, (name) => app.commandLine.hasSwitch(name)) : [];
  if (opening.length > 0)
    return refuse(program, exit, `An installed kiosk does not start with: ${opening.map((name) => `--${name}`).join(', ')}`);
  if (!app.requestSingleInstanceLock()) return exit(exitCodes.alreadyRunning);
  app.enableSandbox();
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
  const withoutCard = leaveGraphicsCard(app);
  registerScheme(protocol);
  guardApp(app, currentLog);
  Menu.setApplicationMenu(null);

  try {
    await app.whenReady();
    const loaded = await loadConfig({ ...(asked.configFile === null ? {} : { path: asked.configFile }), readFile, platform, env });
    log = openLog(program, app.isPackaged, loaded, (lost) => log('log.gap', { lost }));
    if (withoutCard) log('graphics.off');
    const end = await runKiosk(electron, program, { asked, loaded, log: currentLog });
    guardGraphics({ app, clock: program.clock, log: currentLog, withoutCard, end });
    log('station.started', { version: app.getVersion(), host: 'electron', mode: loaded.ok ? loaded.config.release.mode : null });
  } catch (error) {
    log('internal.error', { place: 'start', ...describeError(error) });
    exit(exitCodes.failed);
  }
}

function refuse({ say }: Program, exit: (code: ExitCode) => void, sentence: string): void {
  say(sentence);
  exit(exitCodes.refusedCommandLine);
}

function openLog({ process, clock }: Program, packaged: boolean, loaded: ConfigResult, onReturn: (lost: number) => void): Log {
  const { platform, stderr } = process;
  const folder = loaded.ok ? loaded.config.data.folder : null;
  return createLog({
    destination: openLogDestination({ folder, platform, packaged, stderr, clock, onReturn }),
    clock,
    stationId: loaded.ok ? loaded.config.station.id : 'unconfigured',
  });
}

/** The station and its window. Resolves to what ends both in order. */
async function runKiosk(electron: Electron, program: Program, start: Start): Promise<(code: ExitCode) => void> {
  const { asked, loaded, log } = start;
  const mark = loaded.ok && !asked.ruler ? setRunMark(join(loaded.config.data.folder, runMarkName)) : null;
  if (mark?.leftBehind) log('station.startedAfterCrash');
  const fetch = openNetwork(electron, log);
  const face = asked.ruler ? rulerStation(loaded) : await runStation(electron, program, { loaded, log, fetch });
  return showKiosk(electron, program, { ...start, fetch, face, mark });
}

/** The station's way to its services. */
function openNetwork({ net, session }: Electron, log: Log): Fetch {
  refuseSingleSignOn(session.defaultSession);
  const openSession = (place: number) => {
    const own = session.fromPartition(effectPartition(place), { cache: false });
    guardRequests(own, log);
    return own;
  };
  return fetchByNet({ net, openSession });
}

/** The station over this machine's network and key store. */
async function runStation(
  { safeStorage }: Electron,
  program: Program,
  { loaded, log, fetch }: Pick<Running, 'loaded' | 'log' | 'fetch'>,
): Promise<StationFace> {
  const protect = loaded.ok
    ? await protectSecret({
        keyStore: safeStorage,
        platform: program.process.platform,
        writtenBy: await storedProtection(loaded.config.data.folder),
        log,
      })
    : plainProtection;
  const random = (length: number) => new Uint8Array(randomBytes(length));
  return startStation(loaded, { fetch, clock: program.clock, random, protect, log });
}

interface Start {
  readonly asked: Extract<Arguments, { ok: true }>;
  readonly loaded: ConfigResult;
  readonly log: Log;
}

interface Running extends Start {
  readonly fetch: Fetch;
  readonly face: StationFace;
  /** Null while no data folder is known. */
  readonly mark: RunMark | null;
}

/** The window, with everything around it before the first page is loaded. Resolves to what ends the kiosk in order. */
async function showKiosk(
  electron: Electron,
  program: Program,
  { asked, loaded, fetch, face, mark, log }: Running,
): Promise<(code: ExitCode) => void> {
  const { app, BrowserWindow: Window, session, screen, powerSaveBlocker, powerMonitor } = electron;
  const { clock, out } = program;
  const own = session.fromPartition(stationPartition);
  guardSession(own, log);
  const words = loaded.ok ? loaded.config.station : { name: '', helpContact: '' };
  servePages(own.protocol, { files: await listPageFiles(join(out, 'renderer')), words, log });

  // The ruler measures the whole picture, but IT stands before it: it gives way and can be closed.
  const kiosk = app.isPackaged || asked.kiosk || asked.ruler;
  const window = openWindow({
    createWindow: (options) => new Window(options),
    screen,
    kiosk,
    packaged: app.isPackaged,
    preload: join(out, 'preload', 'index.cjs'),
  });
  if (!asked.ruler) keepOpen(app, window);
  if (kiosk && !asked.ruler) keepInFront(window, clock, log);
  keepAwake(powerSaveBlocker, powerMonitor);
  app.on('second-instance', () => bringToFront(window));
  feedKeys(window, face, program.monotonicMs);
  // The first load has only been asked for when the calls of its page are opened.
  const watch = recoverScreen({ window, face, clock, log });
  const closeIpc = program.openIpc({ window, face, log, onPulse: watch.answered });
  const unplug =
    app.isPackaged || asked.readerEvents === null
      ? () => {}
      : followDemoReader({ address: asked.readerEvents, contents: window.webContents, fetch, clock, log });
  const close = async () => {
    unplug();
    watch.stop();
    closeIpc();
    await face.close();
    mark?.remove();
  };
  // Windows does not ask the program to quit when it shuts down or signs its user out; it allows a moment.
  window.on('session-end', () => void closeInTime(close, clock, log));
  return endInOrder(app, close, clock, log);
}

/** Whatever a second start was asked for is not looked at. */
function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  window.show();
  window.focus();
}
