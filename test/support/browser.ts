import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** What Playwright's `launch` needs to know of the browser. */
export interface BrowserLaunch {
  readonly executablePath: string;
  readonly args: string[];
}

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The browser for tests and demo: the one named by RELEASE_STATION_BROWSER, Playwright's own, an installed one,
 * else the one that the npm package `@sparticuz/chromium` carries, which needs nothing installed.
 * Call it once before anything parallel: the package unpacks into one fixed place.
 */
export async function findBrowser(): Promise<BrowserLaunch> {
  const found = [process.env.RELEASE_STATION_BROWSER ?? '', playwrightsOwn(), ...installed].find((path) => path !== '' && existsSync(path));
  return { executablePath: found ?? (await packagedChromium()), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}

function playwrightsOwn(): string {
  try {
    return chromium.executablePath();
  } catch {
    return '';
  }
}

async function packagedChromium(): Promise<string> {
  // Without these two the package leaves its shared libraries packed.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
