import type { Net } from 'electron';
import type { Fetch } from '../ports.ts';

/**
 * The station's fetch over Chromium's network: the system's proxy and certificate store. No cookies, no stored logon, no cache, no own scheme.
 * A redirect is never followed: a token in the request would go with it. Electron rejects it instead of handing out the answer, so to the
 * caller it is a request without an answer. Rejects with the signal's reason where it was aborted.
 */
export function fetchByNet(net: Pick<Net, 'fetch'>): Fetch {
  return async (request) => {
    const { protocol } = new URL(request.url);
    // Electron's fetch reads files too.
    if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('only http and https');
    try {
      return await net.fetch(request, {
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        bypassCustomProtocolHandlers: true,
      });
    } catch (cause) {
      request.signal.throwIfAborted();
      throw new TypeError('no answer from the network', { cause });
    }
  };
}
