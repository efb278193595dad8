import { createHash } from 'node:crypto';
import type { DemoApp, DemoPerson } from '../model.ts';
import type { AskedClaims } from './asked-claims.ts';
import { randomBetween, randomOpaque } from './chance.ts';
import type { GrantedScopes } from './scopes.ts';
import { type EntraContext, sweep } from './state.ts';

/** How a client proved itself: the value of `appidacr` (reference 8.6). */
export type ClientProof = 'none' | 'secret' | 'certificate';

/** For whom an access token is. */
export type TokenSubject =
  | { readonly kind: 'app'; readonly roles: readonly string[] }
  | { readonly kind: 'person'; readonly person: DemoPerson; readonly scp: string };

/** An access token and its life in seconds. */
export interface MintedToken {
  readonly token: string;
  readonly lifetimeS: number;
}

const proofLevel: Record<ClientProof, string> = { none: '0', secret: '1', certificate: '2' };
const keptAfterEndMs = 3_600_000;
const refreshHintFromS = 7_200;

/** The issuer of every token of the tenant. */
export function issuer(entra: EntraContext): string {
  return `${entra.loginOrigin}/${entra.directory.tenantId}/v2.0`;
}

function lifetimeS(entra: EntraContext, cae: boolean): number {
  const { accessTokenLifetimeS, caeTokenLifetimeS } = entra.settings();
  if (cae) return caeTokenLifetimeS ?? randomBetween(entra.ports.random, 20 * 3600, 28 * 3600);
  return accessTokenLifetimeS ?? randomBetween(entra.ports.random, 60 * 60, 90 * 60);
}

/** An access token for the simulator's Graph (reference 8.6). */
export async function mintAccessToken(
  entra: EntraContext,
  app: DemoApp,
  proof: ClientProof,
  subject: TokenSubject,
  asked: AskedClaims,
): Promise<MintedToken> {
  const cae = asked.capabilities.includes('cp1');
  const nowMs = entra.now();
  const life = lifetimeS(entra, cae);
  const issuedAt = Math.max(Math.floor(nowMs / 1000), asked.notBeforeS ?? 0);
  const uti = randomOpaque(entra.ports.random, 16);
  const oid = subject.kind === 'app' ? app.servicePrincipalId : subject.person.oid;
  sweep(entra.state, nowMs, keptAfterEndMs);
  entra.state.accessTokens.set(uti, { oid, cae, expiresAt: (issuedAt + life) * 1000 });
  const token = await entra.key.sign({
    aud: entra.ports.origin,
    iss: issuer(entra),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + life,
    tid: entra.directory.tenantId,
    oid,
    sub: subject.kind === 'app' ? oid : pairwise(app, subject.person),
    appid: app.clientId,
    azp: app.clientId,
    appidacr: proofLevel[proof],
    azpacr: proofLevel[proof],
    app_displayname: app.displayName,
    uti,
    ver: '2.0',
    ...(cae ? { xms_cc: [...asked.capabilities] } : {}),
    ...(subject.kind === 'app'
      ? { idtyp: 'app', roles: [...subject.roles] }
      : { scp: subject.scp, name: subject.person.displayName, upn: subject.person.userPrincipalName }),
  });
  return { token, lifetimeS: life };
}

/** Stable for one person at one app, and different at another. */
function pairwise(app: DemoApp, person: DemoPerson): string {
  return createHash('sha256').update(`${app.clientId}\n${person.oid}`).digest('base64url');
}

async function mintIdToken(entra: EntraContext, app: DemoApp, person: DemoPerson, profile: boolean, nonce: string | null): Promise<string> {
  const issuedAt = Math.floor(entra.now() / 1000);
  return entra.key.sign({
    aud: app.clientId,
    iss: issuer(entra),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 3600,
    tid: entra.directory.tenantId,
    sub: pairwise(app, person),
    uti: randomOpaque(entra.ports.random, 16),
    ver: '2.0',
    ...(profile ? { oid: person.oid, name: person.displayName, preferred_username: person.userPrincipalName } : {}),
    ...(nonce === null ? {} : { nonce }),
  });
}

/** The `client_info` that MSAL builds its account id from. */
export function clientInfo(entra: EntraContext, person: DemoPerson): string {
  return Buffer.from(JSON.stringify({ uid: person.oid, utid: entra.directory.tenantId })).toString('base64url');
}

/** The fields that every token response has. Long-lived tokens come with a hint to renew at half their life. */
export function tokenFields(minted: MintedToken): Record<string, string | number> {
  return {
    token_type: 'Bearer',
    expires_in: minted.lifetimeS,
    ext_expires_in: minted.lifetimeS,
    ...(minted.lifetimeS >= refreshHintFromS ? { refresh_in: Math.floor(minted.lifetimeS / 2) } : {}),
    access_token: minted.token,
  };
}

/** What a sign-in of a person is answered with. */
export interface PersonTokens {
  readonly app: DemoApp;
  readonly proof: ClientProof;
  readonly person: DemoPerson;
  readonly granted: GrantedScopes;
  readonly claims: AskedClaims;
  readonly openid: boolean;
  readonly profile: boolean;
  readonly nonce: string | null;
  readonly refreshToken: string | null;
  readonly wantsClientInfo: boolean;
}

/** The body of a token response for a person. */
export async function personTokenResponse(entra: EntraContext, wanted: PersonTokens): Promise<Record<string, string | number>> {
  const subject = { kind: 'person', person: wanted.person, scp: wanted.granted.scp } as const;
  const minted = await mintAccessToken(entra, wanted.app, wanted.proof, subject, wanted.claims);
  return {
    ...tokenFields(minted),
    scope: wanted.granted.answer,
    ...(wanted.openid ? { id_token: await mintIdToken(entra, wanted.app, wanted.person, wanted.profile, wanted.nonce) } : {}),
    ...(wanted.refreshToken === null ? {} : { refresh_token: wanted.refreshToken }),
    ...(wanted.wantsClientInfo ? { client_info: clientInfo(entra, wanted.person) } : {}),
  };
}
