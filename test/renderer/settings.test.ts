import { describe, expect, test } from 'vitest';
import { languageNames } from '../../renderer/words/languages.ts';
import { answerWith, asked, focused, samplePages, showSample, stopClock, tabTo } from '../support/sample-pages.ts';
import { samples } from '../support/snapshots.ts';

const pages = samplePages();

const plain = samples.welcome!.look;

test('two touches in one moment both count, and the same touch twice counts once', async () => {
  await pages.use('welcome', async (page) => {
    await page.getByRole('button', { name: 'Easier to see and reach' }).tap();
    await answerWith(page, 'never');
    for (const name of ['Larger text', 'Buttons low down', 'Larger text']) await page.getByRole('switch', { name }).tap();
    expect(await asked(page)).toEqual(['setLook {"largeText":true}', 'setLook {"reach":true}']);
  });
});

describe('the language of the screen', () => {
  test('is chosen on the first screen: each by its own name, in its own script, told so to a screen reader', async () => {
    await pages.use('welcome', async (page) => {
      await page.getByRole('button', { name: 'Language: English' }).tap();
      const dialog = page.getByRole('dialog', { name: 'Language' });
      for (const language of samples.welcome!.setup.languages) {
        const button = dialog.getByRole('button', { name: languageNames[language], exact: true });
        expect(await button.getAttribute('lang')).toBe(language);
      }
      expect(await dialog.locator('[aria-current]').innerText()).toBe('English');
      await dialog.getByRole('button', { name: 'العربية' }).tap();
      expect(await asked(page)).toEqual(['setLook {"language":"ar"}']);
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  test('turns the page round when its words are there, and not before', async () => {
    await pages.use('welcome', async (page) => {
      const before = await page.getByRole('heading').innerText();
      await showSample(page, 'welcome', { look: { ...plain, language: 'ar' } });
      await page.locator('html[lang="ar"][dir="rtl"]').waitFor();
      expect(await page.getByRole('heading').innerText()).not.toBe(before);
      await showSample(page, 'welcome', { look: { ...plain, language: 'de' } });
      await page.locator('html[lang="de"][dir="ltr"]').waitFor();
      await showSample(page, 'welcome');
      await page.locator('html[lang="en"]').waitFor();
      expect(await page.getByRole('heading').innerText()).toBe(before);
    });
  });

  test('the last of two fast choices counts', async () => {
    await pages.use('welcome', async (page) => {
      await showSample(page, 'welcome', { look: { ...plain, language: 'ja' } });
      await showSample(page, 'welcome', { look: { ...plain, language: 'fr' } });
      await page.locator('html[lang="fr"]').waitFor();
      await showSample(page, 'welcome', { serial: 9, look: { ...plain, language: 'fr' } });
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    });
  });

  test('can be changed after sign-in too', async () => {
    await pages.use('jobs-3', async (page) => {
      await page.getByRole('button', { name: 'Easier to see and reach' }).tap();
      await page.getByRole('button', { name: 'Language: English' }).tap();
      await page.getByRole('dialog').getByRole('button', { name: 'Deutsch' }).tap();
      expect(await asked(page)).toEqual(['setLook {"language":"de"}']);
    });
  });

  test('is not asked where there is only one', async () => {
    await pages.use('welcome', async (page) => {
      await showSample(page, 'welcome', { setup: { ...samples.welcome!.setup, languages: ['en'] } });
      await page.getByRole('button', { name: /Language/u }).waitFor({ state: 'detached' });
    });
  });
});

describe('the look of the screen', () => {
  test('every switch takes effect with its touch, and the sheet stays open for the next', async () => {
    await pages.use('welcome', async (page) => {
      await page.getByRole('button', { name: 'Easier to see and reach' }).tap();
      const dialog = page.getByRole('dialog', { name: 'Make it easier to see and reach' });
      await dialog.getByRole('button', { name: 'High contrast' }).tap();
      await showSample(page, 'welcome', { look: { ...plain, theme: 'contrast' } });
      await page.locator('html[data-theme="contrast"]').waitFor();
      await dialog.getByRole('switch', { name: 'Larger text' }).tap();
      await showSample(page, 'welcome', { look: { ...plain, theme: 'contrast', largeText: true } });
      expect(await dialog.getByRole('switch', { name: 'Larger text' }).getAttribute('aria-checked')).toBe('true');
      expect(await dialog.getByRole('button', { name: 'High contrast' }).getAttribute('aria-pressed')).toBe('true');
      await dialog.getByRole('switch', { name: 'Buttons low down' }).tap();
      await dialog.getByRole('button', { name: 'Standard look' }).tap();
      expect(await asked(page)).toEqual([
        'setLook {"theme":"contrast"}',
        'setLook {"largeText":true}',
        'setLook {"reach":true}',
        'setLook {"theme":"light","largeText":false,"reach":false}',
      ]);
      await dialog.getByRole('button', { name: 'Close' }).tap();
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  test('whether a tap releases everything is set there too, where it is the person’s to choose', async () => {
    await pages.use('jobs-3', async (page) => {
      await page.getByRole('button', { name: 'Easier to see and reach' }).tap();
      await page.getByRole('switch', { name: /Release everything/u }).tap();
      expect(await asked(page)).toEqual(['setOneGesture {"on":true}']);
    });
  });

  test('a card that is tapped, another screen, and another person close the sheet', async () => {
    await pages.use('welcome', async (page) => {
      for (const next of ['welcome-opening', 'sign-in', 'jobs-3']) {
        await showSample(page, 'welcome');
        await page.getByRole('button', { name: 'Easier to see and reach' }).tap();
        await showSample(page, next);
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: 'Easier to see and reach' }).tap();
      const { screen } = samples['jobs-3']!;
      if (screen.name === 'jobs') await showSample(page, 'jobs-3', { screen: { ...screen, personName: 'Grace Hopper' } });
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

  test('a sheet that somebody left open on the first screen is gone before long', async () => {
    await pages.use('welcome', async (page) => {
      await stopClock(page);
      await page.getByRole('button', { name: 'Language: English' }).tap();
      await page.clock.fastForward(80_000);
      await page.keyboard.press('Tab');
      await page.clock.fastForward(80_000);
      expect(await page.getByRole('dialog').count()).toBe(1);
      await page.clock.fastForward(11_000);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

  test('works with Tab and Enter alone, and gives the focus back where it was', async () => {
    await pages.use('welcome', async (page) => {
      await tabTo(page, /Easier to see/u);
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('h2 Make it easier to see and reach');
      await tabTo(page, /Dark/u);
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowRight');
      expect(await focused(page)).toBe('button High contrast');
      await tabTo(page, /Buttons low down/u);
      await page.keyboard.press('Enter');
      expect(await asked(page)).toEqual(['setLook {"theme":"dark"}', 'setLook {"reach":true}']);
      await page.keyboard.press('Escape');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await focused(page)).toMatch(/^button Easier to see/u);
    });
  });
});
