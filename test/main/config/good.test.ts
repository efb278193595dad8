import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../main/config/load.ts';
import { goodConfig, type Json, loadFrom, loadText, modeConfig, pemText, set } from '../../support/config.ts';

const good = (change: (file: Json) => unknown = () => {}) => {
  const file = goodConfig();
  change(file);
  return JSON.stringify(file);
};

async function config(text: string, changes?: Parameters<typeof loadText>[1]) {
  const result = await loadText(text, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('a good configuration', () => {
  it('gets every default', async () => {
    const print = goodConfig().print as { readonly printers: readonly Json[] };
    expect(await config(good())).toEqual({
      ...goodConfig(),
      app: {
        clientId: '6f3c0d52-2222-4000-8000-000000000002',
        credential: { kind: 'certificate', path: '/etc/release-station/station.pem' },
      },
      print: { ...print, printers: print.printers.map((printer) => ({ ...printer, afterTask: 'auto' })), destinations: [] },
      release: {
        mode: 'user',
        allowDelete: true,
        options: false,
        oneGesture: 'personChooses',
        settleSeconds: 15,
        resumeSeconds: 3,
        jobsKeptDays: 10,
      },
      signIn: { methods: ['badge', 'deviceCode'] },
      session: { idleTimeoutSeconds: 60, warningSeconds: 25 },
      badge: { minLength: 4, maxLength: 64, maxKeyGapMs: 60, terminator: 'enter', enrolmentDays: 30, list: null },
      screen: {
        language: 'en',
        languages: ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'tr', 'ar', 'he', 'ja', 'zh-Hans'],
        theme: 'light',
        largeText: false,
        reach: false,
        sounds: false,
        titles: 'shown',
        widthMm: null,
        brand: { logo: null, color: null, text: null },
      },
      data: { folder: '/var/lib/release-station' },
    });
  });

  it('for cards that IT knows offers the card alone and no deleting, and takes the list from beside the file', async () => {
    const { release, signIn, badge, print } = await config(JSON.stringify(modeConfig('app')));
    expect({ release, signIn, badge, print }).toMatchObject({
      release: { mode: 'app', allowDelete: false },
      signIn: { methods: ['badge'] },
      badge: { list: '/etc/release-station/cards.csv' },
      print: { destinations: [] },
    });
  });

  it.each([
    ['redirect', undefined, true],
    ['redirect', false, false],
    ['app', undefined, false],
    ['app', true, true],
  ] as const)('in the mode %s with options %s offers them: %s', async (mode, options, offered) => {
    const file = modeConfig(mode);
    if (options !== undefined) set(file, 'release.options', options);
    expect((await config(JSON.stringify(file))).release.options).toBe(offered);
  });

  it('for find-me printing names where jobs can be sent', async () => {
    const file = modeConfig('redirect');
    set(file, 'release.allowDelete', false);
    set(file, 'signIn.methods', ['badge']);
    set(file, 'badge.enrolmentDays', 7);
    const { release, signIn, print } = await config(JSON.stringify(file));
    expect({ release, signIn }).toMatchObject({ release: { mode: 'redirect', allowDelete: false }, signIn: { methods: ['badge'] } });
    expect(print.destinations).toEqual((file.print as Json).destinations);
  });

  it('does not look for the list of cards: a share that is away must not unmake a station', async () => {
    const asked: string[] = [];
    const text = JSON.stringify(set(modeConfig('app'), 'badge.list', '\\\\server\\share\\cards.csv'));
    const result = await loadText(text, {
      platform: 'win32',
      path: 'C:\\rs\\c.json',
      readFile: async (path) => {
        asked.push(path);
        return new TextEncoder().encode(path.endsWith('pem') ? pemText : text);
      },
    });
    expect(asked).toEqual(['C:\\rs\\c.json', 'C:\\rs\\station.pem']);
    expect(result.ok && result.config.badge.list).toBe('\\\\server\\share\\cards.csv');
  });

  it('may begin with the mark that Windows editors put in front of UTF-8', async () => {
    expect((await config(`\ufeff${good()}`)).station.id).toBe('hq-2-west');
  });

  it('may name its schema for an editor', async () => {
    expect(Object.keys(await config(good((file) => set(file, '$schema', './config.schema.json'))))).not.toContain('$schema');
  });

  it('may name a test tenant on loopback', async () => {
    const cloud = { graph: 'http://127.0.0.1:4100/', authority: 'http://localhost:4100' };
    const { tenant } = await config(good((file) => set(file, 'tenant.cloud', cloud)));
    expect(tenant.cloud).toEqual({ graph: 'http://127.0.0.1:4100', authority: 'http://localhost:4100' });
  });

  it('keeps its secret out of everything that is printed', async () => {
    const plain = 'kQ8~canary-secret';
    const loaded = await config(
      good((file) => {
        set(file, 'app.certificate', undefined);
        set(file, 'app.secret', plain);
      }),
    );
    expect(JSON.stringify(loaded)).not.toContain(plain);
    expect(loaded.app.credential.kind === 'secret' && loaded.app.credential.secret.reveal()).toBe(plain);
  });

  it('takes the secret from its own file', async () => {
    const text = good((file) => {
      set(file, 'app.certificate', undefined);
      set(file, 'app.secretFile', 'secret.txt');
    });
    const result = await loadFrom({ '/etc/release-station/config.json': text, '/etc/release-station/secret.txt': 'kQ8~abc\r\n' });
    expect(result.ok && result.config.app.credential.kind === 'secret' && result.config.app.credential.secret.reveal()).toBe('kQ8~abc');
  });

  it('resolves paths against the folder of the file', async () => {
    expect((await config(good((file) => set(file, 'data.folder', '../data')))).data.folder).toBe('/etc/data');
    expect((await config(good((file) => set(file, 'data.folder', '/srv/rs')))).data.folder).toBe('/srv/rs');
  });

  it('is looked for where the machine keeps such files: Linux', async () => {
    const result = await loadFrom({});
    expect(result).toMatchObject({ ok: false, notFound: true, file: '/etc/release-station/config.json' });
  });

  it('is looked for where the machine keeps such files: Windows', async () => {
    const asked: string[] = [];
    const result = await loadConfig({
      platform: 'win32',
      env: { ProgramData: 'D:\\PD' },
      async readFile(path) {
        asked.push(path);
        return new TextEncoder().encode(path.endsWith('.pem') ? pemText : good());
      },
    });
    expect(asked).toEqual(['D:\\PD\\ReleaseStation\\config.json', 'D:\\PD\\ReleaseStation\\station.pem']);
    expect(result.ok && result.config.data.folder).toBe('D:\\PD\\ReleaseStation\\data');
  });
});

describe('on a real disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const load = (path: string) => loadConfig({ path, platform: 'linux', env: {}, readFile: (file) => readFile(file) });

  it('a good file is loaded', async () => {
    await writeFile(join(folder, 'config.json'), good());
    await writeFile(join(folder, 'station.pem'), pemText);
    expect(await load(join(folder, 'config.json'))).toMatchObject({
      ok: true,
      config: { app: { credential: { path: join(folder, 'station.pem') } } },
    });
  });

  it('a folder in its place is named as one', async () => {
    expect(await load(folder)).toMatchObject({
      ok: false,
      notFound: false,
      problems: [{ path: '', problem: expect.stringMatching(/is a folder/) as unknown }],
    });
  });

  it('a file that is not there is told apart: nothing is configured', async () => {
    expect(await load(join(folder, 'config.json'))).toMatchObject({
      ok: false,
      notFound: true,
      problems: [{ problem: expect.stringMatching(/is not there/) as unknown }],
    });
  });
});
