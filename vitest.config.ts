import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/find-browser-once.ts'],
    testTimeout: 20_000,
    // Vitest leaves one core idle by itself; most station tests wait for clocks and sockets.
    maxWorkers: '100%',
    // Tests that run at the same time mostly wait for a station; measured: more than eight of them save nothing more.
    maxConcurrency: 8,
  },
});
