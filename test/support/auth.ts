import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { EventName } from '../../main/log/events.ts';
import type { Log, LogFields } from '../../main/log/log.ts';

/** A request as the scripted server read it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
}

/** How the scripted server answers one request. */
export type Script = (request: SeenRequest, response: ServerResponse, raw: IncomingMessage) => void;

/** A real HTTP server on loopback that answers by script: the first request with the first script, the last script for all further ones. */
export interface ScriptedServer {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
}

/** Starts a scripted server that ends with the test. */
export async function scriptedServer(...scripts: readonly Script[]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((raw, response) => {
    const chunks: Buffer[] = [];
    raw.on('data', (chunk: Buffer) => chunks.push(chunk));
    raw.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const request = { method: raw.method ?? '', path: raw.url ?? '', form };
      seen.push(request);
      scripts[Math.min(seen.length, scripts.length) - 1]?.(request, response, raw);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** Answers with JSON. */
export function json(status: number, body: object, headers: Record<string, string> = {}): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers with a page, as a proxy or a captive portal does. */
export function html(status: number, headers: Record<string, string> = {}): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end('<html><body>Please sign in to the guest network</body></html>');
  };
}

/** Breaks the connection instead of an answer. */
export const hangUp: Script = (_request, response) => {
  response.destroy();
};

/** Takes the request and never answers. */
export const silence: Script = () => undefined;

/** Waits until `condition` holds, without sleeping. The test's own time-out ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

/** A log that remembers what it was told. */
export interface RecordedLog {
  readonly log: Log;
  readonly lines: readonly { readonly event: EventName; readonly fields: LogFields }[];
  /** Everything as one text, to search for what must not be there. */
  text(): string;
}

/** Makes a `RecordedLog`. */
export function recordedLog(): RecordedLog {
  const lines: { readonly event: EventName; readonly fields: LogFields }[] = [];
  return {
    lines,
    log: (event, fields = {}) => {
      lines.push({ event, fields });
    },
    text: () => JSON.stringify(lines),
  };
}
