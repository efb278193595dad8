import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { type BrowserHost, serveBrowserHost } from '../../main/browser/host.ts';
import { createLog } from '../../main/log/create-log.ts';
import { systemClock } from '../../main/ports.ts';
import { startTestStation, type TestStation, type TestStationOptions } from './station.ts';

const out = resolve(import.meta.dirname, '../../out');

/** A station on its demo tenant, served to a browser: what `npm start -- --browser` serves. */
export interface Kiosk extends TestStation {
  readonly host: BrowserHost;
}

/** Starts a kiosk. `npm run build` must have been run. */
export async function startKiosk(options: TestStationOptions = {}): Promise<Kiosk> {
  const station = await startTestStation(options);
  const host = await serveBrowserHost({
    face: station.face,
    folder: { renderer: `${out}/renderer`, preload: `${out}/browser-preload` },
    port: 0,
    random: (length) => new Uint8Array(randomBytes(length)),
    clock: systemClock,
    log: createLog({ destination: { write: () => true }, clock: systemClock, stationId: 'test' }),
  });
  return {
    ...station,
    host,
    async close() {
      await host.close();
      await station.close();
    },
  };
}

/** Milliseconds between the keys of the test's reader: a real one takes 4 to 20. */
const keyGapMs = 5;

/**
 * Types a card into the page as a keyboard-wedge reader does: real, trusted key events, then Enter. The events carry the times of a reader,
 * so that a busy machine between test and browser does not make a slow typist of it. `laterMs` moves them on: two reads of one card within
 * two seconds are one tap.
 */
export async function typeCard(page: Page, badge: string, laterMs = 0): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const start = Date.now() + laterMs;
  const strokes = [...badge.toUpperCase().split('').map(keyOf), { code: 'Enter', key: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }];
  const sent = strokes.flatMap(({ text, ...key }, i) => {
    const timestamp = (start + i * keyGapMs) / 1000;
    return [
      browser.send('Input.dispatchKeyEvent', { ...key, type: 'keyDown', text, timestamp }),
      browser.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp', timestamp: timestamp + 0.002 }),
    ];
  });
  await Promise.all(sent);
  await browser.detach();
}

/** The key that types a character on a US keyboard. */
function keyOf(character: string) {
  const key = character;
  const windowsVirtualKeyCode = character === '-' ? 189 : character.charCodeAt(0);
  const code = character === '-' ? 'Minus' : /\d/.test(character) ? `Digit${character}` : `Key${character}`;
  return { code, key, windowsVirtualKeyCode, text: character };
}
