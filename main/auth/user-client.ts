import { PublicClientApplication } from '@azure/msal-node';
import type { Cloud } from '../config/model.ts';
import type { Log } from '../log/log.ts';
import type { Clock, Fetch } from '../ports.ts';
import { clientSettings, endpoints, graphScope } from './clouds.ts';
import { EntraError } from './entra-error.ts';
import { failureOf, plainFailure } from './failures.ts';
import { clientCapabilities, msalSystem } from './msal-system.ts';
import { createNetworkClient, type NetworkClientOptions } from './network-client.ts';
import { userScopes } from './permissions.ts';
import type { Acquired } from './token-holder.ts';

/** What people's sign-ins are made of. */
export interface SignInOptions {
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly clientId: string;
  /** Asks for the permission to delete in place of the two job permissions. */
  readonly allowDelete: boolean;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds for one request; 30,000 where left out. */
  readonly timeoutMs?: number;
}

/** One MSAL client with its own cache: exactly one session's. */
export interface UserClient {
  readonly msal: PublicClientApplication;
  /** Full names of the permissions asked for. */
  readonly scopes: string[];
  /** End of the last access token that Entra issued, by `Clock.elapsed`; null where none was since `forget`. */
  grantedUntil(): number | null;
  /** Before a call whose token may also come from the cache. */
  forget(): void;
  /** Ends requests under way and empties the cache, also of what a request brings that could not be stopped. */
  wipe(): void;
}

type Listeners = Pick<NetworkClientOptions, 'onDeviceCode' | 'onConnected'>;

/** Makes the client of one session. */
export function createUserClient(options: SignInOptions, listeners: Listeners): UserClient {
  const { cloud, tenantId, clientId, fetch, clock, timeoutMs } = options;
  const life = new AbortController();
  let granted: number | null = null;
  const network = createNetworkClient({
    fetch,
    clock,
    authority: endpoints(cloud).authority,
    signal: life.signal,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...listeners,
    onGrant: (expiresAt) => {
      granted = expiresAt;
    },
  });
  const msal = new PublicClientApplication({
    auth: { ...clientSettings(cloud, tenantId), clientId, clientCapabilities },
    system: msalSystem(network),
  });
  return {
    msal,
    scopes: userScopes(options.allowDelete).map((permission) => graphScope(cloud, permission)),
    grantedUntil: () => granted,
    forget: () => {
      granted = null;
    },
    wipe: () => {
      life.abort();
      msal.clearCache();
      // MSAL keeps the text that it was restored from beside the cache.
      msal.getTokenCache().deserialize('');
    },
  };
}

/** Maps what an MSAL call of a person's client threw; a bug is logged and becomes `refused`. */
export function userFailure(options: SignInOptions, error: unknown, asking: 'signIn' | 'refresh'): Acquired & { readonly ok: false } {
  const failure = failureOf(error, asking);
  if (!failure) {
    options.log('internal.error', { place: 'auth.person', error: error instanceof Error ? error.name : typeof error });
    return { ok: false, failure: plainFailure('refused') };
  }
  const fault = error instanceof EntraError ? error.fault : null;
  return { ok: false, failure, retryAfterMs: fault?.kind === 'busy' ? fault.retryAfterMs : null };
}
