import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../main/http/retry-after.ts';

const now = Date.parse('2026-11-21T08:00:00Z');

describe('how long a service asks to be left alone, whichever service it is', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['seconds with a space', { 'retry-after': ' 7 ' }, 7_000],
    ['a small number is seconds, not a month or a year', { 'retry-after': '2' }, 2_000],
    ['a fraction of seconds', { 'retry-after': '2.5' }, 2_500],
    ['a fraction that is less than a millisecond', { 'retry-after': '0.0001' }, 1],
    ['zero', { 'retry-after': '0' }, 0],
    ['a date, by the station clock', { 'retry-after': 'Sat, 21 Nov 2026 08:00:05 GMT' }, 5_000],
    [
      'a date, by the server clock where the station clock is an hour behind',
      { 'retry-after': 'Sat, 21 Nov 2026 09:00:05 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' },
      5_000,
    ],
    [
      'a date, by the server clock where the station clock is two years ahead',
      { 'retry-after': 'Thu, 21 Nov 2024 08:00:05 GMT', date: 'Thu, 21 Nov 2024 08:00:00 GMT' },
      5_000,
    ],
    ['a date in the long form of old servers', { 'retry-after': 'Saturday, 21-Nov-26 08:00:05 GMT' }, 5_000],
    ['a date in the form of C, which names no zone', { 'retry-after': 'Sat Nov 21 08:00:05 2026' }, 5_000],
    ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 07:00:00 GMT' }, 0],
    ['a server clock that is nonsense', { 'retry-after': 'Sat, 21 Nov 2026 08:00:05 GMT', date: 'today' }, 5_000],
    ['nonsense', { 'retry-after': 'soon' }, null],
    ['nonsense with a number', { 'retry-after': 'try 1' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
    ['a number beyond all sense', { 'retry-after': '9999999999' }, null],
    ['two values', { 'retry-after': '5, 7' }, null],
    ['nothing', {}, null],
    ['an empty value', { 'retry-after': '' }, null],
  ])('%s', (_name, headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
});
