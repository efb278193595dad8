import { describe, expect, test } from 'vitest';
import type { PrinterProblem } from '../../../preload/contract.ts';
import { formatDay, formatUntil } from '../../../renderer/format/expiry.ts';
import { causeOf, noteOf } from '../../../renderer/format/problems.ts';
import { en } from '../../../renderer/words/en.ts';
import { samplePrinter } from '../../support/snapshots.ts';

const minuteMs = 60_000;

describe('a printer that stopped', () => {
  test('says why as far as it reports it: what only runs low is no reason', () => {
    expect(causeOf(samplePrinter('a', { state: 'stopped', problems: ['paperJam', 'tonerLow'] }))).toBe('paperJam');
    expect(causeOf(samplePrinter('a', { state: 'stopped', problems: ['tonerLow', 'asleep'] }))).toBeNull();
    expect(causeOf(samplePrinter('a', { problems: ['paperJam'] }))).toBeNull();
  });

  test('has words for what happened and what to do, each a full sentence, for every kind', () => {
    for (const words of Object.values(en.printer)) {
      expect(words.what).toMatch(/^[A-Z].*\.$/u);
      expect(words.do).toMatch(/^[A-Z].*\.$/u);
    }
  });
});

describe('a printer that takes jobs', () => {
  test('has a note where something is worth knowing', () => {
    const problems: readonly PrinterProblem[] = ['tonerLow', 'paperLow'];
    expect(noteOf(samplePrinter('a', { problems }))).toBe('tonerLow');
    expect(noteOf(samplePrinter('a'))).toBeNull();
    expect(noteOf(samplePrinter('a', { state: 'stopped', problems }))).toBeNull();
  });
});

describe('how long a job is kept', () => {
  test('is rounded down, so nobody comes too late', () => {
    expect(formatUntil(5.9 * 60 * minuteMs, 0, 'en')).toBe('in 5 hours');
    expect(formatUntil(59.9 * minuteMs, 0, 'en')).toBe('in 59 minutes');
    expect(formatUntil(minuteMs, 0, 'de')).toBe('in 1 Minute');
    expect(formatUntil(minuteMs - 1, 0, 'en')).toBeNull();
    expect(formatUntil(0, minuteMs, 'en')).toBeNull();
  });

  test('is a day without its time while there are days', () => {
    expect(formatDay(Date.parse('2026-11-24T12:00:00Z'), 'en-GB')).toMatch(/^Tue,? 24 Nov$/u);
  });
});
