import { capabilitiesFor } from '../abilities.ts';
import { type Answer, isRefusal, noContent, ok, type Refusal, refuse } from '../answer.ts';
import type { JobConfiguration, JobRecord } from '../records.ts';
import { redirectHeld } from '../redirect.ts';
import { jobJson } from '../shapes.ts';
import { isFinal } from '../state-machine.ts';
import { type CallContext, type CallTable, idAt, jobOf, metadata, objectBody, printerOf, unknownProperty } from './call.ts';
import { readConfiguration } from './configuration.ts';
import { refusedStep } from './job-writes.ts';

/** The job of the path while a task of the caller's own app holds it: the documented precondition of abort, update and redirect. */
export function heldByOwnTask(context: CallContext): JobRecord | Refusal {
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const job = jobOf(context, printer);
  if (isRefusal(job)) return job;
  const task = job.taskId === null ? undefined : context.world.task(job.taskId);
  if (task?.state === 'processing' && task.appId === context.caller.appId) return job;
  return refuse(context.settings.noOwnTaskStatus, 'No task of the calling app is processing this job.');
}

/** A9. */
function abortJob(context: CallContext): Answer | Refusal {
  const job = heldByOwnTask(context);
  if (isRefusal(job)) return job;
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['reason']);
  if (unknown !== null) return unknown;
  const step = context.world.apply(job.id, 'abort');
  return step.ok ? noContent : refusedStep(step);
}

/** A7: only `configuration`; what is left out keeps its value. */
function updateJob(context: CallContext): Answer | Refusal {
  const job = heldByOwnTask(context);
  if (isRefusal(job)) return job;
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['configuration']);
  if (unknown !== null) return unknown;
  const able = capabilitiesFor(context.world.printers.get(job.printerId)?.abilities ?? 'everything');
  const changes = readConfiguration(body.configuration, able, context.settings.configurationBeyondCapabilities);
  if (isRefusal(changes)) return changes;
  context.world.patchJob(job.id, { configuration: { ...job.configuration, ...changes } });
  return jobAnswer(context, { ...job, configuration: { ...job.configuration, ...changes } });
}

/** A10: a new job on the destination, the task completed, the source left in its final state. */
function redirectJob(context: CallContext): Answer | Refusal {
  const { world, settings } = context;
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['destinationPrinterId', 'configuration']);
  if (unknown !== null) return unknown;
  const destinationId = body.destinationPrinterId;
  if (typeof destinationId !== 'string' || destinationId === '') return refuse(400, 'destinationPrinterId is required.');
  const job = redirectable(context);
  if (isRefusal(job)) return job;
  // A share id names no printer here.
  const destination = world.printers.get(destinationId);
  if (destination === undefined) return refuse(settings.unknownDestinationStatus, 'There is no such destination printer.');
  const takesNone = !destination.isAcceptingJobs || context.printers.condition(destinationId).state === 'stopped';
  if (takesNone && settings.redirectToStopped === 'refused') return refuse(409, 'The destination printer takes no jobs now.');
  const changes = readConfiguration(body.configuration, capabilitiesFor(destination.abilities), settings.configurationBeyondCapabilities);
  if (isRefusal(changes)) return changes;
  const given = body.configuration !== undefined && body.configuration !== null;
  const base: JobConfiguration = given && settings.redirectConfiguration === 'replace' ? {} : job.configuration;
  const copy = redirectHeld(world, job, destinationId, { ...base, ...changes });
  return jobAnswer(context, { ...copy, phase: 'interpreting' });
}

/** Why a job cannot be redirected, in the order in which a second redirect is told apart (reference 11.2). */
function redirectable(context: CallContext): JobRecord | Refusal {
  const held = heldByOwnTask(context);
  const job = context.world.job(idAt(context, 1));
  const own = job?.taskId != null && context.world.task(job.taskId)?.appId === context.caller.appId;
  return isRefusal(held) && own && job.redirectedTo !== null
    ? refuse(context.settings.secondRedirectStatus, 'The job has been redirected already.')
    : isRefusal(held) || !isFinal(held.phase)
      ? held
      : refuse(409, 'The job is finished.');
}

function jobAnswer(context: CallContext, job: JobRecord): Answer {
  return ok({
    '@odata.context': metadata(context, `print/printers('${job.printerId}')/jobs/$entity`),
    ...jobJson(job, context.root, context.settings),
  });
}

/** Calls of the app whose task holds the job. */
export const heldJobs: CallTable = {
  'POST /print/printers/{id}/jobs/{id}/abort': abortJob,
  'PATCH /print/printers/{id}/jobs/{id}': updateJob,
  'POST /print/printers/{id}/jobs/{id}/redirect': redirectJob,
};
