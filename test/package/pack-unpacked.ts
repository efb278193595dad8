import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeStandInElectron, type PackagedSystem } from './stand-in-electron.ts';

/** One packed, unpacked-on-disk app and what the packaging said. */
export interface PackedApp {
  readonly system: PackagedSystem;
  readonly folder: string;
  readonly program: string;
  readonly exitCode: number | null;
  /** Everything printed, both streams. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs the real electron-builder on the project with its own configuration; only Electron itself and the output folder are other ones. */
export async function packUnpacked(root: string, work: string, system: PackagedSystem): Promise<PackedApp> {
  const [electron, output, home] = ['electron', 'output', 'home'].map((name) => join(work, system, name)) as [string, string, string];
  await mkdir(home, { recursive: true });
  await makeStandInElectron(root, electron, system);
  const startedMs = performance.now();
  const { exitCode, text } = await run(root, home, [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    system === 'win' ? '--win' : '--linux',
    'dir',
    '--x64',
    '--publish',
    'never',
    '--config',
    join(root, 'electron-builder.yml'),
    `-c.electronDist=${electron}`,
    `-c.directories.output=${output}`,
  ]);
  const folder = join(output, `${system}-unpacked`);
  return {
    system,
    folder,
    program: join(folder, system === 'win' ? 'Release Station.exe' : 'release-station'),
    exitCode,
    output: text,
    seconds: (performance.now() - startedMs) / 1000,
  };
}

/** electron-builder only warns of a dependency that it cannot find, and exits 0 without it. */
export function leftOutProblems({ system, output }: Pick<PackedApp, 'system' | 'output'>): readonly string[] {
  return output.includes('cannot find path for dependency')
    ? [`electron-builder left something out of the ${system} package:\n${output}`]
    : [];
}

function run(cwd: string, home: string, args: readonly string[]): Promise<{ exitCode: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    // An empty home: nothing that an earlier run left in a cache can help.
    const env = {
      ...process.env,
      HOME: home,
      USERPROFILE: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      LOCALAPPDATA: home,
      FORCE_COLOR: '0',
    };
    const child = spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, text: Buffer.concat(parts).toString() }));
  });
}
