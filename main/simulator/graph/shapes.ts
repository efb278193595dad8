import type { Settings } from '../settings.ts';
import { capabilitiesFor } from './abilities.ts';
import type { DefinitionRecord, JobRecord, PrinterCondition, PrinterRecord, TaskRecord, TriggerRecord } from './records.ts';

/** JSON of the print objects, as v1.0's metadata has them (reference, section 3). */
export type Json = Readonly<Record<string, unknown>>;

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** How the settings have a status read. */
export type StatusWords = Pick<Settings, 'heldStateSpelling' | 'waitingStateSpelling' | 'redirectPausedSpelling' | 'heldDetails'>;

/** `printJobStatus` of a job (reference 1.4, 11.2). */
export function jobStatus(job: Pick<JobRecord, 'phase' | 'outcome' | 'redirectedFrom'>, words: StatusWords): Json {
  const [state, description, details] = statusOf(job, words);
  const isAcquiredByPrinter = job.phase === 'printing' || job.phase === 'stopped';
  return { ...(state === 'missing' ? {} : { state: state === 'null' ? null : state }), description, isAcquiredByPrinter, details };
}

function statusOf(
  { phase, outcome, redirectedFrom }: Pick<JobRecord, 'phase' | 'outcome' | 'redirectedFrom'>,
  words: StatusWords,
): [string, string, readonly string[]] {
  switch (phase) {
    case 'uploadPending': {
      const state = redirectedFrom === null ? 'paused' : words.redirectPausedSpelling;
      return [state, 'The document has not arrived yet.', state === 'paused' ? ['uploadPending'] : []];
    }
    case 'uploaded':
      return ['paused', 'The job has not been started.', []];
    case 'waiting':
      return [words.waitingStateSpelling, 'The job has not been started.', []];
    case 'held':
      return [words.heldStateSpelling, 'A task holds the job.', words.heldDetails];
    case 'interpreting':
      return ['processing', 'The document is being read.', ['interpreting']];
    case 'pending':
      return ['pending', 'The printer may fetch the job.', []];
    case 'printing':
      return ['processing', 'The printer has the job.', []];
    case 'stopped':
      return ['stopped', 'The printer needs attention.', []];
    case 'completed':
      return ['completed', 'The job is done.', outcome];
    case 'canceled':
      return ['canceled', 'The job was cancelled.', []];
    case 'aborted':
      return ['aborted', 'The job was ended by the service.', []];
  }
}

/** Absolute URL of a job under its printer: `parentUrl`, `redirectedFrom`, `redirectedTo`. */
export function jobUrl(root: string, printerId: string, jobId: string): string {
  return `${root}/print/printers/${printerId}/jobs/${jobId}`;
}

/** `printJob` without navigation properties. */
export function jobJson(job: JobRecord, root: string, words: StatusWords): Json {
  const url = (at: { printerId: string; jobId: string } | null) => at && jobUrl(root, at.printerId, at.jobId);
  return {
    id: job.id,
    createdDateTime: iso(job.createdAt),
    acknowledgedDateTime: iso(job.acknowledgedAt),
    errorCode: job.errorCode,
    isFetchable: job.phase === 'pending',
    redirectedFrom: url(job.redirectedFrom),
    redirectedTo: url(job.redirectedTo),
    createdBy: job.ownerBlank
      ? { id: '', displayName: '', userPrincipalName: '', ipAddress: '' }
      : { id: job.ownerOid, displayName: job.ownerName, userPrincipalName: job.ownerUpn, ipAddress: null },
    status: jobStatus(job, words),
    configuration: job.configuration,
  };
}

/** `printDocument`. */
export function documentJson({ document }: JobRecord): Json {
  return {
    id: document.id,
    displayName: document.displayName,
    contentType: document.contentType,
    size: document.size,
    uploadedDateTime: iso(document.uploadedAt),
    downloadedDateTime: iso(document.downloadedAt),
  };
}

/** `printTask`. */
export function taskJson(task: TaskRecord, root: string): Json {
  return {
    id: task.id,
    parentUrl: jobUrl(root, task.printerId, task.jobId),
    status: { state: task.state, description: task.description },
  };
}

/** `printTaskDefinition`. */
export function definitionJson(definition: DefinitionRecord): Json {
  return {
    id: definition.id,
    displayName: definition.displayName,
    createdBy: { appId: definition.appId, displayName: definition.appDisplayName, servicePrincipalId: null, servicePrincipalName: null },
  };
}

/** `printTaskTrigger`. */
export function triggerJson(trigger: TriggerRecord): Json {
  return { id: trigger.id, event: 'jobStarted' };
}

const location: Json = {
  latitude: null,
  longitude: null,
  altitudeInMeters: null,
  streetAddress: null,
  subunit: [],
  city: 'Lindenhof',
  postalCode: null,
  countryOrRegion: null,
  stateOrProvince: null,
  site: null,
  building: 'Main building',
  floor: '2',
  floorDescription: null,
  roomName: null,
  roomDescription: null,
  organization: [],
  subdivision: [],
};

/** Details that are returned to everybody; newer ones only with `Prefer: include-unknown-enum-members` (reference, section 3). */
const knownDetails = new Set(
  (
    'paused mediaJam mediaNeeded mediaLow mediaEmpty coverOpen interlockOpen outputTrayMissing outputAreaFull markerSupplyLow ' +
    'markerSupplyEmpty inputTrayMissing outputAreaAlmostFull markerWasteAlmostFull markerWasteFull fuserOverTemp fuserUnderTemp other none ' +
    'movingToPaused shutdown connectingToDevice timedOut stopping stoppedPartially tonerLow tonerEmpty spoolAreaFull doorOpen ' +
    'opticalPhotoConductorNearEndOfLife opticalPhotoConductorLifeOver developerLow developerEmpty interpreterResourceUnavailable ' +
    // In samples of the documentation and in no enum (reference 12.2, 8).
    'unknownFutureValue disconnected'
  ).split(' '),
);

/** `printerStatus`. */
export function conditionJson(condition: PrinterCondition, newMembers: boolean): Json {
  const details = condition.details.map((detail) => (newMembers || knownDetails.has(detail) ? detail : 'unknownFutureValue'));
  return { state: condition.state, description: condition.details.length === 0 ? null : 'The printer reports something.', details };
}

/** What printers and shares have in common and everybody may see of them in a list. */
export function printerBasics(printer: PrinterRecord, id: string): Json {
  return { id, displayName: printer.name, manufacturer: 'Demo Printer Works', model: 'MFP 40', location };
}

/** The rest that printers and shares have in common. `capabilities` only where selected; null where they are not `shown`. */
function printerRest(printer: PrinterRecord, status: Json, select: readonly string[] | null, shown = true): Json {
  return {
    isAcceptingJobs: printer.isAcceptingJobs,
    status,
    ...(select?.includes('capabilities') ? { capabilities: shown ? capabilitiesFor(printer.abilities) : null } : {}),
    ...(select?.includes('defaults') ? { defaults: { contentType: 'application/pdf', copiesPerJob: 1, mediaSize: 'A4' } } : {}),
  };
}

/** `printer`. */
export function printerJson(printer: PrinterRecord, status: Json, select: readonly string[] | null, shown = true): Json {
  return {
    ...printerBasics(printer, printer.printerId),
    ...printerRest(printer, status, select, shown),
    isShared: true,
    hasPhysicalDevice: true,
    registeredDateTime: iso(printer.registeredAt),
    lastSeenDateTime: iso(printer.registeredAt),
  };
}

/** `printerShare`. */
export function shareJson(printer: PrinterRecord, shareId: string, status: Json, select: readonly string[] | null, shown = true): Json {
  return {
    ...printerBasics(printer, shareId),
    ...printerRest(printer, status, select, shown),
    allowAllUsers: true,
    createdDateTime: iso(printer.registeredAt),
  };
}
