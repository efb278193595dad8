import { expect, test } from 'vitest';
import { allPairs } from './pairs.ts';

const dimensions = {
  screen: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  theme: ['light', 'dark', 'contrast'],
  language: ['en', 'de', 'ar', 'ja', 'en-XA'],
  large: [false, true],
  reach: [false, true],
} as const;

function missing(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const names = Object.keys(dimensions) as (keyof typeof dimensions)[];
  const lost: string[] = [];
  for (const [i, a] of names.entries())
    for (const b of names.slice(i + 1))
      for (const x of dimensions[a])
        for (const y of dimensions[b]) if (!rows.some((row) => row[a] === x && row[b] === y)) lost.push(`${a}=${x} ${b}=${y}`);
  return lost;
}

test('every two values of two dimensions meet, in few rows, and the same rows every time', () => {
  const rows = allPairs(dimensions);
  expect(missing(rows)).toEqual([]);
  expect(rows.length).toBeLessThanOrEqual(45);
  expect(allPairs(dimensions)).toEqual(rows);
});

test('a row that is left out is missed', () => {
  const rows = allPairs(dimensions);
  expect(rows.every((_, i) => i > 6 || missing(rows.toSpliced(i, 1)).length > 0)).toBe(true);
});
