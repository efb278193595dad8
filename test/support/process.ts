import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const start = resolve(import.meta.dirname, '../../main/launch/start.ts');

/** `npm start -- --browser` as a process of its own. `npm run build` must have been run. */
export interface StationProcess {
  readonly child: ChildProcess;
  /** All that it has said so far, both outputs. */
  readonly output: () => Buffer;
  /** Lines of its error output, where the log goes. */
  readonly lines: () => readonly string[];
  /** Resolves with the kiosk's address; rejects when the process ends first. */
  readonly url: () => Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** How the process is started. */
export interface ProcessOptions {
  /** Most file handles (POSIX). */
  readonly handles?: number;
  /** Code that runs in the process before it starts. */
  readonly before?: string;
}

/** Starts a station's process with these words behind `--browser`. */
export function startProcess(args: readonly string[], { handles, before }: ProcessOptions = {}): StationProcess {
  const imported = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`];
  const words = [...imported, start, '--browser', ...args];
  const [command, all] =
    handles === undefined ? [process.execPath, words] : ['sh', ['-c', `ulimit -n ${handles}; exec "$0" "$@"`, process.execPath, ...words]];
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  // A test that fails leaves no station behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => {
    output.push(bytes);
    errors.push(bytes);
  });
  const firstLine = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  // `close`: everything it said has arrived.
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null);
  const text = () => Buffer.concat(errors).toString();
  return {
    child,
    output: () => Buffer.concat(output),
    lines: () => text().split('\n').filter(Boolean),
    url() {
      const gone = ended.then((code): never => {
        throw new Error(`the process ended with ${code}: ${text()}`);
      });
      return Promise.race([firstLine.then(([line]) => (JSON.parse(line) as { url: string }).url), gone]);
    },
    ended,
  };
}

/** The names of the log's events among these lines. */
export function eventsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('{')).map((line) => (JSON.parse(line) as { event: string }).event);
}
