/**
 * Microsoft Graph's print objects as the station understands them: parsed, tolerant of what it does not know.
 * Enum members are open strings (Graph may add members at any time); names follow Graph's own.
 * Facts: reference, section 3 (schemas) and 2.A to 2.E (calls).
 */

/** `printJobProcessingState`; anything else is treated as unknown, never as done. */
export type JobState = 'unknown' | 'pending' | 'processing' | 'paused' | 'stopped' | 'completed' | 'canceled' | 'aborted' | (string & {});

/** `printTaskProcessingState`. */
export type TaskState = 'pending' | 'processing' | 'completed' | 'aborted' | (string & {});

/** `printDocument`: Universal Print allows exactly one for each job today. */
export interface PrintDocument {
  readonly id: string;
  /** As sent by Graph, uncleaned; null where Graph gives none. Never logged. */
  readonly displayName: string | null;
  readonly contentType: string | null;
  /** Bytes; null where Graph gives none or nonsense. */
  readonly size: number | null;
}

/** `printTask`. */
export interface PrintTask {
  readonly id: string;
  /** Absolute job URL under `/print/printers/{printerId}/jobs/{jobId}`; null where Graph gives none. */
  readonly parentUrl: string | null;
  readonly state: TaskState;
}

/** `printJob`. */
export interface PrintJob {
  readonly id: string;
  /** `createdBy.id`, the owner's Entra object id; null where Graph does not name one. */
  readonly ownerId: string | null;
  /** ISO 8601, UTC; null where missing or not a date. */
  readonly createdDateTime: string | null;
  readonly state: JobState;
  /** `status.details`, e.g. `uploadPending`, `releaseWait`, `completedSuccessfully`. */
  readonly details: readonly string[];
  readonly isAcquiredByPrinter: boolean;
  readonly isFetchable: boolean;
  readonly errorCode: number | null;
  readonly redirectedTo: string | null;
  readonly documents: readonly PrintDocument[];
  /** Null where the answer did not carry `tasks` (not expanded, or not visible to this token). */
  readonly tasks: readonly PrintTask[] | null;
}

/** `printerStatus`. */
export interface PrinterStatus {
  /** `printerProcessingState`: unknown, idle, processing, stopped, or something newer. */
  readonly state: string;
  /** `printerProcessingStateDetail` members. */
  readonly details: readonly string[];
}

/** `printerShare`, with what `$expand=printer` adds where the token allows it. */
export interface PrinterShare {
  readonly id: string;
  readonly displayName: string | null;
  readonly isAcceptingJobs: boolean | null;
  /** Null for callers to whom Graph does not show it. */
  readonly status: PrinterStatus | null;
  /** The printer behind the share; null where not expanded or not visible. */
  readonly printerId: string | null;
}

/** `printJobStatus`, the answer of start. */
export interface PrintJobStatus {
  readonly state: JobState;
  readonly details: readonly string[];
}

/** Why a Graph call gave no usable answer. Decided by HTTP status first; never carries a token, name or body. */
export type GraphFailure =
  /** 400, 403, 404, 405, 409, 410, 412 …: the service answered and did nothing. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string | null; readonly reference: string | null }
  /** 401 after one retry with a fresh token. */
  | { readonly kind: 'unauthenticated'; readonly reference: string | null }
  /** 429: not carried out. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null; readonly reference: string | null }
  /** 5xx. An effect may have happened. */
  | { readonly kind: 'unavailable'; readonly status: number; readonly retryAfterMs: number | null; readonly reference: string | null }
  /** No answer: connection refused, reset, DNS, time-out, abort. An effect may have happened. */
  | { readonly kind: 'unreachable'; readonly timedOut: boolean }
  /** An answer that is not what Graph documents: HTML, cut off JSON, missing fields, a nextLink elsewhere. */
  | { readonly kind: 'badAnswer'; readonly what: string; readonly reference: string | null }
  /** No token could be had for the call; nothing was sent. */
  | { readonly kind: 'noToken'; readonly failure: import('../auth/model.ts').AuthFailure };

/** A Graph call's outcome. Expected failures are values, never exceptions. */
export type GraphResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: GraphFailure };

/** Calls made with the signed-in person's delegated token (reference, section 4). */
export interface UserPrintApi {
  /** A2: all pages of `GET /print/shares/{shareId}/jobs?$expand=documents`. */
  listJobs(shareId: string, signal?: AbortSignal): Promise<GraphResult<readonly PrintJob[]>>;
  /** A3: `GET /print/shares/{shareId}/jobs/{jobId}?$expand=tasks,documents`. */
  getJob(shareId: string, jobId: string, signal?: AbortSignal): Promise<GraphResult<PrintJob>>;
  /** 2.E: `GET /print/shares/{shareId}?$expand=printer`, without the expansion where that is refused. */
  getShare(shareId: string, signal?: AbortSignal): Promise<GraphResult<PrinterShare>>;
  /** A6: `POST /print/shares/{shareId}/jobs/{jobId}/start`. Effect; never retried here. */
  startJob(shareId: string, jobId: string, signal?: AbortSignal): Promise<GraphResult<PrintJobStatus>>;
  /** A8: `POST /print/printers/{printerId}/jobs/{jobId}/cancel`. Effect; never retried here. */
  cancelJob(printerId: string, jobId: string, signal?: AbortSignal): Promise<GraphResult<null>>;
}

/** Calls made with the station's app-only token. */
export interface AppPrintApi {
  /** 2.B: all pages of `GET /print/taskDefinitions/{definitionId}/tasks`. */
  listTasks(definitionId: string, signal?: AbortSignal): Promise<GraphResult<readonly PrintTask[]>>;
  /** 2.B: `GET /print/taskDefinitions/{definitionId}/tasks/{taskId}`. */
  getTask(definitionId: string, taskId: string, signal?: AbortSignal): Promise<GraphResult<PrintTask>>;
  /** 2.B: `PATCH` with state `completed`. Effect; never retried here. */
  completeTask(definitionId: string, taskId: string, signal?: AbortSignal): Promise<GraphResult<PrintTask>>;
}
