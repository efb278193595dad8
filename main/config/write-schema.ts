import { writeFileSync } from 'node:fs';
import { configJsonSchema } from './json-schema.ts';

// Run after a change of schema.ts: `npx node main/config/write-schema.ts && npx biome format --write assets/config.schema.json`.
writeFileSync(new URL('../../assets/config.schema.json', import.meta.url), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
