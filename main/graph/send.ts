import type { AccessToken, TokenRequest, TokenSource } from '../auth/model.ts';
import type { Log } from '../log/log.ts';
import type { Clock, Fetch, RandomBytes } from '../ports.ts';
import { type Answer, judge } from './answer.ts';
import { type Challenge, challengeOf } from './challenge.ts';
import { newGuid, requestIdOf } from './correlation.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { sendOnce, type WireRequest, type WireResult } from './transport.ts';

/** What sending needs from outside. */
export interface SendPorts {
  readonly tokens: TokenSource;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

/** A call, named for the log. */
export interface GraphCall {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly json?: unknown;
}

/** What came of one call. */
export interface Sent {
  readonly result: GraphResult<Answer>;
  readonly challenge: Challenge;
  /** The answer's; null where none came. */
  readonly headers: Headers | null;
}

/** One try with a token, and a second one with another token where Graph refused the first as a token: nothing was done then. */
export async function sendWithToken(ports: SendPorts, call: GraphCall, timeoutMs: number, signal: AbortSignal | undefined): Promise<Sent> {
  const first = await sendWith(ports, undefined, call, timeoutMs, signal);
  if (first.challenge.is === 'none') return first;
  ports.log('graph.challenged', { call: call.name, asks: first.challenge.is });
  return sendWith(ports, requestFor(first.challenge), call, timeoutMs, signal);
}

/** One try, with a token as `tokenRequest` asks. */
export async function sendWith(
  ports: SendPorts,
  tokenRequest: TokenRequest | undefined,
  call: GraphCall,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const token = await ports.tokens.getToken(tokenRequest);
  if (token.ok) return sendNow(ports, token, call, timeoutMs, signal);
  return { result: { ok: false, failure: { kind: 'noToken', failure: token.failure } }, challenge: { is: 'none' }, headers: null };
}

async function sendNow(
  ports: SendPorts,
  token: AccessToken,
  call: GraphCall,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const { name, method, url, json } = call;
  const wire: WireRequest = { method, url, json, clientRequestId: newGuid(ports.random) };
  const startedAt = ports.clock.elapsed();
  const got = await sendOnce(ports, wire, token.token, timeoutMs, signal);
  const result = judge(got, { clientRequestId: wire.clientRequestId, isRead: method === 'GET' }, ports.clock.now());
  if (!result.ok && !signal?.aborted) {
    logFailure(
      ports.log,
      { name, clientRequestId: wire.clientRequestId, durationMs: ports.clock.elapsed() - startedAt },
      got,
      result.failure,
    );
  }
  return {
    result,
    challenge: got.got ? challengeOf(got.status, got.headers) : { is: 'none' },
    headers: got.got ? got.headers : null,
  };
}

/** What to ask of the token source. No token lives this long, so it has to renew. */
export function requestFor(challenge: Challenge): TokenRequest {
  return challenge.is === 'claims' ? { claims: challenge.claims } : { minLifetimeMs: Number.MAX_SAFE_INTEGER };
}

/** A call that failed, as the log names it. */
export interface FailedCall {
  readonly name: string;
  readonly clientRequestId: string;
  readonly durationMs: number;
}

/** What Microsoft's support asks for (reference 5.2); neither address, token nor body. */
export function logFailure(log: Log, call: FailedCall, got: WireResult, failure: GraphFailure): void {
  log('graph.failed', {
    call: call.name,
    kind: failure.kind,
    status: got.got ? got.status : null,
    code: failure.kind === 'refused' ? failure.code : null,
    what: failure.kind === 'badAnswer' ? failure.what : null,
    timedOut: failure.kind === 'unreachable' ? failure.timedOut : null,
    reference: 'reference' in failure ? failure.reference : null,
    requestId: got.got ? requestIdOf(got.headers) : null,
    clientRequestId: call.clientRequestId,
    diagnostic: got.got ? (got.headers.get('x-ms-ags-diagnostic')?.slice(0, 300) ?? null) : null,
    durationMs: call.durationMs,
  });
}
