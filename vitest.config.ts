import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/find-browser-once.ts'],
    testTimeout: 20_000,
    // Most station tests wait for clocks and sockets, the measuring ones for a browser: with two files to a core both cores are busy all the time.
    maxWorkers: availableParallelism() * 2,
    sequence: { sequencer: LongestFirst },
    // Tests that run at the same time mostly wait for a station; measured: more than eight of them save nothing more.
    maxConcurrency: 8,
  },
});
