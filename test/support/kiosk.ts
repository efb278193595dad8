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

/** Types a card into the page as a keyboard-wedge reader does: real key events in one burst, then Enter. */
export async function typeCard(page: Page, badge: string): Promise<void> {
  await page.keyboard.type(badge);
  await page.keyboard.press('Enter');
}

/** The name of the screen that the page shows. */
export function screenName(page: Page) {
  return page.locator('main[data-screen]');
}
