import { exchange, type HttpPorts, type HttpResult } from '../http/exchange.ts';
import type { Secret } from '../secret.ts';

/** Largest answer that is read; a page of jobs is far smaller. Bytes. */
export const maxAnswerBytes = 8 * 1024 * 1024;

/** One HTTP request to Graph, without its token. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly json?: unknown;
  readonly clientRequestId: string;
}

/** What came back of one try. */
export type WireResult = HttpResult;

/** Sends one request to Graph once, head and body within `timeoutMs`. Not sent where the session ended while its token was fetched. */
export function sendOnce(
  ports: HttpPorts,
  { method, url, json, clientRequestId }: WireRequest,
  token: Secret,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<WireResult> {
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token.reveal()}`,
    'client-request-id': clientRequestId,
    // Without it Graph hides newer enum members behind `unknownFutureValue` (reference 5.7).
    ...(method === 'GET' ? { prefer: 'include-unknown-enum-members' } : {}),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const body = json === undefined ? undefined : JSON.stringify(json);
  return exchange(ports, { method, url, headers, body }, { timeoutMs, maxBytes: maxAnswerBytes, signal });
}
