import type { SignIn, TokenSource } from '../auth/model.ts';
import type { Enrolments } from '../badge/model.ts';
import type { StationConfig } from '../config/model.ts';
import type { AppPrintApi, UserPrintApi } from '../graph/model.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { Journal } from '../release/journal.ts';
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
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes the result of an effect back to the reducer. */
export type Dispatch = (event: ResultEvent) => void;
