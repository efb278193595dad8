import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './page-tables.ts';

// Run after a change of settings, faults, acts or ready scripts: `npx node main/simulator/write-page.ts`.
const page = new URL('../../docs/demo-tenant.md', import.meta.url);
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
