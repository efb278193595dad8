import { type Ask, effectOne, readOne } from './ask.ts';
import { createGraphClient, type GraphPorts } from './client.ts';
import { createExpansion } from './expansion.ts';
import type { AppPrintApi, Printer, PrinterJobId, PrintJob, PrintTask, Redirect } from './model.ts';
import { badId } from './objects.ts';
import { readAllPages } from './paging.ts';
import { parseJob, parsePrinter, parseTask } from './parse.ts';
import { effectSeveral, readSeveral } from './several.ts';

/** `signature`: what is written into a task that this station completes, so that a read tells whose completion counted. */
export type AppPorts = GraphPorts & { readonly signature: string };

/** Graph's print calls for the station's app-only identity (reference 2.A, 2.B, 2.D). */
export function createAppPrintApi(ports: AppPorts): AppPrintApi {
  const client = createGraphClient(ports);
  const tasksOfJob = createExpansion();
  const tasksPath = (definitionId: string) => ['print', 'taskDefinitions', definitionId, 'tasks'];
  const jobPath = ({ printerId, jobId }: PrinterJobId) => ['print', 'printers', printerId, 'jobs', jobId];

  const taskAsk = (definitionId: string, taskId: string): Ask<PrintTask> => ({
    name: 'getTask',
    method: 'GET',
    url: client.addresses.build([...tasksPath(definitionId), taskId]),
    parse: parseTask,
    about: ({ id }) => ({ got: id, asked: taskId }),
  });

  const completeAsk = (definitionId: string, taskId: string): Ask<PrintTask> => ({
    ...taskAsk(definitionId, taskId),
    name: 'completeTask',
    method: 'PATCH',
    json: { status: { state: 'completed', description: ports.signature } },
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

  /** Answered by the new job at the destination, whose id nobody knows before. */
  const redirectAsk = ({ job, destinationPrinterId, configuration }: Redirect): Ask<PrintJob> => ({
    name: 'redirectJob',
    method: 'POST',
    url: client.addresses.build([...jobPath(job), 'redirect']),
    json: { destinationPrinterId, ...(configuration === null ? {} : { configuration }) },
    parse: parseJob,
  });

  return {
    async listTasks(definitionId, signal) {
      const name = 'listTasks';
      const url = client.addresses.build(tasksPath(definitionId));
      return url === null ? badId(client, name) : readAllPages(client, { name, method: 'GET', url }, parseTask, signal);
    },
    getTask: (definitionId, taskId, signal) => readOne(client, taskAsk(definitionId, taskId), signal),
    completeTask: (definitionId, taskId, signal) => effectOne(client, completeAsk(definitionId, taskId), signal),
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
    redirectJobs: (redirects, signal) => effectSeveral(client, redirects.map(redirectAsk), 'sideBySide', signal),
  };
}

/** The one documented filter of job lists (reference 2.A, A1), encoded; null for what is no name: it would ask for everybody's jobs. */
function ownerFilter(userPrincipalName: string): string | null {
  if (userPrincipalName.trim() === '' || !userPrincipalName.isWellFormed()) return null;
  const literal = `'${userPrincipalName.replaceAll("'", "''")}'`;
  return encodeURIComponent(`createdBy/userPrincipalName eq ${literal}`).replaceAll("'", '%27');
}
