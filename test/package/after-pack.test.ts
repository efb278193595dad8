import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { afterPack } from '../../assets/package/after-pack.ts';
import { electronDefaultWire, fuseBytes, readFuseWire, stationWire } from './fuse-wire.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-station-fuses-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, wire: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, Buffer.concat([Buffer.alloc(5000, 'before'), fuseBytes(wire), Buffer.alloc(5000, 'after')]));
  await chmod(file, 0o755);
  return file;
}

const linux = () => ({
  appOutDir: folder,
  electronPlatformName: 'linux',
  packager: { appInfo: { productFilename: 'Release Station' }, executableName: 'release-station' },
});
const windows = () => ({ appOutDir: folder, electronPlatformName: 'win32', packager: { appInfo: { productFilename: 'Release Station' } } });

describe('the fuses of a packed station', () => {
  it('are all nine set in the Linux program, and nothing else of it changes', async () => {
    const file = await program('release-station', electronDefaultWire);
    await afterPack(linux());
    expect(await readFuseWire(file)).toBe(stationWire);
    const expected = Buffer.concat([Buffer.alloc(5000, 'before'), fuseBytes(stationWire), Buffer.alloc(5000, 'after')]);
    expect((await readFile(file)).equals(expected)).toBe(true);
  });

  it('are all nine set in the Windows program', async () => {
    const file = await program('Release Station.exe', electronDefaultWire);
    await afterPack(windows());
    expect(await readFuseWire(file)).toBe(stationWire);
  });

  it('stop the packaging when Electron has fewer fuses than nine', async () => {
    const file = await program('release-station', '10110001');
    await expect(afterPack(linux())).rejects.toThrow(/WasmTrapHandlers.*not long enough/);
    expect(await readFuseWire(file)).toBe('10110001');
  });

  it('stop the packaging when Electron has a tenth that nobody has decided on', async () => {
    const file = await program('release-station', `${electronDefaultWire}1`);
    await expect(afterPack(linux())).rejects.toThrow(/has 10 fuses.*config for 9/);
    expect(await readFuseWire(file)).toBe(`${electronDefaultWire}1`);
  });

  it('stop the packaging when the program is not Electron', async () => {
    await writeFile(join(folder, 'release-station'), 'something else');
    await expect(afterPack(linux())).rejects.toThrow(/sentinel/);
  });

  it('are not set for a system that the station is not packaged for', async () => {
    await expect(afterPack({ ...linux(), electronPlatformName: 'darwin' })).rejects.toThrow('no package of the station for darwin');
  });
});
