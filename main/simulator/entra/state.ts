import type { DemoApp, DemoPerson, Directory, SimulatorPorts } from '../model.ts';
import type { AskedClaims } from './asked-claims.ts';
import type { SigningKey } from './keys.ts';
import type { Refusal } from './refusal.ts';
import type { AskedScopes } from './scopes.ts';
import type { EntraSettings } from './settings.ts';

/** How a person signed in; policies about device code follow the session (reference 8.3). */
export type SignInFlow = 'deviceCode' | 'authorizationCode';

/** Where a device code stands. */
export type DeviceCodeStanding =
  | { readonly kind: 'pending' }
  | { readonly kind: 'approved'; readonly oid: string; readonly at: number }
  | { readonly kind: 'declined' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'redeemed' };

/** A device code that was given out. Times are milliseconds since the epoch. */
export interface DeviceCodeEntry {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: AskedScopes;
  readonly claims: AskedClaims;
  readonly createdAt: number;
  readonly expiresAt: number;
  intervalS: number;
  lastPollAt: number | null;
  standing: DeviceCodeStanding;
}

/** An authorization code that was given out. */
export interface AuthorizationCodeEntry {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly scopes: AskedScopes;
  readonly claims: AskedClaims;
  readonly nonce: string | null;
  readonly oid: string;
  readonly signedInAt: number;
  readonly expiresAt: number;
  redeemed: boolean;
}

/** A refresh token that was given out. */
export interface RefreshTokenEntry {
  readonly clientId: string;
  readonly oid: string;
  readonly flow: SignInFlow;
  readonly scopes: AskedScopes;
  readonly signedInAt: number;
  readonly issuedAt: number;
  revoked: boolean;
}

/** An access token that was given out and may still be shown. */
export interface LiveAccessToken {
  readonly oid: string;
  readonly cae: boolean;
  readonly expiresAt: number;
}

/** Everything that Entra remembers. */
export interface EntraState {
  readonly deviceCodes: Map<string, DeviceCodeEntry>;
  readonly authorizationCodes: Map<string, AuthorizationCodeEntry>;
  readonly refreshTokens: Map<string, RefreshTokenEntry>;
  /** By `uti`. */
  readonly accessTokens: Map<string, LiveAccessToken>;
  /** `uti` of access tokens that were revoked. */
  readonly revoked: Set<string>;
  /** jti of client assertions, and when each stops mattering. */
  readonly assertionIds: Map<string, number>;
}

/** What every part of Entra works with. */
export interface EntraContext {
  readonly ports: SimulatorPorts;
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly state: EntraState;
  /** The https form of the origin: what MSAL knows Entra by. */
  readonly loginOrigin: string;
  settings(): EntraSettings;
  /** Entra's own clock, milliseconds since the epoch. */
  now(): number;
}

/** Nothing remembered yet. */
export function emptyState(): EntraState {
  return {
    deviceCodes: new Map(),
    authorizationCodes: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    revoked: new Set(),
    assertionIds: new Map(),
  };
}

/** The app of that client id, if it is registered. GUIDs are compared without regard to case. */
export function findApp(directory: Directory, clientId: string): DemoApp | undefined {
  return directory.apps.find((app) => app.clientId.toLowerCase() === clientId.toLowerCase());
}

/** The same with the permissions that it still has (setting `withdrawnPermissions`). */
export function registeredApp(entra: EntraContext, clientId: string): DemoApp | undefined {
  const app = findApp(entra.directory, clientId);
  const { withdrawnPermissions } = entra.settings();
  if (app === undefined || withdrawnPermissions.length === 0) return app;
  const left = (names: readonly string[]) => names.filter((name) => !withdrawnPermissions.includes(name));
  return { ...app, applicationPermissions: left(app.applicationPermissions), delegatedPermissions: left(app.delegatedPermissions) };
}

/** The person of that object id, personal accounts included. */
export function findPerson(directory: Directory, oid: string): DemoPerson | undefined {
  return directory.people.find((person) => person.oid === oid);
}

/** Forgets what can no longer matter, so that a long demo does not grow. */
export function sweep(state: EntraState, now: number, keepMs: number): void {
  for (const [code, entry] of state.deviceCodes) if (entry.expiresAt + keepMs < now) state.deviceCodes.delete(code);
  for (const [code, entry] of state.authorizationCodes) if (entry.expiresAt + keepMs < now) state.authorizationCodes.delete(code);
  for (const [jti, until] of state.assertionIds) if (until < now) state.assertionIds.delete(jti);
  for (const [uti, token] of state.accessTokens) {
    if (token.expiresAt + keepMs >= now) continue;
    state.accessTokens.delete(uti);
    state.revoked.delete(uti);
  }
}
