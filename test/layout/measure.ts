import type { Page } from '@playwright/test';
import { type Combination, sizes, snapshotFor } from './combinations.ts';
import type { Fault } from './in-page/faults.ts';
import { touched } from './touched.ts';

/** Faults of one combination. */
export interface Found {
  readonly combination: Combination;
  readonly faults: readonly Fault[];
  readonly texts: number;
  readonly controls: number;
}

/** In which order pictures follow each other, so that the screen seldom changes its size or language. */
export function inGoodOrder(combinations: readonly Combination[]): readonly Combination[] {
  const key = ({ size, language, measured, largeText, reach }: Combination): string =>
    `${size} ${language} ${measured} ${largeText} ${reach}`;
  return combinations.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Shows one combination on a page of the stage and measures it. */
export async function measureOne(page: Page, combination: Combination): Promise<Found> {
  const { width, height } = sizes[combination.size];
  const now = page.viewportSize();
  if (now?.width !== width || now.height !== height) await page.setViewportSize({ width, height });
  const seen = await page.evaluate(
    async ({ snapshot, touches }) => {
      await window.instrument.show(snapshot);
      const lost = await window.instrument.touch(touches);
      return { faults: [...lost, ...window.instrument.measure()], ...window.instrument.seen() };
    },
    { snapshot: snapshotFor(combination), touches: touched[combination.sample]?.touches ?? [] },
  );
  return { combination, ...seen };
}
