import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';
import type { TokenClaims, TokenVerdict } from '../model.ts';
import type { EntraContext } from './state.ts';

const audienceSchema = z.looseObject({ aud: z.string() });
const claimsSchema = z.looseObject({
  aud: z.string(),
  tid: z.string(),
  oid: z.string(),
  appid: z.string(),
  exp: z.number(),
  nbf: z.number(),
  uti: z.string(),
  idtyp: z.string().optional(),
  scp: z.string().optional(),
  roles: z.array(z.string()).optional(),
  name: z.string().optional(),
  upn: z.string().optional(),
  xms_cc: z.array(z.string()).optional(),
});

// Services allow for clocks that are a little apart.
const notBeforeToleranceS = 300;

type Read = z.output<typeof claimsSchema> | 'malformed' | 'badSignature' | 'wrongAudience';

async function readSigned(entra: EntraContext, token: string): Promise<Read> {
  try {
    if (decodeProtectedHeader(token).kid !== entra.key.kid) return 'badSignature';
    const { payload } = await compactVerify(token, entra.key.publicKey, { algorithms: ['RS256'] });
    const json: unknown = JSON.parse(new TextDecoder().decode(payload));
    // An id token has other claims: its audience is what is wrong with it, so that is looked at first.
    if (audienceSchema.safeParse(json).data?.aud !== entra.ports.origin) return 'wrongAudience';
    const read = claimsSchema.safeParse(json);
    return read.success ? read.data : 'malformed';
  } catch (error) {
    const forged = error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed;
    return forged ? 'badSignature' : 'malformed';
  }
}

/** Judges an `Authorization` header; never throws. `expired` also says "not yet valid": both mean that the clocks do not fit. */
export async function verifyBearer(entra: EntraContext, authorizationHeader: string | null): Promise<TokenVerdict> {
  if (authorizationHeader === null || authorizationHeader.trim() === '') return { ok: false, why: 'missing' };
  const token = /^Bearer +([^\s]+) *$/i.exec(authorizationHeader)?.[1];
  if (token === undefined) return { ok: false, why: 'malformed' };
  const read = await readSigned(entra, token);
  if (typeof read === 'string') return { ok: false, why: read };
  if (read.tid !== entra.directory.tenantId) return { ok: false, why: 'wrongTenant' };
  const nowS = entra.now() / 1000;
  if (nowS >= read.exp || nowS + notBeforeToleranceS < read.nbf) return { ok: false, why: 'expired' };
  if (entra.state.revoked.has(read.uti)) return { ok: false, why: 'revoked' };
  const { aud, tid, oid, appid, exp, nbf, idtyp, scp, roles, name, upn, xms_cc: capabilities } = read;
  const claims: TokenClaims = {
    aud,
    tid,
    oid,
    appid,
    exp,
    nbf,
    ...(idtyp === undefined ? {} : { idtyp }),
    ...(scp === undefined ? {} : { scp }),
    ...(roles === undefined ? {} : { roles }),
    ...(name === undefined ? {} : { name }),
    ...(upn === undefined ? {} : { upn }),
    ...(capabilities === undefined ? {} : { xms_cc: capabilities }),
  };
  return { ok: true, claims };
}
