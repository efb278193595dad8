import { expect, test } from '@playwright/test';
import { startKiosk, typeCard } from '../support/kiosk.ts';

test('a machine whose locale is no language (LANG=C) shows every screen all the same', async ({ browser }) => {
  const kiosk = await startKiosk();
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', { value: ['en-US@posix'] });
  });
  await page.goto(kiosk.host.url);
  await typeCard(page, kiosk.tenant.directory.people[0]!.badge);
  await expect(page.getByRole('img', { name: /^Code: / })).toBeVisible();
  await kiosk.close();
});
