import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { wait } from '../ports.ts';
import { EntraError } from './entra-error.ts';
import { askEntra, type EntraHttpOptions, type EntraReply, type EntraRequest } from './entra-http.ts';

/** What one MSAL client's network goes through, and whom it tells. */
export interface NetworkClientOptions extends EntraHttpOptions {
  /** Called with the end of each access token that Entra issues, by `Clock.elapsed`. Milliseconds. */
  readonly onGrant?: (expiresAt: number) => void;
  /** Called with the end of a device code once there is one, by `Clock.elapsed`. Milliseconds. */
  readonly onDeviceCode?: (expiresAt: number) => void;
  /** Called after each poll of a device code: whether Entra could be reached. */
  readonly onConnected?: (connected: boolean) => void;
}

/** How the one device code of a client is polled. */
interface Polling {
  /** By `Clock.elapsed`. */
  readonly expiresAt: number;
  intervalMs: number;
  /** Asked for by a 429 or 503; used once. */
  pauseMs: number;
}

const defaultIntervalMs = 5_000;
/** RFC 8628, 3.5. */
const slowDownStepMs = 5_000;
const longestPauseMs = 60_000;

/**
 * MSAL's network over the injected fetch and clock; one for each MSAL client.
 * MSAL sees two kinds of answer only: a success, or `authorization_pending`. All else is thrown as `EntraError`, for
 * three reasons: the device-code client drops AADSTS numbers and takes an error body for a code; `slow_down` ends its
 * polling; and after a 429, a 5xx or a Retry-After it refuses the same request by itself, for 60 s or up to an hour,
 * which would strand a station whose service is long back. How long Entra is left alone is decided in `token-holder.ts`.
 */
export function createNetworkClient(options: NetworkClientOptions): INetworkModule {
  let polling: Polling | null = null;

  const startCode = async (request: EntraRequest): Promise<EntraReply> => {
    const reply = await askEntra(options, request);
    const lifetimeS = seconds(reply.body.expires_in);
    const { device_code: deviceCode, user_code: userCode, verification_uri: address } = reply.body;
    if (!isText(deviceCode) || !isText(userCode) || !isSignInAddress(address, options.authority) || !lifetimeS) throw unreadable(request);
    const intervalS = seconds(reply.body.interval);
    polling = { expiresAt: reply.sentAt + lifetimeS * 1000, intervalMs: intervalS ? intervalS * 1000 : defaultIntervalMs, pauseMs: 0 };
    options.onDeviceCode?.(polling.expiresAt);
    // MSAL sleeps on the machine's timers and judges the code's end by the machine's clock. Both happen here instead,
    // on the injected clock and under the signal, so MSAL is told not to wait and not to judge.
    return { ...reply, body: { ...reply.body, interval: 0, expires_in: 86_400 } };
  };

  const poll = async (request: EntraRequest, code: Polling): Promise<EntraReply> => {
    await untilNextPoll(options, request, code);
    try {
      const reply = await askEntra(options, request);
      options.onConnected?.(true);
      return granted(options, request, reply);
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      const { fault } = error;
      if (fault.kind === 'busy') code.pauseMs = Math.min(fault.retryAfterMs ?? 0, longestPauseMs);
      if (fault.kind === 'busy' || fault.kind === 'unreachable') {
        options.onConnected?.(false);
        return pending(options);
      }
      options.onConnected?.(true);
      const answer = fault.kind === 'answer' ? fault.answer.error : '';
      if (answer === 'slow_down') code.intervalMs += slowDownStepMs;
      if (answer === 'slow_down' || answer === 'authorization_pending') return pending(options);
      throw error;
    }
  };

  const post = async (request: EntraRequest): Promise<EntraReply> => {
    if (new URL(request.url).pathname.endsWith('/devicecode')) return startCode(request);
    if (polling && isDevicePoll(request)) return poll(request, polling);
    return granted(options, request, await askEntra(options, request));
  };

  return {
    sendGetRequestAsync: async <T>(url: string, sent?: NetworkRequestOptions) =>
      toMsal<T>(await askEntra(options, fromMsal('GET', url, sent))),
    sendPostRequestAsync: async <T>(url: string, sent?: NetworkRequestOptions) => toMsal<T>(await post(fromMsal('POST', url, sent))),
  };
}

/** Waits out the interval on the injected clock; throws once the code's time is over or the sign-in is cancelled. */
async function untilNextPoll(options: NetworkClientOptions, request: EntraRequest, code: Polling): Promise<void> {
  const left = code.expiresAt - options.clock.elapsed();
  const delayMs = Math.max(code.intervalMs, code.pauseMs);
  code.pauseMs = 0;
  if (left > 0) {
    await wait(options.clock, Math.min(delayMs, left), options.signal).catch(() => {
      throw new EntraError({ kind: 'cancelled' }, request.correlationId);
    });
  }
  if (options.clock.elapsed() >= code.expiresAt) throw new EntraError({ kind: 'codeExpired' }, request.correlationId);
}

/** Checks that a success is one, and tells how long the token lives. */
function granted(options: NetworkClientOptions, request: EntraRequest, reply: EntraReply): EntraReply {
  const lifetimeS = seconds(reply.body.expires_in);
  if (!isText(reply.body.access_token) || !lifetimeS) throw unreadable(request);
  options.onGrant?.(reply.sentAt + lifetimeS * 1000);
  return reply;
}

function pending(options: NetworkClientOptions): EntraReply {
  return { status: 400, body: { error: 'authorization_pending' }, sentAt: options.clock.elapsed() };
}

function unreadable(request: EntraRequest): EntraError {
  return new EntraError({ kind: 'unreachable', why: 'unreadable' }, request.correlationId);
}

/** MSAL shortens the grant type's name; the code itself is in every poll and nowhere else. */
function isDevicePoll(request: EntraRequest): boolean {
  return new URLSearchParams(request.body).has('device_code');
}

function fromMsal(method: 'GET' | 'POST', url: string, sent?: NetworkRequestOptions): EntraRequest {
  return {
    method,
    url,
    headers: sent?.headers ?? {},
    correlationId: sent?.correlationId ?? null,
    ...(method === 'POST' ? { body: sent?.body ?? '' } : {}),
  };
}

/** MSAL names the body's type; what it needs of it was checked above. No header is handed on: MSAL would act on Retry-After. */
function toMsal<T>(reply: EntraReply): NetworkResponse<T> {
  return { status: reply.status, headers: {}, body: reply.body as T };
}

/** A positive number of seconds, also where it is sent as text; null for anything else. */
function seconds(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : null;
}

/** People are sent there by a QR code: by https, or to the plain-http test tenant itself. */
function isSignInAddress(value: unknown, authority: string): boolean {
  const url = isText(value) ? URL.parse(value) : null;
  return url !== null && (url.protocol === 'https:' || url.origin === authority);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
