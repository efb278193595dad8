import { readFileSync, writeFileSync } from 'node:fs';
import { withTable } from './table.ts';

// Run after a change of main/release/deciding: `npm run table`.
const page = new URL('../../../docs/guarantee.md', import.meta.url);
writeFileSync(page, withTable(readFileSync(page, 'utf8')));
