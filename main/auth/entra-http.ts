import { exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';
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
  /** When the request left, by `Clock.elapsed`: lifetimes count from here. Milliseconds. */
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

  const { timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes, signal, clock } = options;
  const sentAt = clock.elapsed();
  const headers = { ...request.headers, accept: 'application/json' };
  const result = await exchange(options, { ...request, headers }, { timeoutMs, maxBytes, signal });
  if (!result.got) throw fail(faultOf(result.why));
  const { status } = result;
  const body = result.body.ok ? parseObject(result.body.text) : null;
  const correlationId = correlationOf(body) ?? request.correlationId;
  if (status === 429 || status >= 500) {
    throw fail({ kind: 'busy', status, retryAfterMs: retryAfterMs(result.headers, clock.now()) }, correlationId);
  }
  if (body && status >= 200 && status < 300) return { status, body, sentAt };
  const answer = body && answerOf(body);
  throw fail(answer ? { kind: 'answer', answer } : { kind: 'unreachable', why: 'unreadable' }, correlationId);
}

function faultOf(why: 'aborted' | 'timedOut' | 'unreachable'): EntraFault {
  if (why === 'aborted') return { kind: 'cancelled' };
  return { kind: 'unreachable', why: why === 'timedOut' ? 'timeout' : 'network' };
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
