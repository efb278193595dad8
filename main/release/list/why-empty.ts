import type { EmptyReason } from '../../../preload/contract.ts';
import type { GraphFailure } from '../../graph/model.ts';
import type { Finding } from '../deciding/finding.ts';
import { type Identity, troubleOfGraph } from '../deciding/trouble.ts';
import { jobKey } from '../job-ref.ts';
import type { EndedRelease } from '../storage/journal.ts';
import type { SeenHeld } from '../storage/seen-jobs.ts';

/** A reason; whose account it is the session knows. */
export type EmptyCause = Exclude<EmptyReason, { is: 'nothingHeld' }> | { readonly is: 'nothingHeld' };

/** A job of the person's that a list shows and that is not held any more. */
export interface EndedJob {
  readonly key: string;
  readonly finding: Finding;
  /** Milliseconds since the epoch; null where Graph gives none. */
  readonly submittedAt: number | null;
  /** When a printer took it. */
  readonly takenAt: number | null;
}

/** What the station has seen when no job is to be listed. */
export interface EmptyEvidence {
  /** Why lists could not be read; empty: all were. */
  readonly failures: readonly GraphFailure[];
  /** All lists were read to their last job, and every job in them was understood. */
  readonly whole: boolean;
  /** Whose token read. */
  readonly reader: Identity;
  /** Names of printers whose share leads elsewhere. */
  readonly moved: readonly string[];
  readonly ended: readonly EndedJob[];
  /** Held jobs whose owner Graph does not name. */
  readonly ownerless: number;
  /** What this station released or deleted for the person lately. */
  readonly released: readonly EndedRelease[];
  /** What it saw held, of printers whose lists were read. */
  readonly seen: readonly SeenHeld[];
  /** Keys of the person's jobs in the lists, whatever became of them. */
  readonly listed: ReadonlySet<string>;
  /** How long the service keeps a job, days; 0: not known. */
  readonly keptDays: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is longer ago explains nothing to somebody who looks for a job now. Milliseconds. */
export const latelyMs = 12 * 3_600_000;
const dayMs = 24 * 3_600_000;
/** The service may let go of a job a little before its time by the station's clock. Milliseconds. */
const endsAboutMs = 3_600_000;

/**
 * Why no job is listed: what the evidence carries and no more, the most telling first. Failures come first because nothing else is certain
 * then; what befell a job that its owner may be looking for comes before what they know already.
 */
export function whyEmpty(evidence: EmptyEvidence): readonly EmptyCause[] {
  const { moved, ownerless, whole } = evidence;
  return [
    ...failureReasons(evidence),
    ...(moved.length > 0 ? [{ is: 'printerMoved', printers: moved } as const] : []),
    ...counted('expired', expired(evidence)),
    ...counted('cancelled', cancelled(evidence)),
    ...counted('releasedElsewhere', releasedElsewhere(evidence)),
    ...counted('ownerNotNamed', ownerless),
    ...printed(evidence),
    ...(whole ? [{ is: 'nothingHeld' } as const] : []),
  ];
}

function counted<Is extends 'expired' | 'cancelled' | 'releasedElsewhere' | 'ownerNotNamed'>(is: Is, count: number) {
  return count > 0 ? [{ is, count }] : [];
}

/** From the one that explains most: nothing answers, then who answers how. */
const failureOrder = ['offline', 'serviceDown', 'busy', 'noLicence', 'notPermitted'] as const;
type FailureReason = (typeof failureOrder)[number];

function failureReasons({ failures, reader }: EmptyEvidence): readonly { readonly is: FailureReason }[] {
  const found = failures.map((failure) => reasonOf(failure, reader));
  return failureOrder.filter((is) => found.includes(is)).map((is) => ({ is }));
}

/** Null where the failure says nothing that a person could act on, e.g. an answer that was not understood. */
function reasonOf(failure: GraphFailure, reader: Identity): FailureReason | null {
  if (failure.kind === 'refused' && namesLicence(failure)) return 'noLicence';
  switch (troubleOfGraph(failure, reader).code) {
    case 'offline':
      return 'offline';
    case 'serviceDown':
      return 'serviceDown';
    case 'busy':
      return 'busy';
    case 'notPermitted':
      return 'notPermitted';
    default:
      return null;
  }
}

/**
 * No page lists the codes of print calls, and a plain 403 stands for a missing licence as well as for a missing permission (reference 5.1): only
 * 402, the status for unmet payment requirements, and a code that itself speaks of a licence or subscription tell it apart.
 */
function namesLicence({ status, code }: Extract<GraphFailure, { kind: 'refused' }>): boolean {
  return status === 402 || (status === 403 && /licen[cs]e|subscription/i.test(code ?? ''));
}

/** Seen held here, never seen to move, its time is over, and the list that showed it no longer does. */
function expired({ seen, listed, keptDays, now }: EmptyEvidence): number {
  if (keptDays === 0) return 0;
  const timeIsOver = (submittedAt: number) => now >= submittedAt + keptDays * dayMs - endsAboutMs;
  return seen.filter(({ key, over, submittedAt }) => !over && !listed.has(key) && timeIsOver(submittedAt)).length;
}

function isLate(job: EndedJob, { seen, now }: EmptyEvidence): boolean {
  const held = seen.find(({ key }) => key === job.key)?.seenAt ?? 0;
  return now - Math.max(job.submittedAt ?? 0, job.takenAt ?? 0, held) < latelyMs;
}

/** Ended without being printed, by whomever: as the list shows it, or as this station did it. */
function cancelled(evidence: EmptyEvidence): number {
  const here = evidence.released.filter(({ outcome }) => outcome === 'cancelled').map(({ ref }) => jobKey(ref));
  const listed = evidence.ended
    .filter((job) => (job.finding.is === 'cancelled' || job.finding.is === 'aborted') && isLate(job, evidence))
    .map(({ key }) => key);
  return new Set([...here, ...listed]).size;
}

/** Printed or sent on, and not by this station. */
function releasedElsewhere(evidence: EmptyEvidence): number {
  const here = new Set(evidence.released.filter(({ outcome }) => outcome !== 'notReleased').map(({ ref }) => jobKey(ref)));
  return evidence.ended.filter(
    (job) => (job.finding.is === 'done' || job.finding.is === 'redirected') && !here.has(job.key) && isLate(job, evidence),
  ).length;
}

/** Released here and finished: seen here, or seen by the list since. */
function printed({ released, ended }: EmptyEvidence): readonly EmptyCause[] {
  const doneInList = new Set(ended.filter(({ finding }) => finding.is === 'done').map(({ key }) => key));
  const done = released.filter(
    ({ outcome, ref }) => outcome === 'done' || ((outcome === 'moving' || outcome === 'attention') && doneInList.has(jobKey(ref))),
  );
  if (done.length === 0) return [];
  const latest = new Date(Math.max(...done.map(({ endedAt }) => endedAt))).toISOString();
  return [{ is: 'printed', count: new Set(done.map(({ ref }) => jobKey(ref))).size, latest }];
}
