import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import config from '../../../electron.vite.config.ts';
import { answerCalls } from '../../../main/electron/answer-calls.ts';
import { endInOrder } from '../../../main/electron/end-well.ts';
import { graphicsWindowMs } from '../../../main/electron/guard-graphics.ts';
import { type Program, startKiosk } from '../../../main/electron/start-kiosk.ts';
import { closingLimitMs } from '../../../main/process/end-well.ts';
import { exitCodes } from '../../../main/process/exit-codes.ts';
import type { Snapshot } from '../../../preload/contract.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';
import { goodConfig, pemText } from '../../support/config.ts';
import {
  bring,
  doubleElectron,
  doubleIpc,
  type ElectronDoubleOptions,
  eventOf,
  frameOf,
  inputOf,
  type WindowDouble,
} from '../../support/electron-double.ts';

/** A machine with a configuration file, unless it is told otherwise. */
function machine(
  options: ElectronDoubleOptions & { readonly args?: readonly string[]; readonly configured?: boolean; readonly folder?: string } = {},
) {
  const { args = [], configured = true, packaged = false, folder = ownFolder(), ...rest } = options;
  mkdirSync(join(folder, 'out/renderer'), { recursive: true });
  writeFileSync(join(folder, 'out/renderer/index.html'), '<!doctype html>');
  const file = join(folder, 'config.json');
  writeFileSync(join(folder, 'station.pem'), pemText);
  if (configured) writeFileSync(file, JSON.stringify({ ...goodConfig(), data: { folder: 'data' } }));
  const double = doubleElectron({ packaged, userData: join(folder, 'chromium'), ...rest });
  const ipc = doubleIpc();
  const lines: string[] = [];
  const stderr = Object.assign(new EventEmitter(), { write: (line: string) => lines.push(line) });
  const process = Object.assign(new EventEmitter(), {
    argv: ['electron', ...(packaged ? [] : ['.']), '--config', file, ...args],
    env: {},
    platform: 'linux',
    stderr,
  }) as unknown as Program['process'] & EventEmitter;
  const said: string[] = [];
  const clock = handClock();
  const started = startKiosk(double.electron, {
    process,
    out: join(folder, 'out'),
    openIpc: (parts) => answerCalls(ipc.ipc, parts),
    clock,
    monotonicMs: () => 0,
    say: (sentence) => said.push(sentence),
  });
  return { ...double, ipc, process, said, lines, stderr, clock, started, folder };
}

/** The screen that the window was sent last. */
function screenOf(window: WindowDouble | undefined): string | undefined {
  const snapshot = window?.sent.at(-1)?.value as Snapshot | undefined;
  return snapshot?.screen.name;
}

describe('starting', () => {
  test('does everything that must come before Electron is ready, in order', async () => {
    const { steps, ready, started, windows } = machine({ packaged: true });
    const switches = ['--overscroll-history-navigation', '--disable-pinch', '--disable-quic', '--disable-http2'];
    const before = ['lock', 'sandbox', ...switches, 'scheme', 'noMenu'];
    expect(steps).toEqual(before);
    ready();
    await started;
    expect(steps).toEqual([...before, 'ready', 'window']);
    expect(windows).toHaveLength(1);
  });

  test('shows the configured station in one guarded window, on the session that was guarded', async () => {
    const { ready, started, windows, sessions, ipc, app } = machine({ packaged: true });
    ready();
    await started;
    const [window] = windows;
    const guarded = sessions.get('station');
    expect(window?.contents.session).toBe(guarded?.session);
    expect(Object.values(guarded?.given ?? {}).every((value) => value !== null)).toBe(true);
    expect(sessions.get('default')?.given.ntlmDomains).toBe('');
    expect(window?.options).toMatchObject({
      kiosk: true,
      webPreferences: { devTools: false, preload: expect.stringMatching(/preload[\\/]index\.cjs$/) },
    });
    expect(window?.state.openHandler).not.toBeNull();
    expect(window?.loaded).toEqual(['app://station/']);
    expect(screenOf(window)).toBe('welcome');
    expect(ipc.handlers.size).toBeGreaterThan(10);
    bring(app, 'will-quit', eventOf({}));
  });

  test('without a configuration says so on the screen', async () => {
    const { ready, started, windows } = machine({ packaged: true, configured: false });
    ready();
    await started;
    expect(screenOf(windows[0])).toBe('notConfigured');
  });

  test('as a ruler fills the screen and opens no station; it gives way and can be closed', async () => {
    const { ready, started, windows, folder } = machine({ packaged: true, args: ['--ruler'] });
    ready();
    await started;
    const [window] = windows;
    expect(window?.options).toMatchObject({ kiosk: true });
    expect(screenOf(window)).toBe('ruler');
    expect(existsSync(join(folder, 'data'))).toBe(false);
    const closing = eventOf({});
    bring(window!.window, 'close', closing);
    expect(closing).toMatchObject({ prevented: false });
  });

  test('as an installed kiosk ends at once with an opening switch, before anything else', async () => {
    const { steps, said, started } = machine({ packaged: true, args: ['--remote-debugging-port=9222'] });
    await started;
    expect(steps).toEqual([`exit ${exitCodes.refusedCommandLine}`]);
    expect(said).toEqual(['An installed kiosk does not start with: --remote-debugging-port']);
    const wrapped = machine({ packaged: true, switches: ['no-sandbox'] });
    await wrapped.started;
    expect(wrapped.steps).toEqual([`exit ${exitCodes.refusedCommandLine}`]);
  });

  test('leaves developers their switches in a checkout', () => {
    expect(machine({ args: ['--remote-debugging-port=9222'] }).steps).toContain('scheme');
  });

  test('ends where another kiosk is running, which comes to the front', async () => {
    const second = machine({ lock: false });
    await second.started;
    expect(second.steps).toEqual(['lock', `exit ${exitCodes.alreadyRunning}`]);
    const first = machine();
    first.ready();
    await first.started;
    bring(first.app, 'second-instance', eventOf({}), ['--config', '/tmp/other.json'], '/');
    expect(first.windows[0]?.calls.slice(-2)).toEqual([['show'], ['focus']]);
    expect(first.windows[0]?.loaded).toEqual(['app://station/']);
  });

  test('keeps the display lit, also after the machine slept', async () => {
    const { ready, started, powerMonitor, powerBlocks } = machine();
    ready();
    await started;
    expect(powerBlocks.started).toEqual(['prevent-display-sleep']);
    bring(powerMonitor, 'resume');
    expect(powerBlocks.started).toHaveLength(1);
    powerBlocks.running = false;
    bring(powerMonitor, 'resume');
    expect(powerBlocks.started).toHaveLength(2);
  });

  test('hears keys and keeps an installed kiosk open and in front', async () => {
    const { ready, started, windows } = machine({ packaged: true });
    ready();
    await started;
    const [double] = windows;
    const [key, close] = [eventOf({}), eventOf({})];
    bring(double!.contents, 'before-input-event', key, inputOf({ code: 'F12' }));
    bring(double!.window, 'close', close);
    expect([key.prevented, close.prevented]).toEqual([true, true]);
    expect(double!.window.listenerCount('blur')).toBe(2);
  });

  test('listens to the demo desk in a checkout only', async () => {
    const asked = async (packaged: boolean) => {
      const fetch = vi.fn(() => Promise.reject(new Error('no network')));
      const { ready, started } = machine({ packaged, fetch, args: ['--reader-events', 'http://127.0.0.1:4100/desk/taps'] });
      ready();
      await started;
      return fetch.mock.calls.length;
    };
    expect([await asked(false), await asked(true)]).toEqual([1, 0]);
  });

  test('sends what has an effect over guarded sessions of its own, each on a fresh connection', async () => {
    const fetch = vi.fn(() => Promise.reject(new Error('no network')));
    const { ready, started, ipc, windows, sessions } = machine({ fetch });
    ready();
    await started;
    const { contents } = windows[0]!;
    await ipc.call('station:signInWithPhone', { sender: contents, senderFrame: frameOf() }, {});
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    const own = sessions.get('effects-0');
    expect(own?.traffic.slice(0, 2)).toEqual(['close', 'POST']);
    expect(own?.given).toMatchObject({ ntlmDomains: '', spelling: false });
    expect(own?.options).toEqual({ cache: false });
    expect(sessions.get('default')?.traffic).not.toContain('close');
  });

  test('that cannot build its screen ends with a code that asks for another start', async () => {
    const { steps, ready, started, electron } = machine();
    Object.assign(electron.screen, {
      getAllDisplays: () => {
        throw new Error('no screen');
      },
    });
    ready();
    await started;
    expect(steps.at(-1)).toBe(`exit ${exitCodes.failed}`);
  });
});

/** A kiosk that is on its screen. */
async function running(options: Parameters<typeof machine>[0] = {}) {
  const kiosk = machine(options);
  kiosk.ready();
  await kiosk.started;
  return { ...kiosk, logged: () => kiosk.lines.map((line) => (JSON.parse(line) as { readonly event: string }).event) };
}

const exits = (steps: readonly string[]) => steps.filter((step) => step.startsWith('exit'));

describe('a run that did not end in order', () => {
  test('is seen by the next one, and by that one only', async () => {
    const first = await running();
    expect(first.logged()).not.toContain('station.startedAfterCrash');
    const second = await running({ folder: first.folder });
    expect(second.logged()).toContain('station.startedAfterCrash');
    bring(second.app, 'will-quit', eventOf({}));
    await vi.waitFor(() => expect(exits(second.steps)).toHaveLength(1));
    expect((await running({ folder: first.folder })).logged()).not.toContain('station.startedAfterCrash');
  });

  test('is none where Windows shuts down: the station is closed although nobody asked the program to quit', async () => {
    const first = await running();
    bring(first.windows[0]!.window, 'session-end');
    await vi.waitFor(() => expect(existsSync(join(first.folder, 'data/running'))).toBe(false));
    expect(exits(first.steps)).toEqual([]);
  });
});

describe('graphics that fail', () => {
  const gone = (app: object, type = 'GPU', reason = 'crashed') =>
    bring(app, 'child-process-gone', eventOf({}), { type, reason, exitCode: 5 });

  test('three times in ten minutes: the kiosk ends in order with a code that asks for another start, which does without the card once', async () => {
    const first = await running();
    gone(first.app);
    gone(first.app);
    gone(first.app, 'Utility');
    gone(first.app, 'GPU', 'clean-exit');
    expect(first.steps).not.toContain('quit');
    gone(first.app);
    expect(first.steps.at(-1)).toBe('quit');
    bring(first.app, 'will-quit', eventOf({}));
    await vi.waitFor(() => expect(exits(first.steps)).toEqual([`exit ${exitCodes.failed}`]));
    expect(first.logged()).toContain('graphics.failed');

    const second = await running({ folder: first.folder });
    expect(second.steps.indexOf('noGraphicsCard')).toBeGreaterThan(-1);
    expect(second.steps.indexOf('noGraphicsCard')).toBeLessThan(second.steps.indexOf('ready'));
    expect(second.logged()).toContain('graphics.off');
    for (let i = 0; i < 10; i += 1) gone(second.app);
    expect(second.steps).not.toContain('quit');

    expect((await running({ folder: first.folder })).steps).not.toContain('noGraphicsCard');
  });

  test('now and then are Chromium’s to mend', async () => {
    const { app, steps, clock } = await running();
    for (let i = 0; i < 10; i += 1) {
      gone(app);
      clock.advance(graphicsWindowMs / 2);
    }
    expect(steps).not.toContain('quit');
  });

  test('do not end a kiosk whose next start could not know', async () => {
    const file = join(ownFolder(), 'file');
    writeFileSync(file, '');
    const { app, steps } = await running({ userData: join(file, 'chromium') });
    for (let i = 0; i < 10; i += 1) gone(app);
    expect(steps).not.toContain('quit');
  });
});

describe('ending', () => {
  test('closes the station first', async () => {
    const { ready, started, app, steps, ipc } = machine();
    ready();
    await started;
    const [first, second] = [eventOf({}), eventOf({})];
    bring(app, 'will-quit', first);
    bring(app, 'will-quit', second);
    expect([first.prevented, second.prevented]).toEqual([true, true]);
    await vi.waitFor(() => expect(steps.filter((step) => step.startsWith('exit'))).toEqual([`exit ${exitCodes.stopped}`]));
    expect(ipc.handlers.size).toBe(0);
  });

  test('an error output that nobody reads any more ends nothing', async () => {
    const { stderr, steps } = await running();
    stderr.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(exits(steps)).toEqual([]);
  });

  test('does not wait for ever for a station that does not close', async () => {
    const { app, steps } = doubleElectron();
    const clock = handClock();
    endInOrder(app, () => new Promise(() => undefined), clock, recordingLog().log);
    bring(app, 'will-quit', eventOf({}));
    expect(steps).toEqual([]);
    clock.advance(closingLimitMs);
    await vi.waitFor(() => expect(steps).toEqual([`exit ${exitCodes.stopped}`]));
  });

  test.each(['uncaughtException', 'unhandledRejection'])('on %s is a line in the log and a code, not a dialog', (name) => {
    const { process, steps, lines } = machine();
    process.emit(name, new Error('a bug with a secret in its text'));
    expect(steps.at(-1)).toBe(`exit ${exitCodes.failed}`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('internal.error');
    expect(lines[0]).not.toContain('secret');
  });
});

test('`electron .` runs what the build writes', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly main: string };
  const build = config as {
    readonly main: {
      readonly build: {
        readonly outDir: string;
        readonly externalizeDeps: boolean;
        readonly rolldownOptions: { readonly input: Record<string, string> };
      };
    };
  };
  const { outDir, rolldownOptions, externalizeDeps } = build.main.build;
  expect(rolldownOptions.input).toEqual({ [parse(main).name]: join(root, 'main/index.ts') });
  expect(join(outDir, 'index.js')).toBe(join(root, main));
  expect(externalizeDeps).toBe(false);
});
