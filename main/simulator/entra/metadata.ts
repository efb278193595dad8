import type { EntraContext } from './state.ts';
import type { TenantSegment } from './tenant-segment.ts';

/** The OpenID document of a tenant, or of the shared endpoints (reference 8.1, 8.8). Addresses are in the https form. */
export function openIdDocument(entra: EntraContext, tenant: TenantSegment): Record<string, unknown> {
  const segment = tenant.kind === 'tenant' ? entra.directory.tenantId : tenant.kind;
  const base = `${entra.loginOrigin}/${segment}`;
  return {
    issuer: `${entra.loginOrigin}/${tenant.kind === 'tenant' ? entra.directory.tenantId : '{tenantid}'}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['PS256', 'RS256'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'offline_access'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'name', 'oid', 'tid', 'preferred_username', 'ver'],
  };
}

/** The keys that tokens are signed with. */
export function keySet(entra: EntraContext): Record<string, unknown> {
  return { keys: [{ ...entra.key.jwk, issuer: `${entra.loginOrigin}/{tenantid}/v2.0` }] };
}

/** The instance discovery document, or null: the asked-for host is not this one. */
export function instanceDocument(entra: EntraContext, authorizationEndpoint: string | null): Record<string, unknown> | null {
  const { host } = new URL(entra.loginOrigin);
  if (authorizationEndpoint === null || !URL.canParse(authorizationEndpoint)) return null;
  const asked = new URL(authorizationEndpoint);
  if (asked.host !== host) return null;
  const segment = asked.pathname.split('/')[1] ?? 'common';
  return {
    tenant_discovery_endpoint: `${entra.loginOrigin}/${segment}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
