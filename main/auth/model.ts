import type { Secret } from '../secret.ts';

/** A person as Entra names them. Keyed by `tid` + `oid` (reference 8.6), never by name or address. */
export interface Person {
  /** Entra object id: the value that `createdBy.id` of their jobs must equal. */
  readonly oid: string;
  readonly tid: string;
  /** Display name as Entra gave it, uncleaned. Never logged. */
  readonly name: string;
  /** What they sign in with, for the screen only; left out where Entra gave none. Never logged, never a key. */
  readonly userPrincipalName?: string;
}

/** Why no token could be had. Branch on `kind`; `aadsts` is for the reference line and the log only (reference 8.2, 8.4, 8.5). */
export interface AuthFailure {
  readonly kind: /** Entra could not be reached. Nothing is wrong with the person or the station. */
    | 'unreachable'
    /** Entra asks to slow down (429, 5xx). */
    | 'busy'
    /** The person declined on their phone. */
    | 'declined'
    /** The code ran out before the person was done. */
    | 'expired'
    /** Conditional Access or a tenant policy forbids it (53003, 53000 …). */
    | 'blocked'
    /** The account is not of this tenant, or a personal account (50020, MSA tenant id). */
    | 'wrongAccount'
    /** An administrator has to consent first (65001, 90094 …). */
    | 'consent'
    /** The person is not assigned to the app, or disabled (50105, 50057). */
    | 'notAllowed'
    /** The kept sign-in no longer counts; the person signs in once more. */
    | 'signInAgain'
    /** The station's own credential is refused: wrong or expired secret, certificate, app (7000215, 7000222, 700027 …). */
    | 'stationCredential'
    /** Cancelled by the station: the session ended, or the person pressed cancel. */
    | 'cancelled'
    /** Anything else that Entra answered. */
    | 'refused';
  readonly aadsts: number | null;
  readonly correlationId: string | null;
}

/** A bearer token and the moment it ends, by `Clock.elapsed`. Milliseconds. */
export interface AccessToken {
  readonly token: Secret;
  readonly expiresAt: number;
}

/** A token or the reason there is none. */
export type TokenResult = ({ readonly ok: true } & AccessToken) | { readonly ok: false; readonly failure: AuthFailure };

/** What a caller may ask of a token. */
export interface TokenRequest {
  /** Decoded claims challenge of a 401 (reference 8.7): skips the cache. */
  readonly claims?: string;
  /** Renew unless the token lives at least this long. Milliseconds; `Infinity` renews in any case. */
  readonly minLifetimeMs?: number;
}

/** One identity's tokens for Graph. */
export interface TokenSource {
  getToken(request?: TokenRequest): Promise<TokenResult>;
}

/** A signed-in person: their tokens, and the cache that a badge may seal. */
export interface UserSession extends TokenSource {
  readonly person: Person;
  /** The MSAL cache as text: what an enrolment seals. */
  serialize(): Secret;
  /** Forgets everything; every later `getToken` fails with `cancelled`. */
  wipe(): void;
}

/** What the person needs to sign in on their phone. Entra gives no address with the code inside. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  /** By `Clock.elapsed`. Milliseconds. */
  readonly expiresAt: number;
}

/** The outcome of a sign-in. */
export type SignInResult = { readonly ok: true; readonly session: UserSession } | { readonly ok: false; readonly failure: AuthFailure };

/** Signs people in. One MSAL client and cache for each session. */
export interface SignIn {
  /** Device code: calls `onCode` once, resolves when the person is done. Survives transport faults until the code ends, and tells `onConnection` of them. */
  withDeviceCode(
    onCode: (code: DeviceCode) => void,
    signal: AbortSignal,
    onConnection?: (connected: boolean) => void,
  ): Promise<SignInResult>;
  /** Opens a cache kept by `UserSession.serialize`; no request is made here. */
  restore(serialized: Secret): Promise<SignInResult>;
}
