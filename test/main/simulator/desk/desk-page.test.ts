import { chromium, type Page } from '@playwright/test';
import { expect, onTestFinished, test } from 'vitest';
import { type ServedTenant, serveTenant } from '../../../../main/simulator/serve.ts';
import { findBrowser } from '../../../support/browser.ts';
import { noise, person, printer } from '../../../support/simulator.ts';

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
