import type { Directory, SimulatorPorts, TokenAuthority } from '../model.ts';
import { guid } from '../random.ts';
import { noClaims } from './asked-claims.ts';
import { approveUserCode, declineUserCode, type PhoneAnswer } from './device-codes.ts';
import { createRouter } from './http.ts';
import { makeSigningKey } from './keys.ts';
import { type EntraSettings, mergeSettings } from './settings.ts';
import { type EntraContext, emptyState, findApp, findPerson } from './state.ts';
import { mintAccessToken } from './tokens.ts';
import { verifyBearer } from './verify.ts';

export type { EntraSettings } from './settings.ts';

/** A device code that waits for a person. Times are milliseconds since the epoch, by Entra's clock. */
export interface PendingCode {
  readonly userCode: string;
  readonly clientId: string;
  readonly appName: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** The simulated Entra of the demo tenant. */
export interface Entra extends TokenAuthority {
  /** Answers a request to one of Entra's paths; null: the path is not Entra's. */
  handle(request: Request): Promise<Response | null>;
  /** The settings as they are now. */
  readonly settings: EntraSettings;
  /** Changes settings at once. Throws a ZodError that names every problem, and then changes nothing. */
  set(changes: Partial<EntraSettings>): void;
  /** Ends every session of a person: refresh tokens answer 50173, access tokens with cp1 count no more. */
  revokeSessions(oid: string): void;
  /** Ends the access tokens of a person or app (with cp1) but no session: the next renewal works (reference 8.7). */
  revokeAccessTokens(oid: string): void;
  /** Device codes that nobody has answered yet, oldest first. */
  pendingCodes(): readonly PendingCode[];
  /** A person approves on their phone, without the page. */
  approve(userCode: string, oid: string): PhoneAnswer;
  /** A person declines on their phone, without the page. */
  decline(userCode: string): PhoneAnswer;
}

/** What `createEntra` takes. */
export interface EntraOptions {
  readonly ports: SimulatorPorts;
  readonly directory: Directory;
  readonly settings?: Partial<EntraSettings>;
}

function revokeAccessTokens(entra: EntraContext, oid: string): void {
  const all = entra.settings().revocationReachesAllTokens;
  for (const [uti, token] of entra.state.accessTokens) if (token.oid === oid && (all || token.cae)) entra.state.revoked.add(uti);
}

function revokeSessions(entra: EntraContext, oid: string): void {
  const { refreshTokens, deviceCodes, authorizationCodes } = entra.state;
  for (const entry of refreshTokens.values()) if (entry.oid === oid) entry.revoked = true;
  // A sign-in that was approved but not fetched yet is a session too.
  for (const entry of deviceCodes.values()) {
    if (entry.standing.kind === 'approved' && entry.standing.oid === oid) {
      entry.standing = { kind: 'refused', refusal: { aadsts: 50173 } };
    }
  }
  for (const [code, entry] of authorizationCodes) if (entry.oid === oid && !entry.redeemed) authorizationCodes.delete(code);
  revokeAccessTokens(entra, oid);
}

function pendingCodes(entra: EntraContext): readonly PendingCode[] {
  const now = entra.now();
  return [...entra.state.deviceCodes.values()]
    .filter((entry) => entry.standing.kind === 'pending' && now < entry.expiresAt)
    .map(({ userCode, clientId, createdAt, expiresAt }) => {
      const appName = findApp(entra.directory, clientId)?.displayName ?? clientId;
      return { userCode, clientId, appName, createdAt, expiresAt };
    });
}

/** A token without a sign-in. An app's servicePrincipalId as `oid` gives an app token whose roles are `scopes`. */
async function issueFor(entra: EntraContext, oid: string, clientId: string, scopes: readonly string[]): Promise<string> {
  const app = findApp(entra.directory, clientId);
  if (app === undefined) throw new Error(`The demo tenant has no app ${clientId}.`);
  const prefix = `${entra.ports.origin}/`;
  const names = scopes.map((scope) => (scope.startsWith(prefix) ? scope.slice(prefix.length) : scope));
  if (oid === app.servicePrincipalId) {
    const proof = app.certificates.length > 0 ? 'certificate' : 'secret';
    return (await mintAccessToken(entra, app, proof, { kind: 'app', roles: names }, noClaims)).token;
  }
  const person = findPerson(entra.directory, oid);
  if (person === undefined) throw new Error(`The demo tenant has no person ${oid}.`);
  const subject = { kind: 'person', person, scp: names.join(' ') } as const;
  return (await mintAccessToken(entra, app, app.publicClient ? 'none' : 'secret', subject, noClaims)).token;
}

/** Builds the Entra side of the demo tenant. Keys are made here, so it takes some tenths of a second. */
export async function createEntra({ ports, directory, settings = {} }: EntraOptions): Promise<Entra> {
  let current = mergeSettings({}, settings);
  const faultCounts = { token: 0, deviceCode: 0 };
  const entra: EntraContext = {
    ports,
    directory,
    key: await makeSigningKey(),
    state: emptyState(),
    loginOrigin: ports.origin.replace(/^http:/, 'https:'),
    settings: () => current,
    now: () => ports.clock.now() + current.clockSkewMs,
  };
  return {
    handle: createRouter(entra, faultCounts, () => guid(ports.random)),
    get settings() {
      return current;
    },
    set(changes) {
      current = mergeSettings(current, changes);
      if ('tokenFault' in changes) faultCounts.token = 0;
      if ('deviceCodeFault' in changes) faultCounts.deviceCode = 0;
    },
    revokeSessions: (oid) => revokeSessions(entra, oid),
    revokeAccessTokens: (oid) => revokeAccessTokens(entra, oid),
    pendingCodes: () => pendingCodes(entra),
    approve: (userCode, oid) => approveUserCode(entra, userCode, oid),
    decline: (userCode) => declineUserCode(entra, userCode),
    verify: (header) => verifyBearer(entra, header),
    issueFor: (oid, clientId, scopes) => issueFor(entra, oid, clientId, scopes),
  };
}
