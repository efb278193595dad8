import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBrowser } from '../support/browser.ts';
import { samples } from '../support/snapshots.ts';
import { buildGallery, servePages } from './gallery/build.ts';
import type { FakeStation } from './gallery/fake-station.ts';
import { inspectPage } from './gallery/inspect.ts';

/** The real screens in a real browser under the product's content policy; the station alone is a double. */
let folder: string;
let server: Server;
let url: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-station-pages-'));
  // The test runner's own NODE_ENV would build React for development.
  vi.stubEnv('NODE_ENV', 'production');
  await buildGallery(folder);
  vi.unstubAllEnvs();
  ({ url, server } = await servePages(folder));
  browser = await chromium.launch(await findBrowser());
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function newPage(width: number, height: number): Promise<{ readonly page: Page; readonly said: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', hasTouch: true });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  return { page, said };
}

async function open(page: Page, sample: string): Promise<void> {
  await page.goto(`${url}?sample=${sample}`);
  await page.locator('main[data-screen]').waitFor();
}

type GalleryWindow = Window & { readonly gallery: FakeStation };

function sent(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window as unknown as GalleryWindow).gallery.sent.map(({ name, argument }) => `${name} ${JSON.stringify(argument)}`),
  );
}

async function onPage<T>(sample: string, use: (page: Page) => Promise<T>): Promise<T> {
  const { page } = await newPage(1280, 800);
  try {
    await open(page, sample);
    return await use(page);
  } finally {
    await page.context().close();
  }
}

describe('every screen', () => {
  test('fits the smallest display: nothing clipped, no small target or word, axe finds nothing, no word from the browser', async () => {
    const { page, said } = await newPage(800, 480);
    const faults: string[] = [];
    for (const sample of Object.keys(samples)) {
      await open(page, sample);
      for (const fault of [...said.splice(0), ...(await inspectPage(page))]) faults.push(`${sample}: ${fault}`);
    }
    await page.context().close();
    expect(faults).toEqual([]);
  }, 180_000);
});

describe('the keys that a reader leaks', () => {
  test('an Enter on any screen does nothing by itself', async () => {
    const { page } = await newPage(1280, 800);
    const done: string[] = [];
    for (const sample of Object.keys(samples)) {
      await open(page, sample);
      await page.keyboard.press('Enter');
      for (const intent of await sent(page)) if (intent !== 'touch {}') done.push(`${sample}: ${intent}`);
    }
    await page.context().close();
    expect(done).toEqual([]);
  }, 60_000);
});

describe('the idle countdown', () => {
  test('a touch on its buttons is the answer alone: no wake-up first that would take it away from under the finger', async () => {
    const intents = await onPage('jobs-idle', async (page) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).tap();
      return await sent(page);
    });
    expect(intents).toEqual(['signOut {}']);
  });

  test('a touch beside it wakes the station', async () => {
    const intents = await onPage('jobs-idle', async (page) => {
      await page.touchscreen.tap(10, 10);
      return await sent(page);
    });
    expect(intents).toEqual(['touch {}']);
  });

  test('Escape stays, and cannot close it without the station', async () => {
    await onPage('jobs-idle', async (page) => {
      for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
      expect(await sent(page)).toContain('stay {}');
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
    });
  });
});

describe('the list', () => {
  test('a job is chosen on its page by touch or by the space bar, and the big button says so', async () => {
    await onPage('jobs-20', async (page) => {
      await page.getByRole('button', { name: 'Next' }).tap();
      await page.getByRole('checkbox').nth(1).tap();
      await page.getByRole('checkbox').nth(2).focus();
      await page.keyboard.press(' ');
      await page.getByRole('button', { name: 'Release 2 jobs' }).tap();
      expect(await sent(page)).toContain('release {"jobs":["job-5","job-6"]}');
    });
  });

  test('a bug in the station shows one sentence, gone at the next touch', async () => {
    await onPage('jobs-3', async (page) => {
      await page.evaluate(() => {
        (window as unknown as GalleryWindow).gallery.answer = { ok: false, error: 'internal' };
      });
      await page.getByRole('button', { name: 'Sign out' }).tap();
      await page.getByText('Something went wrong here. Please try again.').waitFor();
      await page.touchscreen.tap(10, 300);
      await page.getByText('Something went wrong here. Please try again.').waitFor({ state: 'detached' });
    });
  });

  test('names are gone from the page as soon as the session is', async () => {
    await onPage('jobs-3', async (page) => {
      const left = await page.evaluate(async (welcome) => {
        (window as unknown as GalleryWindow).gallery.show(welcome);
        await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
        return document.documentElement.outerHTML;
      }, samples.welcome!);
      expect(left).not.toMatch(/Ada Lovelace|Travel form/u);
    });
  });
});

describe('gestures of a desktop', () => {
  test.each(['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart'])('%s does nothing', async (name) => {
    const prevented = await onPage('welcome', (page) =>
      page.evaluate((type) => {
        const event = new Event(type, { bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
      }, name),
    );
    expect(prevented).toBe(true);
  });

  test('the wheel does not zoom', async () => {
    const prevented = await onPage('welcome', (page) =>
      page.evaluate(() => {
        const event = new WheelEvent('wheel', { ctrlKey: true, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
      }),
    );
    expect(prevented).toBe(true);
  });
});
