import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import type { Snapshot } from '../../preload/contract.ts';
import { buildGallery, servePages } from '../renderer/gallery/build.ts';
import type { FakeStation } from '../renderer/gallery/fake-station.ts';
import { findBrowser } from './browser.ts';
import { samples } from './snapshots.ts';

/** The real screens in a real browser under the product's content policy; the station alone is a double. */
export interface SamplePages {
  /** Opens a sample, hands its page over, and closes it. */
  use<T>(sample: string, act: (page: Page) => Promise<T>, options?: BrowserContextOptions): Promise<T>;
  close(): Promise<void>;
}

type GalleryWindow = Window & { readonly gallery: FakeStation };

/** Builds the pages and starts the browser. In Vitest, call it with `NODE_ENV` stubbed to `production`. */
export async function openSamplePages(): Promise<SamplePages> {
  const folder = await mkdtemp(join(tmpdir(), 'release-station-samples-'));
  await buildGallery(folder);
  const { url, server }: { readonly url: string; readonly server: Server } = await servePages(folder);
  const browser: Browser = await chromium.launch(await findBrowser());
  return {
    async use(sample, act, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
        hasTouch: true,
        ...options,
      });
      const page = await context.newPage();
      try {
        await page.goto(`${url}?sample=${sample}`);
        await page.locator('main[data-screen]').waitFor();
        return await act(page);
      } finally {
        await context.close();
      }
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

/** Every intent so far but `touch`, as words. */
export async function asked(page: Page): Promise<readonly string[]> {
  const sent = await page.evaluate(() =>
    (window as unknown as GalleryWindow).gallery.sent.map(({ name, argument }) => `${name} ${JSON.stringify(argument)}`),
  );
  return sent.filter((intent) => intent !== 'touch {}');
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
