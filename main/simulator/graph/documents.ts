/** Bytes of uploaded documents, in memory and bounded. */
export interface DocumentStore {
  put(jobId: string, bytes: Uint8Array): void;
  /** Undefined when never uploaded, or dropped to stay within the bound. */
  get(jobId: string): Uint8Array | undefined;
  remove(jobId: string): void;
}

/** Largest document that Universal Print takes: 1 GB (reference 6.1). */
export const documentMaxBytes = 1_000_000_000;

/**
 * Keeps documents until their job is gone. Above `maxBytes` in all, documents of jobs that `isFinished` are dropped,
 * oldest first; documents of unfinished jobs never are.
 */
export function createDocumentStore(maxBytes: number, isFinished: (jobId: string) => boolean): DocumentStore {
  const byJob = new Map<string, Uint8Array>();
  let total = 0;
  const remove = (jobId: string) => {
    total -= byJob.get(jobId)?.byteLength ?? 0;
    byJob.delete(jobId);
  };
  return {
    put(jobId, bytes) {
      remove(jobId);
      byJob.set(jobId, bytes);
      total += bytes.byteLength;
      for (const other of byJob.keys()) {
        if (total <= maxBytes) break;
        if (other !== jobId && isFinished(other)) remove(other);
      }
    },
    get: (jobId) => byJob.get(jobId),
    remove,
  };
}
