import { writeFileSync } from 'node:fs';
import { eventsPage } from './events-table.ts';

// Run after a change of events.ts: `npx node main/log/write-events-page.ts`.
writeFileSync(new URL('../../docs/log-events.md', import.meta.url), eventsPage());
