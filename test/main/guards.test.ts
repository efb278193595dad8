import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createEnrolments } from '../../main/badge/enrolments.ts';
import { type SealBinding, seal } from '../../main/badge/seal.ts';
import { serveBrowserHost } from '../../main/browser/host.ts';
import { openLogFile } from '../../main/log/log-file.ts';
import { systemClock } from '../../main/ports.ts';
import { Secret } from '../../main/secret.ts';
import { serveTenant } from '../../main/simulator/serve.ts';
import { doubleFace } from '../support/face-double.ts';
import { startOwnStation } from '../support/own-station.ts';
import { listRead } from '../support/station.ts';

/* Guards that no other test would miss: each was taken out once and its test seen to fail. */

const ownFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'release-station-guards-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const cheap = { id: { logN: 4, r: 1, p: 1 }, key: { logN: 4, r: 1, p: 1 } };
const isPrivate = (path: string) => process.platform === 'win32' || (statSync(path).mode & 0o077) === 0;

test('no two seals share a nonce: the same text under the same key is sealed differently each time', () => {
  const binding: SealBinding = { version: 1, id: randomBytes(32), salt: randomBytes(32), createdAtMs: 1, cost: cheap };
  const key = randomBytes(32);
  const seals = Array.from({ length: 20 }, () => Buffer.from(seal(key, new Secret('text'), binding, randomBytes)));
  expect(new Set(seals.map((one) => one.subarray(0, 12).toString('hex'))).size).toBe(20);
  expect(new Set(seals.map((one) => one.subarray(28).toString('hex'))).size).toBe(20);
});

test('a key that was derived for a card is zeros once its row is closed', async () => {
  const enrolments = createEnrolments({
    file: join(ownFolder(), 'enrolments.db'),
    stationSecret: new Secret(randomBytes(32).toString('base64')),
    clock: systemClock,
    random: (length) => new Uint8Array(randomBytes(length)),
    maxAgeDays: 30,
    log: () => {},
    cost: cheap,
  });
  const row = await enrolments.link({ number: new Secret('0001') }, new Secret('token'));
  const ofKey = wipes(Buffer.prototype);
  row.close();
  expect(ofKey()).toEqual([32]);
  const ofPeppers = wipes(Uint8Array.prototype);
  enrolments.close();
  expect(ofPeppers()).toEqual([32, 32]);
});

/** Watches which lengths of bytes are filled with zeros; the returned function ends that and gives them. */
function wipes(prototype: { fill: unknown }): () => readonly number[] {
  const fill = prototype.fill as (this: Uint8Array, ...args: unknown[]) => Uint8Array;
  const lengths: number[] = [];
  const spy = vi.spyOn(prototype as Uint8Array, 'fill').mockImplementation(function (this: Uint8Array, ...args: unknown[]) {
    if (args[0] === 0) lengths.push(this.length);
    return fill.apply(this, args);
  } as never);
  return () => {
    spy.mockRestore();
    return lengths;
  };
}

/** Whether somebody takes a connection to this port at another address of this machine. */
const answersAt = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });

test('the browser host and the demo tenant listen on 127.0.0.1 alone', async () => {
  const folder = ownFolder();
  for (const name of ['index.html', 'preload.js']) writeFileSync(join(folder, name), '<html><head><!--HEAD--></head></html>');
  const host = await serveBrowserHost({
    face: doubleFace(),
    folder: { renderer: folder, preload: folder },
    port: 0,
    random: randomBytes,
    clock: systemClock,
    log: () => undefined,
  });
  const tenant = await serveTenant({ port: 0 });
  onTestFinished(async () => {
    await host.close();
    await tenant.close();
  });
  for (const url of [host.url, tenant.tenant.origin]) {
    const port = Number(new URL(url).port);
    expect(await answersAt('127.0.0.1', port)).toBe(true);
    // Another address of the loopback net, which a server on every address would answer at.
    expect(await answersAt('127.0.0.2', port)).toBe(false);
  }
});

test('the data folder, every database and the log are for their owner alone', async (context) => {
  const at = await startOwnStation(context, { mode: 'app' });
  at.tap(at.person().badge);
  await at.until(listRead);
  const data = join(at.folder, 'data');
  const files = readdirSync(data).map((name) => join(data, name));
  expect(files.filter((file) => file.endsWith('.db')).length).toBeGreaterThanOrEqual(4);
  expect([data, ...files].filter((path) => !isPrivate(path))).toEqual([]);
  const file = join(ownFolder(), 'logs', 'station.log');
  const log = openLogFile({ file, largestBytes: 1_000, clock: systemClock, otherwise: { write: () => {} }, onReturn: () => {} });
  log.write('a line\n');
  expect([join(file, '..'), file].filter((path) => !isPrivate(path))).toEqual([]);
});

test('the newest row of the audit trail is in the log when the station stops', async (context) => {
  const at = await startOwnStation(context, { mode: 'app' });
  at.tap(at.person().badge);
  await at.until(listRead);
  const before = at.log.filter((line) => line.includes('"audit.head"')).length;
  await at.face.close();
  const heads = at.log.filter((line) => line.includes('"audit.head"'));
  expect(heads.length).toBe(before + 1);
  expect(heads.at(-1)).toMatch(/"seq":\d+/);
});
