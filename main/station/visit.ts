import type { UserSession } from '../auth/model.ts';
import type { EnrolmentRow } from '../badge/model.ts';
import type { JobAccess } from '../release/acting/access.ts';
import type { Attended } from '../release/acting/releases.ts';
import type { Slowness } from './slowness.ts';

/** What the station holds for one epoch: tokens, an open seal, calls under way. Never part of the state or a snapshot. */
export interface Visit {
  readonly epoch: number;
  session: UserSession | null;
  /** What may be done for the person; null until they are known. */
  access: JobAccess | null;
  /** Its releases; from the first list on. */
  releases: Attended | null;
  /** Keys of jobs of which a release said something: what they are is known better than from a list. */
  readonly followed: Set<string>;
  slowness: Slowness | null;
  row: EnrolmentRow | null;
  /** What the row held when it was opened, to know whether it has to be sealed anew. */
  sealed: string | null;
  readonly signIn: AbortController;
  /** The person has left. */
  readonly left: AbortController;
  /** Let go of everything. */
  readonly stop: AbortController;
}

/** A visit with nothing in it. */
export function newVisit(epoch: number): Visit {
  return {
    epoch,
    session: null,
    access: null,
    releases: null,
    followed: new Set(),
    slowness: null,
    row: null,
    sealed: null,
    signIn: new AbortController(),
    left: new AbortController(),
    stop: new AbortController(),
  };
}

/** Keeps the row in step with the tokens: Entra rotates them, and the newest is the one to keep. */
export function reseal(visit: Visit): void {
  if (!visit.row || !visit.session) return;
  const content = visit.session.serialize();
  if (content.reveal() === visit.sealed) return;
  visit.row.reseal(content);
  visit.sealed = content.reveal();
}

/** Forgets tokens and keys. Whatever still runs is stopped. */
export function wipe(visit: Visit): void {
  visit.signIn.abort();
  visit.left.abort();
  visit.stop.abort();
  visit.session?.wipe();
  visit.row?.close();
  visit.session = null;
  visit.access = null;
  visit.releases?.close();
  visit.releases = null;
  visit.row = null;
  visit.sealed = null;
}
