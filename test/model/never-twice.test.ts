import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelSeed } from '../support/model-seed.ts';

const sequences = 1_000;

/** What `npm run test:long` says, and how it ended. In processes of its own: half as much work as inside the test runner. */
function playAll(seed: number): Promise<{ readonly code: number; readonly said: string }> {
  const script = join(import.meta.dirname, 'long.ts');
  const settings = ['--sequences', String(sequences), '--seed', String(seed)];
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...settings], { maxBuffer: 64 * 1024 * 1024, timeout: 280_000 }, (error, said, complained) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), said: `${said}${complained}`.trim() });
    });
  });
}

test('whatever goes wrong, no job is printed twice, lost, shown to others or said to be what it is not', async () => {
  const seed = modelSeed();
  const { code, said } = await playAll(seed);
  console.log(said);
  expect(said).toContain(`${sequences} sequences, 0 violations, seed ${seed}`);
  // Also where a pair of fault and step that can be reached was not.
  expect(code).toBe(0);
}, 300_000);
