import type { AccountInfo, AuthenticationResult } from '@azure/msal-node';
import { Secret } from '../secret.ts';
import { plainFailure } from './failures.ts';
import { logToken } from './log-outcome.ts';
import type { AccessToken, Person, UserSession } from './model.ts';
import { type Acquired, createTokenHolder } from './token-holder.ts';
import { type SignInOptions, type UserClient, userFailure } from './user-client.ts';

/** A signed-in person's session over the client that signed them in or was restored. */
export function createUserSession(
  options: SignInOptions,
  client: UserClient,
  account: AccountInfo,
  person: Person,
  first: AccessToken | null,
): UserSession {
  const { clock, log } = options;
  /** A restored cache may hold a token that is still good; after that MSAL's cache is behind the holder. */
  let tryCache = first === null;
  let wiped = false;

  const silent = async (claims: string | undefined, forceRefresh: boolean): Promise<AuthenticationResult> => {
    client.forget();
    const result = await client.msal.acquireTokenSilent({
      account,
      scopes: client.scopes,
      forceRefresh,
      ...(claims === undefined ? {} : { claims }),
    });
    return result;
  };

  /** Of a token from the kept cache, which holds a date. */
  const leftMs = ({ expiresOn }: AuthenticationResult) => (expiresOn?.getTime() ?? 0) - clock.now();

  const acquire = async (claims: string | undefined, needMs: number): Promise<Acquired> => {
    const startedAt = clock.elapsed();
    let result: Acquired;
    try {
      let answer = await silent(claims, !tryCache);
      tryCache = false;
      if (client.grantedUntil() === null && leftMs(answer) < needMs) answer = await silent(claims, true);
      const expiresAt = client.grantedUntil() ?? clock.elapsed() + leftMs(answer);
      result = { ok: true, token: new Secret(answer.accessToken), expiresAt };
    } catch (error) {
      result = userFailure(options, error, 'refresh');
    }
    // A request that could not be stopped has put its tokens into the emptied cache.
    if (wiped) client.wipe();
    logToken(log, clock, 'person', startedAt, result, result.ok && client.grantedUntil() === null);
    return result;
  };

  const holder = createTokenHolder(clock, acquire);
  if (first) holder.put(first);

  return {
    person,
    getToken: (request) => holder.getToken(request),
    serialize: () => new Secret(wiped ? '' : client.msal.getTokenCache().serialize()),
    wipe: () => {
      wiped = true;
      holder.close(plainFailure('cancelled'));
      client.wipe();
    },
  };
}
