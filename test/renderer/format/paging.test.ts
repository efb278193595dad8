import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageOf, rowsThatFit } from '../../../renderer/format/paging.ts';

describe('a list in pages', () => {
  test('holds as many rows as fit, and one where none would', () => {
    expect(rowsThatFit(500, 100, 0)).toBe(5);
    expect(rowsThatFit(500, 100, 10)).toBe(4);
    expect(rowsThatFit(530, 100, 10)).toBe(4);
    expect(rowsThatFit(540, 100, 10)).toBe(5);
    expect(rowsThatFit(40, 100, 10)).toBe(1);
    expect(rowsThatFit(500, Number.NaN, 10)).toBe(1);
  });

  test('shows every item once, in order, whatever the numbers', () => {
    const seed = Date.now();
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (items, perPage) => {
        const { pages } = pageOf(items, 0, perPage);
        const seen = Array.from({ length: pages }, (_, page) => pageOf(items, page, perPage).items).flat();
        expect(seen).toEqual(items);
      }),
      { seed },
    );
  });

  test('a list that shrinks under the person shows its last page, not nothing', () => {
    expect(pageOf([1, 2, 3], 7, 2)).toEqual({ items: [3], page: 1, pages: 2 });
    expect(pageOf([], 3, 2)).toEqual({ items: [], page: 0, pages: 1 });
  });
});
