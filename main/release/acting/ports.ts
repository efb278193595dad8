import type { Audit } from '../../audit/audit.ts';
import type { AppPrintApi } from '../../graph/model.ts';
import type { Log } from '../../log/log.ts';
import type { Clock } from '../../ports.ts';
import type { ReleaseRules } from '../deciding/release.ts';
import type { WaitingPrinters } from '../printers/waiting-printers.ts';
import type { StationJournal } from '../storage/station-journal.ts';

/** What releases work with, for the life of the station. */
export interface ReleasePorts {
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
  /** Printers that are known to wait for a start after a task is completed. */
  readonly waiting: WaitingPrinters;
  readonly log: Log;
}
