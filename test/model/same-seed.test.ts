import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCoverage } from '../support/model-coverage.ts';
import { createJournalFolder, play, stated } from '../support/model-run.ts';
import { scripts } from '../support/model-script.ts';
import { modelSeed } from '../support/model-seed.ts';

test('the same sequence goes the same way each time, line by line', async () => {
  const folder = createJournalFolder();
  try {
    for (const script of fc.sample(scripts(stated, null), { numRuns: 40, seed: modelSeed() })) {
      const [once, again] = [await play(script, folder, createCoverage()), await play(script, folder, createCoverage())];
      expect(again.trace).toEqual(once.trace);
    }
  } finally {
    folder.remove();
  }
}, 60_000);
