import { type Ask, readOne } from './ask.ts';
import { createGraphClient, type GraphPorts } from './client.ts';
import { createExpansion } from './expansion.ts';
import type {
  AppPrintApi,
  Configure,
  Printer,
  PrinterCapabilities,
  PrinterJobId,
  PrinterQueue,
  PrintJob,
  PrintTask,
  Redirect,
} from './model.ts';
import { badId } from './objects.ts';
import { readAllPages } from './paging.ts';
import { parseCapabilities, parseJob, parsePrinter, parseTask } from './parse.ts';
import { readQueue } from './queue.ts';
import { effectSeveral, readSeveral } from './several.ts';

/** `signature`: what is written into a task that this station completes, so that a read tells whose completion counted. */
export type AppPorts = GraphPorts & { readonly signature: string };

/** Graph's print calls for the station's app-only identity (reference 2.A, 2.B, 2.D). */
export function createAppPrintApi(ports: AppPorts): AppPrintApi {
  const client = createGraphClient(ports);
  const tasksOfJob = createExpansion();
  const tasksPath = (definitionId: string) => ['print', 'taskDefinitions', definitionId, 'tasks'];
  const jobPath = ({ printerId, jobId }: PrinterJobId) => ['print', 'printers', printerId, 'jobs', jobId];

  const completeAsk = (definitionId: string, taskId: string): Ask<PrintTask> => ({
    name: 'completeTask',
    method: 'PATCH',
    url: client.addresses.build([...tasksPath(definitionId), taskId]),
    json: { status: { state: 'completed', description: ports.signature } },
    parse: parseTask,
    about: ({ id }) => ({ got: id, asked: taskId }),
  });

  const jobAsk = (job: PrinterJobId, withTasks: boolean): Ask<PrintJob> => ({
    name: 'getPrinterJob',
    method: 'GET',
    url: client.addresses.build(jobPath(job), `$expand=${withTasks ? 'tasks,documents' : 'documents'}`),
    parse: parseJob,
    about: ({ id }) => ({ got: id, asked: job.jobId }),
  });

  const printerAsk = (printerId: string): Ask<Printer> => ({
    name: 'getPrinter',
    method: 'GET',
    url: client.addresses.build(['print', 'printers', printerId]),
    parse: parsePrinter,
    about: ({ id }) => ({ got: id, asked: printerId }),
  });

  /** Only where selected does Graph send them (2.D). */
  const capabilitiesAsk = (printerId: string): Ask<{ readonly id: string; readonly capabilities: PrinterCapabilities | null }> => ({
    name: 'getCapabilities',
    method: 'GET',
    url: client.addresses.build(['print', 'printers', printerId], '$select=id,capabilities'),
    parse: parseCapabilities,
    about: ({ id }) => ({ got: id, asked: printerId }),
  });

  const queueAsk = (printerId: string): Ask<PrinterQueue> => ({
    name: 'readQueue',
    method: 'GET',
    url: client.addresses.build(['print', 'printers', printerId, 'jobs']),
    parse: readQueue,
  });

  /** Answered by the new job at the destination, whose id nobody knows before. */
  const redirectAsk = ({ job, destinationPrinterId, configuration }: Redirect): Ask<PrintJob> => ({
    name: 'redirectJob',
    method: 'POST',
    url: client.addresses.build([...jobPath(job), 'redirect']),
    json: { destinationPrinterId, ...(configuration === null ? {} : { configuration }) },
    parse: parseJob,
  });

  const configureAsk = ({ job, configuration }: Configure): Ask<PrintJob> => ({
    name: 'configureJob',
    method: 'PATCH',
    url: client.addresses.build(jobPath(job)),
    json: { configuration },
    parse: parseJob,
    about: ({ id }) => ({ got: id, asked: job.jobId }),
  });

  return {
    async listTasks(definitionId, enough, signal) {
      const name = 'listTasks';
      const url = client.addresses.build(tasksPath(definitionId));
      return url === null ? badId(client, name) : readAllPages(client, { name, method: 'GET', url }, parseTask, signal, enough);
    },
    completeTasks: (definitionId, taskIds, signal) =>
      effectSeveral(
        client,
        taskIds.map((taskId) => completeAsk(definitionId, taskId)),
        'sideBySide',
        signal,
      ),
    async listPrinterJobs(printerId, userPrincipalName, signal) {
      const name = 'listPrinterJobs';
      const filter = ownerFilter(userPrincipalName);
      const url =
        filter === null ? null : client.addresses.build(['print', 'printers', printerId, 'jobs'], `$expand=documents&$filter=${filter}`);
      return url === null ? badId(client, name) : readAllPages(client, { name, method: 'GET', url }, parseJob, signal);
    },
    getPrinterJobs: (jobs, signal) =>
      tasksOfJob.readSeveral(
        jobs,
        ({ printerId }) => printerId,
        (some, withTasks) =>
          readSeveral(
            client,
            some.map((job) => jobAsk(job, withTasks(job))),
            signal,
          ),
      ),
    getPrinter: (printerId, signal) => readOne(client, printerAsk(printerId), signal),
    async getCapabilities(printerIds, signal) {
      const results = await readSeveral(client, printerIds.map(capabilitiesAsk), signal);
      return results.map((result) => (result.ok ? { ok: true, value: result.value.capabilities } : result));
    },
    readQueues: (printerIds, signal) => readSeveral(client, printerIds.map(queueAsk), signal),
    redirectJobs: (redirects, signal) => effectSeveral(client, redirects.map(redirectAsk), 'sideBySide', signal),
    configureJobs: (changes, signal) => effectSeveral(client, changes.map(configureAsk), 'sideBySide', signal),
  };
}

/** The one documented filter of job lists (reference 2.A, A1), encoded; null for what is no name: it would ask for everybody's jobs. */
function ownerFilter(userPrincipalName: string): string | null {
  if (userPrincipalName.trim() === '' || !userPrincipalName.isWellFormed()) return null;
  const literal = `'${userPrincipalName.replaceAll("'", "''")}'`;
  return encodeURIComponent(`createdBy/userPrincipalName eq ${literal}`).replaceAll("'", '%27');
}
