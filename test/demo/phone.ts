import type { Browser, Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** Reads the QR code from a picture of the screen, as a phone's camera would. Throws where there is none. */
export function readQrCode(screenshot: Buffer): string {
  const { data, width, height } = PNG.sync.read(screenshot);
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  if (!found) throw new Error('No QR code could be read from the picture of the screen.');
  return found.data;
}

/** The short code as it stands on the screen, without the gaps between its groups. */
export async function readUserCode(page: Page): Promise<string> {
  const spelled = (await page.getByRole('img', { name: /^Code: / }).getAttribute('aria-label')) ?? '';
  return spelled.replace(/^Code: /, '').replaceAll(/[^A-Z0-9]/g, '');
}

/** What a person does on their phone: scan the picture of the screen, type the code, choose who they are, approve. */
export async function signInOnPhone(browser: Browser, kiosk: Page, displayName: string, picture?: string): Promise<void> {
  const userCode = await readUserCode(kiosk);
  const address = readQrCode(await kiosk.screenshot());
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await context.newPage();
  await phone.goto(address);
  await phone.getByLabel('Code').fill(userCode);
  await phone.getByRole('button', { name: 'Next' }).click();
  await phone.getByRole('radio', { name: displayName }).check();
  if (picture) await phone.screenshot({ path: picture });
  await phone.getByRole('button', { name: 'Approve' }).click();
  await phone.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await context.close();
}
