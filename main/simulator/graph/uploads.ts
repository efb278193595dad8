import type { Settings } from '../settings.ts';
import { type Answer, created, noContent, ok, type Refusal, refuse } from './answer.ts';
import type { World } from './world.ts';

/** What a client said about the document before sending it. */
export interface UploadProperties {
  readonly documentName: string;
  readonly contentType: string;
  readonly size: number;
}

/** Upload sessions and the addresses that their bytes are sent to, outside the versioned API. */
export interface Uploads {
  /** Opens a session, ending an earlier one of the same job. The answer is `uploadSession`. */
  open(jobId: string, properties: UploadProperties): Record<string, unknown>;
  /** A request to an upload address. */
  handle(request: Request): Promise<Answer | Refusal>;
}

interface Session {
  readonly jobId: string;
  readonly token: string;
  readonly properties: UploadProperties;
  readonly expiresAt: number;
  /** Received parts by first byte. */
  readonly parts: Map<number, Uint8Array>;
}

/** Where upload addresses begin. */
export const uploadPath = '/print-uploads/';
/** "Under 10 MB" for each request (reference 2.A, A5). */
export const chunkMaxBytes = 10_000_000;
/** One hour through Graph (reference 6.1). */
const sessionMs = 3_600_000;

/** Upload sessions of one print service. */
export function createUploads(world: World, settings: () => Settings, origin: string): Uploads {
  const sessions = new Map<string, Session>();

  const progress = (session: Session) => ({
    expirationDateTime: new Date(session.expiresAt).toISOString(),
    nextExpectedRanges: missingRanges(session),
  });

  function sessionOf(request: Request): [string, Session] | Refusal {
    const url = new URL(request.url);
    const id = url.pathname.slice(uploadPath.length);
    const session = sessions.get(id);
    if (session === undefined || session.expiresAt <= world.now()) return refuse(404, 'There is no such upload session.');
    if (url.searchParams.get('tempauthtoken') !== session.token) return refuse(401, 'The upload address is not complete.');
    if (request.headers.has('authorization') && settings().uploadRefusesAuthorization) {
      return refuse(401, 'An upload address carries its own authorization.');
    }
    return [id, session];
  }

  async function receive(id: string, session: Session, request: Request): Promise<Answer | Refusal> {
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers.get('content-range') ?? '');
    if (range === null) return refuse(400, 'Content-Range is bytes first-last/total.');
    const [first, last, total] = [Number(range[1]), Number(range[2]), Number(range[3])];
    const length = last - first + 1;
    if (total !== session.properties.size || last >= total || length <= 0) return refuse(416, 'The range lies outside the document.');
    if (length >= chunkMaxBytes) return refuse(413, 'One request carries less than 10 MB.');
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength !== length) return refuse(400, 'The body is not as long as its range.');
    const overlaps = [...session.parts].some(([start, part]) => first < start + part.byteLength && start <= last);
    if (overlaps) return refuse(416, 'Bytes of this range have been received already.');
    session.parts.set(first, bytes);
    if (missingRanges(session).length > 0) return { status: 202, body: progress(session) };
    return complete(id, session);
  }

  function complete(id: string, session: Session): Answer | Refusal {
    const job = world.job(session.jobId);
    sessions.delete(id);
    if (job === undefined) return refuse(404, 'The job is gone.');
    const { documentName, contentType, size } = session.properties;
    const document = { ...job.document, displayName: documentName, contentType, size, uploadedAt: world.now() };
    // A held job gets another document in place of its own; only the holding app was let through to here.
    if (job.phase === 'held') world.patchJob(job.id, { document });
    else if (!world.apply(job.id, 'uploaded', { document }).ok) return refuse(409, 'The job takes no document any more.');
    world.documents.put(job.id, assemble(session));
    return created({ id: document.id, documentName, contentType, size, uploadedDateTime: new Date(world.now()).toISOString() });
  }

  return {
    open(jobId, properties) {
      for (const [id, session] of sessions) if (session.jobId === jobId || session.expiresAt <= world.now()) sessions.delete(id);
      const id = world.newId();
      const session = { jobId, token: world.newId().replaceAll('-', ''), properties, expiresAt: world.now() + sessionMs, parts: new Map() };
      sessions.set(id, session);
      return { uploadUrl: `${origin}${uploadPath}${id}?tempauthtoken=${session.token}`, ...progress(session) };
    },
    async handle(request) {
      const found = sessionOf(request);
      if (!Array.isArray(found)) return found;
      const [id, session] = found;
      switch (request.method) {
        case 'PUT':
          return receive(id, session, request);
        case 'GET':
          return ok(progress(session));
        case 'DELETE':
          sessions.delete(id);
          return noContent;
        default:
          return refuse(405, 'Upload addresses take PUT, GET and DELETE.');
      }
    },
  };
}

function missingRanges({ parts, properties }: Session): string[] {
  const missing: string[] = [];
  let at = 0;
  for (const [start, part] of [...parts].sort(([a], [b]) => a - b)) {
    if (start > at) missing.push(`${at}-${start - 1}`);
    at = start + part.byteLength;
  }
  if (at < properties.size) missing.push(`${at}-${properties.size - 1}`);
  return missing;
}

function assemble({ parts, properties }: Session): Uint8Array {
  const document = new Uint8Array(properties.size);
  for (const [start, part] of parts) document.set(part, start);
  return document;
}
