import { describe, expect, test } from 'vitest';
import { formerSettings, readsAs } from '../../../../main/release/deciding/settings.ts';
import { choosesNothing, offers, toConfiguration } from '../../../../main/release/printers/options.ts';
import type { OptionsView, ReleaseOptions } from '../../../../preload/contract.ts';

const everything: OptionsView = {
  copies: 99,
  sides: ['oneSided', 'flipOnLongEdge', 'flipOnShortEdge'],
  color: true,
  pages: true,
  pagesPerSheet: [1, 2, 4],
};
const nothing: OptionsView = { copies: 1, sides: [], color: false, pages: false, pagesPerSheet: [] };
const all: ReleaseOptions = { copies: 3, sides: 'oneSided', color: false, pages: { first: 2, last: 4 }, pagesPerSheet: 2 };

describe('what a printer offers', () => {
  test('all of it may be chosen, or nothing', () => {
    expect(offers(all, everything)).toBe(true);
    expect(offers({}, nothing)).toBe(true);
  });
  test.each<[string, ReleaseOptions, Partial<OptionsView>]>([
    ['more copies', { copies: 6 }, { copies: 5 }],
    ['another side', { sides: 'flipOnShortEdge' }, { sides: ['oneSided', 'flipOnLongEdge'] }],
    ['colour', { color: true }, { color: false }],
    ['no colour', { color: false }, { color: false }],
    ['some pages', { pages: { first: 1, last: 1 } }, { pages: false }],
    ['pages backwards', { pages: { first: 3, last: 2 } }, {}],
    ['pages on a sheet', { pagesPerSheet: 16 }, {}],
  ])('%s than it has may not be chosen', (_what, options, view) => {
    expect(offers(options, { ...everything, ...view })).toBe(false);
  });
});

describe('what was chosen, in Graph’s words', () => {
  test.each<[readonly string[], string, string]>([
    [['color', 'grayscale', 'blackAndWhite'], 'grayscale', 'color'],
    [['color', 'blackAndWhite'], 'blackAndWhite', 'color'],
    [['auto', 'blackAndWhite'], 'blackAndWhite', 'auto'],
  ])('with the colour modes %j', (colorModes, without, inColor) => {
    expect(toConfiguration({ color: false }, { colorModes })).toEqual({ colorMode: without });
    expect(toConfiguration({ color: true }, { colorModes })).toEqual({ colorMode: inColor });
  });
  test('holds what was chosen and nothing else', () => {
    expect(toConfiguration(all, { colorModes: ['grayscale'] })).toEqual({
      copies: 3,
      duplexMode: 'oneSided',
      colorMode: 'grayscale',
      pageRanges: [{ start: 2, end: 4 }],
      pagesPerSheet: 2,
    });
    expect(toConfiguration({ copies: 1 }, { colorModes: [] })).toEqual({ copies: 1 });
    expect([choosesNothing({}), choosesNothing({ copies: undefined }), choosesNothing({ color: false })]).toEqual([true, true, false]);
  });
});

describe('a job’s settings', () => {
  const read = { copies: 2, pageRanges: [{ start: 1, end: 3, '@odata.type': '#x' }], quality: 'high' };
  test('are as wanted where every wanted member is', () => {
    expect(readsAs(read, { copies: 2, pageRanges: [{ start: 1, end: 3 }], colorMode: null })).toBe(true);
  });
  test.each<[string, Record<string, unknown>]>([
    ['another value', { copies: 3 }],
    ['a missing one', { colorMode: 'color' }],
    ['one that should be missing', { quality: null }],
    ['another range', { pageRanges: [{ start: 1, end: 4 }] }],
    [
      'more ranges',
      {
        pageRanges: [
          { start: 1, end: 3 },
          { start: 5, end: 5 },
        ],
      },
    ],
    ['a text for a number', { copies: '2' }],
  ])('are not with %s', (_what, wanted) => {
    expect(readsAs(read, wanted)).toBe(false);
  });
  test('that the read does not carry are not known to be as wanted', () => {
    expect(readsAs(null, {})).toBe(false);
    expect(formerSettings(null, { copies: 2 })).toBeNull();
  });
  test('before a change are kept for the way back; without a number of copies a job prints one', () => {
    expect(formerSettings(read, { copies: 9, colorMode: 'color' })).toEqual({ copies: 2, colorMode: null });
    expect(formerSettings({}, { copies: 9 })).toEqual({ copies: 1 });
  });
});
