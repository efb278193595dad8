import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decisions } from '../../../support/release-machine/decisions.ts';
import { withTable } from '../../../support/release-machine/table.ts';

test('the table of the guarantee is what the machine does (else: npm run table)', () => {
  const page = readFileSync('docs/guarantee.md', 'utf8');
  expect(page).toBe(withTable(page));
});

test('the machine decides as it did: what changes was meant to (else: npm run table)', () => {
  const kept = JSON.parse(readFileSync('test/support/release-machine/decisions.json', 'utf8')) as unknown;
  expect(decisions()).toEqual(kept);
});
