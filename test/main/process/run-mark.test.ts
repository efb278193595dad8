import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setRunMark } from '../../../main/process/run-mark.ts';
import { ownFolder } from '../../support/badge.ts';

test('a run that ended in order leaves no mark; one that did not is seen by the next', () => {
  const file = join(ownFolder(), 'data/running');
  const first = setRunMark(file);
  expect([first.leftBehind, existsSync(file)]).toEqual([false, true]);
  first.remove();
  expect(existsSync(file)).toBe(false);
  expect(setRunMark(file).leftBehind).toBe(false);
  expect(setRunMark(file).leftBehind).toBe(true);
});

test('a place that cannot be written or holds something else stops nothing', () => {
  const folder = ownFolder();
  writeFileSync(join(folder, 'file'), '');
  const blocked = setRunMark(join(folder, 'file/running'));
  blocked.remove();
  mkdirSync(join(folder, 'running'));
  const taken = setRunMark(join(folder, 'running'));
  taken.remove();
  expect([blocked.leftBehind, taken.leftBehind, existsSync(join(folder, 'running'))]).toEqual([false, false, true]);
});
