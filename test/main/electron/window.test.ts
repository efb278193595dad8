import { describe, expect, test } from 'vitest';
import { chooseDisplay, windowBounds } from '../../../main/electron/choose-display.ts';
import { keepInFront, mostReturns, returnDelayMs, returnWindowMs } from '../../../main/electron/keep-in-front.ts';
import { keepOpen } from '../../../main/electron/keep-open.ts';
import { openWindow } from '../../../main/electron/open-window.ts';
import { windowOptions } from '../../../main/electron/window-options.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { bring, displayOf, doubleElectron, doubleScreen, doubleWindow, eventOf, type WindowDouble } from '../../support/electron-double.ts';

const bounds = { x: 0, y: 0, width: 1080, height: 1920 };

describe('the window’s options', () => {
  test('are exactly these in an installed package', () => {
    expect(windowOptions({ bounds, kiosk: true, packaged: true, preload: '/out/preload/index.cjs' })).toEqual({
      ...bounds,
      title: 'Release Station',
      show: false,
      backgroundColor: '#123f3a',
      autoHideMenuBar: true,
      frame: false,
      fullscreen: true,
      kiosk: true,
      alwaysOnTop: true,
      resizable: false,
      minimizable: false,
      webPreferences: {
        preload: '/out/preload/index.cjs',
        partition: 'station',
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        plugins: false,
        devTools: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        disableDialogs: true,
        backgroundThrottling: false,
        zoomMode: 'disabled',
      },
    });
  });

  test('differ from a checkout only in the frame around the page and the developer tools', () => {
    const installed = windowOptions({ bounds, kiosk: true, packaged: true, preload: 'p' });
    const checkout = windowOptions({ bounds, kiosk: false, packaged: false, preload: 'p' });
    expect(checkout).toEqual({
      ...installed,
      frame: true,
      fullscreen: false,
      kiosk: false,
      alwaysOnTop: false,
      resizable: true,
      minimizable: true,
      webPreferences: { ...installed.webPreferences, devTools: true },
    });
  });
});

describe('the display', () => {
  test('is the primary one, else the first, else none', () => {
    const [left, right] = [displayOf(1, 1080, 1920), displayOf(2, 1920, 1080, 1080)];
    expect(chooseDisplay([left, right], 2)).toBe(right);
    expect(chooseDisplay([left, right], 7)).toBe(left);
    expect(chooseDisplay([], null)).toBeNull();
  });

  test.each([
    [1080, 1920],
    [1920, 1080],
    [1280, 800],
    [800, 480],
    [3840, 2160],
  ])('of %i × %i is filled by a kiosk and holds the whole window otherwise', (width, height) => {
    const display = displayOf(1, width, height, 300);
    expect(windowBounds(display, true)).toEqual(display.bounds);
    const free = display.workArea;
    const inside = windowBounds(display, false);
    expect(inside.x).toBeGreaterThanOrEqual(free.x);
    expect(inside.y).toBeGreaterThanOrEqual(free.y);
    expect(inside.x + inside.width).toBeLessThanOrEqual(free.x + free.width);
    expect(inside.y + inside.height).toBeLessThanOrEqual(free.y + free.height);
    expect(inside.width / inside.height).toBeCloseTo(1080 / 1920, 2);
  });

  test('that is turned moves a kiosk first and fills it then; without any display the window waits', () => {
    const displays = [displayOf(1, 1920, 1080)];
    const screen = doubleScreen(displays);
    const made: WindowDouble[] = [];
    openWindow({
      createWindow: (options) => {
        const double = doubleWindow(options);
        made.push(double);
        return double.window;
      },
      screen,
      kiosk: true,
      packaged: true,
      preload: 'p',
    });
    const [double] = made;
    double!.calls.length = 0;
    displays.pop();
    bring(screen, 'display-removed');
    expect(double!.calls).toEqual([]);
    displays.push(displayOf(1, 1080, 1920));
    bring(screen, 'display-metrics-changed');
    expect(double!.calls).toEqual([
      ['setKiosk', false],
      ['setBounds', displays[0]!.bounds],
      ['setKiosk', true],
    ]);
  });
});

describe('closing the window', () => {
  const close = (packaged: boolean, before: (app: object) => void = () => undefined) => {
    const { app } = doubleElectron({ packaged });
    const { window } = doubleWindow();
    keepOpen(app, window);
    before(app);
    const event = eventOf({});
    bring(window, 'close', event);
    return event.prevented;
  };

  test('does nothing in an installed kiosk', () => expect(close(true)).toBe(true));
  test('works when the whole program ends', () => expect(close(true, (app) => bring(app, 'before-quit'))).toBe(false));
  test('works in a checkout', () => expect(close(false)).toBe(false));
});

describe('a kiosk behind another window', () => {
  test('comes back in front, but does not fight', () => {
    const clock = handClock();
    const double = doubleWindow();
    keepInFront(double.window, clock, recordingLog().log);
    double.state.focused = false;
    bring(double.window, 'blur');
    clock.advance(returnDelayMs);
    expect(double.calls).toEqual([['setAlwaysOnTop', true, 'screen-saver'], ['moveTop'], ['focus']]);
    clock.advance(returnWindowMs / 2);
    const focusings = () => double.calls.filter(([name]) => name === 'focus').length;
    expect(focusings()).toBe(mostReturns);
    clock.advance(2 * returnWindowMs);
    expect(focusings()).toBeGreaterThan(mostReturns);
    double.state.focused = true;
    clock.advance(2 * returnWindowMs);
    expect(clock.waiting()).toBe(0);
  });
});
