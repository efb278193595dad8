import { createGraphClient, type GraphPorts } from './client.ts';
import type { GraphFailure, GraphResult, PrinterShare, PrintJob, UserPrintApi } from './model.ts';
import { badId, readObject } from './objects.ts';
import { notUnderstood, readAllPages } from './paging.ts';
import { parseJob, parseJobStatus, parseShare } from './parse.ts';

/**
 * Graph's print calls for one signed-in person (reference 2.A, 2.E). One for each session: it remembers for its own life
 * which shares refuse an expansion to this person.
 */
export function createUserPrintApi(ports: GraphPorts): UserPrintApi {
  const client = createGraphClient(ports);
  const withoutPrinter = new Set<string>();
  const withoutTasks = new Set<string>();

  /** Reads with an expansion, and without it where Graph refuses; remembers a share for which only the second works. */
  async function readExpanded<T>(
    refusing: Set<string>,
    shareId: string,
    read: (expanded: boolean) => Promise<GraphResult<T>>,
  ): Promise<GraphResult<T>> {
    if (refusing.has(shareId)) return read(false);
    const expanded = await read(true);
    if (expanded.ok || !refusesExpansion(expanded.failure)) return expanded;
    const plain = await read(false);
    if (plain.ok) refusing.add(shareId);
    return plain;
  }

  async function readJob(shareId: string, jobId: string, expand: string, signal: AbortSignal | undefined): Promise<GraphResult<PrintJob>> {
    const name = 'getJob';
    const url = client.addresses.build(['print', 'shares', shareId, 'jobs', jobId], `$expand=${expand}`);
    if (url === null) return badId(client, name);
    const answer = await client.read({ name, method: 'GET', url }, signal);
    return readObject(client, name, answer, parseJob, (job) => ({ got: job.id, asked: jobId }));
  }

  async function readShare(shareId: string, expanded: boolean, signal: AbortSignal | undefined): Promise<GraphResult<PrinterShare>> {
    const name = 'getShare';
    const url = client.addresses.build(['print', 'shares', shareId], expanded ? '$expand=printer' : undefined);
    if (url === null) return badId(client, name);
    const answer = await client.read({ name, method: 'GET', url }, signal);
    return readObject(client, name, answer, parseShare, (share) => ({ got: share.id, asked: shareId }));
  }

  return {
    async listJobs(shareId, signal) {
      const name = 'listJobs';
      const url = client.addresses.build(['print', 'shares', shareId, 'jobs'], '$expand=documents');
      return url === null ? badId(client, name) : readAllPages(client, { name, method: 'GET', url }, parseJob, signal);
    },
    getJob: (shareId, jobId, signal) =>
      readExpanded(withoutTasks, shareId, (expanded) => readJob(shareId, jobId, expanded ? 'tasks,documents' : 'documents', signal)),
    getShare: (shareId, signal) => readExpanded(withoutPrinter, shareId, (expanded) => readShare(shareId, expanded, signal)),
    async startJob(shareId, jobId, signal) {
      const name = 'startJob';
      const url = client.addresses.build(['print', 'shares', shareId, 'jobs', jobId, 'start']);
      if (url === null) return badId(client, name);
      return readObject(client, name, await client.effect({ name, method: 'POST', url }, signal), parseJobStatus);
    },
    async cancelJob(printerId, jobId, signal) {
      const name = 'cancelJob';
      const url = client.addresses.build(['print', 'printers', printerId, 'jobs', jobId, 'cancel']);
      if (url === null) return badId(client, name);
      const answer = await client.effect({ name, method: 'POST', url }, signal);
      if (!answer.ok) return answer;
      // Only 204 is documented; a 200 may be the page of a proxy that never let the call through.
      if (answer.value.status !== 204) return notUnderstood(client, name, 'The answer is not an empty one.', answer.value.reference);
      return { ok: true, value: null };
    },
  };
}

/** 400: the expansion is not known here; 403: this person may not see what it would add. */
function refusesExpansion(failure: GraphFailure): boolean {
  return failure.kind === 'refused' && (failure.status === 400 || failure.status === 403);
}
