import type { DestinationView, JobStage, PrinterView, Trouble, WelcomeNotice } from '../../preload/contract.ts';
import type { DeviceCode, Person } from '../auth/model.ts';
import type { Card } from '../badge/model.ts';
import type { ListedJob } from '../release/job-ref.ts';

/** What the station knows of the one person at the screen. Changed only by `reduce`. Times are those of `Clock.elapsed`. */
export interface State {
  /** Rises whenever a person arrives or leaves: results of an older epoch change nothing. */
  readonly epoch: number;
  readonly phase: Phase;
}

export type Phase = WelcomePhase | OpeningPhase | SignInPhase | LinkPhase | JobsPhase;

/** Nobody is signed in. */
export interface WelcomePhase {
  readonly is: 'welcome';
  readonly notice: WelcomeNotice | null;
  /** When the notice goes. */
  readonly noticeUntil: number | null;
  /** The last look found no way to Microsoft's services. */
  readonly offline: boolean;
  /** When the network is looked at again; null while nobody has touched the screen for a while, or a look is under way. */
  readonly lookAt: number | null;
  /** When somebody last touched the screen; null where nobody has since it was shown. */
  readonly touchedAt: number | null;
}

/** A card was read and is being looked up. */
export interface OpeningPhase {
  readonly is: 'opening';
  readonly card: Card;
}

/** A person signs in on their phone: idle time stands still, the code's own time counts. */
export interface SignInPhase {
  readonly is: 'signIn';
  /** The unknown card to link afterwards; null where the person chose the phone. */
  readonly card: Card | null;
  readonly code:
    | { readonly is: 'asking' }
    | { readonly is: 'shown'; readonly code: DeviceCode; readonly shownAt: number; readonly connected: boolean }
    | { readonly is: 'expired' }
    | { readonly is: 'failed'; readonly trouble: Trouble };
  /** When the station goes back to the first screen by itself; null while a code is alive. */
  readonly leaveAt: number | null;
}

/** Signed in; the card is to be tapped again and the name confirmed. */
export interface LinkPhase {
  readonly is: 'link';
  readonly person: Person;
  readonly card: Card;
  readonly step: 'tapAgain' | 'confirm' | 'saving';
  readonly until: number;
}

/** Signed in, looking at the jobs. */
export interface JobsPhase {
  readonly is: 'jobs';
  readonly person: Person;
  /** The card that opened the session, or was linked in it. */
  readonly card: Card | null;
  readonly badge: 'linked' | 'notLinked' | 'linkFailed';
  readonly list: 'loading' | 'ready' | 'failed';
  readonly trouble: Trouble | null;
  readonly printers: readonly PrinterView[];
  /** Where jobs can be sent; empty in modes that release in place. */
  readonly destinations: readonly DestinationView[];
  readonly jobs: readonly JobEntry[];
  /** Keys marked to be deleted at sign-out. */
  readonly deleting: ReadonlySet<string>;
  readonly lastActivityAt: number;
  /** The idle countdown is visible. */
  readonly warned: boolean;
  /** When the list is read again; null while it is being read. */
  readonly listAt: number | null;
}

/** One job on the screen. */
export interface JobEntry {
  readonly key: string;
  readonly listed: ListedJob;
  readonly stage: JobStage;
  /** Released in this session: its stage comes from the release, not from the list. */
  readonly released: boolean;
}

/** The station with nobody at it. */
export const nobody: State = {
  epoch: 0,
  phase: { is: 'welcome', notice: null, noticeUntil: null, offline: false, lookAt: null, touchedAt: null },
};
