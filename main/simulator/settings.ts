/**
 * Everything that no documentation says, as one settable value each, with the default that the demo tenant starts with.
 * A finding on a real tenant is then a changed setting, not changed code (reference, sections 11 and 12).
 */
import { z } from 'zod';

/**
 * What `status.state` may read: Graph's enum, a word of Microsoft's own status page, one that nobody knows, null, or no such property at all.
 */
export const stateSpellings = [
  ...(['unknown', 'pending', 'processing', 'paused', 'stopped', 'completed', 'canceled', 'aborted', 'unknownFutureValue'] as const),
  ...(['pendingHeld', 'notYetInvented', 'null', 'missing'] as const),
] as const;
const stateSpelling = z.enum(stateSpellings);

/** Every setting with its meaning; numbers in brackets are sections of the reference. */
export const settingsSchema = z.strictObject({
  heldStateSpelling: stateSpelling.describe(
    'status.state of a job while a task holds it, in lists and single reads alike: a word of an enum or of none, null, or missing (12.3, 33).',
  ),
  waitingStateSpelling: stateSpelling.describe(
    'status.state of a job whose task is done and that still waits for its start: as above (12.3, 33).',
  ),
  startAnswer: z
    .enum(['interpreting', 'asTheJobReads'])
    .describe('Status in the answer to a start: the documented processing, interpreting, or what a read of the job would say (12.3, 33).'),
  heldDetails: z
    .union([z.tuple([]), z.tuple([z.literal('releaseWait')])])
    .describe('status.details of a job that a task holds (reference 12.3, 16).'),
  secondStart: z
    .enum(['refuse', 'ignore', 'printsAgain'])
    .describe('A start of a job that already moves, is held or is finished (12.3, 28). printsAgain is the worst case.'),
  finalTaskPatch: z
    .enum(['unchanged', '409', '404'])
    .describe('A PATCH of a task that is already final: answered 200 unchanged, 409 or 404 (12.3, 28).'),
  jobAfterTaskAborted: z.enum(['aborted', 'held']).describe('What becomes of a job whose task is set to aborted (1.5).'),
  taskAfterJobEnded: z
    .enum(['aborted', 'completed', 'processing'])
    .describe('What becomes of a task whose job is cancelled or aborted (12.3, 22).'),
  sourceAfterRedirect: z.enum(['completed', 'canceled', 'aborted']).describe('State of the source job after a redirect (12.3, 17).'),
  redirectedOwner: z
    .enum(['kept', 'blank'])
    .describe('createdBy of a redirected job: kept, or the empty strings of the documented sample (12.3, 18).'),
  redirectHonoursTrigger: z.boolean().describe('Whether a trigger of the destination holds a redirected job again (12.3, 20).'),
  redirectConfiguration: z.enum(['merge', 'replace']).describe("How the configuration of a redirect meets the job's own (12.3, 21)."),
  tasksVisibleToUsers: z.boolean().describe('Whether $expand=tasks shows an ordinary person the tasks of their job (12.3, 29).'),
  hiddenTasksAs: z.enum(['omitted', 'empty', 'refused']).describe('How invisible tasks look: no property, an empty list, or 403.'),
  sharePrinterExpand: z.enum(['shown', 'omitted', 'refused']).describe('$expand=printer on a share: shown, left out, or 403 (12.3, 32).'),
  printerReadNeedsAdmin: z.boolean().describe('Whether a single printer is shown only to a Printer Administrator (12.1, 3).'),
  parentPermissionNeeded: z
    .boolean()
    .describe('Whether PrintJob.* also needs a permission to read the printer or share above the job (section 2, remarks).'),
  shareJobsWithAppToken: z
    .boolean()
    .describe('Whether an app token may list the jobs of a share, which no app permission can read (12.1, 7).'),
  otherPersonsJobStatus: z
    .union([z.literal(403), z.literal(404)])
    .describe("Status for another person's job asked for by somebody without the right to it."),
  batchPrintCalls: z.boolean().describe('Whether $batch carries print calls (12.3, 30).'),
  batchRefusalStatus: z.int().min(400).max(599).describe('Status of each print call in a batch that carries none.'),
  batchOrder: z.enum(['asked', 'shuffled']).describe("Order of a batch's answers; documented as any."),
  pageSize: z.int().min(1).max(1000).describe('Objects on one page of a list (12.3, 23).'),
  emptyPages: z.boolean().describe('Whether an empty page comes before each full one (5.4).'),
  jobOrder: z.enum(['newestFirst', 'oldestFirst']).describe('Sort order of job lists (12.3, 23).'),
  finishedJobsListed: z.boolean().describe('Whether finished jobs stay in job lists (12.3, 23).'),
  undocumentedQuery: z
    .enum(['refuse', 'ignore'])
    .describe('Query options that the documentation does not mention (12.3, 23): 400, or ignored.'),
  upnFilterIgnoresCase: z.boolean().describe('Whether the filter by user principal name ignores case (12.3, 25).'),
  readLagMs: z.int().min(0).max(60_000).describe('How long a read may lag behind a write, milliseconds (12.3, 31).'),
  readLagSpreadMs: z
    .int()
    .min(0)
    .max(60_000)
    .describe('Each read lags by up to this much more, by the seed: a read may show an older state than the one before (12.3, 31).'),
  retentionDays: z.number().positive().describe('Days from submission after which a job is gone (1.6).'),
  recentTaskMinutes: z.number().min(0).describe('How long a finished task counts as recent and stays in the list of its definition (2.B).'),
  foreignTasks: z
    .int()
    .min(0)
    .max(50_000)
    .describe('Running tasks of other people’s jobs that the list of a definition’s tasks holds before ours: a whole tenant’s (2.B).'),
  definitionInUse: z.enum(['refuse', 'cascade']).describe('Deleting a task definition that has triggers or running tasks (2.B).'),
  uploadRefusesAuthorization: z.boolean().describe('Whether an upload that carries Authorization is refused with 401 (12.2, 10).'),
  jobsPerPrinterPer10Min: z
    .int()
    .positive()
    .nullable()
    .describe('Jobs that one printer takes within ten minutes before 429; null: no limit. Documented: 100 (6.1).'),
  startedJobsPerUser: z
    .int()
    .positive()
    .nullable()
    .describe('Started and unfinished jobs of one person before a start answers 429; null: no limit. Documented: 4 (6.1; 12.3, 30).'),
  retryAfterSeconds: z.int().positive().nullable().describe("Retry-After of the service's own 429s, seconds; null: no header (12.3, 24)."),
  retryAfterForm: z
    .enum(['seconds', 'date'])
    .describe('How the service writes its own Retry-After: seconds, or an HTTP date by its clock (5.3).'),
  errorCodes: z.record(z.string().regex(/^\d{3}$/), z.string()).describe('error.code by HTTP status; no page lists the print codes (5.1).'),
  interpretMs: z.int().min(0).describe('Time from a start to isFetchable, milliseconds.'),
  acknowledgeMs: z.int().min(0).describe('Time from fetchable to acquired by the printer, milliseconds.'),
  printMs: z.int().min(0).describe('Time from acquired to finished, milliseconds.'),
  jobsAfterShareMoves: z
    .enum(['stay', 'follow', 'aborted'])
    .describe('What becomes of jobs not yet offered to a printer when their share is pointed at another one (12.3, 32).'),
  redirectToStopped: z
    .enum(['accepted', 'refused'])
    .describe('A redirect to a printer that is stopped or takes no jobs: carried out, or 409 (12.3, 19).'),
  redirectPauseMs: z.int().min(0).describe('How long the new job of a redirect is not started yet, milliseconds (1.5; 12.3, 17).'),
  redirectPausedSpelling: stateSpelling.describe(
    'status.state of the new job meanwhile: paused with uploadPending, any other word without details (12.3, 17).',
  ),
  secondRedirectStatus: z.int().min(400).max(499).describe('Status of a redirect of a job that was redirected already (11.2; 12.3, 24).'),
  noOwnTaskStatus: z
    .int()
    .min(400)
    .max(499)
    .describe("Status of redirect, abort or PATCH of a job that no running task of the caller's own app holds (11.2)."),
  unknownDestinationStatus: z.int().min(400).max(499).describe('Status of a redirect to a printer that does not exist (11.2; 12.3, 19).'),
  configurationBeyondCapabilities: z
    .enum(['taken', 'ignored', 'refused'])
    .describe('A configuration value that the printer is not capable of: taken as it is, left out, or 400 (12.3, 21).'),
  printerCapabilities: z
    .enum(['shown', 'null', 'refused'])
    .describe(
      'capabilities of a printer where selected: shown, null (every field is nullable, section 3), or the read is refused with 403.',
    ),
  listPrintersWithAppToken: z.boolean().describe('Whether an app token with Printer.Read.All may list printers (12.1, 1).'),
  jobPatchWithUserToken: z.boolean().describe("Whether an administrator's token may change a job's configuration (12.1, 2)."),
  manageAllReadsJobs: z.boolean().describe('Whether PrintJob.Manage.All also reads jobs (12.1, 4).'),
  shareUploadWithAppToken: z.boolean().describe('Whether an app token may open an upload below a share (12.1, 5).'),
  createPermissionOnShares: z.boolean().describe('Whether PrintJob.Create suffices to create a job on a share (12.1, 5).'),
  withdrawnPermissions: z
    .array(z.string())
    .readonly()
    .describe(
      'Permissions that no token gives any more, whatever it says: 403 (5.1). Entra has a setting of the same name for new tokens.',
    ),
  subscriptionActive: z
    .boolean()
    .describe('Whether the tenant has Universal Print; without it every print call answers 403 (section 2, 5.1).'),
  unlicensedPeople: z.array(z.string()).readonly().describe('Object ids whose own tokens get 403 for want of a licence (5.1).'),
  noLicenceAs: z
    .enum(['403', '403WithCode', '402'])
    .describe(
      'How a missing licence or subscription is answered: 403 like any other, 403 with a made-up code that names it, or 402. No page lists the codes (5.1).',
    ),
  renamedPeople: z
    .record(z.string(), z.string())
    .describe('User principal name by object id, for people who were renamed: their new jobs carry it (12.3, 25).'),
  upnFilterFollowsRenames: z
    .boolean()
    .describe('Whether the filter by user principal name also finds jobs from before a rename (12.3, 25).'),
  clockSkewMs: z
    .int()
    .min(-86_400_000)
    .max(86_400_000)
    .describe('How far the clock of the whole tenant, Entra included, is ahead of the real one; negative: behind. Milliseconds.'),
  network: z
    .enum(['up', 'unavailable', 'down', 'silent'])
    .describe('up; every call of Graph and Entra answers 503; every connection is reset; nothing is ever answered. The desk stays.'),
  latencyMs: z.int().min(0).describe('Added to every answer of Graph and Entra, milliseconds.'),
  latencySpreadMs: z.int().min(0).describe('Up to this much more, by the seed, for each call anew. Milliseconds.'),
  latencySide: z
    .enum(['before', 'after'])
    .describe('Whether that time passes before a call is carried out, or after: what a read says is old then when it arrives.'),
});

/** The demo tenant's behaviour where no documentation decides it. */
export type Settings = z.infer<typeof settingsSchema>;

/** What the demo tenant does until somebody changes it (`SIM` and section 12 of the reference). */
export const defaultSettings: Settings = {
  heldStateSpelling: 'paused',
  waitingStateSpelling: 'paused',
  startAnswer: 'interpreting',
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
  readLagSpreadMs: 0,
  retentionDays: 10,
  recentTaskMinutes: 60,
  foreignTasks: 0,
  definitionInUse: 'refuse',
  uploadRefusesAuthorization: true,
  jobsPerPrinterPer10Min: null,
  startedJobsPerUser: null,
  retryAfterSeconds: 10,
  retryAfterForm: 'seconds',
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
  jobsAfterShareMoves: 'stay',
  redirectToStopped: 'accepted',
  redirectPauseMs: 0,
  redirectPausedSpelling: 'paused',
  secondRedirectStatus: 409,
  noOwnTaskStatus: 403,
  unknownDestinationStatus: 404,
  configurationBeyondCapabilities: 'taken',
  printerCapabilities: 'shown',
  listPrintersWithAppToken: false,
  jobPatchWithUserToken: false,
  manageAllReadsJobs: false,
  shareUploadWithAppToken: true,
  createPermissionOnShares: false,
  withdrawnPermissions: [],
  subscriptionActive: true,
  unlicensedPeople: [],
  noLicenceAs: '403',
  renamedPeople: {},
  upnFilterFollowsRenames: true,
  clockSkewMs: 0,
  network: 'up',
  latencyMs: 0,
  latencySpreadMs: 0,
  latencySide: 'before',
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
