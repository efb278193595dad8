import { expect, test } from 'vitest';
import { boundCardPx, firstCardPx, screenWidthMm } from '../../../renderer/format/card.ts';

test('the outline begins as wide as a card at the width that IT has measured, and gives that width back', () => {
  for (const [screenPx, widthMm] of [
    [800, 154],
    [1080, 268],
    [1920, 476],
    [3840, 598],
  ] as const) {
    const cardPx = firstCardPx(screenPx, widthMm);
    expect(Math.abs(screenWidthMm(screenPx, cardPx) - widthMm)).toBeLessThanOrEqual(2);
  }
  expect(firstCardPx(1920, null)).toBe(324);
});

test('whatever is touched, the result is a width that the configuration takes', () => {
  for (const screenPx of [800, 1920, 3840]) {
    for (const asked of [-10, 0, 1, 5000]) {
      const mm = screenWidthMm(screenPx, boundCardPx(asked, screenPx));
      expect(mm).toBeGreaterThanOrEqual(50);
      expect(mm).toBeLessThanOrEqual(3000);
    }
  }
});
