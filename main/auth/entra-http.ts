import type { Clock, Fetch } from '../ports.ts';
import { type EntraAnswer, EntraError, type EntraFault } from './entra-error.ts';

/** What the requests to one Entra go through. */
export interface EntraHttpOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The only origin that is ever asked. */
  readonly authority: string;
  /** Milliseconds for one request and its whole answer; 30,000 where left out. */
  readonly timeoutMs?: number;
  /** Longest answer that is read, in bytes; 262,144 where left out. Entra's are a few kilobytes. */
  readonly maxBytes?: number;
  /** Ends everything under way. */
  readonly signal?: AbortSignal;
}

/** One request, as MSAL puts it. */
export interface EntraRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly correlationId: string | null;
}

/** A JSON object that Entra answered with 2xx. */
export interface EntraReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** When the request left, milliseconds since the epoch: lifetimes count from here. */
  readonly sentAt: number;
}

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 262_144;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Sends one request to Entra. Everything but a 2xx with a JSON object is thrown as an `EntraError`. */
export async function askEntra(options: EntraHttpOptions, request: EntraRequest): Promise<EntraReply> {
  const fail = (fault: EntraFault, correlationId = request.correlationId) => new EntraError(fault, correlationId);
  if (options.signal?.aborted) throw fail({ kind: 'cancelled' });
  // A request with the station's credential must reach nobody but the tenant's own Entra.
  if (new URL(request.url).origin !== options.authority) throw fail({ kind: 'unreachable', why: 'network' });

  const timeout = new AbortController();
  const stopTimer = options.clock.after(options.timeoutMs ?? defaultTimeoutMs, () => timeout.abort());
  const signal = options.signal ? AbortSignal.any([options.signal, timeout.signal]) : timeout.signal;
  const sentAt = options.clock.now();
  try {
    const response = await abortable(options.fetch(toHttp(request, signal)), signal);
    const text = await abortable(readCapped(response, options.maxBytes ?? defaultMaxBytes), signal);
    const body = text === null ? null : parseObject(text);
    const correlationId = correlationOf(body) ?? request.correlationId;
    if (response.status === 429 || response.status >= 500) {
      throw fail({ kind: 'busy', status: response.status, retryAfterMs: retryAfterMs(response, options.clock) }, correlationId);
    }
    if (body && response.ok) return { status: response.status, body, sentAt };
    const answer = body && answerOf(body);
    throw fail(answer ? { kind: 'answer', answer } : { kind: 'unreachable', why: 'unreadable' }, correlationId);
  } catch (error) {
    if (error instanceof EntraError) throw error;
    if (options.signal?.aborted) throw fail({ kind: 'cancelled' });
    // What fetch says can quote addresses and headers; it goes no further.
    throw fail({ kind: 'unreachable', why: timeout.signal.aborted ? 'timeout' : 'network' });
  } finally {
    stopTimer();
  }
}

function toHttp(request: EntraRequest, signal: AbortSignal): Request {
  return new Request(request.url, {
    method: request.method,
    headers: { ...request.headers, accept: 'application/json' },
    ...(request.body === undefined ? {} : { body: request.body }),
    // A 307 would send the credential on to wherever it points.
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal,
  });
}

/** Settles with `work`, or rejects as soon as the signal is aborted, even where `work` does not listen to it. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The whole body as text; null where it is longer than `maxBytes`. */
async function readCapped(response: Response, maxBytes: number): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function answerOf(body: Readonly<Record<string, unknown>>): EntraAnswer | null {
  const { error, suberror, error_codes: codes } = body;
  if (typeof error !== 'string' || error === '') return null;
  return {
    error,
    suberror: typeof suberror === 'string' ? suberror : null,
    codes: Array.isArray(codes) ? codes.filter((code) => Number.isSafeInteger(code)) : [],
  };
}

function correlationOf(body: Readonly<Record<string, unknown>> | null): string | null {
  const id = body?.correlation_id;
  return typeof id === 'string' && guid.test(id) ? id : null;
}

function retryAfterMs(response: Response, clock: Clock): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const wait = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - clock.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
