import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll } from 'vitest';
import type { JobsScreen, Snapshot } from '../../preload/contract.ts';
import { sameTouchMs } from '../../renderer/station/one-touch.ts';
import { buildGallery, servePages } from '../renderer/gallery/build.ts';
import type { FakeStation } from '../renderer/gallery/fake-station.ts';
import { asProduction } from './as-production.ts';
import { findBrowser } from './browser.ts';
import { samples } from './snapshots.ts';

/** The real screens in a real browser under the product's content policy; the station alone is a double. */
export interface SamplePages {
  /** Opens a sample in a new page, hands that over, and closes it. */
  use<T>(sample: string, act: (page: Page) => Promise<T>, options?: BrowserContextOptions): Promise<T>;
  /** A page that nothing was loaded into yet, with nothing in its cache, and how to load a sample. The caller closes its context. */
  fresh(): Promise<{ readonly page: Page; load(sample: string): Promise<void> }>;
  close(): Promise<void>;
}

type GalleryWindow = Window & { readonly gallery: FakeStation };

/** Sample pages for all tests of a file, opened before the first and closed after the last. */
export function samplePages(): Pick<SamplePages, 'use' | 'fresh'> {
  let pages: SamplePages;
  beforeAll(async () => {
    pages = await asProduction(openSamplePages);
  }, 120_000);
  afterAll(() => pages?.close());
  return { use: (...what) => pages.use(...what), fresh: () => pages.fresh() };
}

/** Builds the pages and starts the browser. */
async function openSamplePages(): Promise<SamplePages> {
  const folder = await mkdtemp(join(tmpdir(), 'release-station-samples-'));
  await buildGallery(folder);
  const { url, server }: { readonly url: string; readonly server: Server } = await servePages(folder);
  const browser: Browser = await chromium.launch(await findBrowser());
  const contextOf = (options: BrowserContextOptions): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', hasTouch: true, ...options });
  const load = async (page: Page, sample: string): Promise<void> => {
    await page.goto(`${url}?sample=${sample}`);
    await page.locator('main[data-screen]').waitFor();
  };
  // Pages of one kind share what was fetched; the product's page keeps nothing else between two loads.
  const contexts = new Map<string, Promise<BrowserContext>>();
  return {
    async use(sample, act, options = {}) {
      const kind = JSON.stringify(options);
      const context = contexts.get(kind) ?? contextOf(options);
      contexts.set(kind, context);
      const page = await (await context).newPage();
      try {
        await load(page, sample);
        return await act(page);
      } finally {
        await page.close();
        if (stopped.has(page.context())) {
          contexts.delete(kind);
          await page.context().close();
        }
      }
    },
    async fresh() {
      const page = await (await contextOf({})).newPage();
      return { page, load: (sample) => load(page, sample) };
    },
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Shows another snapshot. */
export function show(page: Page, snapshot: Snapshot): Promise<void> {
  return page.evaluate((next) => (window as unknown as GalleryWindow).gallery.show(next), snapshot);
}

/** Shows a sample, changed as asked. */
export function showSample(page: Page, sample: string, change: Partial<Snapshot> = {}): Promise<void> {
  const snapshot = samples[sample];
  if (snapshot === undefined) throw new Error(`no sample ${sample}`);
  return show(page, { ...snapshot, ...change });
}

/** Shows a sample of the list with some of its members changed. */
export function showJobs(page: Page, sample: string, change: Partial<JobsScreen>): Promise<void> {
  const screen = samples[sample]?.screen;
  if (screen?.name !== 'jobs') throw new Error(`no list in ${sample}`);
  return showSample(page, sample, { screen: { ...screen, ...change } });
}

/** Every intent so far, as words. */
export function sent(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window as unknown as GalleryWindow).gallery.sent.map(({ name, argument }) => `${name} ${JSON.stringify(argument)}`),
  );
}

/** Every intent so far but the signs of life. */
export async function asked(page: Page): Promise<readonly string[]> {
  return (await sent(page)).filter((intent) => intent !== 'touch {}');
}

/** Contexts whose clock stands still: no other test is to meet it. */
const stopped = new WeakSet<BrowserContext>();

/** Time stands still on that page until the test moves it. */
export async function stopClock(page: Page): Promise<void> {
  stopped.add(page.context());
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(60_000);
}

/** As if the finger came back later, for a touch of its own. The page's clock has to be stopped before the first. */
export function nextTouch(page: Page): Promise<void> {
  return page.clock.fastForward(sameTouchMs);
}

/** The station refuses or fails every intent from now on. */
export function answerWith(page: Page, answer: FakeStation['answer']): Promise<void> {
  return page.evaluate((next) => {
    (window as unknown as GalleryWindow).gallery.answer = next;
  }, answer);
}

/** What has the focus: the tag, and the name or words of it. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const words = element?.getAttribute('aria-label') ?? (element as HTMLElement | null)?.innerText ?? '';
    return `${element?.tagName.toLowerCase() ?? 'none'} ${words.replaceAll(/\s+/gu, ' ').trim().slice(0, 60)}`.trim();
  });
}

/** Presses Tab until what has the focus fits; the keyboard alone. Throws after a round of the screen. */
export async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (wanted.test(now)) return;
    seen.push(now);
  }
  throw new Error(`Tab never came to ${String(wanted)}: ${seen.slice(0, 20).join(' | ')}`);
}
