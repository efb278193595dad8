import { plainFailure } from './failures.ts';
import type { AuthFailure, Person } from './model.ts';

/** The tenant of personal Microsoft accounts (reference 8.6). */
export const personalAccountsTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** The person that an id token names, or why they cannot use this station. */
export type PersonReading = { readonly ok: true; readonly person: Person } | { readonly ok: false; readonly failure: AuthFailure };

/**
 * Reads the person from the id token's claims: `tid` and `oid`, never an address (reference 8.6).
 * MSAL decodes the token without checking its signature, which is sound only because it came from the token endpoint itself.
 */
export function personOf(claims: object | undefined, expected: { readonly tenantId: string; readonly clientId: string }): PersonReading {
  const { oid, tid, name, aud, preferred_username: username }: Readonly<Record<string, unknown>> = { ...claims };
  if (typeof oid !== 'string' || oid === '' || typeof tid !== 'string' || aud !== expected.clientId) {
    return { ok: false, failure: plainFailure('refused') };
  }
  const tenant = tid.toLowerCase();
  if (tenant === personalAccountsTenantId || tenant !== expected.tenantId.toLowerCase()) {
    return { ok: false, failure: plainFailure('wrongAccount') };
  }
  const named = { oid, tid, name: typeof name === 'string' ? name : '' };
  return { ok: true, person: typeof username === 'string' && username !== '' ? { ...named, userPrincipalName: username } : named };
}
