/** A mutant as it ended. `alive` where every test passed with it, or none ran it. */
export interface Mutant {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly mutator: string;
  /** The text of its line, without the blanks around it. */
  readonly on: string;
  /** What was replaced, and by what; runs of blanks count as one. */
  readonly code: string;
  readonly becomes: string;
  readonly alive: boolean;
}

/** A mutant that may live, since it changes nothing that anybody could see. */
export type Equivalent = Pick<Mutant, 'file' | 'mutator' | 'on' | 'code' | 'becomes'> & { readonly reason: string };

/** What is not as listed. */
export interface Comparison {
  /** Alive and not listed. */
  readonly unlisted: readonly Mutant[];
  /** Listed, of a file that was looked at, and not alive: killed, or no such mutant any more. */
  readonly stale: readonly Equivalent[];
  /** Listed without a reason. */
  readonly unexplained: readonly Equivalent[];
}

const keyOf = ({ file, mutator, on, code, becomes }: Omit<Equivalent, 'reason'>) => JSON.stringify([file, mutator, on, code, becomes]);

/** Holds the mutants of some files against the list. Where two mutants of a line read the same, one entry stands for both. */
export function compare(mutants: readonly Mutant[], listed: readonly Equivalent[]): Comparison {
  const alive = mutants.filter((mutant) => mutant.alive);
  const files = new Set(mutants.map(({ file }) => file));
  const aliveKeys = new Set(alive.map(keyOf));
  const listedKeys = new Set(listed.map(keyOf));
  return {
    unlisted: alive.filter((mutant) => !listedKeys.has(keyOf(mutant))),
    stale: listed.filter((entry) => files.has(entry.file) && !aliveKeys.has(keyOf(entry))),
    unexplained: listed.filter(({ reason }) => reason.trim().length < 20),
  };
}

/** Runs of blanks as one, so that a list survives a formatter. */
export function oneBlank(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
