import type { Page } from '@playwright/test';
import { beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../preload/contract.ts';
import { sampleSetup, samples } from '../support/snapshots.ts';
import { axeFaults } from './axe.ts';
import { breaks } from './breaks.ts';
import { type Combination, dimensions, spell } from './combinations.ts';
import type { Fault } from './in-page/faults.ts';
import { inGoodOrder, measureOne } from './measure.ts';
import { allPairs } from './pairs.ts';
import { testStage } from './test-stage.ts';

/** The product's own pages, measured: a small part of `npm run test:layout` that still lets every two of its choices meet, language and sample apart. */
const stage = testStage();

const { language: _, ...withoutLanguage } = dimensions;
/** Languages take turns: each meets every size and every look, and each sample is seen in several. */
const rows: readonly Combination[] = allPairs(withoutLanguage).map((row, i) => ({
  ...row,
  language: languages[i % languages.length] ?? 'en',
}));

describe('every screen, in all sizes, languages, themes, large text and reach mode by turns', () => {
  test('no word is cut, nothing overlaps or leaves the screen, targets are 12 mm, large capitals 4.8 mm, every control in the lower half in reach mode, and axe finds nothing', async () => {
    const said: string[] = [];
    const page = await stage.open({ said });
    const faults: string[] = [];
    const examined = new Set<string>();
    for (const row of inGoodOrder(rows)) {
      const found = await measureOne(page, row);
      const worth = found.faults.filter(({ kind }) => kind !== 'shortened').map(({ kind, at, detail }) => `${kind}: ${at}: ${detail}`);
      if (!examined.has(row.sample)) worth.push(...(await axeFaults(page)));
      examined.add(row.sample);
      faults.push(...[...said.splice(0), ...worth].map((fault) => `${spell(row)}: ${fault}`));
    }
    await page.context().close();
    expect(examined.size).toBe(dimensions.sample.length);
    expect(faults).toEqual([]);
  }, 300_000);
});

describe('the measuring itself: a screen is broken in one way, and that is what it says', () => {
  let page: Page;
  beforeAll(async () => {
    page = await stage.open();
  });

  const shown = { ...samples['jobs-1']!, setup: { ...sampleSetup, widthMm: 217 } };

  /** What it says of the screen before and after something on it was broken. */
  async function whenBroken(
    breakIt: () => void,
    snapshot = shown,
  ): Promise<{ readonly before: readonly string[]; readonly after: readonly string[] }> {
    const say = (faults: readonly Fault[]): readonly string[] => faults.map(({ kind, at }) => `${kind}: ${at}`);
    await page.evaluate(async (next) => {
      document.querySelector('#broken')?.remove();
      await window.instrument.show(next);
    }, snapshot);
    const before = say(await page.evaluate(() => window.instrument.measure()));
    await page.evaluate(breakIt);
    return { before, after: say(await page.evaluate(() => window.instrument.measure())) };
  }

  test.each(breaks)('%s', async (_, said, breakIt) => {
    await page.evaluate(() => {
      Object.assign(window, {
        broken: (element: HTMLElement) => {
          const place = document.querySelector('#broken') ?? document.createElement('div');
          place.id = 'broken';
          place.append(element);
          document.body.append(place);
        },
      });
    });
    const { before, after } = await whenBroken(breakIt);
    const start = (list: readonly string[]): readonly string[] => list.filter((fault) => fault.startsWith(said));
    expect(start(before)).toEqual([]);
    expect(start(after).length).toBeGreaterThan(0);
  });

  test('a word may go on after its hyphen, in any script', async () => {
    const { after } = await whenBroken(() => {
      const place = document.createElement('div');
      place.id = 'broken';
      for (const text of ['שחור־לבן', 'black-white']) {
        const words = document.createElement('p');
        words.textContent = text;
        Object.assign(words.style, { position: 'fixed', top: '40%', width: '70px', fontSize: '24px' });
        place.append(words);
      }
      document.body.append(place);
      if ([...place.children].some(({ clientHeight }) => clientHeight < 50)) throw new Error('nothing goes on in the next line');
    });
    expect(after.filter((fault) => fault.startsWith('broken word'))).toEqual([]);
  });

  test('small capitals in large text, and a control in the upper half in reach mode, are said', async () => {
    const snapshot = { ...shown, look: { ...shown.look, largeText: true, reach: true } };
    const { after } = await whenBroken(() => {
      const button = document.createElement('button');
      button.textContent = 'Up here';
      Object.assign(button.style, { position: 'fixed', top: '2px', left: '45%', fontSize: '20px', width: '200px', height: '90px' });
      const place = document.createElement('div');
      place.id = 'broken';
      place.append(button);
      document.body.append(place);
    }, snapshot);
    expect(after).toEqual(expect.arrayContaining(['capitals: button "Up here"', 'reach: button "Up here"']));
  });

  test('a language, a direction or a density that the page did not take over is said', async () => {
    const snapshot = { ...shown, look: { ...shown.look, language: 'ar' as const } };
    const { after } = await whenBroken(() => {
      Object.assign(document.documentElement, { lang: 'fr', dir: 'ltr' });
      document.documentElement.style.setProperty('--mm', '3px');
    }, snapshot);
    expect(after.filter((fault) => fault.startsWith('look'))).toHaveLength(3);
    await page.reload();
  });
});
