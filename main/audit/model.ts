/*
 * The closed words of the trail are its own: they are the format of a file that outlives the code that writes it. Whoever records hands
 * in words of theirs; the compiler says where one is missing here. A word is added, never taken away: old rows still say it.
 */

/** What was sent to the service. */
type SentEffect = 'complete' | 'start' | 'configure' | 'redirect' | 'cancel';

/** What came back for it. */
type SentAnswer = 'done' | 'refused' | 'throttled' | 'notSent' | 'unknown';

/** What became of a release. */
type ReleaseEnd = 'moving' | 'done' | 'attention' | 'cancelled' | 'gone' | 'notReleased';

/** Why a session ended. */
type SessionEnd = 'signedOut' | 'timedOut' | 'notMe' | 'otherCard' | 'cancelled' | 'linkTimedOut' | 'stationStopped';

/** A person, by their Entra object id: no name, no address, no badge number. */
export interface OfPerson {
  readonly person: string;
}

/** A person and a job (`jobKey`: printer id and job id; no document name). */
export interface OfJob extends OfPerson {
  readonly job: string;
}

/** Who did what. Every word beside ids and numbers comes from a closed list. */
export type AuditEntry =
  | { readonly kind: 'stationStarted' }
  | { readonly kind: 'stationStopped' }
  | ({ readonly kind: 'sessionBegan'; readonly via: 'badge' | 'phone' } & OfPerson)
  | ({ readonly kind: 'sessionEnded'; readonly why: SessionEnd } & OfPerson)
  | ({ readonly kind: 'badgeLinked' } & OfPerson)
  | ({ readonly kind: 'badgeUnlinked' } & OfPerson)
  | ({ readonly kind: 'releaseAsked' } & OfJob)
  | ({ readonly kind: 'effectSent'; readonly effect: SentEffect } & OfJob)
  | ({
      readonly kind: 'effectAnswered';
      readonly effect: SentEffect;
      readonly answer: SentAnswer;
      /** HTTP status of a refusal. */
      readonly status: number | null;
    } & OfJob)
  | ({ readonly kind: 'releaseEnded'; readonly outcome: ReleaseEnd } & OfJob)
  | ({ readonly kind: 'jobDeleted' } & OfJob)
  | { readonly kind: 'fileSetAside'; readonly file: 'journal' | 'enrolments' | 'audit' };

/** What the trail writes about itself. */
export type OwnEntry =
  /** Entries that could not be written; how many. */
  | { readonly kind: 'entriesLost'; readonly count: number }
  /** Rows up to and with `upTo`, whose hash is `hash` and whose time is `lastAt`, were removed by `rule`. */
  | { readonly kind: 'pruned'; readonly rule: 'age' | 'count'; readonly upTo: number; readonly hash: string; readonly lastAt: number };

/** An entry as it stands in the file. */
export interface RecordedEntry {
  /** Counts from 1 and is never used again. */
  readonly seq: number;
  /** Milliseconds since the epoch on the station's wall clock, which may have been wrong. */
  readonly at: number;
  readonly entry: AuditEntry | OwnEntry;
}

/** The newest row: kept outside the station it shows later that nothing up to there was changed. */
export interface Head {
  readonly seq: number;
  /** SHA-256 in hexadecimal, in groups of four: the log's redaction takes longer runs for badge numbers. */
  readonly hash: string;
}
