import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { dimensions, sizes, snapshotFor } from '../../layout/combinations.ts';
import { setStage } from '../../layout/stage.ts';
import { touched } from '../../layout/touched.ts';
import { findBrowser } from '../../support/browser.ts';
import { ownTouch, startVisit } from '../../support/visit.ts';
import { galleryPage, type Picture } from './gallery-page.ts';
import { type PictureLook, planPictures } from './plan.ts';
import { type Scene, scenes } from './scenes.ts';

/*
 * `npm run gallery`: pictures of the real app into out/gallery/index.html. Each state that the real station can be brought into is played on the
 * demo tenant; the others are fed as snapshots into the same pages; each picture says which. Exit code 1 when a picture could not be made.
 */

const out = resolve(import.meta.dirname, '../../../out/gallery');
const startedAt = Date.now();
const pictures: Picture[] = [];
const failures: string[] = [];

/** Waits until the page looks as asked and every letter is there, then takes the picture. */
async function shoot(page: Page, state: string, look: PictureLook, source: Picture['source']): Promise<void> {
  const { language, theme, size, largeText, reach } = look;
  await page.locator(`html[lang="${language}"][data-theme="${theme}"]`).waitFor({ state: 'attached', timeout: 10_000 });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
    await document.fonts.ready;
  });
  const name = [state, language, size, theme, ...(largeText ? ['large'] : []), ...(reach ? ['reach'] : [])].join('.');
  const file = `${name}.jpg`;
  await page.screenshot({ path: resolve(out, file), type: 'jpeg', quality: 82 });
  pictures.push({ state, look, source, file });
}

/** Taps something that may be on another page of its list. */
async function tapWherever(page: Page, selector: string): Promise<void> {
  const element = page.locator(selector).first();
  const next = page.locator('.pager .button').last();
  for (let turn = 0; turn < 8; turn += 1) {
    if (
      await element.waitFor({ timeout: 1_000 }).then(
        () => true,
        () => false,
      )
    )
      break;
    await next.tap({ timeout: 5_000 });
  }
  await element.tap({ timeout: 10_000 });
  await ownTouch(page);
}

async function real(browser: Browser, scene: Scene, state: string, look: PictureLook): Promise<void> {
  const set = await startVisit(browser, look, scene.with);
  try {
    await within(30_000, scene.play(set));
    for (const selector of touched[state]?.touches ?? []) await tapWherever(set.page, selector);
    await shoot(set.page, state, look, 'real');
  } finally {
    await set.close();
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not there after ${ms / 1000} s`)), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const [first = '', ...more] = String(error).split('\n');
    const why = more.find((line) => line.includes('intercepts')) ?? '';
    failures.push(`${what}: ${first} ${why.trim()}`.trim());
  }
}

/** Does the work with two hands. */
async function together(work: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...work];
  const hand = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await next();
  };
  await Promise.all([hand(), hand()]);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const only = process.argv.slice(2);
const plan = planPictures(dimensions.sample);
const sceneFor = (state: string): Scene | undefined => scenes.find((one) => one.state === (touched[state]?.sample ?? state));
const wanted = [...plan]
  .flatMap(([state, looks]) => looks.map((look) => ({ state, look })))
  .filter(({ state }) => only.length === 0 || only.some((word) => state.includes(word)));
const browser = await chromium.launch(await findBrowser());
const stage = await setStage({ built: resolve(out, '../renderer') });
const fedPage = await stage.open();

await together(
  wanted.map(({ state, look }) => async () => {
    const scene = sceneFor(state);
    if (scene !== undefined) await attempt(`${state} (real)`, () => real(browser, scene, state, look));
  }),
);
for (const { state, look } of wanted.filter((one) => sceneFor(one.state) === undefined)) {
  const combination = { ...look, sample: state, measured: true };
  await attempt(`${state} (fed)`, async () => {
    await fedPage.setViewportSize({ width: sizes[look.size].width, height: sizes[look.size].height });
    await fedPage.evaluate(
      async ({ snapshot, touches }) => {
        await window.instrument.show(snapshot);
        await window.instrument.touch(touches);
      },
      { snapshot: snapshotFor(combination), touches: touched[state]?.touches ?? [] },
    );
    await shoot(fedPage, state, look, 'fed');
  });
}
await stage.close();
await browser.close();

const order: readonly string[] = dimensions.sample;
pictures.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
await writeFile(resolve(out, 'index.html'), galleryPage(pictures));
const count = (source: Picture['source']): number => pictures.filter((picture) => picture.source === source).length;
process.stdout.write(
  `${pictures.length} pictures, ${count('real')} real and ${count('fed')} fed, in ${Math.round((Date.now() - startedAt) / 1000)} s: out/gallery/index.html\n`,
);
for (const failure of failures) process.stdout.write(`not made: ${failure}\n`);
process.exitCode = failures.length === 0 && pictures.length === wanted.length ? 0 : 1;
