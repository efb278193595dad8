import { chromium, type Page } from '@playwright/test';
import { expect, onTestFinished, test } from 'vitest';
import { type ServedTenant, serveTenant } from '../../../../main/simulator/serve.ts';
import { findBrowser } from '../../../support/browser.ts';
import { complete, noise, person, print, printer } from '../../../support/simulator.ts';

interface Opened {
  readonly served: ServedTenant;
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: readonly string[];
}

async function openDesk(): Promise<Opened> {
  const served = await serveTenant({ port: 0, seed: 'tests' });
  const browser = await chromium.launch(await findBrowser());
  onTestFinished(async () => {
    await browser.close();
    await served.close();
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${served.origin}/desk`);
  return { served, page, complaints };
}

test('in a real browser: print, tap cards, see a page come out without a reload, change a setting', { timeout: 60_000 }, async () => {
  const { served, page, complaints } = await openDesk();
  const { tenant } = served;
  const taps: string[] = [];
  const tapped = new Promise<void>((resolve) => {
    tenant.onTap((badge) => {
      taps.push(badge);
      if (taps.length === 2) resolve();
    });
  });
  await page.getByRole('button', { name: 'Zoë' }).click();
  await page.getByLabel('Another card').fill('77');
  await page.getByRole('button', { name: 'Tap', exact: true }).click();
  await tapped;
  expect(taps.toSorted((a, b) => a.localeCompare(b))).toEqual(['0004711820', '77']);

  await page.getByLabel('Name of the document').fill('Übersicht.pdf');
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await page.getByText('Übersicht.pdf').waitFor();
  expect(tenant.jobs()).toMatchObject([{ ownerOid: person(tenant, 'Zoë').oid, phase: 'held' }]);

  await tenant.printAs(person(tenant, 'José'), printer(tenant, 'unstarted', false).shareId, {
    name: 'live.pdf',
    bytes: noise(10),
    start: true,
  });
  await page.getByRole('link', { name: 'live.pdf' }).waitFor();

  await page.getByText('How the service behaves').click();
  await page.getByLabel('secondStart').selectOption('printsAgain');
  const applied = page.waitForResponse((response) => response.url().endsWith('/desk/settings'));
  await page.getByRole('button', { name: 'Apply' }).first().click();
  expect((await applied).status()).toBe(303);
  expect(tenant.settings.current().secondStart).toBe('printsAgain');
  expect(complaints).toEqual([]);
});

test('in a real browser: a fault is chosen, its hit is seen without a reload, and it is ended', { timeout: 60_000 }, async () => {
  const { served, page, complaints } = await openDesk();
  const { tenant } = served;
  await page.getByLabel('What').selectOption({ label: '504 on a release that had no effect' });
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  const row = page.getByRole('row', { name: /PATCH/ });
  await row.waitFor();
  const jobId = await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
  expect((await complete(tenant, jobId)).status).toBe(504);
  await row.getByRole('cell', { name: '1', exact: true }).waitFor();
  await page.getByRole('button', { name: 'End all faults' }).click();
  await page.getByText('Nothing is wrong now.').waitFor();
  expect(tenant.faults.list()).toEqual([]);
  await page.getByRole('button', { name: 'Take it down' }).click();
  await page.getByRole('button', { name: 'Bring it back' }).waitFor();
  expect(tenant.settings.current().network).toBe('down');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
  expect(complaints).toEqual([]);
});
