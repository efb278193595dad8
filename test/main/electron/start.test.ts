import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import config from '../../../electron.vite.config.ts';
import { answerCalls } from '../../../main/electron/answer-calls.ts';
import { closingLimitMs, endInOrder } from '../../../main/electron/end-well.ts';
import { exitCodes } from '../../../main/electron/exit-codes.ts';
import { type Program, startKiosk } from '../../../main/electron/start-kiosk.ts';
import type { Snapshot } from '../../../preload/contract.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';
import { goodConfig, pemText } from '../../support/config.ts';
import {
  bring,
  doubleElectron,
  doubleIpc,
  type ElectronDoubleOptions,
  eventOf,
  inputOf,
  type WindowDouble,
} from '../../support/electron-double.ts';

/** A machine with a configuration file, unless it is told otherwise. */
function machine(options: ElectronDoubleOptions & { readonly args?: readonly string[]; readonly configured?: boolean } = {}) {
  const { args = [], configured = true, packaged = false, ...rest } = options;
  const folder = ownFolder();
  mkdirSync(join(folder, 'out/renderer'), { recursive: true });
  writeFileSync(join(folder, 'out/renderer/index.html'), '<!doctype html>');
  const file = join(folder, 'config.json');
  writeFileSync(join(folder, 'station.pem'), pemText);
  if (configured) writeFileSync(file, JSON.stringify({ ...goodConfig(), data: { folder: 'data' } }));
  const double = doubleElectron({ packaged, ...rest });
  const ipc = doubleIpc();
  const lines: string[] = [];
  const process = Object.assign(new EventEmitter(), {
    argv: ['electron', ...(packaged ? [] : ['.']), '--config', file, ...args],
    env: {},
    platform: 'linux',
    stderr: { write: (line: string) => lines.push(line) },
  }) as unknown as Program['process'] & EventEmitter;
  const said: string[] = [];
  const started = startKiosk(double.electron, {
    process,
    out: join(folder, 'out'),
    openIpc: (parts) => answerCalls(ipc.ipc, parts),
    clock: handClock(),
    monotonicMs: () => 0,
    say: (sentence) => said.push(sentence),
  });
  return { ...double, ipc, process, said, lines, started, folder };
}

/** The screen that the window was sent last. */
function screenOf(window: WindowDouble | undefined): string | undefined {
  const snapshot = window?.sent.at(-1)?.value as Snapshot | undefined;
  return snapshot?.screen.name;
}

describe('starting', () => {
  test('does everything that must come before Electron is ready, in order', async () => {
    const { steps, ready, started, windows } = machine({ packaged: true });
    const before = ['lock', 'sandbox', '--overscroll-history-navigation', '--disable-pinch', 'scheme', 'noMenu'];
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
