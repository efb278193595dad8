import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allImports, importsOf, sourceFiles } from '../support/walls/imports.ts';
import { judge } from '../support/walls/judge.ts';
import { withMap } from '../support/walls/map.ts';
import { readWalls, roomOf, type Walls } from '../support/walls/table.ts';

test('every folder of main imports what its row allows, and nothing else', () => {
  const imports = allImports();
  expect(imports.length).toBeGreaterThan(700);
  expect(judge(readWalls(), sourceFiles(), imports)).toEqual([]);
});

test('the map in the README is the table, word for word (else: npm run walls)', () => {
  const page = readFileSync(new URL('../../main/README.md', import.meta.url), 'utf8');
  expect(page).toBe(withMap(page, readWalls()));
});

const small: Walls = {
  top: { job: '', imports: ['shop/front'], types: ['ground/words.ts', 'preload/contract.ts'], outside: ['zod'] },
  'shop/front': { job: '', types: ['ground'] },
  'shop/back': { job: '' },
  ground: { job: '', outside: ['node'] },
};

const sound: Readonly<Record<string, string>> = {
  'top/a.ts': `
    import { z } from 'zod';
    import type { Word } from '../ground/words.ts';
    import type { Intent } from '../../preload/contract.ts';
    export const b = await import('../shop/front/b.ts');`,
  'shop/front/b.ts': `export type Word = import('../../ground/words.ts').Word;`,
  'shop/back/c.ts': `export * from './d.ts';`,
  'ground/deep/e.ts': `import { readFileSync } from 'node:fs';`,
};

function judged(changes: Readonly<Record<string, string>>, walls: Walls = small): readonly string[] {
  const files = Object.entries({ ...sound, ...changes });
  return judge(
    walls,
    files.map(([file]) => file),
    files.flatMap(([file, source]) => importsOf(file, source)),
  );
}

test('a small tree that keeps to its table is sound', () => {
  expect(judged({})).toEqual([]);
});

test.each([
  ['a value', `import { x } from '../../ground/deep/e.ts';`, 'ground/deep/e.ts for more than types'],
  ['a value among types', `import { type X } from '../../ground/deep/e.ts';`, 'ground/deep/e.ts for more than types'],
  ['a value that comes as the program runs', `export const x = () => import('../../ground/e.ts');`, 'ground/e.ts for more than types'],
  ['a value that is handed on', `export { x } from '../../ground/e.ts';`, 'ground/e.ts for more than types'],
  ['a type handed on from a folder that is not named', `export type * from '../back/c.ts';`, 'shop/back/c.ts'],
  ['a type within a type', `export type X = readonly import('../back/c.ts').X[];`, 'shop/back/c.ts'],
  ['a file for its effects', `import '../back/c.ts';`, 'shop/back/c.ts'],
  ['a file of another layer', `import type { X } from '../../../preload/contract.ts';`, 'preload/contract.ts'],
  ['a package', `import { z } from '@some/package/deep';`, '@some/package'],
  ['what Node brings along', `import type { KeyObject } from 'node:crypto';`, 'node'],
])('%s that the table does not allow is found', (_what, source, named) => {
  expect(judged({ 'shop/front/z.ts': source })).toEqual([`main/shop/front/z.ts may not import ${named}.`]);
});

test('a row that names one file of a folder does not open the others', () => {
  expect(judged({ 'top/z.ts': `import type { X } from '../ground/e.ts';` })).toEqual(['main/top/z.ts may not import ground/e.ts.']);
});

test('a folder without a row is found, beside divided brothers too', () => {
  expect(judged({ 'cellar/a.ts': '', 'shop/side/a.ts': '' })).toEqual([
    'main/cellar/a.ts has no row in main/walls.json.',
    'main/shop/side/a.ts has no row in main/walls.json.',
  ]);
  const withShop: Walls = { shop: { job: '' }, ...small };
  expect(roomOf(withShop, 'shop/a.ts')).toBe('shop');
  expect(roomOf(withShop, 'shop/side/a.ts')).toBeNull();
});

test('an arrow upwards is found, and with it every circle', () => {
  const walls: Walls = { ...small, ground: { job: '', types: ['shop/front'], outside: ['node'] } };
  expect(judged({ 'ground/a.ts': `import type { B } from '../shop/front/b.ts';` }, walls)).toEqual([
    'The row ground names shop/front, which does not stand below it.',
  ]);
});

test('a right that nothing uses is found, and a row without a file', () => {
  const walls: Walls = { ...small, 'shop/back': { job: '', imports: ['ground'], outside: ['zod'] }, attic: { job: '' } };
  expect(judged({}, walls)).toEqual([
    'The row attic holds no file.',
    'The row shop/back allows values of ground, which nothing uses.',
    'The row shop/back allows imports of zod, which nothing uses.',
  ]);
});

test('an address that is worked out, and a text that cannot be parsed, are no way through', () => {
  expect(() => judged({ 'top/z.ts': `export const x = (name: string) => import(name);` })).toThrow('worked out');
  expect(() => judged({ 'top/z.ts': 'import {' })).toThrow('parsed');
});
