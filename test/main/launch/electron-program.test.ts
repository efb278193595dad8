import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findElectron } from '../../../main/launch/electron-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electron-'));
  writeFileSync(join(folder, 'electron'), '');
  chmodSync(join(folder, 'electron'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quiet = () => {};

test('without a display there is nothing to open Electron on, and nothing is fetched', async () => {
  const said: string[] = [];
  const found = await findElectron({ env: {}, platform: 'linux', uid: 1000 }, (sentence) => said.push(sentence));
  expect(found).toEqual({ is: 'missing', why: 'There is no display for Electron' });
  expect(said).toEqual([]);
});

test('as root on Linux Electron is not started without its sandbox', async () => {
  const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: folder };
  expect(await findElectron({ env, platform: 'linux', uid: 0 }, quiet)).toMatchObject({ is: 'missing' });
});

test('with a display and the program file it is Electron', async () => {
  for (const env of [{ DISPLAY: ':0' }, { WAYLAND_DISPLAY: 'wayland-0' }]) {
    const found = await findElectron({ env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: folder }, platform: 'linux', uid: 1000 }, quiet);
    expect(found).toEqual({ is: 'ready', path: join(folder, 'electron') });
  }
});
