import type { Audit } from '../audit/audit.ts';
import type { AppPrintApi } from '../graph/model.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import type { ReleaseRules } from './machine.ts';
import type { StationJournal } from './station-journal.ts';

/** What the releaser works with, for the life of the station. */
export interface ReleaserPorts {
  readonly app: AppPrintApi;
  readonly taskDefinitionId: string;
  readonly journal: StationJournal;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly times: Pick<ReleaseRules, 'settleMs' | 'resumeMs'>;
  /** Whether settings of jobs are changed here (configuration `release.options`). */
  readonly configures: boolean;
  /** What the station writes into tasks that it completes. */
  readonly signature: string;
  readonly log: Log;
}

/** When to let go of a release. */
export interface Patience {
  /** The person has left: follow nothing that already moves. */
  readonly left: AbortSignal;
  /** Let go of everything now; what is not known stays open in the journal. */
  readonly stop: AbortSignal;
}
