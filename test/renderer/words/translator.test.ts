import { describe, expect, test } from 'vitest';
import { de } from '../../../renderer/words/de.ts';
import { isolate } from '../../../renderer/words/isolate.ts';
import { type Loaders, loaders } from '../../../renderer/words/load-catalogue.ts';
import { pseudoText } from '../../../renderer/words/pseudo.ts';
import { nameMark } from '../../../renderer/words/sentence.tsx';
import { createTranslator, speak } from '../../../renderer/words/translator.ts';

describe('changing the language', () => {
  test('speaks the other language once its words are there', async () => {
    const translator = createTranslator();
    expect(translator.t('common.cancel')).toBe('Cancel');
    expect(await speak(translator, 'de')).toBe(true);
    expect(translator.t('common.cancel')).toBe(de.common.cancel);
  });

  test('stays with the old one where the words cannot be loaded, and can be tried again', async () => {
    const translator = createTranslator();
    const broken: Loaders = { ...loaders, de: () => Promise.reject(new Error('no chunk')) };
    expect(await speak(translator, 'de', undefined, broken)).toBe(false);
    expect([translator.language, translator.t('common.cancel')]).toEqual(['en', 'Cancel']);
    expect(await speak(translator, 'de')).toBe(true);
  });

  test('the last choice counts: one that was given up meanwhile changes nothing', async () => {
    const translator = createTranslator();
    const words = Promise.withResolvers<typeof de>();
    const givenUp = new AbortController();
    const slow = speak(translator, 'de', givenUp.signal, { ...loaders, de: () => words.promise });
    givenUp.abort();
    expect(await speak(translator, 'nl')).toBe(true);
    words.resolve(de);
    expect(await slow).toBe(false);
    expect(translator.language).toBe('nl');
  });

  test('two pages do not share a language', async () => {
    const one = createTranslator();
    const other = createTranslator();
    await speak(one, 'de');
    expect(other.language).toBe('en');
  });

  test('figures are written as in the region of the machine, where its language is the one spoken', async () => {
    const austrian = createTranslator(['de-AT']);
    await speak(austrian, 'de');
    expect(austrian.t('jobs.release', { count: 12_000 })).toContain(new Intl.NumberFormat('de-AT').format(12_000));
    const polish = createTranslator(['pl-PL']);
    await speak(polish, 'de');
    expect(polish.t('jobs.release', { count: 12_000 })).toContain('12.000');
  });
});

describe('a value in a sentence', () => {
  test('stands apart from right to left, whatever it is: an address, a telephone number, a name', async () => {
    const translator = createTranslator();
    await speak(translator, 'ar');
    for (const contact of ['IT desk, ext. 1200', '+49 30 1234', 'قسم الدعم']) {
      expect(translator.t('common.help', { contact })).toContain(`\u2068${contact}\u2069`);
    }
  });

  test('stands apart from left to right where it is written the other way, and is untouched else', () => {
    const { t } = createTranslator();
    expect(t('common.help', { contact: 'קומה 2' })).toBe('Help: \u2068קומה 2\u2069');
    expect(t('common.help', { contact: 'IT <desk> & "more"' })).toBe('Help: IT <desk> & "more"');
  });

  test('figures and the mark of a name are left alone', () => {
    expect(isolate('12', 'ar')).toBe('12');
    expect(isolate(nameMark, 'ar')).toBe(nameMark);
    expect(isolate('', 'he')).toBe('');
  });

  test('is never taken for a gap or for a reference to other words', () => {
    const { t } = createTranslator();
    expect(t('common.help', { contact: '{{reference}} $t(common.cancel)' })).toBe('Help: {{reference}} $t(common.cancel)');
  });
});

describe('the pseudo-locale', () => {
  test('is longer, in brackets, can be read, and keeps its gaps', () => {
    const text = pseudoText('Page {{page, number}} of {{pages, number}}');
    expect(text).toMatch(/^\[.*\{\{page, number\}\}.*\{\{pages, number\}\}.*\]$/u);
    expect(text).not.toMatch(/\b(Page|of)\b/u);
    expect(text.length).toBeGreaterThan('Page {{page, number}} of {{pages, number}}'.length + 3);
  });
});
