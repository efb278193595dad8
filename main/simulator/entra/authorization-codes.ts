import { createHash } from 'node:crypto';
import { type AskedClaims, parseClaims } from './asked-claims.ts';
import { randomOpaque } from './chance.ts';
import type { ClientIdentity } from './client-auth.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import { type AskedScopes, grantScopes, parseScopes } from './scopes.ts';
import { admit } from './sign-in-rules.ts';
import { type AuthorizationCodeEntry, type EntraContext, registeredApp } from './state.ts';

/** An authorize request that may be shown to a person. */
export interface AuthorizeRequest {
  readonly clientId: string;
  readonly appName: string;
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly state: string | null;
  readonly nonce: string | null;
  readonly codeChallenge: string;
  readonly scopes: AskedScopes;
  readonly claims: AskedClaims;
  readonly loginHint: string | null;
  readonly prompt: string | null;
  readonly wantsClientInfo: boolean;
}

/** Where an answer may be sent, even one that refuses. */
export interface ReplyTo {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly state: string | null;
}

/** An authorize request, judged: shown, refused on the page, or refused to the app. */
export type AuthorizeVerdict =
  | { readonly kind: 'ask'; readonly request: AuthorizeRequest }
  | { readonly kind: 'refusePage'; readonly refusal: Refusal }
  | { readonly kind: 'refuseToApp'; readonly refusal: Refusal; readonly replyTo: ReplyTo };

const nativeClientPage = 'https://login.microsoftonline.com/common/oauth2/nativeclient';
const challengeShape = /^[A-Za-z0-9_-]{43}$/;
const verifierShape = /^[A-Za-z0-9._~-]{43,128}$/;

function redirectAllowed(entra: EntraContext, clientId: string, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const exact = [
    nativeClientPage,
    `${entra.loginOrigin}/common/oauth2/nativeclient`,
    `msal${clientId}://auth`,
    ...entra.settings().redirectUris,
  ];
  if (exact.includes(redirectUri)) return true;
  // RFC 8252 7.3: a native app's loopback address may have any port.
  const { protocol, hostname, hash } = new URL(redirectUri);
  return protocol === 'http:' && hash === '' && (hostname === 'localhost' || hostname === '127.0.0.1');
}

/** Judges an authorize request. Nothing is ever sent to an address that is not the app's. */
export function judgeAuthorize(entra: EntraContext, query: URLSearchParams): AuthorizeVerdict {
  const onPage = (refusal: Refusal): AuthorizeVerdict => ({ kind: 'refusePage', refusal });
  const clientId = query.get('client_id');
  if (clientId === null || clientId === '') return onPage(refuse(900144, { detail: 'client_id is missing.' }));
  const app = registeredApp(entra, clientId);
  if (app === undefined) return onPage(refuse(700016));
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null) return onPage(refuse(900144, { detail: 'redirect_uri is missing.' }));
  if (!redirectAllowed(entra, app.clientId, redirectUri)) return onPage(refuse(50011));
  const responseMode = query.get('response_mode') ?? 'query';
  if (responseMode !== 'query' && responseMode !== 'form_post') return onPage(refuse(70007, { detail: 'Use query or form_post.' }));
  const replyTo: ReplyTo = { redirectUri, responseMode, state: query.get('state') };
  const toApp = (refusal: Refusal): AuthorizeVerdict => ({ kind: 'refuseToApp', refusal, replyTo });
  if (query.get('response_type') !== 'code') {
    return toApp(refuse(9002313, { error: 'unsupported_response_type', detail: 'Only response_type code is served.' }));
  }
  const codeChallenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !challengeShape.test(codeChallenge)) return toApp(refuse(9002325));
  const scopes = parseScopes(query.get('scope'), entra.ports.origin);
  if (isRefusal(scopes)) return toApp(scopes);
  const claims = parseClaims(query.get('claims'));
  if (isRefusal(claims)) return toApp(claims);
  const prompt = query.get('prompt');
  if (prompt === 'none') return toApp(refuse(50058));
  return {
    kind: 'ask',
    request: {
      ...replyTo,
      clientId: app.clientId,
      appName: app.displayName,
      nonce: query.get('nonce'),
      codeChallenge,
      scopes,
      claims,
      loginHint: query.get('login_hint'),
      prompt,
      wantsClientInfo: query.get('client_info') === '1',
    },
  };
}

/** A person signs in: an authorization code, or why there is none. */
export function issueAuthorizationCode(entra: EntraContext, request: AuthorizeRequest, oid: string): string | Refusal {
  const person = admit(entra, oid, 'authorizationCode');
  if (isRefusal(person)) return person;
  const app = registeredApp(entra, request.clientId);
  if (app === undefined) return refuse(700016);
  const granted = grantScopes(request.scopes, app, entra.ports.origin, false);
  if (isRefusal(granted)) return { ...granted, error: 'consent_required' };
  const code = `1.${randomOpaque(entra.ports.random, 180)}`;
  entra.state.authorizationCodes.set(code, {
    clientId: app.clientId,
    redirectUri: request.redirectUri,
    codeChallenge: request.codeChallenge,
    scopes: request.scopes,
    claims: request.claims,
    nonce: request.nonce,
    oid,
    signedInAt: entra.now(),
    expiresAt: entra.now() + entra.settings().authorizationCodeLifetimeS * 1000,
    redeemed: false,
  });
  return code;
}

/** Takes an authorization code out of circulation. A wrong verifier or address uses it up too: it may be in the wrong hands. */
export function redeemAuthorizationCode(
  entra: EntraContext,
  form: URLSearchParams,
  client: ClientIdentity,
): AuthorizationCodeEntry | Refusal {
  const code = form.get('code');
  if (code === null || code === '') return refuse(900144, { detail: 'code is missing.' });
  const entry = entra.state.authorizationCodes.get(code);
  if (entry === undefined || entry.clientId !== client.app.clientId) return refuse(70000);
  if (entry.redeemed) return refuse(54005);
  if (entra.now() >= entry.expiresAt) return refuse(70008);
  entry.redeemed = true;
  if (form.get('redirect_uri') !== entry.redirectUri) return refuse(500112);
  const verifier = form.get('code_verifier') ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return verifierShape.test(verifier) && challenge === entry.codeChallenge ? entry : refuse(501481);
}
