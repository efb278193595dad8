import { type Ask, readOne } from './ask.ts';
import { createGraphClient, type GraphPorts } from './client.ts';
import { createExpansion } from './expansion.ts';
import type { PrinterShare, PrintJob, PrintJobStatus, SharedJobId, UserPrintApi } from './model.ts';
import { badId } from './objects.ts';
import { notUnderstood, readAllPages } from './paging.ts';
import { parseJob, parseJobStatus, parseShare } from './parse.ts';
import { effectSeveral, readSeveral } from './several.ts';

/**
 * Graph's print calls for one signed-in person (reference 2.A, 2.E). One for each session: it remembers for its own life
 * which shares refuse an expansion to this person.
 */
export function createUserPrintApi(ports: GraphPorts): UserPrintApi {
  const client = createGraphClient(ports);
  const printerOfShare = createExpansion();
  const tasksOfJob = createExpansion();
  const jobPath = ({ shareId, jobId }: SharedJobId) => ['print', 'shares', shareId, 'jobs', jobId];

  const jobAsk = (job: SharedJobId, withTasks: boolean): Ask<PrintJob> => ({
    name: 'getJob',
    method: 'GET',
    url: client.addresses.build(jobPath(job), `$expand=${withTasks ? 'tasks,documents' : 'documents'}`),
    parse: parseJob,
    about: ({ id }) => ({ got: id, asked: job.jobId }),
  });

  const shareAsk = (shareId: string, withPrinter: boolean): Ask<PrinterShare> => ({
    name: 'getShare',
    method: 'GET',
    url: client.addresses.build(['print', 'shares', shareId], withPrinter ? '$expand=printer' : undefined),
    parse: parseShare,
    about: ({ id }) => ({ got: id, asked: shareId }),
  });

  const startAsk = (job: SharedJobId): Ask<PrintJobStatus> => ({
    name: 'startJob',
    method: 'POST',
    url: client.addresses.build([...jobPath(job), 'start']),
    parse: parseJobStatus,
  });

  return {
    async listJobs(shareId, signal) {
      const name = 'listJobs';
      const url = client.addresses.build(['print', 'shares', shareId, 'jobs'], '$expand=documents');
      return url === null ? badId(client, name) : readAllPages(client, { name, method: 'GET', url }, parseJob, signal);
    },
    getJobs: (jobs, signal) =>
      tasksOfJob.readSeveral(
        jobs,
        ({ shareId }) => shareId,
        (some, withTasks) =>
          readSeveral(
            client,
            some.map((job) => jobAsk(job, withTasks(job))),
            signal,
          ),
      ),
    getShare: (shareId, signal) => printerOfShare.read(shareId, (withPrinter) => readOne(client, shareAsk(shareId, withPrinter), signal)),
    startJobs: (jobs, signal) => effectSeveral(client, jobs.map(startAsk), 'inOrder', signal),
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
