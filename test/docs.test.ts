import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
/** Pages that name tests as `file` "words of a test". */
const named = ['guarantee', 'accessibility', 'for-developers'].flatMap((page) =>
  [...readFileSync(`${root}/docs/${page}.md`, 'utf8').matchAll(/`([\w./-]+)` "([^"]+)"/g)].map(([, file = '', words = '']) => ({
    page,
    file,
    words,
  })),
);

test.each(['guarantee', 'accessibility', 'for-developers'])('page %s names the tests of what it says', (page) => {
  expect(named.filter((one) => one.page === page).length).toBeGreaterThan(20);
});

test.each(named)('page $page: $file has a test "$words"', ({ file, words }) => {
  const path = [`${file}.test.ts`, `${file}.ts`, `main/${file}.test.ts`].map((end) => `${root}/test/${end}`).find(existsSync) ?? '';
  expect(readFileSync(path, 'utf8')).toContain(words.replace(/ …$/, ''));
});

/** Pages that name files of the source, as `folder/file.ts`. */
const files = ['docs/for-developers.md', 'docs/guarantee.md', 'main/release/README.md'].flatMap((page) =>
  [...readFileSync(`${root}/${page}`, 'utf8').matchAll(/`((?:\w[\w-]*\/)+[\w-]+\.tsx?)`/g)].map(([, file = '']) => ({ page, file })),
);

test.each(files)('page $page: $file is there', ({ file }) => {
  const bases = ['', 'main/', 'main/release/', 'main/simulator/', 'main/simulator/graph/'];
  expect(bases.some((base) => existsSync(`${root}/${base}${file}`))).toBe(true);
});
