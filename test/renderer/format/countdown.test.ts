import { describe, expect, test } from 'vitest';
import { formatTimeLeft, remainingMs, secondsLeft, shareLeft } from '../../../renderer/format/countdown.ts';

describe('a countdown on the screen', () => {
  test('runs on the page’s own clock from the moment the snapshot came', () => {
    expect(remainingMs({ remainingMs: 20_000, totalMs: 20_000 }, 1_000, 6_500)).toBe(14_500);
  });

  test('never goes below zero, and never above what the station said', () => {
    expect(remainingMs({ remainingMs: 2_000, totalMs: 20_000 }, 0, 60_000)).toBe(0);
    expect(remainingMs({ remainingMs: 2_000, totalMs: 20_000 }, 1_000, 400)).toBe(2_000);
  });

  test('shows 1 until it is over', () => {
    expect([20_000, 19_001, 19_000, 1, 0].map(secondsLeft)).toEqual([20, 20, 19, 1, 0]);
  });

  test('reads as minutes and seconds in the digits of the language', () => {
    expect(formatTimeLeft(754_000, 'en')).toBe('12:34');
    expect(formatTimeLeft(9_000, 'en')).toBe('0:09');
    expect(formatTimeLeft(65_000, 'ar-EG')).toBe('١:٠٥');
  });

  test('its bar is between empty and full', () => {
    expect([shareLeft(5, 10), shareLeft(20, 10), shareLeft(-1, 10), shareLeft(1, 0)]).toEqual([0.5, 1, 0, 0]);
  });
});
