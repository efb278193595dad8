import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import { signInOnPhone } from '../demo/phone.ts';
import { type Kiosk, startKiosk, typeCard } from '../support/kiosk.ts';
import type { TestStationOptions } from '../support/station.ts';

let kiosk: Kiosk;
test.afterEach(() => kiosk.close());

async function open(browser: Browser, options: TestStationOptions = {}): Promise<Page> {
  kiosk = await startKiosk({ tenant: { entraSettings: { deviceCodeIntervalS: 1 } }, ...options });
  const page = await (await browser.newContext({ viewport: { width: 1080, height: 1920 } })).newPage();
  await page.goto(kiosk.host.url);
  await page.locator('main[data-screen="welcome"]').waitFor();
  return page;
}

async function print(names: readonly string[], printer = 0, who = 0): Promise<void> {
  const person = kiosk.tenant.directory.people[who]!;
  for (const name of names) {
    await kiosk.tenant.printAs(person, kiosk.tenant.printers[printer]!.shareId, { name, bytes: await demoDocument(name, 1) });
  }
}

async function signIn(browser: Browser, page: Page, who = 0): Promise<void> {
  await page.getByRole('button', { name: /Sign in with your phone/ }).click();
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  await signInOnPhone(browser, page, kiosk.tenant.directory.people[who]!.displayName);
  await page.locator('main[data-screen="jobs"]').waitFor();
}

const axe = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);

test('no screen on the way breaks an accessibility rule, the page policy, or logs an error', async ({ browser }) => {
  const page = await open(browser);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  expect(await axe(page)).toEqual([]);
  await print(['One.pdf', 'Two.pdf']);
  await page.getByRole('button', { name: /Sign in with your phone/ }).click();
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  expect(await axe(page)).toEqual([]);
  await signInOnPhone(browser, page, kiosk.tenant.directory.people[0]!.displayName);
  await page.getByRole('button', { name: 'Release all 2 jobs' }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Release all 2 jobs' }).click();
  await page.getByRole('heading', { name: /^Done/ }).waitFor();
  expect(await axe(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('one is released, one deleted, one deletion undone', async ({ browser }) => {
  const page = await open(browser);
  await print(['Keep.pdf', 'Print.pdf', 'Delete.pdf']);
  await signIn(browser, page);
  await page.getByRole('checkbox', { name: 'Delete.pdf' }).check({ force: true });
  await page.getByRole('checkbox', { name: 'Keep.pdf' }).check({ force: true });
  await page.getByRole('button', { name: 'Delete 2 jobs' }).click();
  await page.getByRole('button', { name: 'Undo: keep Keep.pdf' }).click();
  await page.getByRole('checkbox', { name: 'Print.pdf' }).check({ force: true });
  await page.getByRole('button', { name: 'Release 1 job', exact: true }).click();
  await page.locator('[data-stage="done"]').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await kiosk.tenant.until(() => kiosk.tenant.jobs().some((job) => job.phase === 'canceled'));
  const phases = Object.fromEntries(kiosk.tenant.jobs().map((job) => [job.document.displayName, job.phase]));
  expect(phases).toEqual({ 'Keep.pdf': 'held', 'Print.pdf': 'completed', 'Delete.pdf': 'canceled' });
  expect(kiosk.tenant.tray()).toHaveLength(1);
});

test('a screen that is loaded again shows the same session', async ({ browser }) => {
  const page = await open(browser);
  await print(['Minutes.pdf']);
  await signIn(browser, page);
  await page.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
  await page.reload();
  await page.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
});

test('a job printed while its owner looks on comes up by itself', async ({ browser }) => {
  const page = await open(browser);
  await signIn(browser, page);
  await page.getByRole('heading', { name: 'No jobs are waiting for you here' }).waitFor();
  await print(['Late.pdf']);
  await page.getByRole('checkbox', { name: 'Late.pdf' }).waitFor({ timeout: 5_000 });
});

test('the countdown comes, a touch keeps the session, and without one the names go', async ({ browser }) => {
  const page = await open(browser, { config: { session: { idleTimeoutSeconds: 30, warningSeconds: 28 } } });
  await print(['Minutes.pdf']);
  await signIn(browser, page);
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toBeVisible({ timeout: 5_000 });
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.locator('main[data-screen="welcome"]').waitFor();
  await expect(page.getByText('Minutes.pdf')).toHaveCount(0);
});

test('another card ends the session of the one before', async ({ browser }) => {
  const page = await open(browser);
  await print(['Secret plan.pdf']);
  await signIn(browser, page);
  await page.getByText('Secret plan.pdf').waitFor();
  await typeCard(page, kiosk.tenant.directory.people[1]!.badge);
  await page.getByRole('heading', { name: 'This card is new here' }).waitFor();
  await expect(page.getByText('Secret plan.pdf')).toHaveCount(0);
});

test('no key of a reader reaches the page, whatever has the focus', async ({ browser }) => {
  const page = await open(browser);
  await print(['Minutes.pdf']);
  await signIn(browser, page);
  await page.getByRole('button', { name: 'Release 1 job' }).focus();
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    for (const type of ['keydown', 'keypress', 'keyup', 'input']) {
      document.addEventListener(type, (event) => seen.push(`${type} ${(event as KeyboardEvent).code}`), true);
    }
  });
  await typeCard(page, kiosk.tenant.directory.people[1]!.badge);
  await page.getByRole('heading', { name: 'This card is new here' }).waitFor();
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
  expect(kiosk.tenant.jobs().map((job) => job.phase)).toEqual(['held']);
});

test('everything can be done by keyboard', async ({ browser }) => {
  const page = await open(browser);
  await print(['Minutes.pdf']);
  await signIn(browser, page);
  await page.getByRole('checkbox', { name: 'Minutes.pdf' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Minutes.pdf' })).toBeChecked();
  const release = page.getByRole('button', { name: 'Release 1 job' });
  for (let i = 0; i < 10 && !(await release.evaluate((button) => button === document.activeElement)); i += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Done/ }).waitFor();
});

test('a document name with markup and direction overrides stays text and inside its line', async ({ browser }) => {
  const page = await open(browser);
  await print([`\u202E<img src=x onerror="document.title='owned'">${'long '.repeat(100)}.pdf`]);
  await signIn(browser, page);
  await page.getByRole('checkbox').waitFor({ state: 'attached' });
  expect(await page.title()).not.toBe('owned');
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});
