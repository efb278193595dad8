import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './test/support/browser.ts';

// Found once, here, before anything parallel: unpacking a browser twice at a time is a race.
const browser = await findBrowser();
process.env.RELEASE_STATION_BROWSER = browser.executablePath;

export default defineConfig({
  testDir: 'test/flows',
  // Most of a flow waits for a station's clock or a socket.
  workers: availableParallelism() * 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  reporter: 'list',
  outputDir: 'out/flows',
  use: { launchOptions: browser },
});
