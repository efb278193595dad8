import type { DemoPerson, Directory, TokenAuthority, TokenClaims, TokenVerdict } from '../model.ts';
import { type Refusal, refuse } from './answer.ts';
import type { PermissionRow } from './permissions.ts';

/** Who calls: an app by itself, or a person through an app. */
export type Caller =
  | { readonly kind: 'app'; readonly appId: string; readonly permissions: ReadonlySet<string> }
  | {
      readonly kind: 'user';
      readonly appId: string;
      readonly permissions: ReadonlySet<string>;
      readonly person: DemoPerson;
      /** Has the Printer Administrator role. */
      readonly admin: boolean;
    };

/** Reads the token: 401 for one that is missing, damaged, expired, foreign or of neither kind (reference 11.1). */
export async function identify(
  header: string | null,
  authority: TokenAuthority,
  directory: Directory,
  origin: string,
  nowMs: number,
): Promise<Caller | Refusal> {
  const verdict = await authority.verify(header);
  if (!verdict.ok) return unauthenticated(verdict.why, directory.tenantId, origin, nowMs);
  return callerOf(verdict.claims, directory) ?? unauthenticated('malformed', directory.tenantId, origin, nowMs);
}

/** App-only is `roles` (or `idtyp: app`) without `scp`; both shapes or neither is no caller at all (reference 8.6, 11.1). */
function callerOf(claims: TokenClaims, directory: Directory): Caller | undefined {
  const appOnly = claims.roles !== undefined || claims.idtyp === 'app';
  if (appOnly) {
    if (claims.scp !== undefined) return undefined;
    return { kind: 'app', appId: claims.appid, permissions: new Set(claims.roles) };
  }
  const person = directory.people.find(({ oid }) => oid === claims.oid);
  if (claims.scp === undefined || person === undefined || person.personalAccount === true) return undefined;
  const permissions = new Set(claims.scp.split(' '));
  return { kind: 'user', appId: claims.appid, permissions, person, admin: person.printerAdministrator === true };
}

function unauthenticated(why: Extract<TokenVerdict, { ok: false }>['why'], tenantId: string, origin: string, nowMs: number): Refusal {
  const bearer = `Bearer realm="", authorization_uri="${origin}/${tenantId}/oauth2/v2.0/authorize"`;
  const challenge = JSON.stringify({ access_token: { nbf: { essential: true, value: String(Math.floor(nowMs / 1000)) } } });
  const challenged = why === 'revoked' ? `, error="insufficient_claims", claims="${Buffer.from(challenge).toString('base64')}"` : '';
  return refuse(401, `The access token cannot be used: ${why}.`, undefined, { 'www-authenticate': bearer + challenged });
}

/** 403 where the call does not take this kind of token, or the token lacks every permission that it takes (reference 11.1). */
export function authorise(caller: Caller, row: PermissionRow): Refusal | null {
  const accepted = caller.kind === 'app' ? row.application : row.delegated;
  if (accepted === undefined) {
    return refuse(403, `${row.method} ${row.path} does not take ${caller.kind === 'app' ? 'app-only' : 'delegated'} tokens.`);
  }
  if (accepted.some((permission) => caller.permissions.has(permission))) return null;
  return refuse(403, `${row.method} ${row.path} needs one of: ${accepted.join(', ')}.`);
}

/** Permission to read the printer or share above a job, which every `PrintJob.*` permission needs besides (reference, section 2). */
export function parentPermission(row: PermissionRow, rows: readonly PermissionRow[], shareJobsWithAppToken: boolean): PermissionRow | null {
  const parent = /^\/print\/(printers|shares)\/\{id\}\/jobs/.exec(row.path);
  if (parent === null) return null;
  const printer = rows.find(({ method, path }) => method === 'GET' && path === '/print/printers/{id}') ?? null;
  if (parent[1] === 'printers') return printer;
  const share = rows.find(({ method, path }) => method === 'GET' && path === '/print/shares/{id}') ?? null;
  // No app permission reads a share; where that is no bar, reading the printer behind it stands in.
  const application = shareJobsWithAppToken ? printer?.application : undefined;
  return share && { ...share, ...(application === undefined ? {} : { application }) };
}

/** Whether the caller may see or touch jobs of other people (reference 11.1, 5). */
export function seesAllJobs(caller: Caller): boolean {
  if (caller.kind === 'app') return true;
  return caller.admin && [...caller.permissions].some((permission) => /^PrintJob\..*\.All$/.test(permission));
}
