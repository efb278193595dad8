import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type BrowserHost, serveBrowserHost } from '../../../main/browser/host.ts';
import { systemClock } from '../../../main/ports.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';
import { doubleFace } from '../../support/face-double.ts';

let host: BrowserHost;
afterEach(() => host.close());

/** A host, and the server that it listens with. */
async function serve() {
  const folder = ownFolder();
  for (const name of ['renderer', 'preload']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'renderer/index.html'), '');
  writeFileSync(join(folder, 'preload/preload.js'), '');
  const listening = vi.spyOn(Server.prototype, 'listen');
  const { log, lines } = recordingLog();
  host = await serveBrowserHost({
    face: doubleFace(),
    folder: { renderer: join(folder, 'renderer'), preload: join(folder, 'preload') },
    port: 0,
    random: randomBytes,
    clock: handClock(systemClock.now()),
    log,
  });
  const server = listening.mock.contexts[0] as Server;
  listening.mockRestore();
  return { server, lines, port: Number(new URL(host.url).port) };
}

test('connections that cannot be taken, because the process is out of file handles, are lines in the log and no bug', async () => {
  const { server, lines } = await serve();
  const outOfHandles = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });
  for (let i = 0; i < 3; i += 1) server.emit('error', outOfHandles);
  expect(lines).toEqual(Array(3).fill({ event: 'host.notAccepted', fields: { name: 'Error', code: 'EMFILE' } }));
});

test('another program on the machine cannot take all file handles by opening connections', async () => {
  const { server, port } = await serve();
  const opened: Socket[] = Array.from({ length: 100 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  const refused = opened.map((socket) => new Promise((done) => socket.once('close', done)));
  await vi.waitFor(async () => expect(await settledCount(refused)).toBeGreaterThanOrEqual(36));
  const taken = await new Promise<number>((done, fail) => server.getConnections((error, count) => (error ? fail(error) : done(count))));
  expect(taken).toBe(64);
  for (const socket of opened) socket.destroy();
});

async function settledCount(promises: readonly Promise<unknown>[]): Promise<number> {
  const open = Symbol('open');
  const states = await Promise.all(promises.map((promise) => Promise.race([promise, Promise.resolve(open)])));
  return states.filter((state) => state !== open).length;
}
