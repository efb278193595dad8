import { z } from 'zod';

/**
 * All that crosses between the screen and the station.
 * The screen sends intents (below) and receives one snapshot at a time; it holds no truth of its own.
 * `renderer` imports types from here and nothing else from outside itself.
 */

/** Languages of the screen (BCP 47), as written in the configuration; `en-XA` is the pseudo-locale for tests of the layout, never offered by itself. */
export const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'tr', 'ar', 'he', 'ja', 'zh-Hans', 'en-XA'] as const;
export type Language = (typeof languages)[number];

/** Colours of the screen; `contrast` is black and white with one signal colour, 7:1 at least. */
export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const nothing = z.strictObject({});
/** Opaque key of a job in the current snapshot. */
const jobKeys = z.strictObject({ jobs: z.array(z.string().min(1).max(200)).min(1).max(5_000) });

/** Pages are counted from 1. */
const pageNumber = z.int().min(1).max(9_999);
/** What the person sets at release; what is left out stays as it was printed. The station refuses what the printer does not offer. */
const releaseOptions = z.strictObject({
  copies: z.int().min(1).max(99).optional(),
  /** Graph's `printDuplexMode`. */
  sides: z.enum(['oneSided', 'flipOnLongEdge', 'flipOnShortEdge']).optional(),
  color: z.boolean().optional(),
  pages: z.strictObject({ first: pageNumber, last: pageNumber }).optional(),
  pagesPerSheet: z.int().min(1).max(16).optional(),
});
export type ReleaseOptions = z.infer<typeof releaseOptions>;
export type Sides = NonNullable<ReleaseOptions['sides']>;

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
  release: jobKeys.extend({ to: z.string().min(1).max(200).optional(), options: releaseOptions.optional() }),
  /** The way out of a one-gesture release, while it counts down: nothing is released by itself in this session. */
  holdBack: nothing,
  /** The person's own choice whether a tap releases everything; kept for them. Only where `JobsScreen.oneGesture` offers it. */
  setOneGesture: z.strictObject({ on: z.boolean() }),
  /** Masked document names: all of them, or those of some jobs while a finger rests on them. */
  showTitles: z.strictObject({ show: z.boolean(), jobs: jobKeys.shape.jobs.optional() }),
  /** How the screen looks and speaks; what is left out stays. Kept for the person who is signed in, else until nobody is there. */
  setLook: z.strictObject({
    language: z.enum(languages).optional(),
    theme: z.enum(themes).optional(),
    largeText: z.boolean().optional(),
    reach: z.boolean().optional(),
  }),
  /** Mark these held jobs to be deleted at sign-out. */
  deleteAtSignOut: jobKeys,
  /** Take the mark away again. */
  undoDelete: jobKeys,
  /** Read the list again now. */
  refresh: nothing,
  /** More time: the answer to a countdown of any screen. */
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
  readonly setup: Setup;
  readonly look: Look;
  /** True while the window does not get the reader's keys. */
  readonly readerDeaf: boolean;
  readonly screen: Screen;
}

/** What IT set for the screen; the same for everybody. */
export interface Setup {
  /** Offered on the first screen; with one there is nothing to choose. */
  readonly languages: readonly Language[];
  /** Sound cues, by policy. */
  readonly sounds: boolean;
  /** Width of the visible picture in millimetres, as IT measured it; null where nobody has. */
  readonly widthMm: number | null;
  readonly brand: Brand;
  /** How the screen looks for whom nothing has to be changed. */
  readonly look: Look;
}

/** How the screen looks and speaks, for whoever is there. */
export interface Look {
  readonly language: Language;
  readonly theme: Theme;
  /** Capitals 4.8 mm high at least. */
  readonly largeText: boolean;
  /** Every control in the lower half. */
  readonly reach: boolean;
}

/** The organisation's own; null members: the product's. Contrast was checked with the configuration. */
export interface Brand {
  /** `data:` address of a PNG or SVG picture. */
  readonly logo: string | null;
  /** Colour of the housing, `#rrggbb`, and of the text on it. */
  readonly color: string | null;
  readonly text: string | null;
}

export type Screen =
  | StartingScreen
  | NotConfiguredScreen
  | WelcomeScreen
  | SignInScreen
  | LinkBadgeScreen
  | JobsScreen
  | TroubleScreen
  | RulerScreen;

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
  | ({ readonly is: 'signedOut' } & Goodbye)
  | ({ readonly is: 'timedOut' } & Goodbye)
  | { readonly is: 'otherCard' }
  /** `failed`: the disk did not take it; the station keeps trying, and does not open the card meanwhile. */
  | { readonly is: 'cardUnlinked'; readonly state: 'working' | 'done' | 'failed' }
  /** "Not you?" with a card of IT's list: only IT can change whose it is. */
  | { readonly is: 'cardOfList' }
  | { readonly is: 'badRead' }
  /** Stations that know their cards from a list: this card is not in it. */
  | { readonly is: 'cardNotListed' }
  | { readonly is: 'trouble'; readonly trouble: Trouble };

/** What a visit that has ended leaves behind, as far as is known; the numbers change while it is found out. */
export interface Goodbye {
  /** Marked to be deleted; the service has not answered yet. */
  readonly deleting: number;
  /** The service has accepted the deletion, or the job was gone already. */
  readonly deleted: number;
  /** Not deleted, or not known to be: still held. */
  readonly notDeleted: number;
  /**
   * Released, and not seen on their way when the visit ended. After `signedOut` what goes well goes on for some seconds; after `timedOut`
   * nothing more is sent. What was on the wire before may still land.
   */
  readonly notYet: number;
}

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
  /** Set while the countdown to the first screen is visible: no code is alive and nobody touches anything. */
  readonly idle: Countdown | null;
}

/** The second half of an enrolment. */
export interface LinkBadgeScreen {
  readonly name: 'linkBadge';
  readonly personName: string;
  readonly step: 'tapAgain' | 'confirm' | 'saving';
  /** `stay` starts it anew. */
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
  /** Names of the printers whose lists could not be read: their jobs may be missing here. */
  readonly unread: readonly string[];
  /** A call has been waiting for its answer for some seconds: the service is slow, or does not answer. */
  readonly slow: boolean;
  /** Jobs that could not be deleted at the end of this person's visit before; told once. */
  readonly notDeleted: number;
  readonly printers: readonly PrinterView[];
  /** Where jobs can be sent; empty unless the person chooses (mode `redirect`). With one entry there is nothing to choose. */
  readonly destinations: readonly DestinationView[];
  readonly canDelete: boolean;
  /** Whether this person's badge is linked: `failed` says so in words. */
  readonly badge: 'linked' | 'notLinked' | 'linkFailed';
  /** Set while the idle countdown is visible. */
  readonly idle: Countdown | null;
  /** What the station has evidence for where no job is listed, the most telling first; empty: it cannot see why. */
  readonly why: readonly EmptyReason[];
  /** Whether a tap releases everything; `notOffered`: not the person's to choose. */
  readonly oneGesture: 'off' | 'on' | 'notOffered';
  /** Set while everything held is about to be released by itself. `holdBack` is the way out. */
  readonly releasingAllIn: Countdown | null;
  /** `shown`: names are not masked here. `masked`: until asked for. `unmasked`: asked for in this session. */
  readonly titles: 'shown' | 'masked' | 'unmasked';
}

/** Why no job is listed, each from evidence that this station has. */
export type EmptyReason =
  /** Every list was read and names no held job of this account. */
  | { readonly is: 'nothingHeld'; readonly account: string }
  /** Finished in the last hours, as this station saw it. */
  | { readonly is: 'printed'; readonly count: number; readonly latest: string }
  /** Seen held here, never seen to move, and no longer listed: the time for which jobs are kept is over. */
  | { readonly is: 'expired'; readonly count: number }
  /** Ended lately without being printed: cancelled, or aborted by the service or the printer. */
  | { readonly is: 'cancelled'; readonly count: number }
  /** Released, and sent on, by somebody or something else. */
  | { readonly is: 'releasedElsewhere'; readonly count: number }
  /** Jobs are held whose owner Graph does not name: they are nobody's to see. */
  | { readonly is: 'ownerNotNamed'; readonly count: number }
  /** Graph's 403; `noLicence` only where 402, or a code that names a licence, tells it apart. */
  | { readonly is: 'notPermitted' }
  | { readonly is: 'noLicence' }
  | { readonly is: 'busy' }
  | { readonly is: 'serviceDown' }
  | { readonly is: 'offline' }
  | { readonly is: 'printerMoved'; readonly printers: readonly string[] };

export interface JobView {
  /** Opaque; used in intents. */
  readonly key: string;
  /** Document name, cleaned of control and direction characters and cut to 120; null where Graph gives none. */
  readonly title: string | null;
  /** The name is not in this snapshot: it is masked until asked for. */
  readonly titleMasked: boolean;
  /** When the service lets go of it, as far as is known; `soon`: within a day. Null once it moves, or where nobody knows. */
  readonly expires: { readonly at: string; readonly soon: boolean } | null;
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
  /** Not there any more; what became of it is not known. `sent`: something was sent for it that may have let it print. */
  | { readonly is: 'gone'; readonly sent: boolean }
  /** An answer was lost; the station is still finding out. */
  | { readonly is: 'checking' }
  /** Released, but the station can no longer see what became of it; at the next tap it looks again. */
  | { readonly is: 'unsure'; readonly trouble: Trouble }
  /** Not released; still held. */
  | { readonly is: 'notReleased'; readonly trouble: Trouble };

export interface PrinterView {
  readonly name: string;
  readonly state: 'ready' | 'stopped' | 'unknown' | 'moved';
  /** What it reports, the gravest first, as kinds that the screen has plain words for. */
  readonly problems: readonly PrinterProblem[];
  /** What can be chosen at release; null where the mode has no right to change a job, nobody knows what the printer can do, or it leaves no choice. */
  readonly options: OptionsView | null;
}

/** What a printer offers at release. */
export interface OptionsView {
  /** Most copies; 1: not offered. */
  readonly copies: number;
  /** Empty or one: nothing to choose. */
  readonly sides: readonly Sides[];
  /** It prints in colour, and without. */
  readonly color: boolean;
  readonly pages: boolean;
  /** Empty or one: nothing to choose. */
  readonly pagesPerSheet: readonly number[];
}

/** Kinds of `printerProcessingStateDetail`; each member of Graph's enum belongs to one of them or needs no word. The gravest first. */
export const printerProblems = [
  /** Not of Graph's: a job here is known to wait for a start that this station has no right to give, so nothing is released (mode `app`). */
  'cannotStart',
  'paperJam',
  'coverOpen',
  'paperEmpty',
  'paperWrong',
  'trayMissing',
  'trayFault',
  'feedByHand',
  'outputFull',
  'outputTrayMissing',
  'tonerEmpty',
  'tonerMissing',
  'wasteFull',
  'finisherJam',
  'finisherEmpty',
  'finisherFull',
  'finisherOpen',
  'finisherMissing',
  'finisherFault',
  'partWornOut',
  'partFault',
  'tooHot',
  'memoryFull',
  'notConnected',
  'turnedOff',
  'takenOutOfService',
  'paused',
  'holdsNewJobs',
  'partlyStopped',
  'warmingUp',
  'asleep',
  'paperLow',
  'tonerLow',
  'wasteAlmostFull',
  'outputAlmostFull',
  'finisherAlmostEmpty',
  'finisherAlmostFull',
  'partWearing',
  'other',
] as const;
export type PrinterProblem = (typeof printerProblems)[number];

/** A printer that a held job can be sent to. */
export interface DestinationView extends PrinterView {
  /** Opaque; used in the intent `release`. */
  readonly key: string;
  /** Jobs on their way at this printer, as of a few seconds ago; null where not known. */
  readonly waiting: number | null;
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
  /** 403 to the station. */
  | 'notPermitted'
  /** 403 to the person's own start of a job. */
  | 'startNotAllowed'
  | 'badAnswer'
  /** A printer's list of jobs was refused: 400, 405, 409 … */
  | 'listRefused'
  /** A printer's list of jobs is not there: 404, 410. */
  | 'listGone'
  /** More jobs than the station reads. */
  | 'tooMany'
  /** The station's task definition is not there any more: IT has to set it up anew. */
  | 'definitionGone'
  | 'printerStopped'
  | 'printerMoved'
  /** The printer does not offer what was chosen, or the service refused it. Nothing was printed. */
  | 'optionsRefused'
  | 'heldElsewhere'
  | 'jobChanged'
  /** The job was never started at its owner's computer, and this station has no right to start it (modes `app`, `redirect`). */
  | 'notStartable'
  /** This printer is known to wait for a start that this station has no right to give (mode `app`). Nothing was sent. */
  | 'printerWaits'
  /** Its task is completed, and now it waits for a start that this station has no right to give. */
  | 'waitsForStart'
  /** Nothing was sent: the service gave no answer that shows how the job stands. */
  | 'noAnswer'
  /** Nothing was sent: the job reads as being in a state in which this station cannot release it. */
  | 'unknownState'
  /** It was seen on its way, and reads as if it were waiting again. */
  | 'cameToRest'
  /** Something was sent, and what became of it could not be found out. */
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

/** For IT, started with `--ruler`: a card is laid on the screen to find out how wide it is. */
export interface RulerScreen {
  readonly name: 'ruler';
}
