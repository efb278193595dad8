import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, removed afterwards. */
export function diskFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'disk-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of a file that a former version left, in a folder of this test's own. */
export function oldFile(name: string): string {
  const file = join(diskFolder(), 'old.db');
  copyFileSync(fileURLToPath(new URL(`old-files/${name}`, import.meta.url)), file);
  return file;
}

/** Bytes of a file and of what lies beside it; null where there is none. */
export function bytesOf(file: string): readonly (Buffer | null)[] {
  return [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path) : null));
}

/** Names of the databases beside `file` that were set aside; what lies beside each is not counted. */
export function asideNames(file: string): string[] {
  return readdirSync(join(file, '..')).filter((name) => name.includes('.set-aside-') && !/-(wal|shm)$/.test(name));
}

/** What a child process said and how it ended. */
export interface ChildResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs this Node with `args`; `through` puts a shell command in front (`ulimit`). */
export function runNode(args: readonly string[], options: { readonly through?: string } = {}): Promise<ChildResult> {
  const [command, words] =
    options.through === undefined
      ? [process.execPath, args]
      : ['sh', ['-c', `${options.through}; exec "$@"`, 'sh', process.execPath, ...args]];
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ stdout, stderr, code }));
  });
}

/** A child process that runs `script` (ES module text) and has said its first line. `kill` ends it as a power cut would. */
export function holdNode(script: string): Promise<{ kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The child ended with ${code}.`)));
    child.stdout.once('data', () =>
      resolve({
        kill: () =>
          new Promise((done) => {
            child.on('exit', () => done());
            child.kill('SIGKILL');
          }),
      }),
    );
  });
}
