import { retryAfterMs } from '../http/retry-after.ts';
import { requestIdOf, shortReference } from './correlation.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import type { WireResult } from './transport.ts';

/** A usable answer: 2xx, its JSON where it has a body. */
export interface Answer {
  readonly status: number;
  /** Undefined where the answer has no body. */
  readonly json: unknown;
  readonly reference: string | null;
}

/** What an answer is an answer to. */
export interface Asked {
  readonly clientRequestId: string;
  /** A read has to bring a body; an effect may be answered by none. */
  readonly isRead: boolean;
  /** Of the batch's own answer, where this is one of its items. */
  readonly outer?: Headers;
}

/** Judges what came back: by HTTP status first, then by whose word it is and the form of the body (reference 5.1). Quotes nothing of the body. */
export function judge(result: WireResult, asked: Asked, nowMs: number): GraphResult<Answer> {
  if (!result.got) return fail({ kind: 'unreachable', timedOut: result.why === 'timedOut' });
  const { status, headers, body } = result;
  const reference = shortReference(requestIdOf(headers) ?? asked.clientRequestId);

  if (status >= 200 && status < 300) return readJson(status, headers, body, asked.isRead, reference);
  if (status === 401) return fail({ kind: 'unauthenticated', reference });
  if (status === 429) return fail({ kind: 'throttled', retryAfterMs: retryAfterMs(headers, nowMs), reference });
  // 408 is the service's own time-out: like a 504, the call may still have been carried out.
  if ((status >= 500 && status !== 501) || status === 408)
    return fail({ kind: 'unavailable', status, retryAfterMs: retryAfterMs(headers, nowMs), reference });
  // 501: the service does not know the call, so it was not carried out, unlike after any other 5xx.
  if (status >= 400) {
    if (!isGraphsWord(headers, body, asked.outer)) return fail({ kind: 'gateway', status, reference });
    return fail({ kind: 'refused', status, code: errorCode(headers, body), reference });
  }
  return fail({ kind: 'badAnswer', what: 'The answer is a redirect to another address.', reference, mayPass: true });
}

/**
 * Whether Graph itself refused: by its request id or its own error body. Without either it was something between, a proxy or a firewall, that
 * knows nothing of the job. An item's page is not made Graph's word by the id of the batch around it.
 */
function isGraphsWord(headers: Headers, body: BodyOf, outer: Headers | undefined): boolean {
  if (requestIdOf(headers) !== null || typeof rawCode(headers, body) === 'string') return true;
  const isPage = !body.ok || (body.text !== '' && !isJson(headers));
  return outer !== undefined && requestIdOf(outer) !== null && !isPage;
}

function readJson(status: number, headers: Headers, body: BodyOf, isRead: boolean, reference: string | null): GraphResult<Answer> {
  const bad = (what: string) => fail({ kind: 'badAnswer', what, reference, mayPass: true });
  if (!body.ok && body.why === 'tooLarge')
    return fail({ kind: 'badAnswer', what: 'The answer is larger than any answer of Graph.', reference });
  if (!body.ok) return bad('The answer is not UTF-8 text.');
  if (body.text === '') return isRead ? bad('The answer is empty.') : { ok: true, value: { status, json: undefined, reference } };
  if (!isJson(headers)) return bad('The answer is not JSON but another kind of content, e.g. a page of a proxy.');
  try {
    const json: unknown = JSON.parse(body.text);
    return { ok: true, value: { status, json, reference } };
  } catch {
    return bad('The answer is not complete JSON.');
  }
}

type BodyOf = Extract<WireResult, { got: true }>['body'];

function isJson(headers: Headers): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers.get('content-type') ?? '');
}

/** `error.code` where it is a plain word; null otherwise, also where Graph sends an empty one. */
function errorCode(headers: Headers, body: BodyOf): string | null {
  const code = rawCode(headers, body);
  return typeof code === 'string' && /^[A-Za-z][\w.-]{0,63}$/.test(code) ? code : null;
}

/** `error.code` of Graph's error body, whatever it is. */
function rawCode(headers: Headers, body: BodyOf): unknown {
  if (!body.ok || !isJson(headers)) return undefined;
  try {
    const json: unknown = JSON.parse(body.text);
    return member(member(json, 'error'), 'code');
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function fail(failure: GraphFailure): { readonly ok: false; readonly failure: GraphFailure } {
  return { ok: false, failure };
}
