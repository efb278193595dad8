import ky from 'ky';
import type { Clock, Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { type BodyText, readBody } from './body.ts';

/** One HTTP request to Graph, without its token. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly json?: unknown;
  readonly clientRequestId: string;
}

/** What came back of one try. */
export type WireResult =
  | { readonly got: true; readonly status: number; readonly headers: Headers; readonly body: BodyText }
  | { readonly got: false; readonly why: 'timedOut' | 'aborted' | 'unreachable' };

/** What a try needs from outside. */
export interface WirePorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/**
 * Sends one request once: no retry, no redirect followed, no cookies, head and body within `timeoutMs`.
 * Never rejects for what the network does. ky's own retry and time-out stay off because they cannot use the station's clock.
 */
export async function sendOnce(
  ports: WirePorts,
  request: WireRequest,
  token: Secret,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<WireResult> {
  // The session may have ended while its token was fetched: then nothing may be sent in its name.
  if (signal?.aborted) return { got: false, why: 'aborted' };
  const timeOut = new AbortController();
  const stopTimer = ports.clock.after(timeoutMs, () => timeOut.abort());
  const stop = signal === undefined ? timeOut.signal : AbortSignal.any([timeOut.signal, signal]);
  try {
    return await untilStopped(stop, () => exchange(ports.fetch, request, token, stop));
  } catch {
    if (signal?.aborted) return { got: false, why: 'aborted' };
    return { got: false, why: timeOut.signal.aborted ? 'timedOut' : 'unreachable' };
  } finally {
    stopTimer();
  }
}

async function exchange(fetch: Fetch, request: WireRequest, token: Secret, signal: AbortSignal): Promise<WireResult> {
  const response = await ky(request.url, {
    method: request.method,
    ...(request.json === undefined ? {} : { json: request.json }),
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token.reveal()}`,
      'client-request-id': request.clientRequestId,
      // Without it Graph hides newer enum members behind `unknownFutureValue` (reference 5.7).
      ...(request.method === 'GET' ? { prefer: 'include-unknown-enum-members' } : {}),
    },
    signal,
    redirect: 'manual',
    credentials: 'omit',
    cache: 'no-store',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: (input, init) => fetch(new Request(input, init)),
  });
  return { got: true, status: response.status, headers: response.headers, body: await readBody(response) };
}

/** A fetch that does not heed its signal must not keep the person waiting. */
function untilStopped<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    run()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
