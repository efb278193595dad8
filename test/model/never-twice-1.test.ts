import { expect, test } from 'vitest';
import { playShare } from '../support/model-share.ts';

test('whatever goes wrong, no job is printed twice, lost, shown to others or said to be what it is not (share 1 of 2)', async () => {
  const { failures, unreached } = await playShare(0, 2);
  expect(failures).toEqual([]);
  expect(unreached).toEqual([]);
}, 180_000);
