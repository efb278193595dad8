import { findBrowser } from './browser.ts';

/** Runs once before all unit tests: workers inherit the browser's path, so that no two of them unpack it at a time. */
export async function setup(): Promise<void> {
  const { executablePath } = await findBrowser();
  process.env.RELEASE_STATION_BROWSER = executablePath;
}
