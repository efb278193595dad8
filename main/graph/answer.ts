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

/** Judges what came back: by HTTP status first, then by the form of the body (reference 5.1). Quotes nothing of the body. */
export function judge(result: WireResult, clientRequestId: string, nowMs: number): GraphResult<Answer> {
  if (!result.got) return fail({ kind: 'unreachable', timedOut: result.why === 'timedOut' });
  const { status, headers, body } = result;
  const reference = shortReference(requestIdOf(headers) ?? clientRequestId);

  if (status >= 200 && status < 300) return readJson(status, headers, body, reference);
  if (status === 401) return fail({ kind: 'unauthenticated', reference });
  // The service does not know the call: it was not carried out, unlike after any other 5xx.
  if (status === 501) return fail({ kind: 'refused', status, code: errorCode(headers, body), reference });
  if (status === 429) return fail({ kind: 'throttled', retryAfterMs: retryAfterMs(headers, nowMs), reference });
  // 408 is the service's own time-out: like a 504, the call may still have been carried out.
  if (status >= 500 || status === 408) return fail({ kind: 'unavailable', status, retryAfterMs: retryAfterMs(headers, nowMs), reference });
  if (status >= 400) return fail({ kind: 'refused', status, code: errorCode(headers, body), reference });
  return fail({ kind: 'badAnswer', what: 'The answer is a redirect to another address.', reference });
}

function readJson(status: number, headers: Headers, body: BodyOf, reference: string | null): GraphResult<Answer> {
  const bad = (what: string) => fail({ kind: 'badAnswer', what, reference });
  if (!body.ok) return bad(body.why === 'tooLarge' ? 'The answer is larger than any answer of Graph.' : 'The answer is not UTF-8 text.');
  if (body.text === '') return { ok: true, value: { status, json: undefined, reference } };
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
  if (!body.ok || !isJson(headers)) return null;
  try {
    const json: unknown = JSON.parse(body.text);
    const code = member(member(json, 'error'), 'code');
    return typeof code === 'string' && /^[A-Za-z][\w.-]{0,63}$/.test(code) ? code : null;
  } catch {
    return null;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function fail(failure: GraphFailure): { readonly ok: false; readonly failure: GraphFailure } {
  return { ok: false, failure };
}
