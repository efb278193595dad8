import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import { serveTenant } from '../../main/simulator/serve.ts';
import { signInOnPhone } from '../demo/phone.ts';
import { canariesIn } from '../support/canaries.ts';
import { typeCard } from '../support/kiosk.ts';
import { filesBelow } from '../support/station.ts';

const start = resolve(import.meta.dirname, '../../main/launch/start.ts');

test('the real process serves the kiosk, ends when told to, and neither prints nor keeps a secret', async ({ browser }) => {
  const secret = 'canary-secret-c0ffee9b1d44';
  const document = 'canary-document-77aa.pdf';
  const { tenant, close } = await serveTenant({ port: 0, station: { secret }, entraSettings: { deviceCodeIntervalS: 1 } });
  const [person] = tenant.directory.people;
  await tenant.printAs(person!, tenant.printers[0]!.shareId, { name: document, bytes: await demoDocument('x', 1) });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-process-'));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ ...tenant.stationConfig(), data: { folder: 'data' } }));

  const child = spawn(process.execPath, [start, '--browser', '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stderr.on('data', (bytes: Buffer) => output.push(bytes));
  child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };

  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.locator('main[data-screen="welcome"]').waitFor();
  await typeCard(page, person!.badge);
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  await signInOnPhone(browser, page, person!.displayName);
  await page.getByRole('heading', { name: 'Tap the same card again' }).waitFor();
  await typeCard(page, person!.badge, 5_000);
  await page.getByRole('button', { name: 'Link card' }).click();
  await page.getByRole('button', { name: 'Release 1 job' }).click();
  await page.getByRole('heading', { name: /^Done/ }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('main[data-screen="welcome"]').waitFor();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  expect(tenant.tray()).toHaveLength(1);

  const canaries = { secret, document, badge: person!.badge, person: person!.displayName };
  const printed = Buffer.concat(output);
  expect(printed.toString()).toContain('badge.linked');
  expect(canariesIn(printed, canaries)).toEqual([]);
  // A signed token begins with `{"` in base64url, whoever it is for.
  expect(printed.toString()).not.toMatch(/eyJ[\w-]{20,}/);
  for (const { path, bytes } of await filesBelow(folder)) {
    expect(canariesIn(bytes, canaries), path).toEqual(path === config ? ['secret'] : []);
    expect(bytes.toString('latin1'), path).not.toMatch(/eyJ[\w-]{20,}/);
  }
  await close();
  await rm(folder, { recursive: true });
});
