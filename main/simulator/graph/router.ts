import type { CallTable } from './calls/call.ts';
import { heldJobs } from './calls/held-jobs.ts';
import { jobReads } from './calls/job-reads.ts';
import { jobWrites } from './calls/job-writes.ts';
import { printerCalls } from './calls/printer-calls.ts';
import { taskCalls } from './calls/tasks.ts';
import { uploadCalls } from './calls/upload-calls.ts';
import { type PermissionRow, permissionTable } from './permissions.ts';

/** Calls that are carried out; every other row of the permission table passes the gate and then answers 501. */
export const calls: CallTable = { ...printerCalls, ...jobReads, ...jobWrites, ...heldJobs, ...uploadCalls, ...taskCalls };

/** What a method and path lead to. */
export type Route =
  | { readonly is: 'call'; readonly row: PermissionRow; readonly ids: readonly string[] }
  /** The path is known, the method is not. */
  | { readonly is: 'wrongMethod' }
  /** An action of metadata on a path that neither documentation nor permission table lists (reference 2.A, A12). */
  | { readonly is: 'unlistedAction' }
  | { readonly is: 'unknown' };

const patterns = permissionTable.map((row) => ({ row, pattern: pathPattern(row.path) }));
const actions = /^\/print\/(printers|shares)\/[^/]+\/jobs\/[^/]+\/(start|cancel|abort|redirect)$/i;

/** Finds the call. Words of the path in any case, keys exactly; a fixed word wins over a key. */
export function route(method: string, path: string): Route {
  const found = patterns
    .map(({ row, pattern }) => ({ row, match: pattern.exec(path) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (a.match?.length ?? 0) - (b.match?.length ?? 0));
  const hit = found.find(({ row }) => row.method === method);
  if (hit !== undefined) {
    const ids = decoded(hit.match?.slice(1) ?? []);
    return ids === null ? { is: 'unknown' } : { is: 'call', row: hit.row, ids };
  }
  if (method === 'POST' && actions.test(path)) return { is: 'unlistedAction' };
  return { is: found.length > 0 ? 'wrongMethod' : 'unknown' };
}

function decoded(ids: readonly string[]): readonly string[] | null {
  try {
    return ids.map((id) => decodeURIComponent(id));
  } catch {
    return null;
  }
}

function pathPattern(path: string): RegExp {
  const source = path.replaceAll(/[.()]/g, '\\$&').replaceAll('{id}', '([^/]+)').replaceAll('{value}', '[^,)/]*');
  return new RegExp(`^${source}$`, 'i');
}
