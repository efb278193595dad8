import { checkSequences, report } from './model-check.ts';
import { missing, table } from './model-coverage.ts';

/** Sequences in `npm test`, all shares together. */
const sequences = 2_000;

/** `MODEL_SEED`, or one of this moment; printed, so that a failure can be played again. */
export function modelSeed(): number {
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 1_000_000);
  console.log(`MODEL_SEED=${seed}`);
  return seed;
}

/** What a share of the sequences showed. */
export interface Share {
  /** Each as text to read. */
  readonly failures: readonly string[];
  /** Pairs that can be reached and were not. */
  readonly unreached: readonly string[];
}

/** Plays every `shares`th sequence from `offset` on, and prints the table of what was reached. */
export async function playShare(offset: number, shares: number): Promise<Share> {
  const seed = modelSeed();
  const { failures, counts, played } = await checkSequences({ sequences, offset, stride: shares, seed, maxFailures: 3 });
  console.log(`${played} sequences, seed ${seed}\n\n${table(counts)}`);
  return { failures: failures.map((failure) => report(failure, seed)), unreached: failures.length > 0 ? [] : missing(counts) };
}
