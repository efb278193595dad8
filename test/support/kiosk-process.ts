import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { IntentArgument, IntentName, IntentResult, JobsScreen, Screen, Snapshot } from '../../preload/contract.ts';
import { snapshotChannel } from '../../preload/station-api.ts';
import { comeIn } from './browser-client.ts';
import type { ProductView } from './product-view.ts';

/** How a kiosk's process came to its end. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real kiosk in a process of its own, looked at and touched over its socket as its page would. */
export interface KioskProcess {
  readonly pid: number;
  /** From the start of the process until it said where it serves. Milliseconds. */
  readonly readyMs: number;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  screen(): Screen;
  /** Calls back with the current screen and each new one; returns how to stop. */
  onScreen(listener: (screen: Screen) => void): () => void;
  /** The first value that `look` finds on a screen, the current one included. Rejects when the process ends or after `limitMs`. */
  until<T>(what: string, look: (screen: Screen) => T | null | false, limitMs?: number): Promise<T>;
  /** Null where the process ended before it answered. */
  intend<N extends IntentName>(name: N, argument: IntentArgument<N>): Promise<IntentResult | null>;
  /** Types a card's number as a reader does, Enter included. */
  tap(badge: string): void;
  /** Lines of its log so far. */
  log(): readonly string[];
  /** Resolves once so many lines of its log name an event. Rejects when the process ends. */
  untilLogged(event: string, times: number): Promise<void>;
  /** Lines of JSON on its standard output after the first. */
  said(): readonly Readonly<Record<string, unknown>>[];
  /** Sends it a signal that a test's module listens to, and resolves with the line of JSON that this answers. */
  ask(signal: NodeJS.Signals): Promise<Readonly<Record<string, unknown>>>;
  /** SIGKILL. Resolves when it is gone. */
  kill(): Promise<Exit>;
  /** SIGTERM. Resolves when it is gone. */
  stop(): Promise<Exit>;
}

/** How a process is started. */
export interface KioskProcessOptions {
  readonly product: ProductView;
  readonly configFile: string;
  /** Options for Node, such as `--import` of a test's module. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** On the reader's own clock: a station takes two reads of one card in quick succession for one tap. Milliseconds. */
const betweenTapsMs = 5_000;
const patienceMs = 60_000;

/** Starts the kiosk and opens its page's socket. Rejects with the log where it does not come up. */
export async function startKioskProcess(options: KioskProcessOptions): Promise<KioskProcess> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...(options.nodeOptions ?? []), ...options.product.arguments, '--browser', '--port', '0', '--config', options.configFile],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  // No kiosk outlives the test that started it.
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('close', () => process.off('exit', killWithUs));
  const log: string[] = [];
  const said: Record<string, unknown>[] = [];
  const news = new EventEmitter();
  createInterface(child.stderr).on('line', (line) => {
    log.push(line);
    news.emit('logged');
  });
  const exited = new Promise<Exit>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const message = JSON.parse(line) as Record<string, unknown>;
      if (typeof message.url === 'string') resolve(message.url);
      else {
        said.push(message);
        news.emit('said', message);
      }
    });
    void exited.then(() => reject(new Error(`The kiosk did not start.\n${log.join('\n')}`)));
  });
  const readyMs = performance.now() - startedAt;
  const ended = exited.then((): never => {
    throw new Error('The kiosk ended.');
  });
  ended.catch(() => {});
  const untilLogged = async (event: string, times: number) => {
    const holds = () => log.filter((line) => line.includes(`"event":"${event}"`)).length >= times;
    while (!holds()) await Promise.race([once(news, 'logged'), ended]);
  };
  const ask = async (signal: NodeJS.Signals) => {
    const answer = once(news, 'said') as Promise<[Record<string, unknown>]>;
    child.kill(signal);
    return (await Promise.race([answer, ended]))[0];
  };
  return { ...(await openPage(child, url, exited)), readyMs, log: () => log, untilLogged, said: () => said, ask };
}

type Page = Omit<KioskProcess, 'readyMs' | 'log' | 'untilLogged' | 'said' | 'ask'>;

async function openPage(child: ChildProcess, url: string, exited: Promise<Exit>): Promise<Page> {
  const { port, cookie } = await comeIn(url);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/station`, { headers: { origin: `http://127.0.0.1:${port}`, cookie } });
  const listeners = new Set<(screen: Screen) => void>();
  const answers = new Map<number, (result: IntentResult | null) => void>();
  let current: Screen = { name: 'starting' };
  let ended = false;
  let lastId = 0;
  let taps = 0;

  const send = (message: unknown) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    if (message.is === 'push' && message.channel === snapshotChannel) {
      current = (message.value as Snapshot).screen;
      for (const listener of [...listeners]) listener(current);
    } else if (message.is === 'answer') {
      answers.get(Number(message.id))?.(message.result as IntentResult);
      answers.delete(Number(message.id));
    }
  });
  await new Promise<void>((resolve) => socket.once('open', resolve).on('error', () => resolve()));
  void exited.then(() => {
    ended = true;
    for (const answer of answers.values()) answer(null);
    answers.clear();
  });
  send({ is: 'attention', hears: true });

  const onScreen = (listener: (screen: Screen) => void) => {
    listeners.add(listener);
    listener(current);
    return () => listeners.delete(listener);
  };
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };

  return {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => ended,
    screen: () => current,
    onScreen,
    until: <T>(what: string, look: (screen: Screen) => T | null | false, limitMs = patienceMs) =>
      new Promise<T>((resolve, reject) => {
        const fail = (why: string) => {
          stop();
          reject(new Error(`Waited for ${what}: ${why}. On the screen: ${describeScreen(current)}`));
        };
        const limit = setTimeout(() => fail(`not within ${limitMs} ms`), limitMs);
        const listener = (screen: Screen) => {
          const found = look(screen);
          if (found === null || found === false) return;
          stop();
          resolve(found);
        };
        const stop = () => {
          clearTimeout(limit);
          listeners.delete(listener);
        };
        void exited.then(() => fail('the process ended'));
        onScreen(listener);
      }),
    intend: (name, argument) =>
      new Promise((resolve) => {
        if (ended) return resolve(null);
        lastId += 1;
        answers.set(lastId, resolve);
        send({ is: 'invoke', id: lastId, channel: `station:${name}`, argument });
      }),
    tap(badge) {
      const atMs = performance.now() + taps * betweenTapsMs;
      taps += 1;
      [...badge.toUpperCase()].forEach((char, i) => {
        send({ is: 'key', key: { kind: 'char', char, atMs: atMs + i } });
      });
      send({ is: 'key', key: { kind: 'enter', atMs: atMs + badge.length } });
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** A screen in one line, without names. */
export function describeScreen(screen: Screen): string {
  if (screen.name === 'trouble') return `trouble (${screen.trouble.code})`;
  if (screen.name === 'signIn') return `signIn (code ${screen.code.is})`;
  if (screen.name !== 'jobs') return screen.name;
  const counts = new Map<string, number>();
  for (const { stage } of screen.jobs) {
    const word = stage.is === 'notReleased' ? `${stage.is}:${stage.trouble.code}` : stage.is;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return `jobs (${screen.list}; ${[...counts].map(([word, count]) => `${count} ${word}`).join(', ')})`;
}

/** The jobs screen once its list was read. */
export function readyList(screen: Screen): JobsScreen | null {
  return screen.name === 'jobs' && screen.list === 'ready' ? screen : null;
}
