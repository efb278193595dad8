import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../support/browser.ts';
import { samples } from '../../support/snapshots.ts';
import { buildGallery, servePages } from './build.ts';
import { inspectPage } from './inspect.ts';
import { touchedStates } from './states.ts';

/** Pictures of every sample at every size: `npx node test/renderer/gallery/shoot.ts [part of a sample name] [size]`. */
const sizes = { portrait: [1080, 1920], landscape: [1920, 1080], tablet: [1280, 800], small: [800, 480] } as const;

const out = resolve(import.meta.dirname, '../../../out/gallery');
const [part = '', onlySize] = process.argv.slice(2);
await mkdir(out, { recursive: true });
await buildGallery(resolve(out, 'page'));
const { url, server } = await servePages(resolve(out, 'page'));
const browser = await chromium.launch(await findBrowser());
let faults = 0;
try {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    if (onlySize !== undefined && onlySize !== size) continue;
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', hasTouch: true });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    for (const name of Object.keys(samples).filter((key) => key.includes(part))) {
      await page.goto(`${url}?sample=${name}`);
      await page.locator('main[data-screen]').waitFor();
      await page.evaluate(() => document.fonts.ready.then(() => true));
      await page.screenshot({ path: resolve(out, `${name}.${size}.png`) });
      const found = [...said.splice(0), ...(await inspectPage(page))];
      for (const { suffix, reach } of touchedStates.filter(({ sample }) => sample === name)) {
        await reach(page);
        await page.screenshot({ path: resolve(out, `${name}-${suffix}.${size}.png`) });
        if (suffix === 'choosing') found.push(...(await inspectPage(page)));
      }
      faults += found.length;
      for (const fault of found) process.stdout.write(`${name}.${size}: ${fault}\n`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}
process.stdout.write(`${faults} faults\n`);
process.exitCode = faults === 0 ? 0 : 1;
