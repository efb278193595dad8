import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';

const start = resolve(import.meta.dirname, '../../main/launch/start.ts');

test('without a configuration the kiosk runs on the demo tenant: print at its desk, hold a card to its reader, sign in on its phone page', async ({
  browser,
}) => {
  const child = spawn(process.execPath, [start, '--browser'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const [[told], [line]] = (await Promise.all([
    once(createInterface(child.stderr), 'line'),
    once(createInterface(child.stdout), 'line'),
  ])) as [[string], [string]];
  const deskAddress = /http:\S+\/desk/.exec(told)?.[0] ?? '';
  const context = await browser.newContext();
  const desk = await context.newPage();
  const kiosk = await context.newPage();
  await desk.goto(deskAddress);
  await desk.getByRole('button', { name: 'Print', exact: true }).click();
  await desk.getByText('held', { exact: true }).first().waitFor();

  await kiosk.goto((JSON.parse(line) as { url: string }).url);
  await kiosk.locator('main[data-screen="welcome"]').waitFor();
  const card = desk.getByRole('button', { name: /Ångström/ });
  await card.click();
  await kiosk.getByRole('heading', { name: 'This card is new here' }).waitFor();
  await expect(kiosk.getByRole('img', { name: /^Code: / })).toBeVisible();

  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
});
