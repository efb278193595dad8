import type { DestinationView, JobStage, PrinterView, Trouble, WelcomeNotice } from '../../preload/contract.ts';
import type { DeviceCode, Person } from '../auth/model.ts';
import type { Card } from '../badge/model.ts';
import type { ListedJob } from '../release/job-ref.ts';
import type { Expiry } from '../release/list/expiry.ts';
import type { EmptyCause } from '../release/list/why-empty.ts';
import type { EndReason } from './events.ts';
import { noWishes, type VisitWishes } from './wishes.ts';

/** What the station knows of the one person at the screen. Changed only by `reduce`. Times are those of `Clock.elapsed`. */
export interface State {
  /** Rises whenever a person arrives or leaves: results of an older epoch change nothing. */
  readonly epoch: number;
  /** How the visit before this epoch ended. */
  readonly endedBy: EndReason;
  readonly phase: Phase;
  /** What whoever is there wants of the screen. */
  readonly wishes: VisitWishes;
}

export type Phase = WelcomePhase | OpeningPhase | SignInPhase | LinkPhase | JobsPhase;

/** Nobody is signed in. */
export interface WelcomePhase {
  readonly is: 'welcome';
  readonly notice: WelcomeNotice | null;
  /** When the notice goes. */
  readonly noticeUntil: number | null;
  /** Keys of jobs that the visit before released, and that were not seen on their way yet. */
  readonly awaited: ReadonlySet<string>;
  /** The last look found no way to Microsoft's services. */
  readonly offline: boolean;
  /** When the network is looked at again; null while nobody has touched the screen for a while, or a look is under way. */
  readonly lookAt: number | null;
  /** When somebody last touched the screen; null where nobody has since it was shown. */
  readonly touchedAt: number | null;
  /** When what was chosen here falls back to the station's own look; null where nothing was. A touch puts it off. */
  readonly lookUntil: number | null;
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
  /** The countdown to that is visible. */
  readonly warned: boolean;
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
  /** Names of the printers whose lists could not be read. */
  readonly unread: readonly string[];
  /** The service is slow to answer. */
  readonly slow: boolean;
  /** Keys of jobs that were not deleted at the end of a visit before. */
  readonly undeleted: ReadonlySet<string>;
  readonly printers: readonly PrinterView[];
  /** Where jobs can be sent; empty in modes that release in place. */
  readonly destinations: readonly DestinationView[];
  readonly jobs: readonly JobEntry[];
  /** What the last read of the list showed of why there are none. */
  readonly why: readonly EmptyCause[];
  /** When held jobs end, by key, as the last read of the list had it. */
  readonly expires: ReadonlyMap<string, Expiry>;
  /** Keys marked to be deleted at sign-out. */
  readonly deleting: ReadonlySet<string>;
  readonly lastActivityAt: number;
  /** The idle countdown is visible. */
  readonly warned: boolean;
  /** When the list is read again; null while it is being read. */
  readonly listAt: number | null;
  readonly oneGesture: OneGesture;
  /** Document names that were asked for, where they are masked. */
  readonly unmasked: UnmaskedTitles;
}

/** The release that a tap alone begins: at most one in a session, with the jobs of the first list. */
export type OneGesture =
  /** The first list is not there yet; `taken`: jobs of which a release from before had word. */
  | { readonly is: 'awaited'; readonly taken: ReadonlySet<string> }
  | { readonly is: 'counting'; readonly until: number; readonly jobs: readonly string[] }
  | { readonly is: 'over' };

/** All, or those of some jobs. */
export interface UnmaskedTitles {
  readonly all: boolean;
  readonly jobs: ReadonlySet<string>;
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
  endedBy: 'stationStopped',
  phase: {
    is: 'welcome',
    notice: null,
    noticeUntil: null,
    awaited: new Set(),
    offline: false,
    lookAt: null,
    touchedAt: null,
    lookUntil: null,
  },
  wishes: noWishes,
};
