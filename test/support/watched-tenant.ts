import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createTenant, type Tenant, type TenantOptions } from '../../main/simulator/tenant.ts';

/** A call that changes something for a job, as it arrived from a station. */
export interface EffectCall {
  /** Counts the calls with an effect since the tenant began, from 1. A batch is one call. */
  readonly nth: number;
  /** How many effects it asks for: more than one only in a batch. */
  readonly effects: number;
}

/** Decides when and how far a call is carried out. `carryOut(k)` carries out no more than the first `k` requests of a batch. */
export type Gate = (call: EffectCall, carryOut: (firstOnly?: number) => Promise<Response>) => Promise<Response>;

/** A demo tenant on loopback that sees every call with an effect before it is carried out. */
export interface WatchedTenant {
  readonly tenant: Tenant;
  /** Calls with an effect that have arrived so far. */
  effectCalls(): number;
  /** The time between two calls for the same effect on the same job or task, for each second one that has arrived so far. Milliseconds. */
  repeatsAfterMs(): readonly number[];
  /** From now on every call with an effect passes this gate; null lets all through. */
  setGate(gate: Gate | null): void;
  /** Closes connections on which nothing is under way. */
  closeIdleConnections(): void;
  close(): Promise<void>;
}

interface BatchBody {
  readonly requests: readonly { readonly method: string; readonly url: string }[];
}

/** Serves a watched tenant on any free port of 127.0.0.1. */
export async function serveWatchedTenant(options: Omit<TenantOptions, 'origin'>): Promise<WatchedTenant> {
  let tenant: Tenant | undefined;
  let gate: Gate | null = null;
  let effectCalls = 0;
  const arrivedAtMs = new Map<string, number>();
  const repeatsAfterMs: number[] = [];

  function noteArrival(effect: string): void {
    const before = arrivedAtMs.get(effect);
    const now = performance.now();
    if (before !== undefined) repeatsAfterMs.push(now - before);
    arrivedAtMs.set(effect, now);
  }

  async function answer(request: Request): Promise<Response> {
    if (tenant === undefined) return new Response(null, { status: 503 });
    const { fetch } = tenant;
    const batch = isBatch(request) ? ((await request.clone().json()) as BatchBody) : null;
    const effects = effectsIn(batch?.requests ?? [{ method: request.method, url: new URL(request.url).pathname }]);
    if (effects.length === 0) return fetch(request);
    effectCalls += 1;
    for (const effect of effects) noteArrival(effect);
    const carryOut = (firstOnly?: number) =>
      fetch(batch === null || firstOnly === undefined ? request : shortened(request, batch, firstOnly));
    return gate === null ? carryOut() : gate({ nth: effectCalls, effects: effects.length }, carryOut);
  }

  const server = createAdaptorServer({ overrideGlobalObjects: false, fetch: answer });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served = await createTenant({ ...options, origin });
  tenant = served;
  return {
    tenant: served,
    effectCalls: () => effectCalls,
    repeatsAfterMs: () => repeatsAfterMs,
    setGate: (next) => {
      gate = next;
    },
    closeIdleConnections: () => 'closeIdleConnections' in server && server.closeIdleConnections(),
    close: () =>
      new Promise<void>((resolve) => {
        served.close();
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function isBatch({ method, url }: Request): boolean {
  return method === 'POST' && /\/\$batch$/i.test(new URL(url).pathname);
}

/** Every call of Graph's print API that changes something at a station, by its address below the version. */
function isEffect(method: string, path: string): boolean {
  if (method === 'PATCH') return /\/(tasks|jobs)\/[^/]+$/i.test(path);
  return method === 'POST' && /\/jobs\/[^/]+\/(start|cancel|abort|redirect)$/i.test(path);
}

function effectsIn(requests: BatchBody['requests']): readonly string[] {
  return requests
    .filter(({ method, url }) => isEffect(method.toUpperCase(), url))
    .map(({ method, url }) => `${method} ${url.replace(/^(\/v1\.0)?\/?/i, '')}`.toLowerCase());
}

function shortened(request: Request, { requests }: BatchBody, firstOnly: number): Request {
  const body = JSON.stringify({ requests: requests.slice(0, firstOnly) });
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(request.url, { method: request.method, headers, body });
}
