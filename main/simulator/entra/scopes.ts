import type { DemoApp } from '../model.ts';
import { type Refusal, refuse } from './refusal.ts';

/** A scope parameter, taken apart. */
export interface AskedScopes {
  readonly openid: boolean;
  readonly profile: boolean;
  readonly offlineAccess: boolean;
  /** `{resource}/.default`: whatever was consented. */
  readonly everything: boolean;
  /** Bare names of Graph permissions, as asked for. */
  readonly permissions: readonly string[];
  /** Whether the client wrote the resource in front; the answer then does the same, or MSAL would not find its token again. */
  readonly fullNames: boolean;
}

/** The delegated permissions that a token carries. */
export interface GrantedScopes {
  /** Canonical names, as in the app registration. */
  readonly permissions: readonly string[];
  /** The `scope` of a token response. */
  readonly answer: string;
  /** The `scp` of an access token. */
  readonly scp: string;
}

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);
const wellFormed = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Takes a scope parameter apart. `origin` is the resource: the simulator's Graph. */
export function parseScopes(scope: string | null, origin: string): AskedScopes | Refusal {
  if (scope === null) return refuse(900144, { detail: 'scope is missing.' });
  const words = scope.split(' ').filter((word) => word !== '');
  if (words.length === 0 || words.some((word) => !wellFormed.test(word))) return refuse(70011);
  const named = words.filter((word) => !openIdScopes.has(word.toLowerCase()));
  const permissions: string[] = [];
  let fullNames = false;
  for (const word of named) {
    const slash = word.lastIndexOf('/');
    if (slash < 0) {
      permissions.push(word);
      continue;
    }
    // A resource that ends in a slash is written with two; both forms name the same resource.
    const resource = word.slice(0, slash).replace(/\/$/, '');
    if (resource.toLowerCase() !== origin.toLowerCase()) return refuse(500011, { detail: 'The resource named in the scope is unknown.' });
    if (slash + 1 === word.length) return refuse(70011);
    fullNames = true;
    permissions.push(word.slice(slash + 1));
  }
  const everything = permissions.includes('.default');
  if (everything && permissions.length > 1) return refuse(70011, { detail: '.default cannot be combined with other permissions.' });
  const has = (name: string) => words.some((word) => word.toLowerCase() === name);
  return {
    openid: has('openid'),
    profile: has('profile'),
    offlineAccess: has('offline_access'),
    everything,
    permissions: everything ? [] : permissions,
    fullNames,
  };
}

/** What of the asked-for permissions was consented; 65001 if any was not. */
export function grantScopes(asked: AskedScopes, app: DemoApp, origin: string, all: boolean): GrantedScopes | Refusal {
  const consented = new Map(app.delegatedPermissions.map((name) => [name.toLowerCase(), name]));
  const missing = asked.permissions.filter((name) => !consented.has(name.toLowerCase()));
  if (missing.length > 0 || (asked.everything && consented.size === 0)) {
    return refuse(65001, { suberror: 'consent_required', ...(missing.length > 0 ? { detail: `Missing: ${missing.join(', ')}.` } : {}) });
  }
  const named = [...new Set(asked.permissions.map((name) => consented.get(name.toLowerCase()) ?? name))];
  const permissions = asked.everything || all ? [...consented.values()] : named;
  const openId = [...(asked.openid ? ['openid'] : []), ...(asked.profile ? ['profile'] : [])];
  const shown = [...permissions, ...(asked.everything ? ['.default'] : [])].map((name) => (asked.fullNames ? `${origin}/${name}` : name));
  return { permissions, answer: [...shown, ...openId].join(' '), scp: [...permissions, ...openId].join(' ') };
}

/** What a client credentials request may name: the resource's `.default` and nothing else (reference 8.4). */
export function checkAppScope(scope: string | null, origin: string): Refusal | null {
  const asked = parseScopes(scope, origin);
  if ('aadsts' in asked) return asked;
  const plain = asked.everything && asked.fullNames && !asked.openid && !asked.profile && !asked.offlineAccess;
  return plain ? null : refuse(70011, { detail: 'A client credentials request names one resource followed by /.default.' });
}
