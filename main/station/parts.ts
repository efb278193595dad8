import type { Audit } from '../audit/audit.ts';
import type { SignIn, TokenSource } from '../auth/model.ts';
import type { BadgeList } from '../badge/badge-list.ts';
import type { Enrolments } from '../badge/model.ts';
import type { StationConfig } from '../config/model.ts';
import type { AppPrintApi, UserPrintApi } from '../graph/model.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { Preferences } from '../preferences/model.ts';
import type { PrinterFacts } from '../release/printers/printer-facts.ts';
import type { SeenJobs } from '../release/storage/seen-jobs.ts';
import type { StationJournal } from '../release/storage/station-journal.ts';
import type { ResultEvent } from '../session/events.ts';

/** The parts that a configured station is made of. */
export interface StationParts {
  readonly config: StationConfig;
  readonly signIn: SignIn;
  readonly appTokens: TokenSource;
  readonly app: AppPrintApi;
  /** The print calls of one person. */
  readonly userApi: (tokens: TokenSource) => UserPrintApi;
  readonly enrolments: Enrolments;
  readonly preferences: Preferences;
  /** Cards that IT knows; null in mode `user`, where people link their own. */
  readonly badgeList: BadgeList | null;
  readonly journal: StationJournal;
  readonly seenJobs: SeenJobs;
  /** What its printers can do and how busy they are; read where something can be chosen. */
  readonly facts: PrinterFacts;
  readonly audit: Pick<Audit, 'record'>;
  /** True once Graph answered anything at all within that time, milliseconds. */
  readonly reachable: (withinMs: number) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes the result of an effect back to the reducer. */
export type Dispatch = (event: ResultEvent) => void;
