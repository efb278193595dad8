import { z } from 'zod';

/**
 * All that crosses between the screen and the station.
 * The screen sends intents (below) and receives one snapshot at a time; it holds no truth of its own.
 * `renderer` imports types from here and nothing else from outside itself.
 */

const nothing = z.strictObject({});
/** Opaque key of a job in the current snapshot. */
const jobKeys = z.strictObject({ jobs: z.array(z.string().min(1).max(200)).min(1).max(100) });

/** Every intent: its name and the strict schema of its one argument. All resolve to `IntentResult`. */
export const contract = {
  /** Somebody touched the screen or pressed a key: wakes the first screen, restarts the idle time. */
  touch: nothing,
  /** Show a QR code and a short code to sign in with. */
  signInWithPhone: nothing,
  /** A new code after the last one ran out or failed. */
  renewCode: nothing,
  /** Back to the first screen from sign-in or linking. */
  cancel: nothing,
  /** The answer to "Link this badge to NAME?": no goes on to the jobs without linking. */
  answerLink: z.strictObject({ link: z.boolean() }),
  /** Release these held jobs; `to` names a destination where the screen offers several. */
  release: jobKeys.extend({ to: z.string().min(1).max(200).optional() }),
  /** Mark these held jobs to be deleted at sign-out. */
  deleteAtSignOut: jobKeys,
  /** Take the mark away again. */
  undoDelete: jobKeys,
  /** Read the list again now. */
  refresh: nothing,
  /** Stay signed in: the answer to the countdown. */
  stay: nothing,
  /** Sign out; marked jobs are deleted. */
  signOut: nothing,
  /** "Not you?": sign out, delete nothing, unlink the card that opened this session. */
  notMe: nothing,
} as const;

export type Contract = typeof contract;
export type IntentName = keyof Contract;
export type IntentArgument<N extends IntentName> = z.infer<Contract[N]>;

/** The answer to every intent. What happens next is seen in the snapshots. */
export type IntentResult =
  | { readonly ok: true }
  /** `notNow`: the session or screen it was meant for has gone. `badArgument`: refused by the schema. `internal`: a bug, logged. */
  | { readonly ok: false; readonly error: 'notNow' | 'badArgument' | 'internal' };

/** What the preload puts on `window.station`; frozen. */
export type StationApi = {
  readonly [N in IntentName]: (argument: IntentArgument<N>) => Promise<IntentResult>;
} & {
  /** Calls back with the current snapshot and with each new one; returns the unsubscribe function. */
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
};

/** Time left, as durations: the screen counts down on its own clock from the moment it gets the snapshot. */
export interface Countdown {
  readonly remainingMs: number;
  readonly totalMs: number;
}

/** Everything that the screen shows. Plain data; no token, badge number or Entra id in it. */
export interface Snapshot {
  /** Rises with every change. */
  readonly serial: number;
  readonly station: {
    readonly name: string;
    /** Whom to call; empty on a station that is not configured. */
    readonly helpContact: string;
  };
  /** True while the window does not get the reader's keys. */
  readonly readerDeaf: boolean;
  readonly screen: Screen;
}

export type Screen = StartingScreen | NotConfiguredScreen | WelcomeScreen | SignInScreen | LinkBadgeScreen | JobsScreen | TroubleScreen;

/** The station is getting ready. */
export interface StartingScreen {
  readonly name: 'starting';
}

/** The configuration is missing or wrong; for IT. */
export interface NotConfiguredScreen {
  readonly name: 'notConfigured';
  /** The file that was looked for or read. */
  readonly file: string;
  readonly problems: readonly { readonly path: string; readonly problem: string; readonly remedy: string }[];
}

/** The first screen. */
export interface WelcomeScreen {
  readonly name: 'welcome';
  readonly ways: readonly ('badge' | 'deviceCode')[];
  /** A card was read and is being opened. */
  readonly opening: boolean;
  /** The last look at the network found no way to Microsoft's services; looked again after a touch, and every few seconds while it is so. */
  readonly offline: boolean;
  readonly notice: WelcomeNotice | null;
}

/** Why the person is back at the first screen, where it is not plain. Shown for a few seconds. */
export type WelcomeNotice =
  | { readonly is: 'signedOut'; readonly deleted: number }
  | { readonly is: 'timedOut'; readonly deleted: number }
  | { readonly is: 'otherCard' }
  | { readonly is: 'cardUnlinked' }
  | { readonly is: 'badRead' }
  /** Stations that know their cards from a list: this card is not in it. */
  | { readonly is: 'cardNotListed' }
  | { readonly is: 'trouble'; readonly trouble: Trouble };

/** Sign-in on the person's own phone. */
export interface SignInScreen {
  readonly name: 'signIn';
  /** `linkBadge`: an unknown card was tapped and will be linked afterwards. */
  readonly purpose: 'jobs' | 'linkBadge';
  readonly code:
    | { readonly is: 'asking' }
    | {
        readonly is: 'shown';
        readonly userCode: string;
        readonly verificationUri: string;
        readonly left: Countdown;
        readonly connected: boolean;
      }
    | { readonly is: 'expired' }
    | { readonly is: 'failed'; readonly trouble: Trouble };
}

/** The second half of an enrolment. */
export interface LinkBadgeScreen {
  readonly name: 'linkBadge';
  readonly personName: string;
  readonly step: 'tapAgain' | 'confirm' | 'saving';
  readonly left: Countdown;
}

/** The signed-in person's jobs, from the list to the result. */
export interface JobsScreen {
  readonly name: 'jobs';
  readonly personName: string;
  /** `loading`: the first read is under way. `failed`: it could not be read; `trouble` says why. */
  readonly list: 'loading' | 'ready' | 'failed';
  /** Oldest first; a job that is released keeps its place. */
  readonly jobs: readonly JobView[];
  readonly trouble: Trouble | null;
  readonly printers: readonly PrinterView[];
  /** Where jobs can be sent; empty unless the person chooses (mode `redirect`). With one entry there is nothing to choose. */
  readonly destinations: readonly DestinationView[];
  readonly canDelete: boolean;
  /** Whether this person's badge is linked: `failed` says so in words. */
  readonly badge: 'linked' | 'notLinked' | 'linkFailed';
  /** Set while the idle countdown is visible. */
  readonly idle: Countdown | null;
}

export interface JobView {
  /** Opaque; used in intents. */
  readonly key: string;
  /** Document name, cleaned of control and direction characters and cut to 120; null where Graph gives none. */
  readonly title: string | null;
  /** Bytes. */
  readonly size: number | null;
  /** ISO 8601, UTC. */
  readonly submitted: string | null;
  /** Name of the printer where it will come out. */
  readonly printerName: string;
  readonly stage: JobStage;
  /** Marked to be deleted at sign-out. */
  readonly deleting: boolean;
}

/** What is known of a job. Never more than is known. */
export type JobStage =
  /** Still uploading from the person's computer. */
  | { readonly is: 'arriving' }
  | { readonly is: 'held' }
  /** Chosen; the station is at work on it. */
  | { readonly is: 'releasing' }
  /** On its way to the printer. */
  | { readonly is: 'sent' }
  /** The printer has taken it. */
  | { readonly is: 'printing' }
  /** The printer reported it finished. */
  | { readonly is: 'done' }
  /** Needs somebody: the printer stopped, or reported warnings or errors. */
  | { readonly is: 'attention'; readonly why: 'printerStopped' | 'finishedWithWarnings' | 'finishedWithErrors' | 'aborted' }
  | { readonly is: 'cancelled' }
  /** Not listed any more; what became of it is not known. */
  | { readonly is: 'gone' }
  /** An answer was lost; the station is still finding out. */
  | { readonly is: 'checking' }
  /** Released, but the station can no longer see what became of it; at the next tap it looks again. */
  | { readonly is: 'unsure'; readonly trouble: Trouble }
  /** Not released; still held. */
  | { readonly is: 'notReleased'; readonly trouble: Trouble };

export interface PrinterView {
  readonly name: string;
  readonly state: 'ready' | 'stopped' | 'unknown' | 'moved';
}

/** A printer that a held job can be sent to. */
export interface DestinationView extends PrinterView {
  /** Opaque; used in the intent `release`. */
  readonly key: string;
}

/** What went wrong, as a code that the screen has a sentence for, and a short reference for IT. */
export interface Trouble {
  readonly code: TroubleCode;
  /** Short, shown last; empty where there is none. */
  readonly reference: string;
}

export type TroubleCode =
  | 'offline'
  | 'serviceDown'
  | 'busy'
  | 'signInDeclined'
  | 'signInBlocked'
  | 'signInWrongAccount'
  | 'signInConsent'
  | 'signInNotAllowed'
  | 'signInFailed'
  | 'signInAgain'
  | 'stationCredential'
  /** Entra refuses the station's certificate because of the time: the station's clock is wrong. */
  | 'stationClock'
  | 'notPermitted'
  | 'badAnswer'
  | 'printerStopped'
  | 'printerMoved'
  | 'heldElsewhere'
  | 'jobChanged'
  /** The job was never started at its owner's computer, and this station has no right to start it (modes `app`, `redirect`). */
  | 'notStartable'
  | 'notSettled'
  | 'storage'
  /** A later version of the station wrote its data. */
  | 'dataNewer'
  | 'internal';

/** Out of service: the screen cannot be used until somebody helps, or it mends itself. */
export interface TroubleScreen {
  readonly name: 'trouble';
  readonly trouble: Trouble;
}
