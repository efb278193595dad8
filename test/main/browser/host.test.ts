import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BrowserHost, serveBrowserHost } from '../../../main/browser/host.ts';
import type { Clock } from '../../../main/ports.ts';
import { ask, comeIn, openSocket } from '../../support/browser-client.ts';
import { doubleFace, type FaceDouble, welcome } from '../../support/face-double.ts';

let folder: string;
let face: FaceDouble;
let host: BrowserHost;
let nowMs: number;

const clock: Clock = { now: () => nowMs, elapsed: () => nowMs, after: () => () => undefined };

beforeEach(async () => {
  nowMs = 1_000;
  folder = await mkdtemp(join(tmpdir(), 'browser-host-'));
  await mkdir(join(folder, 'renderer/assets'), { recursive: true });
  await mkdir(join(folder, 'preload'));
  await writeFile(join(folder, 'renderer/index.html'), '<html><head><!--HEAD--></head><body>kiosk</body></html>');
  await writeFile(join(folder, 'renderer/assets/index.js'), 'go()');
  await writeFile(join(folder, 'renderer/assets/index.js.map'), 'sources');
  await writeFile(join(folder, 'secret.html'), 'outside');
  await symlink(join(folder, 'secret.html'), join(folder, 'renderer/link.html'));
  await writeFile(join(folder, 'preload/preload.js'), 'bridge()');
  face = doubleFace();
  host = await serveBrowserHost({
    face,
    folder: { renderer: join(folder, 'renderer'), preload: join(folder, 'preload') },
    port: 0,
    random: randomBytes,
    clock,
    log: () => undefined,
  });
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

const portOf = (url: string) => Number(new URL(url).port);

describe('the way in', () => {
  test('the link gives a cookie that scripts cannot read and leads to the kiosk', async () => {
    const link = new URL(host.url);
    const answer = await ask(portOf(host.url), `/${link.search}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^station-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  test('the link works once', async () => {
    const { port } = await comeIn(host.url);
    const again = await ask(port, `/${new URL(host.url).search}`);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('has been used or is too old');
  });

  test('opening the link again in the same browser just shows the kiosk, and another link is another key', async () => {
    const { port, cookie } = await comeIn(host.url);
    expect((await ask(port, `/${new URL(host.url).search}`, { cookie })).status).toBe(303);
    const second = host.newUrl();
    expect(second).not.toBe(host.url);
    expect((await ask(port, `/${new URL(second).search}`, { cookie })).status).toBe(303);
    expect((await ask(port, `/${new URL(second).search}`)).status).toBe(403);
  });

  test('a link that is ten minutes old is refused', async () => {
    nowMs += 10 * 60_000;
    const answer = await ask(portOf(host.url), `/${new URL(host.url).search}`);
    expect(answer.status).toBe(403);
  });

  test('a link is spent by anybody who tries it, even too late', async () => {
    nowMs += 10 * 60_000;
    await ask(portOf(host.url), `/${new URL(host.url).search}`);
    nowMs -= 60_000;
    expect((await ask(portOf(host.url), `/${new URL(host.url).search}`)).status).toBe(403);
  });

  test.each(['/', '/preload.js', '/assets/index.js', '/station', '/nothing'])('without the cookie %s says how to come in', async (path) => {
    const answer = await ask(portOf(host.url), path);
    expect(answer.status).toBe(403);
    expect(answer.body).toBe('Open the kiosk with the link that it printed when it started.');
  });

  test('a cookie of the same name with another value is no cookie', async () => {
    const { port, cookie } = await comeIn(host.url);
    const forged = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;
    expect((await ask(port, '/', { cookie: forged })).status).toBe(403);
    expect((await ask(port, '/', { cookie: cookie.slice(0, -1) })).status).toBe(403);
    expect((await ask(port, '/', { cookie: `other=1; ${cookie}` })).status).toBe(200);
  });

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])(
    'a request for the host %s is refused even with the cookie (DNS rebinding)',
    async (name) => {
      const { port, cookie } = await comeIn(host.url);
      expect((await ask(port, '/', { cookie, host: name })).status).toBe(400);
      expect((await ask(port, '/', { cookie, host: `localhost:${port}` })).status).toBe(200);
    },
  );
});

describe('the pages', () => {
  test('the first page carries the preload before everything else, and the policy', async () => {
    const { port, cookie } = await comeIn(host.url);
    const page = await ask(port, '/', { cookie });
    expect(page.body).toBe('<html><head><script src="/preload.js"></script></head><body>kiosk</body></html>');
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
    expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    expect((await ask(port, '/preload.js', { cookie })).body).toBe('bridge()');
    expect((await ask(port, '/assets/index.js', { cookie })).headers['content-type']).toContain('text/javascript');
  });

  test.each([
    ['/../secret.html', 404],
    ['/%2e%2e/secret.html', 404],
    ['/..%2fsecret.html', 404],
    ['/..%5csecret.html', 404],
    ['/%252e%252e%252fsecret.html', 404],
    ['/assets/..%2findex.html', 404],
    ['/assets', 404],
    ['/assets/', 404],
    ['/link.html', 404],
    ['/index.html.', 404],
    ['/index.html::$DATA', 404],
    ['/assets/index.js.map', 404],
    ['/favicon.ico', 404],
    ['/index.html%00.js', 400],
    ['/%E0%A4%A', 400],
    [`/${'a'.repeat(2_000)}`, 400],
  ])('%s gives a plain %i', async (path, status) => {
    const { port, cookie } = await comeIn(host.url);
    const answer = await ask(port, path, { cookie });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.body).not.toContain('outside');
  });

  test('nothing but reading is allowed', async () => {
    const { port, cookie } = await comeIn(host.url);
    expect((await ask(port, '/', { cookie }, 'POST')).status).toBe(405);
    expect((await ask(port, '/', { cookie }, 'DELETE')).status).toBe(405);
  });

  test('a page that cannot be read any more is a plain sentence, not a stack', async () => {
    const { port, cookie } = await comeIn(host.url);
    await rm(join(folder, 'renderer/assets/index.js'));
    const answer = await ask(port, '/assets/index.js', { cookie });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain(folder);
  });
});

describe('the socket', () => {
  const join = async (also: Record<string, string> = {}) => {
    const { port, cookie } = await comeIn(host.newUrl());
    return openSocket(port, { cookie, origin: `http://127.0.0.1:${port}`, ...also });
  };

  test('shows the current screen at once and each new one', async () => {
    const page = await join();
    expect(await page.message((m) => m.is === 'push')).toEqual({ is: 'push', channel: 'station:snapshot', value: welcome(1) });
    face.show(welcome(2, 'Lobby'));
    expect(await page.message((m) => m.is === 'push' && (m.value as { serial: number }).serial === 2)).toBeDefined();
    expect(await page.message((m) => m.is === 'tail')).toEqual({ is: 'tail', tailMs: 90 });
  });

  test('carries an intent to the station and its answer back', async () => {
    const page = await join();
    face.answer = async () => ({ ok: false, error: 'notNow' });
    page.send({ is: 'invoke', id: 7, channel: 'station:release', argument: { jobs: ['a'] } });
    expect(await page.message((m) => m.is === 'answer')).toEqual({ is: 'answer', id: 7, result: { ok: false, error: 'notNow' } });
    expect(face.intents).toEqual([{ name: 'release', argument: { jobs: ['a'] } }]);
  });

  test('answers the question for the current screen by itself', async () => {
    const page = await join();
    page.send({ is: 'invoke', id: 1, channel: 'station:snapshot' });
    expect(await page.message((m) => m.is === 'answer')).toEqual({ is: 'answer', id: 1, result: welcome(1) });
    expect(face.intents).toEqual([]);
  });

  test('brings the reader’s keys and the focus to the station', async () => {
    const page = await join();
    page.send({ is: 'attention', hears: true });
    page.send({ is: 'key', key: { kind: 'char', char: '7', atMs: 5 } });
    await vi.waitFor(() => expect(face.keys).toEqual([{ kind: 'char', char: '7', atMs: 5 }]));
    expect(face.heard.at(-1)).toBe(true);
  });

  test('a screen that leaves makes the reader deaf', async () => {
    const page = await join();
    page.send({ is: 'attention', hears: true });
    await vi.waitFor(() => expect(face.heard.at(-1)).toBe(true));
    page.socket.close();
    await vi.waitFor(() => expect(face.heard.at(-1)).toBe(false));
  });

  test('a newer page takes over; the older is told and heard no more', async () => {
    const older = await join();
    older.send({ is: 'attention', hears: true });
    await vi.waitFor(() => expect(face.heard.at(-1)).toBe(true));
    const newer = await join();
    older.send({ is: 'key', key: { kind: 'char', char: '1', atMs: 1 } });
    expect(await older.closeCode()).toBe(4409);
    newer.send({ is: 'key', key: { kind: 'char', char: '2', atMs: 2 } });
    await vi.waitFor(() => expect(face.keys.length).toBe(1));
    expect(face.keys).toEqual([{ kind: 'char', char: '2', atMs: 2 }]);
    newer.send({ is: 'attention', hears: true });
    await vi.waitFor(() => expect(face.heard.at(-1)).toBe(true));
  });

  test.each([
    ['no JSON', '{'],
    ['an unknown kind', { is: 'eval', code: '1' }],
    ['a field too many', { is: 'attention', hears: true, also: 1 }],
    ['another channel', { is: 'invoke', id: 1, channel: 'host:quit' }],
    ['a key that no reader types', { is: 'key', key: { kind: 'char', char: 'é', atMs: 1 } }],
    ['a key without a time', { is: 'key', key: { kind: 'enter', atMs: null } }],
    ['an id that is no number', { is: 'invoke', id: '1', channel: 'station:stay' }],
  ])('a message with %s closes the socket with a code', async (_what, message) => {
    const page = await join();
    page.send(message);
    expect(await page.closeCode()).toBe(4400);
    expect(face.intents).toEqual([]);
    expect(face.keys).toEqual([]);
  });

  test('a binary message is closed like any other that the page never sends', async () => {
    const page = await join();
    page.socket.send(Buffer.from('{"is":"attention","hears":true}'));
    expect(await page.closeCode()).toBe(4400);
  });

  test('a message too big closes the socket', async () => {
    const page = await join();
    page.send({ is: 'invoke', id: 1, channel: 'station:release', argument: 'x'.repeat(64 * 1024) });
    expect(await page.closeCode()).toBe(1009);
    expect(face.intents).toEqual([]);
  });

  test('another site’s page cannot connect, with the cookie or without an origin', async () => {
    const { port, cookie } = await comeIn(host.newUrl());
    await expect(openSocket(port, { cookie, origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(openSocket(port, { cookie, origin: `http://localhost:${port}` })).rejects.toThrow('403');
    await expect(openSocket(port, { cookie })).rejects.toThrow('403');
    await expect(openSocket(port, { origin: `http://127.0.0.1:${port}` })).rejects.toThrow('403');
  });

  test('a host that closes lets go of the station and of its port', async () => {
    const page = await join();
    const { port } = await comeIn(host.newUrl());
    await host.close();
    expect(await page.closeCode()).toBeGreaterThan(1000);
    expect(face.listeners.size).toBe(0);
    await expect(ask(port, '/')).rejects.toThrow('ECONNREFUSED');
    host = await serveBrowserHost({
      face,
      folder: { renderer: `${folder}/renderer`, preload: `${folder}/preload` },
      port,
      random: randomBytes,
      clock,
      log: () => undefined,
    });
    expect(portOf(host.url)).toBe(port);
  });

  test('a taken port is an error, not a crash', async () => {
    const taken = serveBrowserHost({
      face,
      folder: { renderer: `${folder}/renderer`, preload: `${folder}/preload` },
      port: portOf(host.url),
      random: randomBytes,
      clock,
      log: () => undefined,
    });
    await expect(taken).rejects.toThrow('EADDRINUSE');
  });
});
