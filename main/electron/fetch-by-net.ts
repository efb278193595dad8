import type { Net } from 'electron';
import type { Fetch } from '../ports.ts';
import { type EffectSession, lendSessions } from './effect-sessions.ts';

/** What the station's requests travel over. */
export interface NetworkParts {
  readonly net: Pick<Net, 'fetch'>;
  /** Opens a session that nothing else uses, for requests with an effect. */
  readonly openSession: (place: number) => EffectSession;
}

const options = { redirect: 'manual', credentials: 'omit', cache: 'no-store', bypassCustomProtocolHandlers: true } as const;

/**
 * The station's fetch over Chromium's network: the system's proxy and certificate store. No cookies, no stored logon, no cache, no own scheme.
 * A redirect is never followed: a token in the request would go with it. Electron rejects it instead of handing out the answer, so to the
 * caller it is a request without an answer. Rejects with the signal's reason where it was aborted.
 *
 * Chromium sends any request again, a POST too, when a connection that was used before breaks or answers 408 (`ShouldResendRequest` in
 * `http_network_transaction.cc`; seen with Chromium 156 in `test/flows/machine.spec.ts`). So whatever is no GET or HEAD gets a connection of
 * its own. Token requests are no exception: a code or a renewing token works once, and its second answer would be a refusal. What that costs
 * is one handshake for each.
 */
export function fetchByNet({ net, openSession }: NetworkParts): Fetch {
  const sessions = lendSessions(openSession);
  const read: Fetch = (request) => net.fetch(request, options);
  const act: Fetch = async (request) => {
    const { session, giveBack } = await sessions.borrow(request.signal);
    try {
      // Also drops what is idle or still connecting, and keeps what is in use from being used again.
      await untilAborted(session.closeAllConnections(), request.signal);
      return endingWith(giveBack, await session.fetch(request, options), request.signal);
    } catch (error) {
      giveBack();
      throw error;
    }
  };
  return async (request) => {
    const { protocol } = new URL(request.url);
    // Electron's fetch reads files too.
    if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('only http and https');
    try {
      return await (request.method === 'GET' || request.method === 'HEAD' ? read(request) : act(request));
    } catch (cause) {
      request.signal.throwIfAborted();
      throw new TypeError('no answer from the network', { cause });
    }
  };
}

/** Settles with `work`, or rejects once the signal is aborted: a network process that crashes leaves its promises open. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The same answer; `end` is called when its body was read, broke, was let go of or was given up: until then its connection is in use. */
function endingWith(end: () => void, response: Response, signal: AbortSignal): Response {
  if (response.body === null) {
    end();
    return response;
  }
  const reader = response.body.getReader();
  signal.addEventListener('abort', end, { once: true });
  const finish = () => {
    signal.removeEventListener('abort', end);
    end();
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      try {
        const { done, value } = await reader.read();
        if (!done) return stream.enqueue(value);
        finish();
        stream.close();
      } catch (error) {
        finish();
        stream.error(error);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).finally(finish);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
