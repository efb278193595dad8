import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/*
 * How often each branch of the deciding code was taken: the engine's own block counts, exact and cheap. Node strips the types and keeps every
 * other letter where it stands, so offsets are those of the source.
 */

/** A stretch of a file, and how often it was entered. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** A file's stretches, by its path from the repository. */
export type Branches = Readonly<Record<string, readonly Stretch[]>>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const deciding = 'main/release/deciding/';

/** Begins to count, in this process; the returned function gives what was counted. */
export async function countBranches(): Promise<() => Promise<Branches>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    session.disconnect();
    return Object.fromEntries(
      result.flatMap(({ url, functions }) => {
        const file = url.startsWith('file:') ? fileURLToPath(url).slice(root.length) : '';
        if (!file.startsWith(deciding)) return [];
        const stretches = functions.flatMap(({ ranges }) => ranges);
        return [[file, stretches.map(({ startOffset: start, endOffset: end, count }) => ({ start, end, count }))]];
      }),
    );
  };
}

/** A branch that was taken, how often, by all processes together. */
export interface Branch {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Its beginning, on one line. */
  readonly text: string;
  readonly count: number;
}

/** Adds up what several processes counted: where one saw no difference to what is around, its count is that of what is around. */
export function addBranches(all: readonly Branches[]): readonly Branch[] {
  const files = [...new Set(all.flatMap((one) => Object.keys(one)))].toSorted((a, b) => a.localeCompare(b));
  return files.flatMap((file) => {
    const source = readFileSync(`${root}${file}`, 'utf8');
    const stretches = new Map(
      all.flatMap((one) => (one[file] ?? []).map((stretch) => [`${stretch.start}-${stretch.end}`, stretch] as const)),
    );
    return [...stretches.values()].map(({ start, end }) => ({
      file,
      line: source.slice(0, start).split('\n').length,
      text: source.slice(start, end).replaceAll(/\s+/g, ' ').trim().slice(0, 90),
      count: all.reduce((sum, one) => sum + (innermost(one[file] ?? [], start, end)?.count ?? 0), 0),
    }));
  });
}

function innermost(stretches: readonly Stretch[], start: number, end: number): Stretch | undefined {
  return stretches
    .filter((one) => one.start <= start && one.end >= end)
    .reduce<Stretch | undefined>(
      (least, one) => (least === undefined || one.end - one.start < least.end - least.start ? one : least),
      undefined,
    );
}

/** How often each branch has to be taken in 100,000 sequences; fewer sequences only report. */
const wanted = 20;

/** The lines of the report: how many branches there are, and those taken less often than so many sequences should have. */
export function reportBranches(
  branches: readonly Branch[],
  sequences: number,
): { readonly lines: readonly string[]; readonly sound: boolean } {
  const least = Math.floor((wanted * sequences) / 100_000);
  const rare = branches.filter(({ count, text }) => count < Math.max(1, least) && !isExplained(text));
  const head = `${branches.length} stretches of the deciding code; ${rare.length} taken less than ${Math.max(1, least)} times`;
  return {
    lines: [head, ...rare.map(({ file, line, text, count }) => `  ${count}  ${file}:${line}  ${text}`)],
    sound: least === 0 || rare.length === 0,
  };
}

/** Branches that no sequence can take, by their beginning, and why. */
const explained: readonly (readonly [text: string, why: string])[] = [];

function isExplained(text: string): boolean {
  return explained.some(([beginning]) => text.startsWith(beginning));
}
