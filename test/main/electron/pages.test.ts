import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { outOfServicePage } from '../../../main/electron/address.ts';
import { outOfServiceResponse } from '../../../main/electron/out-of-service-page.ts';
import { registerScheme } from '../../../main/electron/register-scheme.ts';
import { answerPage, servePages } from '../../../main/electron/serve-pages.ts';
import { listPageFiles } from '../../../main/pages/page-files.ts';
import { ownFolder, recordingLog } from '../../support/badge.ts';
import { findBrowser } from '../../support/browser.ts';
import { doubleSession } from '../../support/electron-double.ts';

async function pages() {
  const folder = ownFolder();
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.json'), '{}');
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><head><!--HEAD--></head>');
  writeFileSync(join(folder, 'page/assets/index.js'), 'export {};');
  symlinkSync(join(folder, 'secret.json'), join(folder, 'page/link.json'));
  const words = { name: 'Floor 2 <west>', helpContact: 'IT & desk' };
  return { files: await listPageFiles(join(folder, 'page')), words, log: recordingLog().log };
}

describe('the kiosk’s own scheme', () => {
  test('is standard and secure and can do nothing else', () => {
    const registered: unknown[] = [];
    registerScheme({ registerSchemesAsPrivileged: (schemes) => void registered.push(schemes) });
    expect(registered).toEqual([[{ scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } }]]);
  });

  test('answers in the session that it was given, with the policy on every answer', async () => {
    const { session, given } = doubleSession('station');
    servePages(session.protocol, await pages());
    for (const address of ['app://station/', 'app://station/assets/index.js', 'app://station/nothing.js', 'app://elsewhere/']) {
      const response = await given.pages?.(new Request(address));
      const policy = response?.headers.get('content-security-policy') ?? '';
      expect(policy, address).toContain("connect-src 'none'");
      expect(policy, address).toContain("default-src 'none'");
      expect(policy, address).not.toContain('unsafe');
    }
  });

  test.each([
    ['app://station/', 200],
    ['app://station/assets/index.js', 200],
    ['app://station/assets', 404],
    ['app://station/../secret.json', 404],
    ['app://station/%2e%2e/secret.json', 404],
    ['app://station/..%2fsecret.json', 404],
    ['app://station/..%5csecret.json', 404],
    ['app://station/%252e%252e/secret.json', 404],
    ['app://station/link.json', 404],
    ['app://station/index.html.', 404],
    ['app://station/index.html::$DATA', 404],
    ['app://station/%00', 400],
    ['app://station/%ff', 400],
    [`app://station/${'a'.repeat(4_000)}`, 400],
    ['app://station.example/', 400],
    ['app://user@station/', 400],
  ])('%s is answered with %i', async (address, status) => {
    // Request refuses addresses with a user; Electron's request is only read.
    const request = { method: 'GET', url: address } as Request;
    expect((await answerPage(request, await pages())).status).toBe(status);
  });

  test('a file that has gone is a sentence and a line in the log', async () => {
    const { log, lines } = recordingLog();
    const files = new Map([['/index.html', { file: join(ownFolder(), 'gone'), contentType: 'text/html' }]]);
    const response = await answerPage(new Request('app://station/'), { files, words: { name: '', helpContact: '' }, log });
    expect(response.status).toBe(500);
    expect(lines).toMatchObject([{ event: 'internal.error', fields: { place: 'pages', code: 'ENOENT' } }]);
  });
});

describe('the out-of-service page', () => {
  test('needs no file, and carries no script', async () => {
    const response = await answerPage(new Request(outOfServicePage), { ...(await pages()), files: new Map() });
    const html = await response.text();
    expect(html).toContain('IT &#38; desk');
    expect(html).toContain('Floor 2 &#60;west&#62;');
    expect(html).not.toMatch(/<script|src=|href=|on\w+=/);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*; sandbox$/);
  });

  test('shows in Chromium as it is meant under its own policy, without the kiosk’s origin', async () => {
    const { executablePath, args } = await findBrowser();
    const browser = await chromium.launch({ executablePath, args });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      const made = outOfServiceResponse({ name: 'Floor 2', helpContact: 'IT desk' });
      const body = await made.text();
      await page.route('**/*', (route) => route.fulfill({ status: 200, headers: Object.fromEntries(made.headers), body }));
      await page.goto('http://station.test/out-of-service');
      expect(await page.locator('h1').textContent()).toBe('This station is out of service');
      expect(await page.locator('body').evaluate((element) => getComputedStyle(element).display)).toBe('grid');
      expect(await page.evaluate(() => self.origin)).toBe('null');
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
