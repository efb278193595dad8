import { acceptedContentTypes } from '../abilities.ts';
import { type Answer, isRefusal, ok, type Refusal, refuse } from '../answer.ts';
import { documentMaxBytes } from '../documents.ts';
import type { JobRecord } from '../records.ts';
import { type CallContext, type CallTable, idAt, jobOf, metadata, objectBody, printerOf, unknownProperty } from './call.ts';
import { heldByOwnTask } from './held-jobs.ts';

/** A5: the owner before the start; an app only while its own task holds the job. */
function createUploadSession(context: CallContext): Answer | Refusal {
  const job = uploadable(context);
  if (isRefusal(job)) return job;
  if (job.document.id !== idAt(context, 2)) return refuse(404, 'The job has no such document.');
  const body = objectBody(context);
  if (isRefusal(body)) return body;
  const unknown = unknownProperty(body, ['properties']);
  if (unknown !== null) return unknown;
  const { documentName, contentType, size } = (body.properties ?? {}) as Record<string, unknown>;
  if (typeof documentName !== 'string' || documentName === '') return refuse(400, 'properties.documentName is required.');
  if (typeof contentType !== 'string' || !acceptedContentTypes.includes(contentType)) {
    return refuse(400, 'properties.contentType is none that the printer takes.');
  }
  // Int64 travels as a number or, for clients that ask for it, as text.
  const bytes = typeof size === 'string' && /^\d{1,15}$/.test(size) ? Number(size) : size;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes <= 0) return refuse(400, 'properties.size is required, in bytes.');
  if (bytes > documentMaxBytes) return refuse(413, 'A job is at most 1 GB.');
  const replaces = context.caller.kind === 'app' && job.phase === 'held';
  if (job.phase !== 'uploadPending' && !replaces) return refuse(409, 'The document has been uploaded already.');
  const session = context.uploads.open(job.id, { documentName, contentType, size: bytes });
  return ok({ '@odata.context': metadata(context, 'microsoft.graph.uploadSession'), ...session });
}

function uploadable(context: CallContext): JobRecord | Refusal {
  const { caller } = context;
  if (caller.kind === 'app') return heldByOwnTask(context);
  const printer = printerOf(context);
  if (isRefusal(printer)) return printer;
  const job = jobOf(context, printer);
  if (isRefusal(job)) return job;
  return caller.person.oid === job.ownerOid ? job : refuse(403, 'A document is uploaded by the owner of its job.');
}

/** Uploads begin here; the bytes go to `uploads.ts`. */
export const uploadCalls: CallTable = {
  'POST /print/printers/{id}/jobs/{id}/documents/{id}/createuploadsession': createUploadSession,
  'POST /print/shares/{id}/jobs/{id}/documents/{id}/createuploadsession': createUploadSession,
};
