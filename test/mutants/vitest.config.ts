import { defineConfig } from 'vitest/config';
import { parts, partVariable } from './parts.ts';

/** Only the tests of one part: `run.ts` says which. */
export default defineConfig({
  test: { include: [...(parts[process.env[partVariable] ?? '']?.tests ?? [])], environment: 'node', testTimeout: 20_000 },
});
