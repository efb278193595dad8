import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import type { Look } from '../../preload/contract.ts';
import { asked, nextTouch, samplePages, show, showSample, stopClock } from '../support/sample-pages.ts';
import { sampleSetup, samples } from '../support/snapshots.ts';

/** What a small screen does where words need more room than it has. Whether all of it then fits is measured in `test/layout`. */
const pages = samplePages();

const small = { viewport: { width: 800, height: 480 } } as const;
const setup = { ...sampleSetup, widthMm: 154 };
const plain: Look = samples['jobs-3']!.look;
const large: Look = { ...plain, language: 'de', largeText: true };

const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
const squeezed = (page: Page): Promise<number> => page.locator('[data-squeezed]').count();

/** In German, once the page has taken it over. */
async function inLargeGerman(page: Page, sample: string): Promise<void> {
  await showSample(page, sample, { setup, look: large });
  await page.locator('html[lang="de"][data-large]').waitFor();
  await drawn(page);
}

describe('words that need more room than there is', () => {
  test('give up what matters least, and get it back as soon as there is room', async () => {
    await pages.use(
      'jobs-stages',
      async (page) => {
        await inLargeGerman(page, 'jobs-stages');
        expect(await squeezed(page)).toBeGreaterThan(0);
        await page.setViewportSize({ width: 1920, height: 1080 });
        await showSample(page, 'jobs-stages', { setup: { ...setup, widthMm: 476 }, look: plain });
        await page.locator('html[lang="en"]:not([data-large])').waitFor();
        await drawn(page);
        expect(await squeezed(page)).toBe(0);
      },
      small,
    );
  });

  test('give it up for words that come later too, without a touch', async () => {
    await pages.use('jobs-3', async (page) => {
      expect(await squeezed(page)).toBe(0);
      // Its box keeps its size: no `ResizeObserver` hears of it.
      await page.locator('.board').evaluate((board) => {
        const words = document.createElement('p');
        words.textContent = 'Words without end '.repeat(60);
        board.append(words);
      });
      await drawn(page);
      expect(await squeezed(page)).toBeGreaterThan(0);
    });
  });
});

describe('reasons for an empty list that do not fit on one page', () => {
  test('are turned like pages, none is left out, and are on one page again where they fit', async () => {
    await pages.use(
      'jobs-why',
      async (page) => {
        await showSample(page, 'jobs-why', { setup, look: plain });
        await drawn(page);
        const told = page.locator('.reasons p');
        const all = await tellAll(page);
        await inLargeGerman(page, 'jobs-why');
        const onePage = await told.count();
        expect(onePage).toBeLessThan(6);
        expect((await tellAll(page)).length).toBe(all.length);
        await page.setViewportSize({ width: 1920, height: 1080 });
        await show(page, { ...samples['jobs-why']!, setup: { ...setup, widthMm: 476 } });
        await page.locator('html[lang="en"]:not([data-large])').waitFor();
        await drawn(page);
        expect(await told.count()).toBe(6);
        expect(await page.locator('.empty-foot .pager').count()).toBe(0);
      },
      small,
    );
  });
});

/** Every sentence, from the first page to the last; a touch that follows another too fast turns none. */
async function tellAll(page: Page): Promise<readonly string[]> {
  const turner = page.locator('.empty-foot .pager .button');
  const said = new Set<string>();
  for (const way of [turner.first(), turner.last()]) {
    for (let turn = 0; turn < 60; turn += 1) {
      for (const words of await page.locator('.reasons p').allInnerTexts()) said.add(words);
      if ((await turner.count()) === 0 || (await way.isDisabled())) break;
      await way.tap();
      await drawn(page);
    }
  }
  return [...said];
}

describe('what can be done, where there is room for half of it', () => {
  const reachable: Look = { ...plain, largeText: true, reach: true };

  test('is turned by one button, which sends nothing; every act is on one of the two halves', async () => {
    await pages.use(
      'jobs-3',
      async (page) => {
        const acts = (): Promise<readonly string[]> => page.locator('.jobs .stub button:visible, .person button:visible').allInnerTexts();
        await showSample(page, 'jobs-3', { setup });
        await drawn(page);
        const all = (await acts()).filter((words) => words !== '');
        expect(await page.locator('.more-actions').isVisible()).toBe(false);
        await showSample(page, 'jobs-3', { setup, look: reachable });
        await page.locator('html[data-large]').waitFor();
        await drawn(page);
        const first = await acts();
        await stopClock(page);
        await page.locator('.more-actions').tap();
        const second = await acts();
        expect(first).not.toEqual(second);
        expect(all.filter((words) => !first.includes(words) && !second.includes(words))).toEqual([]);
        await nextTouch(page);
        await page.locator('.more-actions').tap();
        expect(await acts()).toEqual(first);
        expect(await asked(page)).toEqual([]);
      },
      small,
    );
  });
});
