import { describe, expect, test } from 'vitest';
import type { OptionsView } from '../../../preload/contract.ts';
import {
  choicesOf,
  hasOptions,
  keptBy,
  offeredByAll,
  offeredByAny,
  offeredFor,
  pagesTyped,
  refusedBy,
  withDigit,
} from '../../../renderer/format/options.ts';
import { manyJobs, sampleDestinations, sampleJob, sampleJobs, sampleOptions, samplePrinter } from '../../support/snapshots.ts';

const plain: OptionsView = { copies: 1, sides: ['oneSided'], color: false, pages: false, pagesPerSheet: [1] };

describe('what can be chosen', () => {
  test('is only what leaves a choice', () => {
    expect(choicesOf(sampleOptions)).toEqual(['copies', 'sides', 'color', 'pages', 'pagesPerSheet']);
    expect(choicesOf(plain)).toEqual([]);
    expect(choicesOf(null)).toEqual([]);
    expect(choicesOf({ ...plain, color: true })).toEqual(['color']);
  });

  test('for jobs at several printers is what all of them offer, and nothing where one is not known', () => {
    const other: OptionsView = {
      ...sampleOptions,
      copies: 5,
      sides: ['oneSided', 'flipOnLongEdge'],
      color: false,
      pagesPerSheet: [1, 2, 16],
    };
    expect(offeredByAll([sampleOptions, other])).toEqual({ ...other });
    expect(offeredByAll([sampleOptions, null, sampleOptions])).toBeNull();
    expect(offeredByAll([null, sampleOptions])).toBeNull();
    expect(offeredByAll([])).toBeNull();
  });

  test('before a destination is chosen is what any of them offers', () => {
    expect(offeredByAny([plain, null, { ...plain, copies: 9, sides: ['flipOnShortEdge'], pagesPerSheet: [4] }])).toEqual({
      ...plain,
      copies: 9,
      sides: ['oneSided', 'flipOnShortEdge'],
      pagesPerSheet: [1, 4],
    });
    expect(offeredByAny([null])).toBeNull();
  });

  test('depends on the printers of the jobs that are released, not on those of the others', () => {
    const jobs = [sampleJob('a'), sampleJob('b', { printerName: 'Old one' })];
    const screen = sampleJobs(jobs, { printers: [samplePrinter('Lobby MFP', { options: sampleOptions }), samplePrinter('Old one')] });
    expect(offeredFor(screen, ['a'])).toEqual(sampleOptions);
    expect(offeredFor(screen, ['a', 'b'])).toBeNull();
    expect(hasOptions(screen)).toBe(true);
    expect(hasOptions(sampleJobs(jobs))).toBe(false);
  });

  test('does not count a destination that takes no jobs', () => {
    const destinations = sampleDestinations(2).map((one, index) => ({ ...one, options: index === 1 ? sampleOptions : plain }));
    expect(destinations[1]?.state).toBe('stopped');
    expect(offeredFor(sampleJobs(manyJobs(1), { destinations }), ['job-0'])).toEqual(plain);
  });
});

describe('what has been chosen', () => {
  test('and cannot be done there is named, and not sent', () => {
    const options = { copies: 3, sides: 'flipOnLongEdge', color: false, pages: { first: 1, last: 2 }, pagesPerSheet: 2 } as const;
    expect(refusedBy(plain, options)).toEqual(['copies', 'sides', 'color', 'pages', 'pagesPerSheet']);
    expect(refusedBy(sampleOptions, options)).toEqual([]);
    expect(keptBy({ ...plain, copies: 3, pages: true }, options)).toEqual({ copies: 3, pages: { first: 1, last: 2 } });
    expect(keptBy(null, options)).toEqual({});
  });

  test('is nothing where nothing was: what is left out stays as it was printed', () => {
    expect(refusedBy(null, {})).toEqual([]);
    expect(keptBy(sampleOptions, {})).toEqual({});
  });
});

describe('the pages on the number pad', () => {
  test('grow by figures, never with a leading zero, never past four', () => {
    expect(withDigit('', 0)).toBe('');
    expect(withDigit('', 7)).toBe('7');
    expect(withDigit('7', 0)).toBe('70');
    expect(withDigit('9999', 1)).toBe('9999');
  });

  test('one number alone is that page; the last may not come before the first', () => {
    expect(pagesTyped('', '')).toEqual({ is: 'all' });
    expect(pagesTyped('3', '')).toEqual({ is: 'some', first: 3, last: 3 });
    expect(pagesTyped('', '4')).toEqual({ is: 'some', first: 4, last: 4 });
    expect(pagesTyped('9', '10')).toEqual({ is: 'some', first: 9, last: 10 });
    expect(pagesTyped('10', '9')).toEqual({ is: 'backwards' });
  });
});
