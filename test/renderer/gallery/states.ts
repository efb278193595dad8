import type { Page } from '@playwright/test';
import { samples } from '../../support/snapshots.ts';

/** A look of a screen that a finger brings about, beyond what a sample shows by itself. */
export interface TouchedState {
  readonly sample: string;
  /** Part of the name of its picture. */
  readonly suffix: string;
  readonly reach: (page: Page) => Promise<void>;
}

const choose = async (page: Page): Promise<void> => {
  await page.locator('.button-release').tap();
  await page.locator('.destinations').waitFor();
};

const pick = async (page: Page): Promise<void> => {
  const boxes = page.getByRole('checkbox');
  for (const index of [0, 1]) await boxes.nth(index).click();
  await page.keyboard.press('Tab');
};

/** Every such look; a test asks for all that the samples offer. */
export const touchedStates: readonly TouchedState[] = [
  { sample: 'jobs-3', suffix: 'chosen', reach: pick },
  { sample: 'jobs-20', suffix: 'chosen', reach: pick },
  ...Object.entries(samples)
    .filter(([, { screen }]) => screen.name === 'jobs' && screen.destinations.length > 1)
    .map(([sample]) => ({ sample, suffix: 'choosing', reach: choose })),
];
