import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(`${root}/docs/guarantee.md`, 'utf8');
/** `file` "words of a test", as the table of faults names them. */
const named = [...page.matchAll(/`([\w./-]+)` "([^"]+)"/g)].map(([, file = '', words = '']) => ({ file, words }));

test('the page names the tests of its faults', () => {
  expect(named.length).toBeGreaterThan(40);
});

test.each(named)('docs/guarantee.md: $file has a test "$words"', ({ file, words }) => {
  const path = [`${root}/test/${file}.test.ts`, `${root}/test/${file}.ts`].find(existsSync) ?? '';
  expect(readFileSync(path, 'utf8')).toContain(words);
});
