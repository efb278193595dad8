/** A part of the station whose code is mutated, and the quick tests that must notice. Paths and patterns from the repository. */
export interface Part {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Leaves out what is worked out once when a file is loaded: each such mutant would run every test of the part. Default: false. */
  readonly ignoreStatic?: boolean;
}

/** Every part, by the word for `--folder`. Tests with a random seed are not among them: a mutant must fall each time or never. */
export const parts: Readonly<Record<string, Part>> = {
  seal: { mutate: ['main/badge/seal.ts'], tests: ['test/main/badge/seal.test.ts'] },
  audit: {
    mutate: ['main/audit/chain.ts', 'main/audit/verifier.ts'],
    tests: ['test/main/audit/tampering.test.ts', 'test/main/audit/verifier.test.ts'],
  },
  session: { mutate: ['main/session/*.ts'], tests: ['test/main/session/*.test.ts'] },
  release: {
    mutate: ['main/release/deciding/*.ts'],
    tests: ['table', 'lives', 'reads', 'finding', 'effect', 'trouble'].map((name) => `test/main/release/deciding/${name}.test.ts`),
  },
};

/** Environment variable by which the tests' configuration knows the part. */
export const partVariable = 'RELEASE_STATION_MUTANTS';
