import { afterAll, beforeAll, vi } from 'vitest';
import { type Stage, setStage } from './stage.ts';

/** The stage for all tests of a file, set before the first and closed after the last. */
export function testStage(): Pick<Stage, 'open'> {
  let stage: Stage;
  beforeAll(async () => {
    // The test runner's own NODE_ENV would build React for development.
    vi.stubEnv('NODE_ENV', 'production');
    stage = await setStage();
    vi.unstubAllEnvs();
  }, 120_000);
  afterAll(() => stage?.close());
  return { open: (...how) => stage.open(...how) };
}
