import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../../../renderer/words/en.ts';

const page = readFileSync('docs/sentences.md', 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, code, situations = '', what, toDo] = line.split('|').map((cell) => cell.trim());
  return code?.startsWith('`') ? [{ code: code.replaceAll('`', ''), situations, what, toDo }] : [];
});

test('every code has one row that says what leads to it', () => {
  expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(Object.keys(en.trouble)));
  expect(rows).toHaveLength(Object.keys(en.trouble).length);
  for (const { situations } of rows) expect(situations.length).toBeGreaterThan(20);
});

test.each(rows)('$code reads as the screen says it', ({ code, what, toDo }) => {
  expect({ what, do: toDo }).toEqual(en.trouble[code as keyof typeof en.trouble]);
});
