import type { AuthenticationResult } from '@azure/msal-node';
import { Secret } from '../secret.ts';
import { plainFailure } from './failures.ts';
import { failureFields } from './log-outcome.ts';
import type { AuthFailure, DeviceCode, SignIn, SignInResult } from './model.ts';
import { personOf } from './person.ts';
import { createUserClient, type SignInOptions, type UserClient, userFailure } from './user-client.ts';
import { createUserSession } from './user-session.ts';

/** Signs people in by device code (reference 8.2) and opens kept sign-ins. One MSAL client and cache for each session. */
export function createSignIn(options: SignInOptions): SignIn {
  return {
    async withDeviceCode(onCode, signal, onConnected) {
      const startedAt = options.clock.elapsed();
      options.log('auth.signInStarted');
      const result = await signInWithCode(options, onCode, signal, onConnected);
      const durationMs = options.clock.elapsed() - startedAt;
      if (result.ok) options.log('auth.signInCompleted', { durationMs });
      else options.log('auth.signInEnded', { durationMs, ...failureFields(result.failure) });
      return result;
    },
    restore: (serialized) => restore(options, serialized),
  };
}

async function signInWithCode(
  options: SignInOptions,
  onCode: (code: DeviceCode) => void,
  signal: AbortSignal,
  onConnected: ((connected: boolean) => void) | undefined,
): Promise<SignInResult> {
  if (signal.aborted) return failed(plainFailure('cancelled'));
  let expiresAt = 0;
  const client = createUserClient(options, {
    onDeviceCode: (end) => {
      expiresAt = end;
    },
    ...(onConnected ? { onConnected: (connected: boolean) => signal.aborted || onConnected(connected) } : {}),
  });
  const asked = client.msal.acquireTokenByDeviceCode({
    scopes: client.scopes,
    deviceCodeCallback: ({ userCode, verificationUri }) => {
      if (!signal.aborted) onCode({ userCode, verificationUri, expiresAt });
    },
  });
  const settled = asked
    .then(
      (result) => (signal.aborted ? failed(plainFailure('cancelled')) : opened(options, client, result)),
      (error: unknown) => failed(signal.aborted ? plainFailure('cancelled') : userFailure(options, error, 'signIn').failure),
    )
    .then((result) => {
      // Also where it completes after it was cancelled: its tokens are in the cache by then.
      if (!result.ok) client.wipe();
      return result;
    });
  return untilCancelled(settled, signal, client);
}

/** The sign-in's result, or `cancelled` as soon as the signal says so, with everything of it ended and forgotten. */
function untilCancelled(settled: Promise<SignInResult>, signal: AbortSignal, client: UserClient): Promise<SignInResult> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      client.wipe();
      resolve(failed(plainFailure('cancelled')));
    };
    signal.addEventListener('abort', cancel, { once: true });
    // The signal belongs to the sign-in: once that is over it must not reach the session.
    settled.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}

function opened(options: SignInOptions, client: UserClient, result: AuthenticationResult | null): SignInResult {
  const reading = personOf(result?.idTokenClaims, options);
  if (!reading.ok) return failed(reading.failure);
  const expiresAt = client.grantedUntil();
  if (!result?.account || expiresAt === null) return failed(plainFailure('refused'));
  const first = { token: new Secret(result.accessToken), expiresAt };
  return { ok: true, session: createUserSession(options, client, result.account, reading.person, first) };
}

/** Opens a kept cache; no request is made. What cannot be read, or is not exactly one person's of this app, means signing in again. */
async function restore(options: SignInOptions, serialized: Secret): Promise<SignInResult> {
  const client = createUserClient(options, {});
  try {
    const cache = client.msal.getTokenCache();
    cache.deserialize(serialized.reveal());
    const [account, ...others] = await cache.getAllAccounts();
    const reading = personOf(account?.idTokenClaims, options);
    if (account && others.length === 0 && reading.ok) {
      return { ok: true, session: createUserSession(options, client, account, reading.person, null) };
    }
    client.wipe();
    return failed(!reading.ok && reading.failure.kind === 'wrongAccount' ? reading.failure : plainFailure('signInAgain'));
  } catch {
    // Whatever MSAL says about a damaged cache may quote it.
    client.wipe();
    return failed(plainFailure('signInAgain'));
  }
}

function failed(failure: AuthFailure): SignInResult & { readonly ok: false } {
  return { ok: false, failure };
}
