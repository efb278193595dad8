import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { plainProtection } from '../../main/badge/station-secret.ts';
import { serveBrowserHost } from '../../main/browser/host.ts';
import { loadConfig } from '../../main/config/load.ts';
import { systemClock } from '../../main/ports.ts';
import { startStation } from '../../main/station/start-station.ts';
import { startKiosk } from '../support/kiosk.ts';

const out = resolve(import.meta.dirname, '../../out');
const random = (length: number) => new Uint8Array(randomBytes(length));

test('a station with a broken configuration names every problem on its screen', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'release-station-broken-'));
  const path = join(folder, 'config.json');
  await writeFile(path, JSON.stringify({ station: { id: 'x' }, tenant: { id: 'not-a-guid', cloud: 'china' } }));
  const loaded = await loadConfig({ path, readFile, platform: process.platform, env: process.env });
  const log = () => {};
  const face = await startStation(loaded, { fetch, clock: systemClock, random, protect: plainProtection, log });
  const folders = { renderer: `${out}/renderer`, preload: `${out}/browser-preload` };
  const host = await serveBrowserHost({ face, folder: folders, port: 0, random, clock: systemClock, log });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(host.url);
  await expect(page.getByRole('heading', { name: 'This station is not set up yet' })).toBeVisible();
  await expect(page.getByText(path)).toBeVisible();
  const next = page.getByRole('button', { name: 'Next' });
  while (!(await page.getByText('tenant.cloud').isVisible())) await next.click();
  await expect(page.getByText(/China/)).toBeVisible();
  await host.close();
  await face.close();
  await rm(folder, { recursive: true });
});

test('the link works once, and the newest screen is the only one', async ({ browser }) => {
  const kiosk = await startKiosk();
  const context = await browser.newContext();
  const first = await context.newPage();
  await first.goto(kiosk.host.url);
  await first.locator('main[data-screen="welcome"]').waitFor();
  const stranger = await (await browser.newContext()).newPage();
  expect((await stranger.goto(kiosk.host.url))?.status()).toBe(403);
  const second = await context.newPage();
  await second.goto(new URL('/', kiosk.host.url).href);
  await second.locator('main[data-screen="welcome"]').waitFor();
  await expect(first.getByRole('alert').filter({ hasText: 'now open in another window' })).toBeVisible();
  await expect(first.locator('main[data-screen="welcome"]')).toBeHidden();
  await kiosk.close();
});
