import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Electron's program, or why it cannot be run here. */
export type ElectronProgram = { readonly is: 'ready'; readonly path: string } | { readonly is: 'missing'; readonly why: string };

/** What decides whether Electron can run. */
export interface LaunchMachine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** User id; undefined on Windows. */
  readonly uid: number | undefined;
}

/** How long fetching Electron's program file may take before the browser host is used instead. Milliseconds. */
const fetchLimitMs = 180_000;

/**
 * Finds Electron's program file. The npm package brings only its installer: the file itself is fetched once, when there is a display to
 * show it on. A machine without display or network gets a reason to print.
 */
export async function findElectron(machine: LaunchMachine, say: (sentence: string) => void): Promise<ElectronProgram> {
  const { env, platform } = machine;
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return { is: 'missing', why: 'There is no display for Electron' };
  if (platform === 'linux' && machine.uid === 0) return { is: 'missing', why: "Electron's sandbox does not run as root" };
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const found = programIn(folder, env);
  if (found) return { is: 'ready', path: found };
  say("Fetching Electron's program file; this is done once.");
  const fetched = await runInstaller(join(folder, 'install.js'));
  const path = fetched ? programIn(folder, env) : null;
  return path ? { is: 'ready', path } : { is: 'missing', why: "Electron's program file is not here and could not be fetched" };
}

function programIn(folder: string, env: NodeJS.ProcessEnv): string | null {
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override ? join(override, name ?? 'electron') : name && join(folder, 'dist', name);
  return path && existsSync(path) ? path : null;
}

function runInstaller(script: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: 'ignore', timeout: fetchLimitMs });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
