import type {
  DestinationView,
  IntentArgument,
  IntentName,
  JobStage,
  PrinterView,
  ReleaseOptions,
  Trouble,
} from '../../preload/contract.ts';
import type { DeviceCode, Person } from '../auth/model.ts';
import type { Card } from '../badge/model.ts';
import type { Wishes } from '../preferences/model.ts';
import type { JobRef, ListedJob } from '../release/job-ref.ts';
import type { Expiry } from '../release/list/expiry.ts';
import type { EmptyCause } from '../release/list/why-empty.ts';

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
  | { readonly is: 'cardOpened'; readonly person: Person; readonly remembered: Wishes }
  | { readonly is: 'cardFailed'; readonly trouble: Trouble }
  /** The card is being unlinked, and the disk has not taken it yet. */
  | { readonly is: 'cardRefused' }
  | { readonly is: 'codeShown'; readonly code: DeviceCode }
  | { readonly is: 'codeConnection'; readonly connected: boolean }
  | { readonly is: 'codeExpired' }
  | { readonly is: 'signedIn'; readonly person: Person; readonly remembered: Wishes }
  | { readonly is: 'signInFailed'; readonly trouble: Trouble }
  | { readonly is: 'linked' }
  | { readonly is: 'linkFailed' }
  | {
      readonly is: 'listed';
      readonly jobs: readonly (ListedJob & { readonly stage: JobStage })[];
      readonly printers: readonly PrinterView[];
      readonly destinations: readonly DestinationView[];
      readonly trouble: Trouble | null;
      /** Names of the printers whose lists could not be read. */
      readonly unread: readonly string[];
      /** Where no job is to be listed: what the station has seen of why. */
      readonly why: readonly EmptyCause[];
      /** When jobs that are held end, by key. */
      readonly expires: ReadonlyMap<string, Expiry>;
      /** Keys of jobs that were not deleted at the end of a visit before, and of which this person was not told. */
      readonly undeleted: ReadonlySet<string>;
    }
  /** More is known of the printers than when the list came. */
  | { readonly is: 'printers'; readonly printers: readonly PrinterView[]; readonly destinations: readonly DestinationView[] }
  /** `listed`: the job, for the screen that does not show it yet; null where it must be there already. */
  | {
      readonly is: 'progress';
      readonly jobs: readonly { readonly key: string; readonly stage: JobStage; readonly listed: ListedJob | null }[];
    }
  /** A call has waited for some seconds, or one was answered quickly again. */
  | { readonly is: 'service'; readonly slow: boolean }
  /** Whether Microsoft's services answered just now. */
  | { readonly is: 'network'; readonly online: boolean }
  /** Of a visit that has ended: what came of unlinking its card, each time that it is known anew. */
  | { readonly is: 'unlinked'; readonly done: boolean }
  /** Of a visit that has ended: what came of the jobs that were marked; how many. */
  | { readonly is: 'deleted'; readonly deleted: number; readonly notDeleted: number }
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
  | { readonly do: 'linkCard'; readonly card: Card }
  | { readonly do: 'listJobs'; readonly first: boolean }
  /** To the destination with this key, or where they are held; with these choices, none where empty. */
  | { readonly do: 'release'; readonly jobs: readonly ListedJob[]; readonly to: string | null; readonly options: ReleaseOptions }
  | { readonly do: 'lookAtNetwork' }
  /** Everything that the end of a visit asks for, in one. */
  | ({ readonly do: 'endSession'; readonly why: EndReason } & LastWishes)
);

/** What is still to be done for somebody who has left. */
export interface LastWishes {
  /** The card that is not to open this person's jobs any more; null where it may. */
  readonly unlink: Card | null;
  /** What the person chose, to be kept by their Entra object id; null where there is nothing to keep. */
  readonly remember: { readonly oid: string; readonly wishes: Wishes } | null;
  /** Jobs to be deleted. */
  readonly remove: readonly JobRef[];
}

/** Why a session ended. */
export type EndReason = 'signedOut' | 'timedOut' | 'notMe' | 'otherCard' | 'cancelled' | 'linkTimedOut' | 'stationStopped';
