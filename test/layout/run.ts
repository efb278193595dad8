import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { samples } from '../support/snapshots.ts';
import { axeFaults } from './axe.ts';
import { type Combination, dimensions, spell } from './combinations.ts';
import { type Found, inGoodOrder, measureOne } from './measure.ts';
import { allPairs } from './pairs.ts';
import { setStage } from './stage.ts';

/*
 * `npm run test:layout`: every sample in every language at every size, in normal and large text, with and without reach mode; themes and
 * densities take turns. Axe looks at every sample in every theme, in English and in Arabic. `--pairs`: only as many as it takes for all pairs to meet. `--only WORD` (again and again): only
 * combinations whose line holds every one of the words, or whose sample has it in its name. `--to FILE`: the faults go there too. Exit code 1 with faults.
 */
const { values } = parseArgs({
  options: {
    pairs: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    to: { type: 'string' },
    workers: { type: 'string' },
  },
});

function everything(): readonly Combination[] {
  const all: Combination[] = [];
  for (const sample of dimensions.sample)
    for (const size of dimensions.size)
      for (const language of dimensions.language)
        for (const largeText of dimensions.largeText)
          for (const reach of dimensions.reach) {
            const turn = all.length + Math.floor(all.length / 4);
            const theme = dimensions.theme[turn % 3] ?? 'light';
            all.push({ sample, size, language, theme, largeText, reach, measured: turn % 5 !== 0 });
          }
  return all;
}

const wanted = inGoodOrder(values.pairs ? allPairs(dimensions) : everything()).filter((one) =>
  values.only.every((word) =>
    spell(one)
      .split(' ')
      .some((part) => part.includes(word)),
  ),
);
const stage = await setStage();
const startedAt = performance.now();
const found: Found[] = [];

const examined = new Set<string>();

/** Once for each sample in each theme, in English and in Arabic. */
function axeLooksAt({ sample, theme, language }: Combination): boolean {
  const key = `${sample} ${theme} ${language}`;
  if ((language !== 'en' && language !== 'ar') || examined.has(key)) return false;
  examined.add(key);
  return true;
}

/** One page works through its part; a page that breaks is replaced, and what broke it is a fault. */
async function work(part: readonly Combination[]): Promise<void> {
  const said: string[] = [];
  let page = await stage.open({ said });
  for (const combination of part) {
    try {
      const one = await measureOne(page, combination);
      const axe = axeLooksAt(combination) ? await axeFaults(page) : [];
      const complaints = [...axe, ...said.splice(0)].map((words) => ({
        kind: 'look' as const,
        at: 'axe or console',
        detail: words.slice(0, 200),
      }));
      found.push({ ...one, faults: [...one.faults, ...complaints] });
    } catch (error) {
      found.push({ combination, texts: 0, controls: 0, faults: [{ kind: 'look', at: 'page', detail: String(error).slice(0, 200) }] });
      await page.context().close();
      page = await stage.open({ said });
    }
  }
}

const workers = Math.min(Number(values.workers ?? availableParallelism()), 8);
const share = Math.ceil(wanted.length / workers);
await Promise.all(Array.from({ length: workers }, (_, i) => work(wanted.slice(i * share, (i + 1) * share))));
await stage.close();

/** Faults of one element of one screen, in one line with their number and three of their pictures. */
function causes(): readonly string[] {
  const all = found.flatMap(({ combination, faults }) =>
    faults.filter(({ kind }) => kind !== 'shortened').map((fault) => ({ fault, combination })),
  );
  const screen = (sample: string): string => samples[sample.split('+')[0] ?? sample]?.screen.name ?? sample;
  const groups = Map.groupBy(
    all,
    ({ fault, combination }) => `${fault.kind}: ${screen(combination.sample)}: ${fault.at.replace(/ ".*/u, '')}`,
  );
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([cause, list]) => [
      `${list.length} × ${cause}`,
      ...[0, Math.floor(list.length / 2), list.length - 1]
        .filter((at, i, places) => places.indexOf(at) === i)
        .map((at) => list[at])
        .map((one) => (one === undefined ? '' : `      ${spell(one.combination)}: ${one.fault.at}: ${one.fault.detail}`)),
    ]);
}

const lines = found.flatMap(({ combination, faults }) =>
  faults.filter(({ kind }) => kind !== 'shortened').map(({ kind, at, detail }) => `${spell(combination)}: ${kind}: ${at}: ${detail}`),
);
const kinds = Map.groupBy(
  found.flatMap(({ faults }) => faults),
  ({ kind }) => kind,
);
const sum = (count: (one: Found) => number): number => found.reduce((total, one) => total + count(one), 0);
const seconds = Math.round((performance.now() - startedAt) / 1000);
const summary = [
  `${found.length} pictures measured in ${seconds} s, ${examined.size} of them by axe: ${sum(({ texts }) => texts)} lines of text, ${sum(({ controls }) => controls)} controls`,
  `${lines.length} faults in ${found.filter(({ faults }) => faults.some(({ kind }) => kind !== 'shortened')).length} pictures`,
  ...[...kinds].map(
    ([kind, list]) => `  ${kind}: ${list.length}${kind === 'shortened' ? ' (names from outside that end in an ellipsis; allowed)' : ''}`,
  ),
];
/** Where they are: how many pictures of each size, normal and large, have a fault. */
const bad = found.filter(({ faults }) => faults.some(({ kind }) => kind !== 'shortened'));
const bySize = Map.groupBy(bad, ({ combination: { size, largeText } }) => `${size} ${largeText ? 'large' : 'normal'} text`);
summary.push(...[...bySize].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([place, list]) => `  ${place}: ${list.length} pictures`));
for (const line of lines) process.stdout.write(`${line}\n`);
for (const line of summary) process.stdout.write(`${line}\n`);
if (values.to !== undefined) await writeFile(values.to, [...summary, '', ...causes(), '', ...lines, ''].join('\n'));
process.exitCode = lines.length === 0 ? 0 : 1;
