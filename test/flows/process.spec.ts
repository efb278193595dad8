import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import { serveTenant } from '../../main/simulator/serve.ts';
import { signInOnPhone } from '../demo/phone.ts';
import { ask, comeIn, openSocket } from '../support/browser-client.ts';
import { canariesIn } from '../support/canaries.ts';
import { typeCard } from '../support/kiosk.ts';
import { eventsIn, startProcess } from '../support/process.ts';
import { filesBelow } from '../support/station.ts';

test('the real process serves the kiosk, ends when told to, and neither prints nor keeps a secret', async ({ browser }) => {
  const secret = 'canary-secret-c0ffee9b1d44';
  const document = 'canary-document-77aa.pdf';
  const { tenant, close } = await serveTenant({ port: 0, station: { secret }, entraSettings: { deviceCodeIntervalS: 1 } });
  const [person] = tenant.directory.people;
  await tenant.printAs(person!, tenant.printers[0]!.shareId, { name: document, bytes: await demoDocument('x', 1) });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-process-'));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ ...tenant.stationConfig(), data: { folder: 'data' } }));

  const { child, output, url: address, ended } = startProcess(['--config', config]);
  const url = await address();

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
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(tenant.tray()).toHaveLength(1);

  const canaries = { secret, document, badge: person!.badge, person: person!.displayName };
  const printed = output();
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

/** A machine with a configuration on a tenant that nobody asks anything. */
async function machine() {
  const { tenant, close: closeTenant } = await serveTenant({ port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'release-station-process-'));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ ...tenant.stationConfig(), data: { folder: 'data' } }));
  const close = async () => {
    await closeTenant();
    await rm(folder, { recursive: true });
  };
  return { tenant, folder, config, close };
}

test.describe('the process ends with a code that a supervisor can use', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    test(`0 when it is told to end by ${signal}`, async () => {
      const { config, close } = await machine();
      const { child, url, ended } = startProcess(['--config', config]);
      await url();
      child.kill(signal);
      expect(await ended).toBe(0);
      await close();
    });
  }

  for (const words of [['--bogus'], ['--port', 'abc'], ['--port', '70000'], ['--config', '']]) {
    test(`65 and one sentence for: ${words.join(' ')}`, async () => {
      const { lines, ended } = startProcess(words);
      expect(await ended).toBe(65);
      expect(lines()).toHaveLength(1);
      expect(lines()[0]).toContain(words[0]);
    });
  }

  test('69 and one sentence where another program has the port', async () => {
    const { config, close } = await machine();
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as { readonly port: number };
    const { lines, ended } = startProcess(['--config', config, '--port', String(port)]);
    expect(await ended).toBe(69);
    const sentences = lines().filter((line) => !line.startsWith('{'));
    expect(sentences).toEqual([`Port ${port} cannot be opened: another program has it. Choose one with --port.`]);
    other.close();
    await close();
  });

  for (const [what, code] of [
    ['an exception', 'throw new Error("canary-text")'],
    ['a rejection', 'Promise.reject(new Error("canary-text"))'],
  ]) {
    test(`70 and one line in the log after ${what} that nothing expected, without its text`, async () => {
      const { config, close } = await machine();
      const { child, url, output, lines, ended } = startProcess(['--config', config], {
        before: `process.on('message', () => {}); process.on('SIGUSR2', () => { ${code}; });`,
      });
      await url();
      child.kill('SIGUSR2');
      expect(await ended).toBe(70);
      expect(eventsIn(lines()).at(-1)).toBe('internal.error');
      expect(output().toString()).not.toContain('canary-text');
      await close();
    });
  }
});

test('a start that follows a crash writes the fact down; one that follows an orderly end does not', async () => {
  const { config, close } = await machine();
  const run = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const { child, url, lines, ended } = startProcess(['--config', config]);
    await url();
    child.kill(signal);
    await ended;
    return eventsIn(lines()).includes('station.startedAfterCrash');
  };
  expect([await run('SIGTERM'), await run('SIGKILL'), await run('SIGTERM'), await run('SIGTERM')]).toEqual([false, false, true, false]);
  await close();
});

test('a log that nobody reads any more stops nothing', async () => {
  const { config, close } = await machine();
  const { child, url, ended } = startProcess(['--config', config]);
  const href = await url();
  child.stderr?.destroy();
  child.stdout?.destroy();
  const { port, cookie } = await comeIn(href);
  const page = await openSocket(port, { cookie, origin: `http://127.0.0.1:${port}` });
  // Each of these reads is no badge number: a line in the log, into a pipe that is closed.
  for (let read = 0; read < 20; read += 1) {
    const keys = [{ kind: 'char', char: '7' }, { kind: 'other' }, { kind: 'char', char: '7' }, { kind: 'enter' }];
    for (const [i, key] of keys.entries()) page.send({ is: 'key', key: { ...key, atMs: read * 5_000 + i * 4 } });
    page.send({ is: 'invoke', id: read, channel: 'station:snapshot' });
    await page.message((message) => message.is === 'answer' && message.id === read);
  }
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  await close();
});

test('a process out of file handles serves again as soon as it has some, and its log does not overflow', async ({ browser }) => {
  const { tenant, config, close } = await machine();
  const { child, url, lines, ended } = startProcess(['--config', config], { handles: 48 });
  const link = await url();
  const port = Number(new URL(link).port);
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.locator('main[data-screen="welcome"]').waitFor();

  const idle = Array.from({ length: 100 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  // More than there are handles for: the system takes the connections, the process cannot.
  await Promise.all(idle.map(settled));
  await typeCard(page, tenant.directory.people[0]!.badge);
  await page.getByRole('heading', { name: 'This card is new here' }).waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  expect(child.exitCode).toBeNull();
  for (const socket of idle) socket.destroy();

  await expect(async () => expect((await ask(port, '/')).status).toBe(403)).toPass();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  expect(lines().length).toBeLessThan(60);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  await close();
});

/** Resolves once the connection was taken or refused. */
function settled(socket: Socket): Promise<void> {
  return new Promise((done) => socket.once('connect', () => done()).once('close', () => done()));
}

test('a disk that cannot be written is said on the screen; the process does not end for it, and does not call it a crash', async ({
  browser,
}) => {
  const { folder, config, close } = await machine();
  // A file where the folder should be: no account, whatever its rights, can write below it.
  await writeFile(join(folder, 'data'), '');
  const { child, url, lines, ended } = startProcess(['--config', config]);
  const page = await (await browser.newContext()).newPage();
  await page.goto(await url());
  await page.locator('main[data-screen="trouble"]').waitFor();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(eventsIn(lines())).not.toContain('station.startedAfterCrash');
  await close();
});
