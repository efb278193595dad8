import { expect, test } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import { signInOnPhone } from '../demo/phone.ts';
import { startKiosk, typeCard } from '../support/kiosk.ts';

const sizes = [
  { width: 1080, height: 1920 },
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
];

for (const viewport of sizes) {
  test(`${viewport.width}×${viewport.height}: a new card is linked by QR code, releases a job, and later opens without a phone`, async ({
    browser,
  }) => {
    const kiosk = await startKiosk({ tenant: { entraSettings: { deviceCodeIntervalS: 1 } } });
    try {
      const person = kiosk.tenant.directory.people[0]!;
      const printer = kiosk.tenant.printers[1]!;
      await kiosk.tenant.printAs(person, printer.shareId, { name: 'Minutes.pdf', bytes: await demoDocument('Minutes', 1) });
      const page = await browser.newPage({ viewport });
      await page.goto(kiosk.host.url);
      await page.getByRole('heading', { name: 'Tap your card on the reader' }).waitFor();

      await typeCard(page, person.badge);
      await page.getByRole('heading', { name: 'This card is new here' }).waitFor();
      await page.getByRole('img', { name: /^Code: / }).waitFor();
      await signInOnPhone(browser, page, person.displayName);
      await page.getByRole('heading', { name: 'Tap the same card again' }).waitFor();
      await typeCard(page, person.badge, 5_000);
      await expect(page.getByRole('heading', { name: `Link this card to ${person.displayName}?` })).toBeVisible();
      await page.getByRole('button', { name: 'Link card' }).click();

      await page.getByRole('checkbox', { name: 'Minutes.pdf' }).waitFor();
      await page.getByRole('button', { name: 'Release 1 job' }).click();
      await page.getByRole('heading', { name: `Done. Collect your pages from ${printer.name}` }).waitFor();
      expect(kiosk.tenant.tray()).toHaveLength(1);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.locator('main[data-screen="welcome"]').waitFor();
      await expect(page.getByText(person.displayName)).toHaveCount(0);
      await expect(page.getByText('Minutes.pdf')).toHaveCount(0);

      await typeCard(page, person.badge, 10_000);
      await page.locator('main[data-screen="jobs"]').waitFor();
      await expect(page.getByText(person.displayName).first()).toBeVisible();
    } finally {
      await kiosk.close();
    }
  });
}
