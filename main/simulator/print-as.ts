import type { DemoPerson } from './model.ts';

/** What somebody prints. */
export interface PrintRequest {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Default `application/pdf`. */
  readonly contentType?: string;
  /** `printJobConfiguration` members; none where left out. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Default: as the printer's kind wants it; printers of kind `unstarted` leave the job unstarted. */
  readonly start?: boolean;
}

/** How a PC reaches the print service. */
export interface PrintClient {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
  /** A token of the person through the desk's app. */
  readonly token: (person: DemoPerson) => Promise<string>;
}

const chunkBytes = 4 * 1024 * 1024;

/**
 * Prints as a PC does: create the job, open an upload session, send the bytes, start. Resolves to the job's id.
 * Rejects with the call and status where the service refuses.
 */
export async function printAs(
  client: PrintClient,
  person: DemoPerson,
  shareId: string,
  document: PrintRequest,
  start: boolean,
): Promise<string> {
  const authorization = `Bearer ${await client.token(person)}`;
  const jobs = `${client.origin}/v1.0/print/shares/${shareId}/jobs`;
  const post = async (url: string, body: unknown): Promise<Record<string, unknown>> => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await client.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
    if (!response.ok) throw new Error(`Printing failed: POST ${url.split('/').at(-1)} was answered ${response.status}.`);
    return (await response.json()) as Record<string, unknown>;
  };
  const job = await post(jobs, { configuration: document.configuration ?? {} });
  const jobId = String(job.id);
  const [blank] = job.documents as { id: string }[];
  const { name: documentName, bytes, contentType = 'application/pdf' } = document;
  const properties = { documentName, contentType, size: bytes.byteLength };
  const session = await post(`${jobs}/${jobId}/documents/${blank?.id}/createUploadSession`, { properties });
  await upload(client, String(session.uploadUrl), bytes);
  if (start) await post(`${jobs}/${jobId}/start`, {});
  return jobId;
}

async function upload(client: PrintClient, url: string, bytes: Uint8Array): Promise<void> {
  for (let first = 0; first < bytes.byteLength; first += chunkBytes) {
    const body = bytes.slice(first, first + chunkBytes);
    const headers = { 'content-range': `bytes ${first}-${first + body.byteLength - 1}/${bytes.byteLength}` };
    const response = await client.fetch(new Request(url, { method: 'PUT', headers, body }));
    if (!response.ok) throw new Error(`Printing failed: the upload was answered ${response.status}.`);
  }
}
