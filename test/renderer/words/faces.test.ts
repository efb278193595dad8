import type { CDPSession, Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { type Language, languages, type Snapshot } from '../../../preload/contract.ts';
import { direction } from '../../../renderer/words/languages.ts';
import { loaders } from '../../../renderer/words/load-catalogue.ts';
import { samplePages, show } from '../../support/sample-pages.ts';
import { samples } from '../../support/snapshots.ts';

/** The real pages and the real faces in a real browser, under the product's content policy. */
const pages = samplePages();

/** Names in other scripts bring their own faces; these screens show none. */
const plain = ['welcome', 'sign-in', 'link-confirm', 'jobs-3', 'jobs-empty', 'jobs-masked'] as const;

interface Shown {
  readonly page: Page;
  /** Names of the font files that were asked for. */
  readonly fonts: string[];
  readonly said: string[];
}

async function openPage(): Promise<Shown> {
  const { page, load } = await pages.fresh();
  const shown: Shown = { page, fonts: [], said: [] };
  page.on('request', (request) => {
    if (request.resourceType() === 'font') shown.fonts.push(new URL(request.url()).pathname);
  });
  page.on('console', (message) => shown.said.push(message.text()));
  page.on('pageerror', (error) => shown.said.push(String(error)));
  await load('welcome');
  return shown;
}

/** Shows the plain screens in a language, as the station would tell the page to. */
async function speakOn({ page }: Shown, language: Language): Promise<void> {
  for (const [index, name] of plain.entries()) {
    const sample = samples[name];
    if (sample === undefined) throw new Error(`no sample ${name}`);
    const snapshot: Snapshot = { ...sample, serial: 1_000 + index, look: { ...sample.look, language } };
    await show(page, snapshot);
    await page.locator(`html[lang="${language}"] main[data-screen="${snapshot.screen.name}"]`).waitFor();
    await page.evaluate(() => document.fonts.ready.then(() => true));
  }
}

const faceOf = (path: string): string => /(atkinson|noto-sans-(?:arabic|hebrew|jp|sc)|noto-sans)/u.exec(path)?.[1] ?? path;

const expectedFaces: Readonly<Partial<Record<Language, readonly string[]>>> = {
  ar: ['atkinson', 'noto-sans-arabic'],
  he: ['atkinson', 'noto-sans-hebrew'],
  ja: ['atkinson', 'noto-sans-jp'],
  'zh-Hans': ['atkinson', 'noto-sans-sc'],
};

describe.each(languages)('the pages in %s', (language) => {
  test('say so, turn the right way, fetch the faces of that script and no others, and draw every word with them', async () => {
    const shown = await openPage();
    const { page } = shown;
    await speakOn(shown, language);
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      language,
      direction(language),
    ]);
    const probe = textOf(await loaders[language]());
    await page.evaluate((text) => {
      const paragraph = document.createElement('p');
      paragraph.id = 'probe';
      paragraph.textContent = text;
      document.body.append(paragraph);
    }, probe);
    await page.evaluate(() => document.fonts.ready.then(() => true));
    const faces = new Set(shown.fonts.map(faceOf));
    expect([...faces].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(expectedFaces[language] ?? ['atkinson']);
    expect(await strangeFaces(await page.context().newCDPSession(page))).toEqual([]);
    expect(shown.said).toEqual([]);
    await page.context().close();
  }, 60_000);
});

test('Japanese needs some of its files, not all of them', async () => {
  const shown = await openPage();
  await speakOn(shown, 'ja');
  const files = new Set(shown.fonts.filter((path) => path.includes('noto-sans-jp')));
  expect(files.size).toBeGreaterThan(0);
  expect(files.size).toBeLessThan(60);
  await shown.page.context().close();
}, 60_000);

/** All that a catalogue says. */
function textOf(words: object): string {
  return Object.values(words)
    .map((value) => (typeof value === 'string' ? value : textOf(value as object)))
    .join('\n');
}

/** Faces of the machine itself that the browser had to take for the probe. */
async function strangeFaces(devtools: CDPSession): Promise<readonly string[]> {
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#probe' });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.filter(({ isCustomFont }) => !isCustomFont).map(({ familyName, glyphCount }) => `${familyName}: ${glyphCount} letters`);
}
