import { type AskedClaims, parseClaims } from './asked-claims.ts';
import { redeemAuthorizationCode } from './authorization-codes.ts';
import { randomOpaque } from './chance.ts';
import { type ClientIdentity, checkPublicFlow, identifyClient } from './client-auth.ts';
import { pollDeviceCode } from './device-codes.ts';
import { errorWord, isRefusal, type Refusal, refuse } from './refusal.ts';
import { type AskedScopes, checkAppScope, grantScopes, parseScopes } from './scopes.ts';
import { admit } from './sign-in-rules.ts';
import type { EntraContext, SignInFlow } from './state.ts';
import type { TenantSegment } from './tenant-segment.ts';
import { mintAccessToken, personTokenResponse, tokenFields } from './tokens.ts';

/** The JSON body of a token response. */
export type TokenBody = Record<string, string | number>;

const nbfAheadToleranceS = 300;

/** Answers one request to the token endpoint. */
export async function answerTokenRequest(
  entra: EntraContext,
  form: URLSearchParams,
  authorization: string | null,
  tenant: TenantSegment,
): Promise<TokenBody | Refusal> {
  const grantType = form.get('grant_type');
  if (grantType === null || grantType === '') return refuse(900144, { detail: 'grant_type is missing.' });
  const grant = grants.get(grantType);
  if (grant === undefined) return refuse(70003);
  if (tenant.kind === 'consumers' && grantType !== 'client_credentials') return refuse(700016);
  const client = await identifyClient(entra, form, authorization, tenant.text);
  if (isRefusal(client)) return client;
  const claims = parseClaims(form.get('claims'));
  if (isRefusal(claims)) return claims;
  if (claims.notBeforeS !== null && claims.notBeforeS > entra.now() / 1000 + nbfAheadToleranceS) {
    return refuse(9002313, { detail: 'nbf in claims lies in the future.' });
  }
  return grant(entra, { form, client, claims, tenant });
}

interface GrantRequest {
  readonly form: URLSearchParams;
  readonly client: ClientIdentity;
  readonly claims: AskedClaims;
  readonly tenant: TenantSegment;
}

type Grant = (entra: EntraContext, request: GrantRequest) => Promise<TokenBody | Refusal>;

const grants: ReadonlyMap<string, Grant> = new Map([
  ['client_credentials', clientCredentials],
  ['urn:ietf:params:oauth:grant-type:device_code', deviceCode],
  ['device_code', deviceCode],
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshTokenWithSuberror],
]);

async function clientCredentials(entra: EntraContext, { form, client, claims, tenant }: GrantRequest): Promise<TokenBody | Refusal> {
  if (tenant.kind !== 'tenant') return refuse(9001023);
  if (client.proof === 'none') return refuse(7000216);
  const wrongScope = checkAppScope(form.get('scope'), entra.ports.origin);
  if (wrongScope !== null) return wrongScope;
  const subject = { kind: 'app', roles: client.app.applicationPermissions } as const;
  return tokenFields(await mintAccessToken(entra, client.app, client.proof, subject, claims));
}

async function deviceCode(entra: EntraContext, { form, client, claims }: GrantRequest): Promise<TokenBody | Refusal> {
  const wrongClient = checkPublicFlow(client);
  if (wrongClient !== null) return wrongClient;
  const redeemed = pollDeviceCode(entra, form, client);
  if (isRefusal(redeemed)) return redeemed;
  const { entry, oid, signedInAt } = redeemed;
  return signedIn(entra, client, form, {
    oid,
    flow: 'deviceCode',
    scopes: entry.scopes,
    claims: joined(entry.claims, claims),
    nonce: null,
    signedInAt,
  });
}

async function authorizationCode(entra: EntraContext, { form, client, claims }: GrantRequest): Promise<TokenBody | Refusal> {
  const wrongClient = checkPublicFlow(client);
  if (wrongClient !== null) return wrongClient;
  const entry = redeemAuthorizationCode(entra, form, client);
  if (isRefusal(entry)) return entry;
  return signedIn(entra, client, form, {
    oid: entry.oid,
    flow: 'authorizationCode',
    scopes: entry.scopes,
    claims: joined(entry.claims, claims),
    nonce: entry.nonce,
    signedInAt: entry.signedInAt,
  });
}

async function refreshTokenWithSuberror(entra: EntraContext, request: GrantRequest): Promise<TokenBody | Refusal> {
  const answer = await refreshToken(entra, request);
  const suberror = entra.settings().refreshSuberror;
  const bare = suberror !== null && isRefusal(answer) && answer.suberror === undefined && errorWord(answer) === 'invalid_grant';
  return bare ? { ...answer, suberror } : answer;
}

async function refreshToken(entra: EntraContext, { form, client, claims }: GrantRequest): Promise<TokenBody | Refusal> {
  const wrongClient = checkPublicFlow(client);
  if (wrongClient !== null) return wrongClient;
  const { refreshRefusal, refreshTokenLifetimeS } = entra.settings();
  if (refreshRefusal !== null) return refuse(refreshRefusal);
  const token = form.get('refresh_token');
  if (token === null || token === '') return refuse(900144, { detail: 'refresh_token is missing.' });
  const entry = entra.state.refreshTokens.get(token);
  if (entry === undefined || entry.clientId !== client.app.clientId) return refuse(70000);
  if (entry.revoked) return refuse(50173);
  if (entra.now() >= entry.issuedAt + refreshTokenLifetimeS * 1000) return refuse(700082);
  const asked = form.has('scope') ? parseScopes(form.get('scope'), entra.ports.origin) : entry.scopes;
  if (isRefusal(asked)) return asked;
  const { oid, flow, signedInAt } = entry;
  // Each use brings a new refresh token and leaves the old one alive (reference 8.5).
  const scopes = { ...asked, offlineAccess: true };
  return signedIn(entra, client, form, { oid, flow, scopes, claims, nonce: null, signedInAt });
}

/** Capabilities that were declared when the code was asked for count when it is redeemed. */
function joined(first: AskedClaims, second: AskedClaims): AskedClaims {
  return {
    capabilities: [...new Set([...first.capabilities, ...second.capabilities])],
    notBeforeS: second.notBeforeS ?? first.notBeforeS,
  };
}

interface SignedIn {
  readonly oid: string;
  readonly flow: SignInFlow;
  readonly scopes: AskedScopes;
  readonly claims: AskedClaims;
  readonly nonce: string | null;
  readonly signedInAt: number;
}

async function signedIn(
  entra: EntraContext,
  client: ClientIdentity,
  form: URLSearchParams,
  { oid, flow, scopes, claims, nonce, signedInAt }: SignedIn,
): Promise<TokenBody | Refusal> {
  const person = admit(entra, oid, flow);
  if (isRefusal(person)) return person;
  const granted = grantScopes(scopes, client.app, entra.ports.origin, entra.settings().scopesGranted === 'allConsented');
  if (isRefusal(granted)) return granted;
  return personTokenResponse(entra, {
    app: client.app,
    proof: client.proof,
    person,
    granted,
    claims,
    openid: scopes.openid,
    profile: scopes.profile,
    nonce,
    refreshToken: scopes.offlineAccess ? keepRefreshToken(entra, client.app.clientId, { oid, flow, scopes, signedInAt }) : null,
    wantsClientInfo: form.get('client_info') === '1',
  });
}

function keepRefreshToken(
  entra: EntraContext,
  clientId: string,
  entry: { readonly oid: string; readonly flow: SignInFlow; readonly scopes: AskedScopes; readonly signedInAt: number },
): string {
  const { refreshTokens } = entra.state;
  const token = `1.${randomOpaque(entra.ports.random, 450)}`;
  refreshTokens.set(token, { ...entry, clientId, issuedAt: entra.now(), revoked: false });
  return token;
}
