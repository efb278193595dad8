import type { AccessToken, TokenRequest, TokenSource } from '../auth/model.ts';
import type { Log } from '../log/log.ts';
import { type Clock, type Fetch, type RandomBytes, wait } from '../ports.ts';
import { createGraphAddresses, type GraphAddresses } from './address.ts';
import { type Answer, judge } from './answer.ts';
import { type Challenge, challengeOf } from './challenge.ts';
import { chance, newGuid, requestIdOf } from './correlation.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { nextAttempt, readPolicy } from './retry.ts';
import { sendOnce, type WireRequest, type WireResult } from './transport.ts';

/** What one identity's Graph calls need. */
export interface GraphPorts {
  /** Version root, see `versionRoot`. Tokens are sent to its origin only. */
  readonly root: string;
  readonly tokens: TokenSource;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  /** For one try, head and body. Milliseconds; 10,000 where left out. */
  readonly timeoutMs?: number;
}

/** A call, named for the log. */
export interface GraphCall {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly json?: unknown;
}

/** Sends calls of one identity. Expected failures are values. */
export interface GraphClient {
  readonly addresses: GraphAddresses;
  /** Without effect: tried again where that may help, within `readPolicy`. */
  read(call: GraphCall, signal: AbortSignal | undefined): Promise<GraphResult<Answer>>;
  /** With effect: sent once, and once more only after a 401, where nothing was done. */
  effect(call: GraphCall, signal: AbortSignal | undefined): Promise<GraphResult<Answer>>;
  /** Leaves a line in the log about an answer that was dropped or not understood. */
  readonly log: Log;
}

const stopped: { readonly ok: false; readonly failure: GraphFailure } = { ok: false, failure: { kind: 'unreachable', timedOut: false } };

/** A client for one token source. */
export function createGraphClient(ports: GraphPorts): GraphClient {
  const fullTimeoutMs = ports.timeoutMs ?? 10_000;

  async function read(call: GraphCall, signal: AbortSignal | undefined): Promise<GraphResult<Answer>> {
    const startedAt = ports.clock.now();
    const elapsed = () => Math.max(0, ports.clock.now() - startedAt);
    for (let tryNumber = 1; ; tryNumber += 1) {
      // A later try gets what is left of the budget, so that the person never waits for more than one of both.
      const timeoutMs = tryNumber === 1 ? fullTimeoutMs : Math.min(fullTimeoutMs, readPolicy.budgetMs - elapsed());
      const result = await sendWithToken(ports, call, Math.max(1, timeoutMs), signal);
      if (result.ok || signal?.aborted) return result.ok ? result : stopped;
      const next = nextAttempt({ failure: result.failure, tryNumber, elapsedMs: elapsed(), chance: chance(ports.random) });
      if (!next.again) return result;
      ports.log('graph.retried', { call: call.name, tryNumber, pauseMs: next.pauseMs, kind: result.failure.kind });
      try {
        await wait(ports.clock, next.pauseMs, signal);
      } catch {
        return stopped;
      }
    }
  }

  return {
    addresses: createGraphAddresses(ports.root),
    log: ports.log,
    read,
    effect: (call, signal) => sendWithToken(ports, call, fullTimeoutMs, signal),
  };
}

/** One try with a token, and a second one with another token where Graph refused the first as a token. */
async function sendWithToken(
  ports: GraphPorts,
  call: GraphCall,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<GraphResult<Answer>> {
  const first = await sendWith(ports, undefined, call, timeoutMs, signal);
  if (first.challenge.is === 'none') return first.result;
  ports.log('graph.challenged', { call: call.name, asks: first.challenge.is });
  const second = await sendWith(ports, requestFor(first.challenge), call, timeoutMs, signal);
  return second.result;
}

interface Sent {
  readonly result: GraphResult<Answer>;
  readonly challenge: Challenge;
}

async function sendWith(
  ports: GraphPorts,
  tokenRequest: TokenRequest | undefined,
  call: GraphCall,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const token = await ports.tokens.getToken(tokenRequest);
  if (!token.ok) return { result: { ok: false, failure: { kind: 'noToken', failure: token.failure } }, challenge: { is: 'none' } };
  return sendNow(ports, token, call, timeoutMs, signal);
}

async function sendNow(
  ports: GraphPorts,
  token: AccessToken,
  call: GraphCall,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const { name, ...parts } = call;
  const wire: WireRequest = { ...parts, clientRequestId: newGuid(ports.random) };
  const startedAt = ports.clock.now();
  const got = await sendOnce(ports, wire, token.token, timeoutMs, signal);
  const result = judge(got, wire.clientRequestId, ports.clock.now());
  if (!result.ok && !signal?.aborted) logFailure(ports, name, wire, got, result.failure, ports.clock.now() - startedAt);
  return { result, challenge: got.got ? challengeOf(got.status, got.headers) : { is: 'none' } };
}

/** No token lives this long, so the source has to renew. */
function requestFor(challenge: Challenge): TokenRequest {
  return challenge.is === 'claims' ? { claims: challenge.claims } : { minLifetimeMs: Number.MAX_SAFE_INTEGER };
}

/** What Microsoft's support asks for (reference 5.2); neither address, token nor body. */
function logFailure(ports: GraphPorts, name: string, wire: WireRequest, got: WireResult, failure: GraphFailure, durationMs: number): void {
  ports.log('graph.failed', {
    call: name,
    kind: failure.kind,
    status: got.got ? got.status : null,
    code: failure.kind === 'refused' ? failure.code : null,
    what: failure.kind === 'badAnswer' ? failure.what : null,
    timedOut: failure.kind === 'unreachable' ? failure.timedOut : null,
    reference: 'reference' in failure ? failure.reference : null,
    requestId: got.got ? requestIdOf(got.headers) : null,
    clientRequestId: wire.clientRequestId,
    diagnostic: got.got ? (got.headers.get('x-ms-ags-diagnostic')?.slice(0, 300) ?? null) : null,
    durationMs,
  });
}
