import { expect, test } from 'vitest';
import { compare, type Equivalent, type Mutant } from './compare.ts';

const mutant: Mutant = { file: 'a.ts', line: 3, mutator: 'M', on: 'return a < b;', code: 'a < b', becomes: 'a <= b', alive: true };
const { line: _, alive: __, ...words } = mutant;
const entry: Equivalent = { ...words, reason: 'a and b are never the same here' };
const sound = { unlisted: [], stale: [], unexplained: [] };

test('a mutant that was killed, or lives and is listed, is in order, wherever its line has moved', () => {
  expect(compare([{ ...mutant, alive: false }], [])).toEqual(sound);
  expect(
    compare(
      [
        { ...mutant, line: 9 },
        { ...mutant, becomes: 'true', alive: false },
      ],
      [entry],
    ),
  ).toEqual(sound);
});

test('a mutant that lives and is not listed is told', () => {
  for (const other of [{ file: 'b.ts' }, { mutator: 'N' }, { on: 'x' }, { code: 'x' }, { becomes: 'x' }]) {
    const alive = { ...mutant, ...other };
    expect(compare([mutant, alive], [entry])).toEqual({ ...sound, unlisted: [alive] });
  }
});

test('what is listed and killed, or gone from its file, is told; other files are not asked about', () => {
  expect(compare([{ ...mutant, alive: false }], [entry])).toEqual({ ...sound, stale: [entry] });
  expect(compare([{ ...mutant, becomes: 'true', alive: false }], [entry])).toEqual({ ...sound, stale: [entry] });
  expect(compare([{ ...mutant, file: 'b.ts', alive: false }], [entry])).toEqual(sound);
});

test('no mutant is listed without a reason', () => {
  const bare = { ...entry, reason: ' ' };
  expect(compare([mutant], [bare])).toEqual({ ...sound, unexplained: [bare] });
});
