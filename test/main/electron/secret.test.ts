import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadStationSecret, ProtectionUnavailable, storedProtection } from '../../../main/badge/station-secret.ts';
import { protectSecret } from '../../../main/electron/protect-secret.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';
import { doubleKeyStore } from '../../support/electron-double.ts';

function machine(platform: NodeJS.Platform = 'linux') {
  const store = doubleKeyStore();
  const folder = join(ownFolder(), 'data');
  const { log, lines } = recordingLog();
  const start = async () => {
    const protect = await protectSecret({ keyStore: store.keyStore, platform, writtenBy: await storedProtection(folder), log });
    return { protect, loaded: await loadStationSecret({ folder, protect, random: randomBytes, clock: handClock(), log }) };
  };
  return { ...store, folder, lines, start };
}

const secretOf = ({ loaded }: Awaited<ReturnType<ReturnType<typeof machine>['start']>>) =>
  loaded.is === 'ready' ? loaded.secret.reveal() : loaded.why;

describe('the station’s secret', () => {
  test('is kept by the key store, comes back at the next start, and stands nowhere on the disk', async () => {
    const { start, folder } = machine();
    const first = await start();
    expect(first.protect.name).toBe('gnome_libsecret');
    const secret = secretOf(first);
    expect(secretOf(await start())).toBe(secret);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64'));
    }
  });

  test.each([
    ['no key store', { backend: 'basic_text' as const }],
    ['a key store that gives Chromium’s well-known key', { mark: 'v10' }],
    ['a key store that fails', { fails: new Error('no') }],
  ])('with %s is a plain file that says so, for the owner only', async (_name, state) => {
    const { start, folder, lines, state: store } = machine();
    Object.assign(store, state);
    const { protect, loaded } = await start();
    expect([protect.name, loaded.is]).toEqual(['plain-file', 'ready']);
    expect(lines[0]?.event).toBe('stationSecret.plainFile');
    const file = join(folder, 'station-secret.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('"protection":"plain-file"');
  });

  test.each([
    ['does not answer just now', { fails: new Error('safeStorage is temporarily unavailable') }],
    ['is locked', { mark: 'v10' }],
    ['is another one', { backend: 'kwallet6' as const }],
    ['is not there', { backend: 'basic_text' as const }],
  ])('waits, and nothing is lost, while its key store %s', async (_name, change) => {
    const { start, folder, state } = machine();
    const secret = secretOf(await start());
    const before = { ...state };
    Object.assign(state, change);
    expect((await start()).loaded).toEqual({ is: 'unavailable', why: 'protection' });
    expect(readdirSync(folder)).toEqual(['station-secret.json']);
    Object.assign(state, before);
    expect(secretOf(await start())).toBe(secret);
  });

  test('is never written under a key that protects nothing: the key store changed its mind after it was asked', async () => {
    const { state, keyStore } = machine();
    const { log } = recordingLog();
    const protect = await protectSecret({ keyStore, platform: 'linux', writtenBy: null, log });
    state.mark = 'v10';
    await expect(protect.seal(new Uint8Array(32))).rejects.toThrow(ProtectionUnavailable);
  });

  test('stays in its plain file when a key store appears later', async () => {
    const { start, state } = machine();
    state.backend = 'basic_text';
    const secret = secretOf(await start());
    state.backend = 'gnome_libsecret';
    expect(secretOf(await start())).toBe(secret);
  });

  test('is read under a key that is about to be replaced', async () => {
    const { start, state } = machine();
    const secret = secretOf(await start());
    state.rotated = true;
    expect(secretOf(await start())).toBe(secret);
  });

  test('that the key store refuses for good is set aside', async () => {
    const { start, folder, keyStore } = machine();
    await start();
    const refusing = { ...keyStore, decryptStringAsync: () => Promise.reject(new Error('wrong user')) };
    const { log } = recordingLog();
    const protect = await protectSecret({ keyStore: refusing, platform: 'linux', writtenBy: 'gnome_libsecret', log });
    const refused = await protect.open(Buffer.from('v11')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);
    expect(refused).not.toBeInstanceOf(ProtectionUnavailable);
    expect(readdirSync(folder)).toEqual(['station-secret.json']);
  });

  test('is kept by DPAPI on Windows, whose texts begin with the same mark', async () => {
    const { start, state } = machine('win32');
    state.mark = 'v10';
    const first = await start();
    expect([first.protect.name, first.loaded.is]).toEqual(['dpapi', 'ready']);
    expect(secretOf(await start())).toBe(secretOf(first));
  });
});
