import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
/** Pages that name tests as `file` "words of a test". */
const named = ['guarantee', 'accessibility'].flatMap((page) =>
  [...readFileSync(`${root}/docs/${page}.md`, 'utf8').matchAll(/`([\w./-]+)` "([^"]+)"/g)].map(([, file = '', words = '']) => ({
    page,
    file,
    words,
  })),
);

test.each(['guarantee', 'accessibility'])('page %s names the tests of what it says', (page) => {
  expect(named.filter((one) => one.page === page).length).toBeGreaterThan(40);
});

test.each(named)('page $page: $file has a test "$words"', ({ file, words }) => {
  const path = [`${root}/test/${file}.test.ts`, `${root}/test/${file}.ts`].find(existsSync) ?? '';
  expect(readFileSync(path, 'utf8')).toContain(words);
});
