import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronDefaultWire, fuseBytes } from './fuse-wire.ts';

/** A system that a station is packaged for. */
export type PackagedSystem = 'linux' | 'win';

/**
 * A folder in the shape of Electron's download, without Electron: the program holds the fuses and nothing that runs.
 * For Windows it is a real program file of another maker, because electron-builder edits its icon, version and ASAR hash.
 */
export async function makeStandInElectron(root: string, folder: string, system: PackagedSystem): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  const program = join(folder, system === 'win' ? 'electron.exe' : 'electron');
  await writeFile(program, Buffer.concat([await programBytes(root, system), fuseBytes(electronDefaultWire)]));
  await chmod(program, 0o755);
  await writeFile(join(folder, 'version'), '45.4.1');
  await writeFile(join(folder, 'LICENSE'), 'stand-in');
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'stand-in');
}

function programBytes(root: string, system: PackagedSystem): Promise<Buffer> | Buffer {
  if (system === 'linux') return Buffer.from('#!/bin/sh\nexit 1\n');
  return readFile(join(root, 'node_modules', 'electron-winstaller', 'vendor', '7z-x64.exe'));
}
