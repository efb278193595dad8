import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenRequest, TokenResult, TokenSource } from '../../main/auth/model.ts';
import type { AppPorts } from '../../main/graph/app-api.ts';
import type { GraphPorts } from '../../main/graph/client.ts';
import type { EventName } from '../../main/log/events.ts';
import type { LogFields } from '../../main/log/log.ts';
import type { Clock } from '../../main/ports.ts';
import { Secret } from '../../main/secret.ts';

/** A request as the server on loopback saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request; `origin` is the server's own. */
export type Handler = (request: SeenRequest, response: ServerResponse, origin: string) => void;

/** A real HTTP server on loopback that answers as each test says. */
export interface GraphServer {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  /** Answers of the next requests, in order; the last one repeats. */
  answer(...handlers: readonly Handler[]): void;
  close(): Promise<void>;
}

/** Starts the server on a free port. */
export async function startGraphServer(): Promise<GraphServer> {
  const seen: SeenRequest[] = [];
  let handlers: readonly Handler[] = [];
  let served = 0;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(request);
      const handler = handlers[Math.min(served, handlers.length - 1)];
      served += 1;
      if (handler === undefined) response.writeHead(500).end();
      else handler(request, response, origin);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    seen,
    answer(...next) {
      handlers = next;
      served = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer with a JSON body. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json; odata.metadata=minimal', ...headers });
    response.end(JSON.stringify(value));
  };
}

/** Graph's error body. */
export function graphError(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Handler {
  return json({ error: { code, message: 'Some words for developers.' } }, status, headers);
}

/** An answer of any bytes. */
export function raw(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array = ''): Handler {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** The connection breaks instead of an answer. */
export const hangUp: Handler = (_request, response) => {
  response.destroy();
};

/** An item of a batch as Graph gets it. */
export interface SeenItem {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly dependsOn?: readonly string[];
}

/** The items of a batch that the server saw. */
export function itemsOf(request: SeenRequest | undefined): readonly SeenItem[] {
  return (JSON.parse(request?.body ?? '{"requests":[]}') as { requests: SeenItem[] }).requests;
}

/** What Graph says to one item. */
export interface ItemAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A batch's answer: for each item, by its place, what `answer` says; an array stands for several answers to one id. */
export function batchOf(
  answer: (item: SeenItem, place: number) => ItemAnswer | readonly ItemAnswer[],
  headers: Readonly<Record<string, string>> = {},
): Handler {
  return (request, response, origin) => {
    const responses = itemsOf(request).flatMap((item, place) => [answer(item, place)].flat().map((one) => ({ id: item.id, ...one })));
    json({ responses }, 200, headers)(request, response, origin);
  };
}

/** Graph's error as an item of a batch carries it. */
export function itemError(status: number, code = 'x', headers: Readonly<Record<string, unknown>> = {}): ItemAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: { error: { code, message: 'Some words for developers.' } },
  };
}

/** A good answer of an item. */
export function itemOk(body: unknown): ItemAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
}

/** Time that passes only when a test says so. */
export interface TestClock extends Clock {
  /** Lets `ms` pass and runs what became due. */
  advance(ms: number): void;
  /** Timers that still run. */
  readonly pending: number;
}

/** A clock that stands at `startMs`. */
export function createTestClock(startMs = Date.parse('2026-11-21T08:00:00Z')): TestClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => nowMs,
    elapsed: () => nowMs,
    after(delayMs, run) {
      const timer = { at: nowMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = nowMs + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.at);
        due.run();
      }
      nowMs = end;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** A token source that hands out `token-1`, `token-2` … and remembers what it was asked. */
export interface TestTokens extends TokenSource {
  readonly asked: readonly (TokenRequest | undefined)[];
}

/** Tokens for tests; `fail` in place of a result makes every ask fail. */
export function createTestTokens(fail?: TokenResult): TestTokens {
  const asked: (TokenRequest | undefined)[] = [];
  return {
    asked,
    async getToken(request) {
      asked.push(request);
      return fail ?? { ok: true, token: new Secret(`token-${asked.length}`), expiresAt: Number.MAX_SAFE_INTEGER };
    },
  };
}

/** A log line as a test sees it. */
export interface Logged {
  readonly event: EventName;
  readonly fields: LogFields;
}

/** Everything that a Graph client needs, against `server`. The pauses before a new try pass at once. */
export function createGraphPorts(server: Pick<GraphServer, 'origin'>, changes: Partial<GraphPorts> = {}) {
  const clock = createTestClock();
  const tokens = createTestTokens();
  const logged: Logged[] = [];
  const ports: AppPorts = {
    signature: 'Released at station test.',
    root: `${server.origin}/v1.0`,
    tokens,
    fetch: (request) => fetch(request),
    clock,
    random: (length) => new Uint8Array(randomBytes(length)),
    log(event, fields = {}) {
      logged.push({ event, fields });
      if (event === 'graph.retried') queueMicrotask(() => clock.advance(Number(fields.pauseMs)));
    },
    ...changes,
  };
  return { ports, clock, tokens, logged };
}

/** A held job as Graph lists it; made up. */
export function heldJob(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: '4711',
    createdDateTime: '2026-11-20T08:15:02.1234567Z',
    acknowledgedDateTime: null,
    errorCode: null,
    isFetchable: false,
    redirectedFrom: null,
    redirectedTo: null,
    createdBy: {
      id: '6f3c0d52-0000-4000-8000-00000000a001',
      displayName: 'Ada Example',
      userPrincipalName: 'ada@example.test',
      ipAddress: null,
    },
    status: { state: 'paused', description: 'Held by a task.', isAcquiredByPrinter: false, details: ['releaseWait'] },
    documents: [{ id: '0b6d5a10-0000-4000-8000-00000000d001', displayName: 'minutes.pdf', contentType: 'application/pdf', size: 182_344 }],
    ...changes,
  };
}
