import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, type Rolldown } from 'vite';
import { servePages } from '../renderer/gallery/build.ts';
import { findBrowser } from '../support/browser.ts';
import { sampleNow } from '../support/snapshots.ts';

const root = resolve(import.meta.dirname, '../..');

/** The product's own pages with a station's double behind them, in a real browser. */
export interface Stage {
  readonly url: string;
  readonly browser: Browser;
  /** A page that has loaded and shows nothing yet. */
  open(options?: StageOptions): Promise<Page>;
  close(): Promise<void>;
}

/** How a page is opened. */
export interface StageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly context?: Parameters<Browser['newContext']>[0];
  /** Words that the browser says: errors, refusals of the policy. */
  readonly said?: string[];
}

/** Builds the pages as `npm run build` does, into a folder of its own. */
async function buildPages(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(root, 'renderer'),
    base: './',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  });
}

/** The script that goes before the page's own: see `in-page/index.ts`. */
async function buildInstrument(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'in-page/index.ts'),
        formats: ['iife'],
        name: 'layoutInstrument',
        fileName: () => 'instrument.js',
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as readonly Rolldown.RolldownOutput[];
  const chunk = outputs.flatMap(({ output }) => output).find((part) => part.type === 'chunk');
  if (chunk === undefined) throw new Error('the instrument was not built');
  return chunk.code;
}

/** Sets the stage, with pages that are built already where `built` names their folder. In Vitest, call it through `asProduction`. */
export async function setStage({ built }: { readonly built?: string } = {}): Promise<Stage> {
  const own = await mkdtemp(join(tmpdir(), 'release-station-stage-'));
  const [instrument] = await Promise.all([buildInstrument(), built === undefined ? buildPages(own) : undefined]);
  const folder = built ?? own;
  const { url, server } = await servePages(folder);
  const launch = await findBrowser();
  // Frames follow one another as fast as they are drawn; nothing here is about their pace.
  const browser = await chromium.launch({ ...launch, args: [...launch.args, '--disable-frame-rate-limit', '--disable-gpu-vsync'] });
  return {
    url,
    browser,
    open: async ({ viewport = { width: 1280, height: 800 }, context: more = {}, said = [] } = {}) => {
      const context: BrowserContext = await browser.newContext({ viewport, reducedMotion: 'reduce', hasTouch: true, ...more });
      const page = await context.newPage();
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      await page.addInitScript({ content: `Date.now = () => ${sampleNow};\n${instrument}` });
      await page.goto(url);
      await page.locator('main[data-screen]').waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      server.close();
      await rm(own, { recursive: true, force: true });
    },
  };
}
