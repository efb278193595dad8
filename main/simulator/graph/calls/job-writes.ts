import { retryAfterHeader } from '../../retry-after.ts';
import { capabilitiesFor } from '../abilities.ts';
import { type Answer, created, isRefusal, noContent, ok, type Refusal, refuse } from '../answer.ts';
import { documentJson, jobJson, jobStatus } from '../shapes.ts';
import type { Phase, Step } from '../state-machine.ts';
import { type CallContext, type CallTable, idAt, isSharePath, jobOf, metadata, objectBody, printerOf, unknownProperty } from './call.ts';
import { emptyConfiguration, readConfiguration } from './configuration.ts';

const windowMs = 600_000;

/** The answer to an input that the job's state does not allow. Codes are not documented: 409 (reference 11.2). */
export function refusedStep(step: Extract<Step, { ok: false }>): Refusal {
  switch (step.why) {
    case 'notUploaded':
      return refuse(409, 'The document of the job has not been uploaded.');
    case 'alreadyStarted':
      return refuse(409, 'The job has been started already.');
    case 'alreadyFinal':
      return refuse(409, 'The job is finished.');
    case 'notPossible':
      return refuse(409, 'The job is not in a state that allows this.');
  }
}

/** The service's own 429, with Retry-After as the settings write it. */
function throttled({ world, settings }: CallContext, why: string): Refusal {
  const { retryAfterSeconds: seconds, retryAfterForm } = settings;
  const retryAfter = seconds === null ? undefined : { 'retry-after': retryAfterHeader(seconds, retryAfterForm, world.now()) };
  return refuse(429, why, undefined, retryAfter);
}

/** Phases of a job that counts as one of its owner's concurrent jobs; whether held ones do is not documented (reference 6.1). */
const underWay: ReadonlySet<Phase> = new Set(['interpreting', 'pending', 'printing', 'stopped']);

/** A4: people create on a share, Printer Administrators also on a printer. */
function createJob(context: CallContext): Answer | Refusal {
  const { caller, world, settings } = context;
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  if (caller.kind !== 'user') return refuse(403, 'Jobs are created by people.');
  if (!isSharePath(context) && !caller.admin) return refuse(403, 'Creating a job on a printer takes a Printer Administrator.');
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['configuration']);
  if (unknown !== null) return unknown;
  const configuration = readConfiguration(body.configuration, capabilitiesFor(printer.abilities), settings.configurationBeyondCapabilities);
  if (isRefusal(configuration)) return configuration;
  const recent = world.jobs().filter((job) => job.printerId === printer.printerId && job.createdAt > world.now() - windowMs).length;
  if (settings.jobsPerPrinterPer10Min !== null && recent >= settings.jobsPerPrinterPer10Min) {
    return throttled(context, 'The printer takes no more jobs for now.');
  }
  const userPrincipalName = settings.renamedPeople[caller.person.oid] ?? caller.person.userPrincipalName;
  const job = world.createJob({ ...caller.person, userPrincipalName }, printer.printerId, { ...emptyConfiguration, ...configuration });
  const path = `print/${isSharePath(context) ? 'shares' : 'printers'}('${idAt(context, 0)}')/jobs/$entity`;
  return created({
    '@odata.context': metadata(context, path),
    ...jobJson(job, context.root, settings),
    documents: [documentJson(job)],
  });
}

/** A6: the owner starts; the documented answer says `processing`, `interpreting`, whatever a trigger does next (setting `startAnswer`). */
function startJob(context: CallContext): Answer | Refusal {
  const { caller, world, settings } = context;
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const job = jobOf(context, printer);
  if (isRefusal(job)) return job;
  if (caller.kind !== 'user' || caller.person.oid !== job.ownerOid) return refuse(403, 'A job is started by its owner.');
  const limit = settings.startedJobsPerUser;
  if (limit !== null && world.jobs().filter((other) => other.ownerOid === job.ownerOid && underWay.has(other.phase)).length >= limit) {
    return throttled(context, 'The person has as many jobs under way as the service takes at a time.');
  }
  const step = world.apply(job.id, 'start');
  if (!step.ok) return refusedStep(step);
  const began = settings.startAnswer === 'interpreting' && (job.phase === 'uploaded' || job.phase === 'waiting');
  const status = jobStatus(began ? { ...job, phase: 'interpreting', outcome: [] } : (world.job(job.id) ?? job), settings);
  return ok({ '@odata.context': metadata(context, 'microsoft.graph.printJobStatus'), ...status });
}

/** A8: the owner or a Printer Administrator cancels. */
function cancelJob(context: CallContext): Answer | Refusal {
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const job = jobOf(context, printer);
  if (isRefusal(job)) return job;
  const step = context.world.apply(job.id, 'cancel');
  return step.ok ? noContent : refusedStep(step);
}

/** Calls with which people create, start and cancel jobs. */
export const jobWrites: CallTable = {
  'POST /print/printers/{id}/jobs': createJob,
  'POST /print/shares/{id}/jobs': createJob,
  'POST /print/shares/{id}/jobs/{id}/start': startJob,
  'POST /print/printers/{id}/jobs/{id}/cancel': cancelJob,
};
