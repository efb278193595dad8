import type { Trouble } from '../../preload/contract.ts';
import type { SeenJob } from './access.ts';
import type { JobRef } from './job-ref.ts';
import { type Next, newRelease, type Release, type ReleaseRules } from './machine.ts';

/** A job under release: the machine, and where it is carried out. */
export interface Tracked {
  /** Of the job that the person chose; stays when a redirect makes another job of it. */
  readonly key: string;
  readonly releaseId: number;
  readonly submitted: string;
  readonly since: number;
  /** False for a release of long ago, or of a time that the clock cannot tell: it is only watched until it is known. */
  readonly mayAct: boolean;
  readonly rules: ReleaseRules;
  /** The job that its owner chose. */
  readonly origin: JobRef;
  /** Where it is read now. */
  place: JobRef;
  /** Since when reads say that it is not there; null where the last one found it. */
  missingSince: number | null;
  /** A redirect's new job: Graph's own sample leaves its owner blank (reference 12.3, item 18). */
  redirected: boolean;
  /** As last read; null before the first read. */
  seen: SeenJob | null;
  release: Release;
  next: Next;
  /** When the read was begun on which `next` rests. */
  readAt: number;
  lastTrouble: Trouble | null;
  /** It moves and nothing can hold it any more: of no interest once its owner has left. */
  settled: boolean;
  over: boolean;
}

/** From here on the new job is read, and released in place should something hold it there. */
export function goTo(one: Tracked, printerId: string, jobId: string): void {
  one.place = { shareId: '', printerId, jobId };
  one.missingSince = null;
  one.redirected = true;
  one.release = { ...newRelease, happened: one.release.happened };
}
