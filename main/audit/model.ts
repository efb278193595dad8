import type { EffectAnswer, EffectKind } from '../release/deciding/effect.ts';
import type { Outcome } from '../release/deciding/release.ts';
import type { EndReason } from '../session/events.ts';

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
  | ({ readonly kind: 'sessionEnded'; readonly why: EndReason } & OfPerson)
  | ({ readonly kind: 'badgeLinked' } & OfPerson)
  | ({ readonly kind: 'badgeUnlinked' } & OfPerson)
  | ({ readonly kind: 'releaseAsked' } & OfJob)
  | ({ readonly kind: 'effectSent'; readonly effect: EffectKind } & OfJob)
  | ({
      readonly kind: 'effectAnswered';
      readonly effect: EffectKind;
      readonly answer: EffectAnswer['is'];
      /** HTTP status of a refusal. */
      readonly status: number | null;
    } & OfJob)
  | ({ readonly kind: 'releaseEnded'; readonly outcome: Outcome } & OfJob)
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
