import { describe, expect, test } from 'vitest';
import { localeFor } from '../../../renderer/format/locale.ts';
import { formatSize } from '../../../renderer/format/size.ts';
import { formatAgo, formatClock } from '../../../renderer/format/when.ts';

const now = new Date(2026, 10, 19, 14, 37).getTime();
const minuteMs = 60_000;

describe('the size of a job', () => {
  test('grows through the units, with one decimal below ten', () => {
    const sizes = [0, 1, 999, 1_000, 84_000, 1_240_000, 12_400_000, 999_499_000, 999_600_000, 4_300_000_000];
    expect(sizes.map((bytes) => formatSize(bytes, 'en'))).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '84 kB',
      '1.2 MB',
      '12 MB',
      '999 MB',
      '1 GB',
      '4.3 GB',
    ]);
  });

  test('speaks the language', () => {
    expect(formatSize(1_240_000, 'de')).toBe('1,2 MB');
  });
});

describe('when a job was printed', () => {
  test('is told as time passed', () => {
    const ago = [0, 59_000, minuteMs, 5 * minuteMs, 61 * minuteMs, 26 * 60 * minuteMs];
    expect(ago.map((ms) => formatAgo(now - ms, now, 'en'))).toEqual([
      'now',
      'now',
      '1 minute ago',
      '5 minutes ago',
      '1 hour ago',
      'yesterday',
    ]);
  });

  test('a time ahead of the station’s clock is now, not the future', () => {
    expect(formatAgo(now + 5 * minuteMs, now, 'en')).toBe('now');
  });

  test('is told as clock time, with the day once it is not today', () => {
    expect(formatClock(now - 5 * minuteMs, now, 'en-GB')).toBe('14:32');
    expect(formatClock(now - 24 * 60 * minuteMs, now, 'en-GB')).toMatch(/18 Nov/u);
  });

  test('keeps the region of the machine where it speaks the language of the words', () => {
    expect(localeFor('en', ['de-CH', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(localeFor('en', ['fr-FR'])).toBe('en');
  });
});

test('a machine with LANG=C names a locale that Intl throws at: the words’ language is taken', () => {
  expect(localeFor('en', ['en-US@posix'])).toBe('en');
  expect(localeFor('en', ['en-US@posix', 'en-GB'])).toBe('en-GB');
  expect(localeFor('en', ['C'])).toBe('en');
});

describe('figures in the languages of the screen', () => {
  test('Portuguese is Portugal’s where the machine does not say otherwise', () => {
    expect(localeFor('pt', ['en-GB'])).toBe('pt-PT');
    expect(localeFor('pt', ['pt-BR'])).toBe('pt-BR');
  });

  test('Chinese keeps its script: a machine that writes the traditional one is no guide', () => {
    expect(localeFor('zh-Hans', ['zh-TW'])).toBe('zh-Hans');
    expect(localeFor('zh-Hans', ['zh-TW', 'zh-CN'])).toBe('zh-CN');
  });

  test('the pseudo-locale counts as English does', () => {
    expect(localeFor('en-XA', [])).toBe('en');
  });

  test('times come in every language without a word of English', () => {
    for (const language of ['de', 'fr', 'es', 'it', 'nl', 'pl', 'pt-PT', 'tr', 'ar', 'he', 'ja', 'zh-Hans']) {
      expect(formatAgo(now - 5 * minuteMs, now, language), language).not.toMatch(/minutes? ago/u);
      expect(formatClock(now - 24 * 60 * minuteMs, now, language), language).not.toMatch(/Nov\b,|Wed\b/u);
    }
  });
});
