/**
 * Everything that no documentation says, as one settable value each, with the default that the demo tenant starts with.
 * A finding on a real tenant is then a changed setting, not changed code (reference, sections 11 and 12).
 */
import { z } from 'zod';

const settingsSchema = z.strictObject({
  /** `status.details` of a job that a task holds (reference 12.3, 16). */
  heldDetails: z.union([z.tuple([]), z.tuple([z.literal('releaseWait')])]),
  /** A start of a job that already moves, is held or is finished (12.3, 28). `printsAgain` is the worst case. */
  secondStart: z.enum(['refuse', 'ignore', 'printsAgain']),
  /** A PATCH of a task that is already final: answered 200 unchanged, 409 or 404 (12.3, 28). */
  finalTaskPatch: z.enum(['unchanged', '409', '404']),
  /** What becomes of a job whose task is set to `aborted` (1.5). */
  jobAfterTaskAborted: z.enum(['aborted', 'held']),
  /** What becomes of a task whose job is cancelled or aborted (12.3, 22). */
  taskAfterJobEnded: z.enum(['aborted', 'completed', 'processing']),
  /** State of the source job after a redirect (12.3, 17). */
  sourceAfterRedirect: z.enum(['completed', 'canceled', 'aborted']),
  /** `createdBy` of a redirected job: kept, or the empty strings of the documented sample (12.3, 18). */
  redirectedOwner: z.enum(['kept', 'blank']),
  /** Whether a trigger of the destination holds a redirected job again (12.3, 20). */
  redirectHonoursTrigger: z.boolean(),
  /** How the configuration of a redirect meets the job's own (12.3, 21). */
  redirectConfiguration: z.enum(['merge', 'replace']),
  /** Whether `$expand=tasks` shows an ordinary person the tasks of their job (12.3, 29). */
  tasksVisibleToUsers: z.boolean(),
  /** How invisible tasks look: no property, an empty list, or 403. */
  hiddenTasksAs: z.enum(['omitted', 'empty', 'refused']),
  /** `$expand=printer` on a share: shown, left out, or 403 (12.3, 32). */
  sharePrinterExpand: z.enum(['shown', 'omitted', 'refused']),
  /** Whether a single printer is shown only to a Printer Administrator (12.1, 3). */
  printerReadNeedsAdmin: z.boolean(),
  /** Whether `PrintJob.*` also needs a permission to read the printer or share above the job (section 2, remarks). */
  parentPermissionNeeded: z.boolean(),
  /** Whether an app token may list the jobs of a share, which no app permission can read (12.1, 7). */
  shareJobsWithAppToken: z.boolean(),
  /** Status for another person's job asked for by somebody without the right to it. */
  otherPersonsJobStatus: z.union([z.literal(403), z.literal(404)]),
  /** Whether `$batch` carries print calls (12.3, 30), and each item's status where it does not. */
  batchPrintCalls: z.boolean(),
  batchRefusalStatus: z.int().min(400).max(599),
  /** Order of a batch's answers; documented as any. */
  batchOrder: z.enum(['asked', 'shuffled']),
  /** Objects on one page of a list (12.3, 23), and whether an empty page comes before each. */
  pageSize: z.int().min(1).max(1000),
  emptyPages: z.boolean(),
  /** Sort order of job lists (12.3, 23). */
  jobOrder: z.enum(['newestFirst', 'oldestFirst']),
  /** Whether finished jobs stay in job lists (12.3, 23). */
  finishedJobsListed: z.boolean(),
  /** Query options that the documentation does not mention (12.3, 23): 400, or ignored. */
  undocumentedQuery: z.enum(['refuse', 'ignore']),
  /** Whether the filter by user principal name ignores case (12.3, 25). */
  upnFilterIgnoresCase: z.boolean(),
  /** How long a read may lag behind a write, milliseconds (12.3, 31). */
  readLagMs: z.int().min(0).max(60_000),
  /** Days from submission after which a job is gone (1.6). */
  retentionDays: z.number().positive(),
  /** How long a finished task stays in its definition's list ("recently completed", 2.B). */
  recentTaskMinutes: z.number().min(0),
  /** Deleting a task definition that has triggers or running tasks (2.B). */
  definitionInUse: z.enum(['refuse', 'cascade']),
  /** Whether an upload that carries `Authorization` is refused with 401 (12.2, 10). */
  uploadRefusesAuthorization: z.boolean(),
  /** Jobs that one printer takes within ten minutes before 429; null: no limit. Documented: 100 (6.1). */
  jobsPerPrinterPer10Min: z.int().positive().nullable(),
  /** `Retry-After` of the service's own 429s, seconds; null: no header (12.3, 24). */
  retryAfterSeconds: z.int().positive().nullable(),
  /** `error.code` by HTTP status; no page lists the print codes (5.1). */
  errorCodes: z.record(z.string().regex(/^\d{3}$/), z.string()),
  /** Time from a start to `isFetchable`, milliseconds. */
  interpretMs: z.int().min(0),
  /** Time from fetchable to acquired by the printer, milliseconds. */
  acknowledgeMs: z.int().min(0),
  /** Time from acquired to finished, milliseconds. */
  printMs: z.int().min(0),
  /** Added to every answer of Graph and Entra, milliseconds. */
  latencyMs: z.int().min(0),
});

/** The demo tenant's behaviour where no documentation decides it. */
export type Settings = z.infer<typeof settingsSchema>;

/** What the demo tenant does until somebody changes it (`SIM` and section 12 of the reference). */
export const defaultSettings: Settings = {
  heldDetails: [],
  secondStart: 'refuse',
  finalTaskPatch: 'unchanged',
  jobAfterTaskAborted: 'aborted',
  taskAfterJobEnded: 'aborted',
  sourceAfterRedirect: 'completed',
  redirectedOwner: 'kept',
  redirectHonoursTrigger: false,
  redirectConfiguration: 'merge',
  tasksVisibleToUsers: true,
  hiddenTasksAs: 'omitted',
  sharePrinterExpand: 'shown',
  printerReadNeedsAdmin: false,
  parentPermissionNeeded: true,
  shareJobsWithAppToken: true,
  otherPersonsJobStatus: 403,
  batchPrintCalls: true,
  batchRefusalStatus: 501,
  batchOrder: 'shuffled',
  pageSize: 100,
  emptyPages: false,
  jobOrder: 'newestFirst',
  finishedJobsListed: true,
  undocumentedQuery: 'refuse',
  upnFilterIgnoresCase: true,
  readLagMs: 0,
  retentionDays: 10,
  recentTaskMinutes: 60,
  definitionInUse: 'refuse',
  uploadRefusesAuthorization: true,
  jobsPerPrinterPer10Min: null,
  retryAfterSeconds: 10,
  errorCodes: {
    '400': 'invalidRequest',
    '401': 'InvalidAuthenticationToken',
    '403': 'accessDenied',
    '404': 'itemNotFound',
    '405': 'notAllowed',
    '409': 'conflict',
    '412': 'resourceModified',
    '413': 'invalidRequest',
    '416': 'invalidRange',
    '424': 'failedDependency',
    '429': 'activityLimitReached',
    '501': 'notSupported',
    '503': 'serviceNotAvailable',
    '504': 'serviceNotAvailable',
  },
  interpretMs: 0,
  acknowledgeMs: 20,
  printMs: 60,
  latencyMs: 0,
};

/** Settings that can be changed while the tenant runs. */
export interface SettingsStore {
  current(): Settings;
  /** Changes some settings. Throws a `ZodError` that names every wrong one; nothing is changed then. */
  change(changes: Partial<Settings>): void;
}

/** Holds one tenant's settings. Throws where `initial` is not valid. */
export function createSettings(initial: Partial<Settings> = {}): SettingsStore {
  let settings = settingsSchema.parse({ ...defaultSettings, ...initial });
  return {
    current: () => settings,
    change: (changes) => {
      settings = settingsSchema.parse({ ...settings, ...changes });
    },
  };
}
