import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { WebSocket } from 'ws';

/** One HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends exactly this path and these headers: `fetch` would correct both. */
export function ask(port: number, path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

/** Spends a link and returns the cookie as a browser sends it back. */
export async function comeIn(url: string): Promise<{ readonly port: number; readonly cookie: string }> {
  const link = new URL(url);
  const port = Number(link.port);
  const answer = await ask(port, `${link.pathname}${link.search}`);
  return { port, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
}

/** A socket as the page's preload opens it. */
export interface PageSocket {
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** Resolves with the next message for which `wanted` is true, old ones included. */
  message(wanted: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  closeCode(): Promise<number>;
}

/** Opens the page's socket; rejects with the HTTP status where the host refuses it. */
export async function openSocket(port: number, headers: Record<string, string>): Promise<PageSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/station`, { headers });
  const heard: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)));
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, answer) => {
      reject(new Error(`refused with ${answer.statusCode}`));
      socket.terminate();
    });
    socket.on('error', reject);
  });
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    message: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(wanted);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    closeCode: () => closed,
  };
}
