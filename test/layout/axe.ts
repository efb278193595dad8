import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds on the page, each rule with the first element that breaks it. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  // Without the legacy mode each look opens a page of its own, for frames that this page does not have.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes[0]?.html.slice(0, 140)}`);
}
