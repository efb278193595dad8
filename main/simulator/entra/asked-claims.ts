import { z } from 'zod';
import { type Refusal, refuse } from './refusal.ts';

/** What a `claims` parameter asks of the access token (reference 8.7). */
export interface AskedClaims {
  /** `cp1` among the client capabilities: the token may live long and be revoked at once. */
  readonly capabilities: readonly string[];
  /** The token must not be from before this moment, seconds since the epoch. */
  readonly notBeforeS: number | null;
}

/** No `claims` parameter. */
export const noClaims: AskedClaims = { capabilities: [], notBeforeS: null };

const claim = z.looseObject({ value: z.union([z.string(), z.number()]).optional(), values: z.array(z.string()).optional() }).nullable();
const claimsSchema = z.looseObject({
  access_token: z.looseObject({ xms_cc: claim.optional(), nbf: claim.optional() }).optional(),
});

/** Reads a `claims` parameter; claims that Entra would answer by policy are not known here and are ignored. */
export function parseClaims(parameter: string | null): AskedClaims | Refusal {
  if (parameter === null || parameter === '') return noClaims;
  let json: unknown;
  try {
    json = JSON.parse(parameter);
  } catch {
    return refuse(9002313, { detail: 'claims is not JSON.' });
  }
  const read = claimsSchema.safeParse(json);
  if (!read.success) return refuse(9002313, { detail: 'claims does not have the shape of a claims request.' });
  const { xms_cc: capabilities, nbf } = read.data.access_token ?? {};
  const value = capabilities?.value === undefined ? [] : [String(capabilities.value)];
  const wanted = [...(capabilities?.values ?? []), ...value].map((name) => name.toLowerCase());
  const notBeforeS = nbf?.value === undefined ? null : Number(nbf.value);
  if (notBeforeS !== null && !Number.isSafeInteger(notBeforeS)) return refuse(9002313, { detail: 'nbf in claims is not a number.' });
  return { capabilities: [...new Set(wanted)], notBeforeS };
}
