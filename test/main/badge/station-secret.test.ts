import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type LoadedStationSecret,
  loadStationSecret,
  ProtectionUnavailable,
  plainProtection,
  type SecretProtection,
} from '../../../main/badge/station-secret.ts';
import { handClock, ownFolder, recordingLog } from '../../support/badge.ts';

/** A key store that flips every bit; `fail` makes it fail on the next calls. */
function keyStore(name = 'key-store') {
  const broken: { open: Error | null; seal: Error | null; garbles: boolean } = { open: null, seal: null, garbles: false };
  const flip = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte) => byte ^ 0xff);
  const protect: SecretProtection = {
    name,
    seal: async (bytes) => {
      if (broken.seal !== null) throw broken.seal;
      return flip(bytes);
    },
    open: async (bytes) => {
      if (broken.open !== null) throw broken.open;
      return broken.garbles ? bytes : flip(bytes);
    },
  };
  return { protect, broken };
}

function station(folder = join(ownFolder(), 'data')) {
  const { log, lines } = recordingLog();
  const load = (protect: SecretProtection = plainProtection) =>
    loadStationSecret({ folder, protect, random: randomBytes, clock: handClock(), log });
  return { folder, file: join(folder, 'station-secret.json'), lines, load };
}

function secretOf(loaded: LoadedStationSecret): string {
  return loaded.is === 'ready' ? loaded.secret.reveal() : loaded.why;
}

function names(folder: string): string[] {
  return readdirSync(folder).sort();
}

test('is 32 random bytes, made once and the same ever after', async () => {
  const { load, folder, lines } = station();
  const first = await load();
  expect(first).toMatchObject({ is: 'ready', was: 'created' });
  expect(Buffer.from(secretOf(first), 'base64')).toHaveLength(32);
  const second = await load();
  expect(second).toMatchObject({ is: 'ready', was: 'read' });
  expect(secretOf(second)).toBe(secretOf(first));
  expect(secretOf(await station().load())).not.toBe(secretOf(first));
  expect(names(folder)).toEqual(['station-secret.json']);
  expect(lines).toEqual([{ event: 'stationSecret.created', fields: { protection: 'plain-file' } }]);
});

test('lies on the disk only as the key store sealed it, and says which key store that was', async () => {
  const { load, file } = station();
  const { protect } = keyStore();
  const secret = secretOf(await load(protect));
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 1, protection: 'key-store' });
  expect(text).not.toContain(secret);
  expect(text).not.toContain(secret.slice(4, 20));
  expect(secretOf(await load(protect))).toBe(secret);
});

test('only the station’s own user can read it (where the system has modes)', async () => {
  const { load, folder, file } = station();
  await load();
  const modes = [folder, file].map((path) => statSync(path).mode & 0o077);
  expect(process.platform === 'win32' || modes.every((others) => others === 0)).toBe(true);
});

test('two processes that start together end up with one secret', async () => {
  const { load, folder } = station();
  const loaded = await Promise.all(Array.from({ length: 8 }, () => load()));
  expect(new Set(loaded.map(secretOf)).size).toBe(1);
  expect(names(folder)).toEqual(['station-secret.json']);
});

describe('a file that does not open is set aside, reported and replaced', () => {
  const spoiled: readonly [string, string][] = [
    ['empty', ''],
    ['no JSON', 'secret'],
    ['another JSON', '[]'],
    ['null', 'null'],
    ['another format', JSON.stringify({ format: 2, protection: 'plain-file', sealed: randomBytes(32).toString('base64') })],
    ['without content', JSON.stringify({ format: 1, protection: 'plain-file' })],
    ['too short a secret', JSON.stringify({ format: 1, protection: 'plain-file', sealed: randomBytes(31).toString('base64') })],
    ['an endless file', `{"format":1,"protection":"plain-file","sealed":"${'A'.repeat(200_000)}"}`],
  ];
  test.each(spoiled)('%s', async (_, text) => {
    const { load, folder, file, lines } = station();
    mkdirSync(folder);
    writeFileSync(file, text);
    const loaded = await load();
    expect(loaded).toMatchObject({ is: 'ready', was: 'replaced' });
    expect(secretOf(await load())).toBe(secretOf(loaded));
    expect(lines.map(({ event }) => event)).toEqual(['stationSecret.setAside', 'stationSecret.created']);
    expect(lines[0]?.fields).toMatchObject({ why: 'damaged' });
    const aside = names(folder).find((name) => name.includes('set-aside'));
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(text);
  });

  test('sealed by another key store', async () => {
    const { load, lines } = station();
    const first = secretOf(await load());
    const second = await load(keyStore().protect);
    expect(second).toMatchObject({ was: 'replaced' });
    expect(secretOf(second)).not.toBe(first);
    expect(lines[1]).toMatchObject({ event: 'stationSecret.setAside', fields: { why: 'otherProtection' } });
  });

  test('refused for good by its own key store', async () => {
    const { load, lines } = station();
    await load(keyStore().protect);
    const renewed = keyStore();
    const original = renewed.protect.open;
    let calls = 0;
    const onceRefusing: SecretProtection = {
      ...renewed.protect,
      open: async (bytes) => {
        calls += 1;
        if (calls === 1) throw new Error('the key is not valid');
        return original(bytes);
      },
    };
    expect(await load(onceRefusing)).toMatchObject({ is: 'ready', was: 'replaced' });
    expect(lines[1]).toMatchObject({ fields: { why: 'refused' } });
  });
});

describe('nothing is changed while it might still be readable', () => {
  test('a key store that is locked just now', async () => {
    const { load, folder, file, lines } = station();
    const { protect, broken } = keyStore();
    const secret = secretOf(await load(protect));
    const before = readFileSync(file);
    broken.open = new ProtectionUnavailable('locked');
    expect(await load(protect)).toEqual({ is: 'unavailable', why: 'protection' });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(names(folder)).toEqual(['station-secret.json']);
    expect(lines[1]).toMatchObject({ event: 'stationSecret.unavailable', fields: { why: 'protection' } });
    broken.open = null;
    expect(secretOf(await load(protect))).toBe(secret);
  });

  test('a path that cannot be read', async () => {
    const { load, file } = station();
    mkdirSync(file, { recursive: true });
    expect(await load()).toEqual({ is: 'unavailable', why: 'storage' });
    expect(statSync(file).isDirectory()).toBe(true);
  });

  test('a folder that cannot be made', async () => {
    const parent = join(ownFolder(), 'a-file');
    writeFileSync(parent, '');
    expect(await station(join(parent, 'data')).load()).toEqual({ is: 'unavailable', why: 'storage' });
  });
});

test('a key store that cannot give back what it took leaves no secret behind', async () => {
  for (const spoil of ['seal', 'open', 'garbles'] as const) {
    const { load, folder } = station();
    const { protect, broken } = keyStore();
    if (spoil === 'garbles') broken.garbles = true;
    else broken[spoil] = new Error('no');
    expect(await load(protect)).toEqual({ is: 'unavailable', why: 'protection' });
    expect(names(folder)).toEqual([]);
  }
});
