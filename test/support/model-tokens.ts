import type { AuthFailure, TokenRequest, TokenResult, TokenSource } from '../../main/auth/model.ts';
import type { Clock } from '../../main/ports.ts';
import { Secret } from '../../main/secret.ts';
import { applicationPermissionsFor, type StationMode } from '../../main/simulator/directory.ts';
import type { TokenAuthority, TokenClaims } from '../../main/simulator/model.ts';

/** Whose token it is, and in which life of which station it was had. */
export interface Bearer {
  /** A person's object id; null: the station's own app-only token. */
  readonly oid: string | null;
  readonly station: number;
  readonly life: number;
}

interface Issued extends Bearer {
  readonly expiresAt: number;
  revoked: boolean;
}

/** Opaque tokens in a table, in place of Entra: signing would leave this thread, and nobody could tell when all is quiet. */
export interface TokenTable extends TokenAuthority {
  issue(bearer: Bearer): string;
  /** Of every token, milliseconds. */
  readonly lifetimeMs: number;
  bearerOf(authorization: string | null): Bearer | undefined;
  /** Every token of that person (null: of the app) is refused from now on; new ones are not. */
  revoke(oid: string | null): void;
  /** What the permissions are now; a token carries what was granted, not what it was issued with, so that taking away works at once. */
  grant(permissions: Partial<Granted>): void;
  /** Whether Entra still gives that person tokens. */
  setSignInCounts(oid: string, counts: boolean): void;
  signInCounts(oid: string): boolean;
}

/** Permissions in force. */
export interface Granted {
  readonly app: readonly string[];
  readonly person: readonly string[];
}

/** All that mode `user` asks for. */
export const allGranted: Granted = {
  app: ['PrintTaskDefinition.ReadWrite.All'],
  person: ['PrintJob.ReadBasic', 'PrintJob.Create', 'PrintJob.ReadWriteBasic', 'PrinterShare.ReadBasic.All'],
};

/** All that a station of that mode asks for. */
export function grantedIn(mode: StationMode): Granted {
  return { ...allGranted, app: applicationPermissionsFor(mode, mode !== 'user') };
}

/** With a right that shows a Printer Administrator everybody's jobs: the station alone then keeps them apart. */
export function withEverything(granted: Granted): Granted {
  return { ...granted, person: [...granted.person, 'PrintJob.ReadBasic.All'] };
}

/** An empty table. `lifetimeMs` is that of each token. */
export function createTokenTable(options: {
  readonly clock: Clock;
  readonly tenantId: string;
  readonly clientId: string;
  readonly audience: string;
  readonly lifetimeMs: number;
}): TokenTable {
  const issued = new Map<string, Issued>();
  const cut = new Set<string>();
  let granted = allGranted;
  let count = 0;

  const claimsOf = (token: Issued): TokenClaims => ({
    aud: options.audience,
    tid: options.tenantId,
    oid: token.oid ?? 'station',
    appid: options.clientId,
    exp: token.expiresAt / 1000,
    nbf: 0,
    ...(token.oid === null ? { roles: granted.app, idtyp: 'app' } : { scp: granted.person.join(' ') }),
  });

  return {
    async verify(header) {
      const token = issued.get(header?.replace(/^Bearer /, '') ?? '');
      if (token === undefined) return { ok: false, why: 'malformed' };
      if (token.revoked) return { ok: false, why: 'revoked' };
      if (token.expiresAt <= options.clock.now()) return { ok: false, why: 'expired' };
      return { ok: true, claims: claimsOf(token) };
    },
    issueFor: () => Promise.reject(new Error('Nobody prints with a token here.')),
    issue(bearer) {
      count += 1;
      const text = `token-${count}`;
      issued.set(text, { ...bearer, expiresAt: options.clock.now() + options.lifetimeMs, revoked: false });
      return text;
    },
    lifetimeMs: options.lifetimeMs,
    bearerOf: (authorization) => issued.get(authorization?.replace(/^Bearer /, '') ?? ''),
    revoke(oid) {
      for (const token of issued.values()) if (token.oid === oid) token.revoked = true;
    },
    grant(permissions) {
      granted = { ...granted, ...permissions };
    },
    setSignInCounts(oid, counts) {
      if (counts) cut.delete(oid);
      else cut.add(oid);
    },
    signInCounts: (oid) => !cut.has(oid),
  };
}

/** How a life of a station gets tokens: over its own network. */
export interface TokenWay {
  readonly table: TokenTable;
  readonly clock: Clock;
  /** Resolves after a round trip to Entra; false where it could not be reached. */
  readonly reach: () => Promise<boolean>;
}

const failed = (kind: AuthFailure['kind']): TokenResult => ({ ok: false, failure: { kind, aadsts: null, correlationId: null } });

/** Tokens of one bearer: kept while they live long enough, else fetched. */
export function createTokenSource({ table, clock, reach }: TokenWay, bearer: Bearer, isWiped: () => boolean = () => false): TokenSource {
  let kept: { readonly token: Secret; readonly untilElapsed: number } | null = null;
  return {
    async getToken(request: TokenRequest = {}) {
      if (isWiped()) return failed('cancelled');
      const least = request.claims === undefined ? (request.minLifetimeMs ?? 0) : Number.POSITIVE_INFINITY;
      if (kept === null || kept.untilElapsed - clock.elapsed() <= least) {
        if (!(await reach())) return failed('unreachable');
        if (isWiped()) return failed('cancelled');
        if (bearer.oid !== null && !table.signInCounts(bearer.oid)) return failed('signInAgain');
        kept = { token: new Secret(table.issue(bearer)), untilElapsed: clock.elapsed() + table.lifetimeMs };
      }
      return { ok: true, token: kept.token, expiresAt: clock.now() + kept.untilElapsed - clock.elapsed() };
    },
  };
}
