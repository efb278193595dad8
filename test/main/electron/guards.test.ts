import type { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Event, Session } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { guardApp } from '../../../main/electron/guard-app.ts';
import { guardContents } from '../../../main/electron/guard-contents.ts';
import { guardRequests, guardSession, refuseSingleSignOn } from '../../../main/electron/guard-session.ts';
import { recordingLog } from '../../support/badge.ts';
import { bring, doubleElectron, doubleSession, doubleWindow, eventOf } from '../../support/electron-double.ts';

const root = resolve(import.meta.dirname, '../../..');
const { log } = recordingLog();

/** Every name that electron.d.ts knows, whether it is asked for or only looked up. */
function permissionNames(): readonly string[] {
  const typings = readFileSync(join(root, 'node_modules/electron/electron.d.ts'), 'utf8');
  const unions = [...typings.matchAll(/setPermission(?:Request|Check)Handler\(handler: \(\(webContents: [^,]+, permission: ([^,]+),/g)];
  const names = unions.flatMap(([, union = '']) => [...union.matchAll(/'([^']+)'/g)].map(([, name = '']) => name));
  return [...new Set(names)];
}

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;

function guardedSession() {
  const double = doubleSession();
  guardSession(double.session, log);
  return double;
}

describe('a page’s session', () => {
  const names = permissionNames();
  test('is checked against all names that Electron has', () => expect(names.length).toBeGreaterThanOrEqual(40));

  test.each(names)('denies %s, asked for or looked up', (name) => {
    const { given } = guardedSession();
    const { contents } = doubleWindow();
    const answers: boolean[] = [];
    const [permission, checked] = [name as Parameters<RequestHandler>[1], name as Parameters<CheckHandler>[1]];
    given.request?.(contents, permission, (granted) => answers.push(granted), {} as Parameters<RequestHandler>[3]);
    const looked = given.check?.(contents, checked, 'app://station', {} as Parameters<CheckHandler>[3]);
    expect({ answers, looked }).toEqual({ answers: [false], looked: false });
  });

  test('gives no device, no screen to record and no pairing', () => {
    const { session, given } = guardedSession();
    const classes = ['hid', 'mass-storage', 'smart-card'] as const;
    expect(given.device?.({ deviceType: 'usb', origin: 'app://station', device: {} } as never)).toBe(false);
    expect(given.usb?.({ protectedClasses: [...classes] })).toEqual(classes);
    const pairing = vi.fn();
    given.pairing?.({ deviceId: 'd', pairingKind: 'confirm', frame: null } as never, pairing);
    expect(pairing).toHaveBeenCalledWith({ confirmed: false });
    const streams = vi.fn();
    given.displayMedia?.({} as never, streams);
    expect(streams).toHaveBeenCalledWith(null);
    for (const name of ['select-hid-device', 'select-usb-device', 'select-serial-port']) {
      const [event, chosen] = [eventOf({}), vi.fn()];
      bring(session, name, event, ...(name === 'select-serial-port' ? [[], null] : [{}]), chosen);
      expect(event.prevented, name).toBe(true);
      expect(
        chosen.mock.calls.flat().every((device) => !device),
        name,
      ).toBe(true);
      expect(chosen, name).toHaveBeenCalledTimes(1);
    }
  });

  test('cancels downloads', () => {
    const { session } = guardedSession();
    const event = eventOf({});
    bring(session, 'will-download', event, {}, {}, null);
    expect(event.prevented).toBe(true);
  });

  test.each([
    ['app://station/assets/index.js', false],
    ['app://station.example/', true],
    ['https://graph.microsoft.com/v1.0/me', true],
    ['http://127.0.0.1:4100/desk', true],
    ['file:///etc/passwd', true],
    ['ws://127.0.0.1/', true],
    ['devtools://devtools/bundled/inspector.html', true],
    ['data:image/png;base64,AAAA', false],
    ['data:text/html;base64,AAAA', true],
  ])('cancels a request to %s: %s', (url, cancel) => {
    const { given } = guardedSession();
    const answer = vi.fn();
    given.beforeRequest?.({ url, resourceType: 'image' } as never, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });

  test('takes a picture’s own address for a picture only', () => {
    const { given } = guardedSession();
    const answer = vi.fn();
    given.beforeRequest?.({ url: 'data:image/svg+xml;base64,AAAA', resourceType: 'mainFrame' } as never, answer);
    expect(answer).toHaveBeenCalledWith({ cancel: true });
  });

  test('offers nobody the machine’s logon and loads no dictionary', () => {
    const { given } = guardedSession();
    expect(given).toMatchObject({ ntlmDomains: '', spelling: false });
    const other = doubleSession();
    refuseSingleSignOn(other.session);
    expect(other.given.ntlmDomains).toBe('');
  });
});

test('a session for the station’s own requests is guarded like a page’s, but for addresses', () => {
  const [page, requests] = [guardedSession(), doubleSession()];
  guardRequests(requests.session, log);
  const set = ({ given }: typeof page) => Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [name]));
  expect(set(requests)).toEqual(set(page).filter((name) => name !== 'beforeRequest'));
  expect(requests.given).toMatchObject({ ntlmDomains: '', spelling: false });
  expect((requests.session as unknown as EventEmitter).eventNames()).toEqual((page.session as unknown as EventEmitter).eventNames());
});

describe('a page', () => {
  const guarded = (packaged = true) => {
    const double = doubleWindow();
    guardContents(double.contents, { packaged, log });
    return double;
  };

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays where it is at %s', (name) => {
    const { contents } = guarded();
    const go = (url: string, isMainFrame = true) => {
      const event = eventOf({ url, isMainFrame });
      bring(contents, name, event);
      return event.prevented ? 'stopped' : 'goes';
    };
    expect(go('app://station.example/')).toBe('stopped');
    expect(go('https://login.microsoftonline.com/')).toBe('stopped');
    expect(go('app://station/')).toBe('goes');
  });

  test('has no inner frames, whatever their address', () => {
    const { contents } = guarded();
    const event = eventOf({ url: 'app://station/', isMainFrame: false });
    bring(contents, 'will-frame-navigate', event);
    expect(event.prevented).toBe(true);
  });

  test('opens no window', () => {
    const { state } = guarded();
    expect(state.openHandler?.({ url: 'app://station/' } as never)).toEqual({ action: 'deny' });
  });

  test.each(['will-attach-webview', 'context-menu', 'will-prevent-unload', 'select-bluetooth-device'])('gets nothing from %s', (name) => {
    const { contents } = guarded();
    const event = eventOf({});
    bring(contents, name, event, [], () => undefined);
    expect(event.prevented).toBe(true);
  });

  test('has neither zoom nor a way back, in each document', () => {
    const { contents, calls } = guarded();
    bring(contents, 'did-finish-load');
    expect(calls).toEqual([['clearHistory'], ['setZoomFactor', 1], ['setZoomMode', 'disabled'], ['setVisualZoomLevelLimits', 1, 1]]);
  });

  test('has its tools closed in an installed kiosk', () => {
    const [installed, checkout] = [guarded(true), guarded(false)];
    bring(installed.contents, 'devtools-opened');
    bring(checkout.contents, 'devtools-opened');
    expect(installed.calls).toEqual([['closeDevTools']]);
    expect(checkout.calls).toEqual([]);
  });
});

describe('the program', () => {
  test('guards every page that comes to be', () => {
    const { app } = doubleElectron();
    guardApp(app, log);
    const stray = doubleWindow();
    bring(app, 'web-contents-created', eventOf({}), stray.contents);
    expect(stray.state.openHandler?.({} as never)).toEqual({ action: 'deny' });
  });

  test('gives no password and no certificate', () => {
    const { app } = doubleElectron();
    guardApp(app, log);
    const [login, certificate] = [eventOf({}), eventOf({})];
    const [password, chosen] = [vi.fn(), vi.fn()];
    bring(app, 'login', login, null, {}, { isProxy: true }, password);
    bring(app, 'select-client-certificate', certificate, null, 'https://example.org', [{ subjectName: 'machine' }], chosen);
    expect([login.prevented, certificate.prevented]).toEqual([true, true]);
    expect(password).toHaveBeenCalledExactlyOnceWith();
    expect(chosen).toHaveBeenCalledExactlyOnceWith();
  });

  test('never overrides a bad certificate, opens nothing outside, shows no dialog and prints nothing by itself', () => {
    const { app } = doubleElectron();
    guardApp(app, log);
    expect(app.listenerCount('certificate-error')).toBe(0);
    const folder = join(root, 'main/electron');
    const sources = [
      ...readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(folder, name)),
      join(root, 'main/index.ts'),
    ];
    for (const file of sources) {
      const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      const forbidden =
        /'certificate-error'|setCertificateVerifyProc|\bshell\b|\bdialog\b|openExternal|app\.relaunch|webContents\.print|executeJavaScript|\bopenDevTools\b/;
      expect(text, file).not.toMatch(forbidden);
      if (!file.endsWith('/ipc.ts')) expect(text, file).not.toMatch(/\bipcMain\b/);
    }
  });
});

test('an event of Electron can be prevented the way the double’s can', () => {
  const event: Pick<Event, 'preventDefault'> = eventOf({});
  event.preventDefault();
  expect(event).toMatchObject({ prevented: true });
});
