import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { serveBrowserHost } from '../../main/browser/host.ts';
import { type Clock, systemClock } from '../../main/ports.ts';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import { serveTenant } from '../../main/simulator/serve.ts';
import { signInOnPhone } from '../demo/phone.ts';
import { recordingLog } from '../support/badge.ts';
import { startKiosk, typeCard } from '../support/kiosk.ts';
import { startProcess } from '../support/process.ts';
import { signInWithPhone, startTestStation, type TestStationOptions } from '../support/station.ts';

const out = resolve(import.meta.dirname, '../../out');

/** The host's watch over the page runs this many times faster: ten seconds of silence pass in half a second. */
const faster = 20;
const fastClock: Clock = { ...systemClock, after: (delayMs, run) => systemClock.after(delayMs / faster, run) };

/** A kiosk whose person is signed in and sees one job, and a browser that shows it. */
async function signedIn(browser: Browser, options: TestStationOptions = {}) {
  const station = await startTestStation({ ...options, tenant: { entraSettings: { deviceCodeIntervalS: 1 }, ...options.tenant } });
  const { log, lines } = recordingLog();
  const host = await serveBrowserHost({
    face: station.face,
    folder: { renderer: `${out}/renderer`, preload: `${out}/browser-preload` },
    port: 0,
    random: (length) => new Uint8Array(randomBytes(length)),
    clock: fastClock,
    log,
  });
  const [person] = station.tenant.directory.people;
  await station.tenant.printAs(person!, station.tenant.printers[0]!.shareId, {
    name: 'Minutes.pdf',
    bytes: await demoDocument('Minutes', 1),
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  await page.locator('main[data-screen="welcome"]').waitFor();
  await signInWithPhone(station, person!);
  await page.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
  const close = async () => {
    await context.close();
    await host.close();
    await station.close();
  };
  return { station, host, context, page, lines, close, address: new URL('/', host.url).href };
}

/** Ends the page's process as a fault in it would, and resolves when the browser knows. */
async function crash(context: BrowserContext, page: Page): Promise<void> {
  const gone = page.waitForEvent('crash');
  const browser = await context.newCDPSession(page);
  browser.send('Page.crash').catch(() => undefined);
  await gone;
}

test('a machine whose locale is no language (LANG=C) shows every screen all the same', async ({ browser }) => {
  const kiosk = await startKiosk();
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', { value: ['en-US@posix'] });
  });
  await page.goto(kiosk.host.url);
  await typeCard(page, kiosk.tenant.directory.people[0]!.badge);
  await expect(page.getByRole('img', { name: /^Code: / })).toBeVisible();
  await kiosk.close();
});

test('a screen whose process ended is back in the same session within three seconds', async ({ browser }) => {
  const { station, context, page, address, close } = await signedIn(browser);
  const timesMs: number[] = [];
  let shown = page;
  for (let turn = 0; turn < 5; turn += 1) {
    await crash(context, shown);
    const startedAt = performance.now();
    shown = await context.newPage();
    await shown.goto(address);
    await shown.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
    timesMs.push(Math.round(performance.now() - startedAt));
  }
  console.log(`crash of the page → ready in the same session: ${timesMs.join(', ')} ms`);
  expect(Math.max(...timesMs)).toBeLessThanOrEqual(3_000);
  await expect.poll(() => station.snapshot().readerDeaf).toBe(false);
  await close();
});

test('a crash of the page in the middle of a release: the release goes on, the job comes out once, the result is on the new page', async ({
  browser,
}) => {
  const { station, context, page, address, close } = await signedIn(browser, { tenant: { settings: { latencyMs: 150 } } });
  await page.getByRole('button', { name: 'Release 1 job' }).click();
  await page.locator('[data-stage="releasing"]').waitFor();
  await crash(context, page);
  expect(station.tenant.tray()).toEqual([]);
  await station.until((screen) => screen.name === 'jobs' && screen.jobs.some(({ stage }) => stage.is === 'done'));
  const next = await context.newPage();
  await next.goto(address);
  await next.getByRole('heading', { name: /^Done/ }).waitFor();
  expect(station.tenant.tray()).toHaveLength(1);
  await close();
});

test('a page that hangs is let go of; the kiosk is back in the same session when it is loaded again', async ({ browser }) => {
  const { station, context, page, lines, address, close } = await signedIn(browser);
  await expect.poll(() => station.snapshot().readerDeaf).toBe(false);
  page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  await expect.poll(() => lines.map(({ event }) => event)).toContain('screen.hangs');
  expect(station.snapshot().readerDeaf).toBe(true);
  const next = await context.newPage();
  await next.goto(address);
  await next.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
  await expect.poll(() => station.snapshot().readerDeaf).toBe(false);
  await close();
});

test('a page that hung and runs again connects by itself', async ({ browser }) => {
  const { station, page, lines, close } = await signedIn(browser);
  await page.evaluate(() => {
    const endsAt = performance.now() + 1_500;
    while (performance.now() < endsAt);
  });
  await expect.poll(() => lines.map(({ event }) => event)).toContain('screen.hangs');
  await expect(page.getByRole('checkbox', { name: 'Minutes.pdf' })).toBeVisible();
  await expect.poll(() => station.snapshot().readerDeaf).toBe(false);
  await close();
});

test('a page that has gone white is loaded again by itself, into the same session', async ({ browser }) => {
  const { page, lines, close } = await signedIn(browser);
  await page.evaluate(() => document.getElementById('root')?.remove());
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor({ timeout: 10_000 });
  expect(lines.map(({ event }) => event)).toContain('screen.blank');
  await close();
});

test('a page whose script cannot be loaded says so after three tries, and is well again once it can', async ({ browser }) => {
  const { context, page, lines, address, close } = await signedIn(browser);
  await context.route('**/assets/*.js', (route) => route.abort());
  await page.goto(address);
  await page.getByRole('alert').filter({ hasText: 'This kiosk’s page does not work' }).waitFor({ timeout: 30_000 });
  expect(lines.map(({ event, fields }) => `${event} ${fields.step}`)).toEqual([
    ...Array<string>(3).fill('screen.blank reload'),
    'screen.blank outOfService',
  ]);
  await context.unroute('**/assets/*.js');
  await page.reload();
  await page.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
  await close();
});

test('a host that hangs: names are covered after fifteen seconds, nothing pressed meanwhile acts later, and all is there again with it', async ({
  browser,
}) => {
  const { tenant, close } = await serveTenant({ port: 0, entraSettings: { deviceCodeIntervalS: 1 } });
  const [person] = tenant.directory.people;
  await tenant.printAs(person!, tenant.printers[0]!.shareId, { name: 'Minutes.pdf', bytes: await demoDocument('Minutes', 1) });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-machine-'));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ ...tenant.stationConfig(), data: { folder: 'data' } }));
  const { child, url, ended } = startProcess(['--config', config]);

  const page = await (await browser.newContext()).newPage();
  await page.clock.install();
  await page.goto(await url());
  await page.getByRole('button', { name: 'Sign in with your phone' }).click();
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  await signInOnPhone(browser, page, person!.displayName);
  const job = page.getByRole('checkbox', { name: 'Minutes.pdf' });
  await job.waitFor();

  child.kill('SIGSTOP');
  await page.clock.runFor(11_000);
  await expect(job).toBeVisible();
  await page.clock.runFor(5_000);
  await page.getByRole('alert').filter({ hasText: 'The kiosk does not answer' }).waitFor();
  await expect(job).toBeHidden();
  await typeCard(page, tenant.directory.people[1]!.badge);

  child.kill('SIGCONT');
  await expect(job).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'The kiosk does not answer' })).toHaveCount(0);
  await expect(page.getByText(person!.displayName).first()).toBeVisible();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  await close();
  await rm(folder, { recursive: true });
});

/** A server whose first POST ends as `end` does, after it has arrived; any further one is answered. Pages of other origins may ask too. */
async function serverThatEnds(end: (response: ServerResponse) => void) {
  let posts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html').setHeader('access-control-allow-origin', '*');
    if (request.method !== 'POST') return void response.end('<!doctype html>');
    posts += 1;
    const first = posts === 1;
    request.resume().on('end', () => (first ? end(response) : response.end()));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, posts: () => posts, open: () => sockets.size, close };
}

/** Sends as the station does; the status, or null where no answer came. */
function sendFrom(page: Page, method: 'GET' | 'POST', url: string): Promise<number | null> {
  const sent = { method, credentials: 'omit', cache: 'no-store', redirect: 'manual' } as const;
  return page.evaluate(
    async ({ url, sent }) => {
      const response = await fetch(url, sent).catch(() => null);
      await response?.text();
      return response?.status ?? null;
    },
    { url, sent },
  );
}

/** By Chromium's own page for its network: the same call in its network process as Electron's. False where the browser has no such page. */
async function closeAllConnections(context: BrowserContext): Promise<boolean> {
  const page = await context.newPage();
  const there = await page.goto('chrome://net-internals/').then(
    () => true,
    () => false,
  );
  if (there) await page.evaluate(() => (globalThis as unknown as { chrome: { send(name: string): void } }).chrome.send('flushSocketPools'));
  return there;
}

for (const { how, end, answer } of [
  { how: 'is reset', end: (response: ServerResponse) => void response.socket?.resetAndDestroy(), answer: null },
  { how: 'is closed', end: (response: ServerResponse) => void response.socket?.destroy(), answer: null },
  { how: 'times out with 408', end: (response: ServerResponse) => void response.writeHead(408).end(), answer: 408 },
]) {
  test(`a POST that ${how} is sent again by Chromium on a connection used before, and never on a fresh one`, async ({ browser }) => {
    const [used, closed, fresh] = [await serverThatEnds(end), await serverThatEnds(end), await serverThatEnds(end)];
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(used.url);

    await sendFrom(page, 'GET', used.url);
    expect([await sendFrom(page, 'POST', used.url), used.posts()]).toEqual([200, 2]);

    expect([await sendFrom(page, 'POST', fresh.url), fresh.posts()]).toEqual([answer, 1]);

    await sendFrom(page, 'GET', closed.url);
    if (await closeAllConnections(context)) {
      await expect.poll(closed.open).toBe(0);
      expect([await sendFrom(page, 'POST', closed.url), closed.posts()]).toEqual([answer, 1]);
    }
    await context.close();
    for (const server of [used, closed, fresh]) server.close();
  });
}
