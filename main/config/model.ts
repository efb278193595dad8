import type { Language, Setup, Theme } from '../../preload/contract.ts';

/** The station's configuration once checked: every default filled in. One JSON file; see `docs/for-it.md`. */
export interface StationConfig {
  readonly station: {
    /** Stable id of this station, for logs and the fleet. */
    readonly id: string;
    /** Shown on the first screen. */
    readonly name: string;
    /** Whom the screen tells people to call. */
    readonly helpContact: string;
  };
  readonly tenant: {
    /** Entra tenant id (GUID). */
    readonly id: string;
    readonly cloud: Cloud;
  };
  readonly app: {
    readonly clientId: string;
    readonly credential: AppCredentialSource;
  };
  readonly print: {
    readonly taskDefinitionId: string;
    /** Where the jobs are held: printers of their own in the modes `user` and `app`, queues in the mode `redirect`. */
    readonly printers: readonly ConfiguredPrinter[];
    /** Where the mode `redirect` can send jobs; empty in the other modes. */
    readonly destinations: readonly ConfiguredDestination[];
  };
  readonly release: {
    readonly mode: ReleaseMode;
    /** Offer delete: asks for `PrintJob.ReadWriteBasic` in place of the two job scopes. Mode `user` only. */
    readonly allowDelete: boolean;
    /** Offer copies, sides, colour and pages at release: only an app token may change a job, so never in the mode `user`. */
    readonly options: boolean;
    /** Who decides whether a tap alone releases everything. */
    readonly oneGesture: OneGesturePolicy;
    /** How long an effect whose answer was lost may still land before another is sent. */
    readonly settleSeconds: number;
    /** How long a job is given to move by itself after its task is completed, before it is started. */
    readonly resumeSeconds: number;
    /** How long the service keeps a job, counted from its submission; 0: not known, and nothing is said of it. */
    readonly jobsKeptDays: number;
  };
  readonly signIn: {
    readonly methods: readonly SignInMethod[];
  };
  readonly session: {
    readonly idleTimeoutSeconds: number;
    /** Visible countdown at the end of the idle time; at least 20. */
    readonly warningSeconds: number;
  };
  readonly badge: {
    readonly minLength: number;
    readonly maxLength: number;
    /** Longest pause between two keys of one read. */
    readonly maxKeyGapMs: number;
    /** How the reader ends a number; `none` where it sends nothing. */
    readonly terminator: 'enter' | 'tab' | 'none';
    /** Age at which an enrolment ends. Mode `user` only. */
    readonly enrolmentDays: number;
    /** CSV file that says whose card is whose, absolute; null in the mode `user`. Nothing has looked yet whether it is there. */
    readonly list: string | null;
  };
  /** What IT set for the screen, and how it begins; `brand.text` is set wherever `brand.color` is. */
  readonly screen: Omit<Setup, 'look'> & {
    readonly language: Language;
    readonly theme: Theme;
    readonly largeText: boolean;
    readonly reach: boolean;
    /** Document names. */
    readonly titles: 'shown' | 'masked';
  };
  readonly data: {
    /** Folder for journal, enrolments and the station's secret. Absolute. */
    readonly folder: string;
  };
}

/** Whose rights jobs are read and released with, and where they come out (product.md, "Modes"). */
export type ReleaseMode = 'user' | 'app' | 'redirect';

/** `personChooses`: off until a person turns it on for themselves. */
export type OneGesturePolicy = 'never' | 'personChooses' | 'always';

/** How a person may sign in. */
export type SignInMethod = 'badge' | 'deviceCode';

/** A national cloud, or a test tenant by address. */
export type Cloud = 'global' | 'usGovL4' | 'usGovL5' | { readonly graph: string; readonly authority: string };

/** Where the app's credential comes from; read when needed, never kept in the configuration object. */
export type AppCredentialSource =
  | { readonly kind: 'secret'; readonly secret: import('../secret.ts').Secret }
  | { readonly kind: 'certificate'; readonly path: string };

/** A printer of this station, known by both of its ids. */
export interface ConfiguredPrinter {
  readonly shareId: string;
  readonly printerId: string;
  /** Shown on screen: where the paper comes out. */
  readonly name: string;
  /** `start`: IT says that a job waits for a start here once its task is completed. `auto`: the station finds out. */
  readonly afterTask: 'auto' | 'start';
}

/** A printer that held jobs can be redirected to. Redirect speaks of printer ids only (reference, A10). */
export interface ConfiguredDestination {
  readonly printerId: string;
  /** Shown on screen: where the paper comes out. */
  readonly name: string;
}

/** One thing wrong with a configuration file. */
export interface ConfigProblem {
  /** Dotted path, e.g. `print.printers[0].shareId`; empty for the file itself. */
  readonly path: string;
  /** What is wrong, one sentence. Never quotes a secret. */
  readonly problem: string;
  /** What to do, one sentence. */
  readonly remedy: string;
}
