import { expect, test } from 'vitest';
import { expiryOf } from '../../../../main/release/list/expiry.ts';

const submitted = '2026-11-11T08:00:00.000Z';
const at = (text: string) => Date.parse(text);

test('a held job ends the kept days after its submission, soon within the last day', () => {
  expect(expiryOf(submitted, 10, at('2026-11-20T07:59:59Z'))).toEqual({ at: '2026-11-21T08:00:00.000Z', soon: false });
  expect(expiryOf(submitted, 10, at('2026-11-20T08:00:01Z'))).toEqual({ at: '2026-11-21T08:00:00.000Z', soon: true });
});
test.each([
  ['nobody knows how long jobs are kept', submitted, 0, '2026-11-12T08:00:00Z'],
  ['the job has no date', null, 10, '2026-11-12T08:00:00Z'],
  ['the job has a date that is none', 'soon', 10, '2026-11-12T08:00:00Z'],
  ['it is held beyond that time: the number was wrong', submitted, 10, '2026-11-21T08:00:00Z'],
])('nothing is said where %s', (_why, created, days, now) => {
  expect(expiryOf(created, days, at(now))).toBeNull();
});
