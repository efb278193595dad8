import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTable } from '../../../support/release-machine/table.ts';

test('the table of the guarantee is what the machine does (else: npm run table)', () => {
  const page = readFileSync('docs/guarantee.md', 'utf8');
  expect(page).toBe(withTable(page));
});
