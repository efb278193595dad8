import type { DestinationView, IntentArgument, IntentName, JobStage, PrinterView, Trouble } from '../../preload/contract.ts';
import type { DeviceCode, Person } from '../auth/model.ts';
import type { Card } from '../badge/model.ts';
import type { JobRef, ListedJob } from '../release/job-ref.ts';

/** An intent of the screen, its argument already checked by the contract's schema. */
export type IntentEvent = {
  readonly [N in IntentName]: { readonly is: 'intent'; readonly name: N; readonly argument: IntentArgument<N> };
}[IntentName];

/** What the reader gave. */
export type ReaderEvent = { readonly is: 'card'; readonly card: Card } | { readonly is: 'badRead' };

/** What came of an effect, with the epoch in which it was begun. */
export type ResultEvent = { readonly epoch: number } & (
  | { readonly is: 'cardUnknown' }
  | { readonly is: 'cardNotListed' }
  | { readonly is: 'cardOpened'; readonly person: Person }
  | { readonly is: 'cardFailed'; readonly trouble: Trouble }
  | { readonly is: 'codeShown'; readonly code: DeviceCode }
  | { readonly is: 'codeConnection'; readonly connected: boolean }
  | { readonly is: 'codeExpired' }
  | { readonly is: 'signedIn'; readonly person: Person }
  | { readonly is: 'signInFailed'; readonly trouble: Trouble }
  | { readonly is: 'linked' }
  | { readonly is: 'linkFailed' }
  | {
      readonly is: 'listed';
      readonly jobs: readonly (ListedJob & { readonly stage: JobStage })[];
      readonly printers: readonly PrinterView[];
      readonly destinations: readonly DestinationView[];
      readonly trouble: Trouble | null;
    }
  /** `listed`: the job, for the screen that does not show it yet; null where it must be there already. */
  | { readonly is: 'progress'; readonly key: string; readonly stage: JobStage; readonly listed: ListedJob | null }
  /** Whether Microsoft's services answered just now. */
  | { readonly is: 'network'; readonly online: boolean }
);

/** A deadline of the state may have come. */
export interface TickEvent {
  readonly is: 'tick';
}

export type SessionEvent = IntentEvent | ReaderEvent | ResultEvent | TickEvent;

/** Something to be done outside; results come back as `ResultEvent` with this epoch. */
export type Effect = { readonly epoch: number } & (
  | { readonly do: 'openCard'; readonly card: Card }
  | { readonly do: 'startSignIn' }
  | { readonly do: 'stopSignIn' }
  | { readonly do: 'linkCard'; readonly card: Card }
  | { readonly do: 'unlinkCard' }
  | { readonly do: 'listJobs'; readonly first: boolean }
  /** To the destination with this key, or where they are held. */
  | { readonly do: 'release'; readonly jobs: readonly ListedJob[]; readonly to: string | null }
  | { readonly do: 'lookAtNetwork' }
  /** Wipes the session's tokens once what it still owes is done: the deletions, and releases under way (at most 60 s). */
  | { readonly do: 'endSession'; readonly why: EndReason; readonly remove: readonly JobRef[] }
);

/** Why a session ended, for the log. */
export type EndReason = 'signedOut' | 'timedOut' | 'notMe' | 'otherCard' | 'cancelled' | 'linkTimedOut';
