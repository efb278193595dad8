import type { Clock, Fetch } from '../ports.ts';
import { type BodyText, readBody } from './body.ts';
import { untilStopped } from './until-stopped.ts';

/** What an exchange needs from outside. */
export interface HttpPorts {
  readonly fetch: Fetch;
  readonly clock: Pick<Clock, 'after'>;
}

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** How much time and room an answer is given. */
export interface HttpLimits {
  /** Head and body together. Milliseconds. */
  readonly timeoutMs: number;
  /** Longest body that is read. Bytes. */
  readonly maxBytes: number;
  /** Ends the exchange. */
  readonly signal?: AbortSignal | undefined;
}

/** What came back. */
export type HttpResult =
  | { readonly got: true; readonly status: number; readonly headers: Headers; readonly body: BodyText }
  | { readonly got: false; readonly why: 'timedOut' | 'aborted' | 'unreachable' };

/** How every request goes out: a redirect would take a token or a credential on to wherever it points. */
export const requestRules = { redirect: 'manual', credentials: 'omit', cache: 'no-store' } as const;

/** Sends one request once: no second try, no redirect followed, no cookies, nothing kept. Never rejects for what the network does. */
export async function exchange(ports: HttpPorts, request: HttpRequest, limits: HttpLimits): Promise<HttpResult> {
  const outcome = await untilStopped(ports.clock, limits.timeoutMs, limits.signal, async (stop) => {
    const { method, url, headers, body } = request;
    const sent = new Request(url, { method, headers, ...requestRules, signal: stop, ...(body === undefined ? {} : { body }) });
    const response = await ports.fetch(sent);
    return { status: response.status, headers: response.headers, body: await readBody(response, limits.maxBytes) };
  });
  if (outcome.got) return { got: true, ...outcome.value };
  return { got: false, why: outcome.why === 'failed' ? 'unreachable' : outcome.why };
}
