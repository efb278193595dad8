import type { UserSession } from '../auth/model.ts';
import type { EnrolmentRow } from '../badge/model.ts';
import type { JobAccess } from '../release/acting/access.ts';
import type { Attended } from '../release/acting/releases.ts';
import type { Secret } from '../secret.ts';

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
  row: EnrolmentRow | null;
  /** What the row holds, to know whether it has to be sealed anew. */
  sealed: Secret | null;
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
    row: null,
    sealed: null,
    signIn: new AbortController(),
    left: new AbortController(),
    stop: new AbortController(),
  };
}

/** Keeps the row in step with the tokens: Entra rotates them, and the newest is the one to keep. Throws what the disk throws. */
export function reseal(visit: Visit): void {
  if (!visit.row || !visit.session) return;
  const content = visit.session.serialize();
  if (content.reveal() === visit.sealed?.reveal()) return;
  visit.row.reseal(content);
  visit.sealed = content;
}

/** Forgetting a visit, step by step: each is to be tried, whatever came of the one before. What still runs is stopped. */
export const forgetting: readonly ((visit: Visit) => void)[] = [
  (visit) => {
    visit.signIn.abort();
    visit.left.abort();
    visit.stop.abort();
    visit.sealed = null;
    visit.access = null;
  },
  ({ session }) => session?.wipe(),
  ({ row }) => row?.close(),
  ({ releases }) => releases?.close(),
  (visit) => {
    visit.session = null;
    visit.row = null;
    visit.releases = null;
  },
];
