import { readFileSync, writeFileSync } from 'node:fs';
import { decisions } from './decisions.ts';
import { withTable } from './table.ts';

// Run after a change of main/release/deciding that was meant: `npm run table`.
const page = new URL('../../../docs/guarantee.md', import.meta.url);
writeFileSync(page, withTable(readFileSync(page, 'utf8')));
writeFileSync(new URL('decisions.json', import.meta.url), `${JSON.stringify(decisions(), null, 2)}\n`);
