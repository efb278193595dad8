import { type Answer, isRefusal, ok, type Refusal, refuse } from '../answer.ts';
import { seesAllJobs } from '../gate.ts';
import { noCountNoSearch, pageOf, readQuery } from '../query.ts';
import type { JobRecord } from '../records.ts';
import { documentJson, type Json, jobJson, taskJson } from '../shapes.ts';
import { isFinal } from '../state-machine.ts';
import { type CallContext, type CallTable, collection, idAt, isSharePath, jobOf, metadata, ownsOrAdministers, printerOf } from './call.ts';

/** A1, A2: jobs of a printer or share; a person's token sees their own. */
function listJobs(context: CallContext): Answer | Refusal {
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const rules = { expand: ['documents'], filterByUpn: true, unsupported: noCountNoSearch };
  const query = readQuery(context.url.searchParams, rules, context.settings);
  if (isRefusal(query)) return query;
  const fold = (upn: string) => (context.settings.upnFilterIgnoresCase ? upn.toLowerCase() : upn);
  const { renamedPeople, upnFilterFollowsRenames } = context.settings;
  const upnOf = (job: JobRecord) => (upnFilterFollowsRenames ? (renamedPeople[job.ownerOid] ?? job.ownerUpn) : job.ownerUpn);
  const jobs = context.world
    .seenJobs()
    .filter((job) => job.printerId === printer.printerId && ownsOrAdministers(context.caller, job))
    .filter((job) => query.upn === null || fold(upnOf(job)) === fold(query.upn))
    .filter((job) => context.settings.finishedJobsListed || !isFinal(job.phase));
  if (context.settings.jobOrder === 'newestFirst') jobs.reverse();
  const page = pageOf(jobs, (job) => job.id, query, context.settings);
  if (isRefusal(page)) return page;
  const items = page.items.map((job) => withDocuments(context, job, query.expand.includes('documents')));
  return collection(context, `print/${segment(context)}/jobs`, { ...page, items }, query);
}

/** A3: one job, with its tasks and documents where asked for. */
function getJob(context: CallContext): Answer | Refusal {
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const rules = { expand: ['tasks', 'documents'], unsupported: noCountNoSearch };
  const query = readQuery(context.url.searchParams, rules, context.settings);
  if (isRefusal(query)) return query;
  const job = jobOf(context, printer, true);
  if (isRefusal(job)) return job;
  const tasks = query.expand.includes('tasks') ? tasksOf(context, job) : {};
  if (isRefusal(tasks)) return tasks;
  return ok({
    '@odata.context': metadata(context, `print/${segment(context)}/jobs/$entity`),
    ...withDocuments(context, job, query.expand.includes('documents')),
    ...tasks,
  });
}

function withDocuments(context: CallContext, job: JobRecord, expanded: boolean): Json {
  return { ...jobJson(job, context.root, context.settings), ...(expanded ? { documents: [documentJson(job)] } : {}) };
}

/** Whether an ordinary person's token sees tasks at all is not documented (reference 12.3, 29). */
function tasksOf(context: CallContext, job: JobRecord): Json | Refusal {
  if (!seesAllJobs(context.caller) && !context.settings.tasksVisibleToUsers) {
    switch (context.settings.hiddenTasksAs) {
      case 'omitted':
        return {};
      case 'empty':
        return { tasks: [] };
      case 'refused':
        return refuse(403, 'The tasks of a job are not shown to this caller.');
    }
  }
  const task = job.taskId === null ? undefined : context.world.seenTask(job.taskId);
  return { tasks: task === undefined ? [] : [taskJson(task, context.root)] };
}

function segment(context: CallContext): string {
  return `${isSharePath(context) ? 'shares' : 'printers'}('${idAt(context, 0)}')`;
}

/** Reads of jobs. */
export const jobReads: CallTable = {
  'GET /print/printers/{id}/jobs': listJobs,
  'GET /print/shares/{id}/jobs': listJobs,
  'GET /print/printers/{id}/jobs/{id}': getJob,
  'GET /print/shares/{id}/jobs/{id}': getJob,
};
