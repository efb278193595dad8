import type { ReleaseState } from '../../../main/release/deciding/release.ts';
import { type EventName, eventNames, type Walked, walk } from './walks.ts';

/** Columns of the table: the states of a release, and what is over. */
export const columns: readonly (ReleaseState['is'] | 'over')[] = [
  'ready',
  'unsure',
  'accepted',
  'putOff',
  'refused',
  'resting',
  'moving',
  'over',
];

/** Walks of this many releases; enough that twice as many show nothing new. */
export const walks = 4_000;
const steps = 60;

/** What came of an event, in a word or two. */
function outcomeOf({ name, before, after, commands }: Walked): string {
  const is = new Set(commands.map((command) => command.do));
  if (after.over && !before.over) return endOf(after.stage.is, is.has('close'));
  if (is.has('send')) return '**sends**';
  if (is.has('queue')) return 'is due';
  if (is.has('read')) return 'reads';
  if (name === 'back' && before.over === after.over) return is.has('tell') ? 'told again' : '–';
  if (before.over && !after.over) return `→ ${after.state.is}`;
  if (after.stage.is === 'unsure' && is.has('tell')) return 'says it cannot see it, reads on';
  if (after.state.is !== before.state.is) return `→ ${after.state.is}`;
  if (after.readAt !== null && before.readAt === null) return 'reads again';
  return '–';
}

function endOf(stage: string, closed: boolean): string {
  if (!closed) return stage === 'unsure' ? 'out of sight, stays open' : 'let go, stays open';
  if (stage === 'notReleased') return 'not released';
  return stage === 'held' || stage === 'arriving' ? 'left where it is' : 'ended';
}

/** What can come of every event in every state, from walks whose seeds are fixed. */
export function outcomes(releases = walks): ReadonlyMap<EventName, ReadonlyMap<string, ReadonlySet<string>>> {
  const table = new Map(eventNames.map((name) => [name, new Map(columns.map((column) => [column as string, new Set<string>()]))] as const));
  for (let seed = 1; seed <= releases; seed += 1) {
    for (const walked of walk(seed, steps)) {
      const column = walked.before.over ? 'over' : walked.before.state.is;
      table
        .get(walked.name as EventName)
        ?.get(column)
        ?.add(outcomeOf(walked));
    }
  }
  return table;
}

/** The table as it stands in `docs/guarantee.md`. */
export function tableOf(): string {
  const rows = [...outcomes()].map(([name, cells]) => {
    const texts = columns.map((column) => [...(cells.get(column) ?? [])].toSorted().join('; '));
    return `| ${name} | ${texts.join(' | ')} |`;
  });
  return [`| | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`, ...rows].join('\n');
}

/** The page with its table made anew between `<!-- machine -->` and `<!-- end -->`. Throws where the page has no such place. */
export function withTable(page: string): string {
  const place = /(<!-- machine -->)[\s\S]*?(<!-- end -->)/;
  if (!place.test(page)) throw new Error('docs/guarantee.md has no place for the table.');
  return page.replace(place, (_whole, begin: string, end: string) => `${begin}\n\n${tableOf()}\n\n${end}`);
}
