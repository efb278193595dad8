import { type EventDeclaration, events } from './events.ts';

/** The operator's page `docs/log-events.md`, made from the catalogue. */
export function eventsPage(): string {
  const declared: readonly (readonly [string, EventDeclaration])[] = Object.entries(events);
  const rows = declared
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { level, means }]) => `| \`${name}\` | ${level} | ${means.replaceAll('|', '\\|')} |`);
  return [
    '# Log events',
    '',
    'Made from `main/log/events.ts` by `npx node main/log/write-events-page.ts`; change it there.',
    '',
    'The log has one line of JSON for each event: `level`, `time` (UTC), `station`, `event`, then the fields of the event.',
    'Tokens, badge numbers, PINs and the names of people and documents are never logged; ids, codes and durations are.',
    'Text that looks like a secret all the same is replaced by a word in square brackets, e.g. `[token]` or `[digits]`.',
    '',
    '| Event | Level | Means |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
