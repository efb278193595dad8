import { retryAfterHeader } from '../retry-after.ts';
import { type Refusal, refuse, toResponse } from './answer.ts';
import { ConnectionReset } from './connection-reset.ts';
import type { Fault } from './fault-rules.ts';

/** An error answer that was asked for. */
export function statusAnswer(
  fault: {
    readonly status: number;
    readonly code?: string | undefined;
    readonly retryAfterSeconds?: number | undefined;
    readonly retryAfterAs: 'seconds' | 'date';
    /** `nothing`: a status line of something before Graph. Default: Graph's own words. */
    readonly says?: 'graph' | 'nothing';
  },
  nowMs: number,
  requestId: string,
): Response {
  const { status, code = 'generalException', retryAfterSeconds: seconds, retryAfterAs, says } = fault;
  const retryAfter = seconds === undefined ? {} : { 'retry-after': retryAfterHeader(seconds, retryAfterAs, nowMs) };
  if (says === 'nothing') return new Response(null, { status, headers: { date: new Date(nowMs).toUTCString(), ...retryAfter } });
  return graphsWord(refuse(status, 'A fault was asked for.', code, retryAfter), nowMs, requestId);
}

/** Where Graph itself refuses, its error body and request-id say so (reference 5.1, 5.2). */
function graphsWord(refusal: Refusal, nowMs: number, requestId: string): Response {
  return toResponse(refusal, { nowMs, requestId, clientRequestId: null, errorCodes: {} });
}

const page = '<!doctype html><title>Sign in to the network</title><p>Please sign in to continue.</p>';

/** What a proxy or captive portal would answer. */
export function portalAnswer(status: number): Response {
  return new Response(page, { status, headers: { 'content-type': 'text/html' } });
}

/** The same as an item of a batch whose answer carries it as it is. */
export class RawPage extends Response {
  constructor(status: number) {
    super(page, { status, headers: { 'content-type': 'text/html' } });
  }
}

/** 401 (or 403) with a claims challenge (reference 8.7). */
export function challengeAnswer(
  { claims, status }: Extract<Fault, { kind: 'claimsChallenge' }>,
  nowMs: number,
  requestId: string,
): Response {
  const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
  const refusal = refuse(status, 'Continuous access evaluation.', 'InvalidAuthenticationToken', { 'www-authenticate': challenge });
  return graphsWord(refusal, nowMs, requestId);
}

/** An answer whose connection ends in the middle of its body: reading it to the end rejects. */
export class CutAnswer extends Response {
  /** What still came through. */
  readonly half: Uint8Array;

  constructor(whole: Response, wholeLength: number, half: Uint8Array<ArrayBuffer>) {
    const headers = new Headers(whole.headers);
    // The promised length stays whole: a client can tell that the rest is missing.
    headers.set('content-length', String(wholeLength));
    let sent = false;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) return controller.error(new ConnectionReset());
        sent = true;
        controller.enqueue(half);
      },
    });
    super(stream, { status: whole.status, headers });
    this.half = half;
  }
}

/** Faults that spoil an answer that came; every other fault leaves it as it is. */
export async function distort(fault: Fault, response: Response): Promise<Response> {
  if (fault.kind === 'cutOff') return cutOff(response, fault.how);
  const change = distortion(fault);
  if (change === undefined || !response.headers.get('content-type')?.includes('json')) return response;
  const body: unknown = JSON.parse(await response.text());
  return rebuilt(response, JSON.stringify(change(body)));
}

async function cutOff(response: Response, how: 'body' | 'connection'): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const half = bytes.slice(0, Math.ceil(bytes.byteLength / 2));
  if (how === 'body') return rebuilt(response, half);
  return new CutAnswer(response, bytes.byteLength, half);
}

function distortion(fault: Fault): ((body: unknown) => unknown) | undefined {
  switch (fault.kind) {
    case 'nextLink':
      return (body) => ({ ...(body as object), '@odata.nextLink': fault.url });
    case 'unknownEnums':
      return (body) =>
        eachProperty(body, (name, value) => (name === 'state' ? 'notYetInvented' : name === 'details' ? ['notYetInvented'] : value));
    case 'noOwner':
      return (body) => eachProperty(body, (name, value) => (name === 'createdBy' ? { ...(value as object), id: null } : value));
    case 'otherOwner':
      return (body) => eachProperty(body, (name, value) => (name === 'createdBy' ? { ...(value as object), id: fault.id } : value));
    default:
      return undefined;
  }
}

function eachProperty(value: unknown, change: (name: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => eachProperty(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(name, eachProperty(inner, change))]));
}

function rebuilt(response: Response, body: string | Uint8Array<ArrayBuffer>): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(body, { status: response.status, headers });
}
