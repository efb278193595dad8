import { readFileSync, writeFileSync } from 'node:fs';
import { withMap } from './map.ts';
import { readWalls } from './table.ts';

// Run after a change of main/walls.json: `npm run walls`.
const page = new URL('../../../main/README.md', import.meta.url);
writeFileSync(page, withMap(readFileSync(page, 'utf8'), readWalls()));
