import fc from 'fast-check';
import type { StationMode } from '../../main/simulator/directory.ts';
import { createCoverage, leastReached, nameOf, type Target, targets } from './model-coverage.ts';
import type { Rules } from './model-facts.ts';
import { createJournalFolder, type Outcome, play, stated } from './model-run.ts';
import { modeFor, type Script, scripts, told } from './model-script.ts';

/** Which sequences to play. */
export interface CheckOptions {
  /** How many in all; this run takes those at `offset`, `offset + stride`, … */
  readonly sequences: number;
  readonly offset: number;
  readonly stride: number;
  readonly seed: number;
  readonly rules?: Rules;
  /** Of every sequence; drawn for each where left out. */
  readonly mode?: StationMode | undefined;
  /** Called after each sequence. */
  readonly onPlayed?: (played: number) => void;
  /** Failures after which to stop. */
  readonly maxFailures: number;
  /** Only this sequence, aimed at this. */
  readonly only?: { readonly index: number; readonly target: string };
  /** How long to look for a shorter sequence that fails too. Milliseconds; 30,000 where left out. */
  readonly shrinkMs?: number;
}

/** A sequence that breaks a promise, cut down as far as it goes. */
export interface Failure {
  /** Where all sequences were of one mode. */
  readonly mode: StationMode | undefined;
  readonly index: number;
  readonly target: string;
  readonly violations: readonly string[];
  readonly script: string;
  readonly trace: readonly string[];
}

/** What came of it. */
export interface CheckResult {
  readonly played: number;
  readonly failures: readonly Failure[];
  readonly counts: ReadonlyMap<string, number>;
}

/** Sequences are aimed at what was reached least so far; once everything was reached, every second one is aimed at nothing. */
export async function checkSequences(options: CheckOptions): Promise<CheckResult> {
  const folder = createJournalFolder();
  const coverage = createCoverage();
  const failures: Failure[] = [];
  let played = 0;
  try {
    for (let index = options.offset; index < options.sequences && failures.length < options.maxFailures; index += options.stride) {
      const target = targetOf(options, index, coverage.counts);
      if (target === 'skip') continue;
      const failure = await checkOne(index, target, options, async (script, counts) =>
        play(script, folder, counts ? coverage : createCoverage(), options.rules),
      );
      if (failure !== null) failures.push(failure);
      played += 1;
      options.onPlayed?.(played);
    }
  } finally {
    folder.remove();
  }
  return { played, failures, counts: coverage.counts };
}

function targetOf({ only, stride, mode }: CheckOptions, index: number, counts: ReadonlyMap<string, number>): Target | null | 'skip' {
  if (only !== undefined) return only.index === index ? (targets.find((target) => nameOf(target) === only.target) ?? null) : 'skip';
  const least = leastReached(counts, mode === undefined ? targets : targets.filter((target) => modeFor(target, mode) === mode)) ?? null;
  const reached = least !== null && (counts.get(nameOf(least)) ?? 0) > 0;
  return reached && Math.floor(index / stride) % 2 === 1 ? null : least;
}

async function checkOne(
  index: number,
  target: Target | null,
  { seed, mode, shrinkMs = 30_000 }: CheckOptions,
  run: (script: Script, counts: boolean) => Promise<Outcome>,
): Promise<Failure | null> {
  let first = true;
  let last: { readonly script: Script; readonly outcome: Outcome } | null = null;
  const property = fc.asyncProperty(scripts(stated, target, mode), async (script) => {
    const outcome = await run(script, first).catch(thrown);
    first = false;
    if (outcome.violations.length > 0) last = { script, outcome };
    return outcome.violations.length === 0;
  });
  await fc.check(property, { numRuns: 1, seed: (Math.imul(seed, 1_000_003) + index) | 0, interruptAfterTimeLimit: shrinkMs });
  return last === null ? null : { ...failureOf(index, target, last), mode };
}

function thrown(error: unknown): Outcome {
  return { violations: [error instanceof Error ? (error.stack ?? error.message) : String(error)], trace: [] };
}

function failureOf(
  index: number,
  target: Target | null,
  { script, outcome }: { readonly script: Script; readonly outcome: Outcome },
): Omit<Failure, 'mode'> {
  return {
    index,
    target: target === null ? '' : nameOf(target),
    violations: outcome.violations,
    script: told(script),
    trace: outcome.trace,
  };
}

/** A failure as text to read and to play again. */
export function report(failure: Failure, seed: number): string {
  return [
    `Sequence ${failure.index} of seed ${seed}${failure.target === '' ? '' : `, aimed at ${failure.target}`}:`,
    ...failure.violations,
    '',
    failure.script,
    '',
    ...failure.trace.slice(-80),
    '',
    `Play it again: npm run test:long -- --seed ${seed} --index ${failure.index} --target '${failure.target}'${failure.mode === undefined ? '' : ` --mode ${failure.mode}`}`,
  ].join('\n');
}
