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
  /** `status.description`: whoever ended the task may have signed here; null where Graph gives none. */
  readonly description: string | null;
}

/** `printJobConfiguration` as Graph names its members; one that is not set is left out. */
export type JobConfiguration = Readonly<Record<string, unknown>>;

/** `printJob`. */
export interface PrintJob {
  readonly id: string;
  /** `createdBy.id`, the owner's Entra object id; null where Graph does not name one. */
  readonly ownerId: string | null;
  /** ISO 8601, UTC; null where missing or not a date. */
  readonly createdDateTime: string | null;
  /** When its printer took it; null where it has not, or Graph gives none. */
  readonly acknowledgedDateTime: string | null;
  readonly state: JobState;
  /** `status.details`, e.g. `uploadPending`, `releaseWait`, `completedSuccessfully`. */
  readonly details: readonly string[];
  readonly isAcquiredByPrinter: boolean;
  readonly isFetchable: boolean;
  readonly errorCode: number | null;
  readonly redirectedTo: string | null;
  /** Null where the answer did not carry it. */
  readonly configuration: JobConfiguration | null;
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
  /** 400, 403, 404, 405, 409, 410, 412 …, and 501, which says that the service has no such call: Graph itself answered, and did nothing. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string | null; readonly reference: string | null }
  /** 401 after one retry with a fresh token. */
  | { readonly kind: 'unauthenticated'; readonly reference: string | null }
  /** 429: not carried out. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null; readonly reference: string | null }
  /** 5xx but 501, and 408. An effect may have happened. */
  | { readonly kind: 'unavailable'; readonly status: number; readonly retryAfterMs: number | null; readonly reference: string | null }
  /** No answer: connection refused, reset, DNS, time-out, abort. An effect may have happened. */
  | { readonly kind: 'unreachable'; readonly timedOut: boolean }
  /**
   * An answer that is not what Graph documents: HTML, cut off JSON, missing fields, a nextLink elsewhere. `mayPass`: it never came from Graph, or
   * not whole, so the same read may be answered well a moment later. An effect may have happened.
   */
  | { readonly kind: 'badAnswer'; readonly what: string; readonly reference: string | null; readonly mayPass?: true }
  /** Not carried out: an earlier call of the same sequence failed (424), or the same call was asked for twice. Nothing is known of the job but that. */
  | { readonly kind: 'notSent' }
  /** A 4xx or 501 without Graph's own error body or request id: the word of something between. A read may be tried again; an effect may have happened. */
  | { readonly kind: 'gateway'; readonly status: number; readonly reference: string | null }
  /** A list with more elements, or that took longer to read, than is sensible. */
  | { readonly kind: 'tooMany'; readonly reference: string | null }
  /** No token could be had for the call; nothing was sent. */
  | { readonly kind: 'noToken'; readonly failure: import('../auth/model.ts').AuthFailure };

/**
 * A Graph call's outcome. Expected failures are values, never exceptions. `dropped`: elements of a list that could not be read and are not in it,
 * pages that could not be found counting one; left out where the list is whole.
 */
export type GraphResult<T> =
  | { readonly ok: true; readonly value: T; readonly dropped?: number }
  | { readonly ok: false; readonly failure: GraphFailure };

/** A job on a share. */
export interface SharedJobId {
  readonly shareId: string;
  readonly jobId: string;
}

/** A job on a printer. */
export interface PrinterJobId {
  readonly printerId: string;
  readonly jobId: string;
}

/** `printer`, as far as a station looks at it. */
export interface Printer {
  readonly id: string;
  readonly displayName: string | null;
  readonly isAcceptingJobs: boolean | null;
  readonly status: PrinterStatus | null;
}

/** `printerCapabilities`, as far as a job can be changed at release (reference 3). Empty lists: the printer does not say. */
export interface PrinterCapabilities {
  /** End of `copiesPerJob`; null where the printer does not say. */
  readonly mostCopies: number | null;
  /** `printDuplexMode` members. */
  readonly duplexModes: readonly string[];
  /** `printColorMode` members. */
  readonly colorModes: readonly string[];
  readonly isColorPrintingSupported: boolean | null;
  readonly isPageRangeSupported: boolean | null;
  readonly pagesPerSheet: readonly number[];
}

/** How many jobs stand before a new one at a printer; null where one page of its list does not show it. */
export interface PrinterQueue {
  readonly waiting: number | null;
}

/** A redirect to send. */
export interface Redirect {
  readonly job: PrinterJobId;
  readonly destinationPrinterId: string;
  /** Members to set; null: leave the job as it is. */
  readonly configuration: JobConfiguration | null;
}

/** A change of a job's settings to send. */
export interface Configure {
  readonly job: PrinterJobId;
  /** Members to set; the others keep their values. */
  readonly configuration: JobConfiguration;
}

/**
 * Calls made with the signed-in person's delegated token (reference, section 4). Calls that take several jobs answer for each, in the
 * order asked; they travel in batches of up to 20 where Graph carries print calls in batches, else one by one (reference 5.5; 12.3, item 30).
 */
export interface UserPrintApi {
  /** A2: all pages of `GET /print/shares/{shareId}/jobs?$expand=documents`. */
  listJobs(shareId: string, signal?: AbortSignal): Promise<GraphResult<readonly PrintJob[]>>;
  /** A3 for several jobs: `GET /print/shares/{shareId}/jobs/{jobId}?$expand=tasks,documents`. */
  getJobs(jobs: readonly SharedJobId[], signal?: AbortSignal): Promise<readonly GraphResult<PrintJob>[]>;
  /** 2.E: `GET /print/shares/{shareId}?$expand=printer`, without the expansion where that is refused. */
  getShare(shareId: string, signal?: AbortSignal): Promise<GraphResult<PrinterShare>>;
  /**
   * A6 for several jobs: `POST /print/shares/{shareId}/jobs/{jobId}/start`, one after another in the order given. One that is refused or not answered ends the sequence: those after it are
   * `notSent`. Effects; never retried here.
   */
  startJobs(jobs: readonly SharedJobId[], signal?: AbortSignal): Promise<readonly GraphResult<PrintJobStatus>[]>;
  /** A8: `POST /print/printers/{printerId}/jobs/{jobId}/cancel`. Effect; never retried here. */
  cancelJob(printerId: string, jobId: string, signal?: AbortSignal): Promise<GraphResult<null>>;
}

/** Calls made with the station's app-only token. */
export interface AppPrintApi {
  /**
   * 2.B: `GET /print/taskDefinitions/{definitionId}/tasks`, page by page until `enough` says of all that was found that it is, or to the end.
   * The list is the whole tenant's.
   */
  listTasks(
    definitionId: string,
    enough: (found: readonly PrintTask[]) => boolean,
    signal?: AbortSignal,
  ): Promise<GraphResult<readonly PrintTask[]>>;
  /** 2.B: several `PATCH`es of `/print/taskDefinitions/{definitionId}/tasks/{taskId}` with state `completed`, side by side. Effects; never retried here. */
  completeTasks(definitionId: string, taskIds: readonly string[], signal?: AbortSignal): Promise<readonly GraphResult<PrintTask>[]>;
  /** A1: all pages of `GET /print/printers/{printerId}/jobs?$expand=documents`, filtered by the owner's user principal name. */
  listPrinterJobs(printerId: string, userPrincipalName: string, signal?: AbortSignal): Promise<GraphResult<readonly PrintJob[]>>;
  /** A3 by printer for several jobs: `GET /print/printers/{printerId}/jobs/{jobId}?$expand=tasks,documents`. */
  getPrinterJobs(jobs: readonly PrinterJobId[], signal?: AbortSignal): Promise<readonly GraphResult<PrintJob>[]>;
  /** 2.D: `GET /print/printers/{printerId}`. */
  getPrinter(printerId: string, signal?: AbortSignal): Promise<GraphResult<Printer>>;
  /** 2.D for several printers: `GET /print/printers/{printerId}?$select=id,capabilities`; null where a printer says nothing of itself. */
  getCapabilities(printerIds: readonly string[], signal?: AbortSignal): Promise<readonly GraphResult<PrinterCapabilities | null>[]>;
  /** A1 for several printers, one page each, without documents: only a number leaves it. */
  readQueues(printerIds: readonly string[], signal?: AbortSignal): Promise<readonly GraphResult<PrinterQueue>[]>;
  /** A10: several `POST …/redirect` side by side; each answers with the new job at the destination. Effects; never retried here. */
  redirectJobs(redirects: readonly Redirect[], signal?: AbortSignal): Promise<readonly GraphResult<PrintJob>[]>;
  /** A7: several `PATCH`es of `/print/printers/{printerId}/jobs/{jobId}` side by side, each of a job that a task of this app holds. Effects; never retried here. */
  configureJobs(changes: readonly Configure[], signal?: AbortSignal): Promise<readonly GraphResult<PrintJob>[]>;
}
