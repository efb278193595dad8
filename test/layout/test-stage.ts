import { afterAll, beforeAll } from 'vitest';
import { asProduction } from '../support/as-production.ts';
import { type Stage, setStage } from './stage.ts';

/** The stage for all tests of a file, set before the first and closed after the last. */
export function testStage(): Pick<Stage, 'open'> {
  let stage: Stage;
  beforeAll(async () => {
    stage = await asProduction(setStage);
  }, 120_000);
  afterAll(() => stage?.close());
  return { open: (...how) => stage.open(...how) };
}
