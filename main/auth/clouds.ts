import type { Cloud } from '../config/model.ts';

/** Where a cloud's services are. Origins, without a trailing slash. */
export interface CloudEndpoints {
  /** Microsoft Graph; scopes are named under this origin (reference 7). */
  readonly graph: string;
  /** Microsoft Entra. */
  readonly authority: string;
}

/** What an MSAL client is told about a tenant's Entra; spreads into `auth` of its configuration. */
export interface ClientSettings {
  readonly authority: string;
  readonly knownAuthorities: string[];
  /** OpenID document as JSON; empty where MSAL knows the host by itself. Either way no discovery request is made. */
  readonly authorityMetadata: string;
}

/** Origins of the clouds that have Universal Print (reference 7); those of a test tenant are its own. Throws for plain http off loopback. */
export function endpoints(cloud: Cloud): CloudEndpoints {
  switch (cloud) {
    case 'global':
      return { graph: 'https://graph.microsoft.com', authority: 'https://login.microsoftonline.com' };
    case 'usGovL4':
      return { graph: 'https://graph.microsoft.us', authority: 'https://login.microsoftonline.us' };
    case 'usGovL5':
      return { graph: 'https://dod-graph.microsoft.us', authority: 'https://login.microsoftonline.us' };
    default:
      return { graph: safeOrigin(cloud.graph), authority: safeOrigin(cloud.authority) };
  }
}

/** A scope of this cloud's Graph: `https://graph.microsoft.com/PrintJob.Create`. Tokens of one cloud are useless in another. */
export function graphScope(cloud: Cloud, permission: string): string {
  return `${endpoints(cloud).graph}/${permission}`;
}

/**
 * Settings of an MSAL client for a tenant.
 * MSAL refuses a plain-http authority, so a loopback test tenant is named to it in the https form while the endpoints
 * are given as they are really reached: no request goes to the https form, and client assertions carry the true audience.
 */
export function clientSettings(cloud: Cloud, tenantId: string): ClientSettings {
  const { authority } = endpoints(cloud);
  const https = authority.replace(/^http:/, 'https:');
  const settings = { authority: `${https}/${tenantId}`, knownAuthorities: [new URL(https).host] };
  if (typeof cloud === 'string') return { ...settings, authorityMetadata: '' };
  const base = `${authority}/${tenantId}`;
  return {
    ...settings,
    authorityMetadata: JSON.stringify({
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: tokenEndpoint(cloud, tenantId),
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
  };
}

/** The tenant's token endpoint (reference 8.1). */
export function tokenEndpoint(cloud: Cloud, tenantId: string): string {
  return `${endpoints(cloud).authority}/${tenantId}/oauth2/v2.0/token`;
}

function safeOrigin(address: string): string {
  const url = new URL(address);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return url.origin;
  throw new TypeError('A test tenant is reached by https, or by plain http on loopback only.');
}
