import type { PrintJob, PrintTask } from '../../main/graph/model.ts';
import type { ListedJob } from '../../main/release/job-ref.ts';

/** A job as Graph gives it, uploaded and paused unless told otherwise. */
export function job(overrides: Partial<PrintJob> = {}): PrintJob {
  return {
    id: '4711',
    ownerId: 'oid-ada',
    createdDateTime: '2026-11-21T08:15:02Z',
    acknowledgedDateTime: null,
    state: 'paused',
    details: [],
    isAcquiredByPrinter: false,
    isFetchable: false,
    errorCode: null,
    redirectedTo: null,
    configuration: null,
    documents: [{ id: 'd1', displayName: 'minutes.pdf', contentType: 'application/pdf', size: 1000 }],
    tasks: [],
    ...overrides,
  };
}

/** A task, in `processing` unless told otherwise. */
export function task(overrides: Partial<PrintTask> = {}): PrintTask {
  return {
    id: 't1',
    parentUrl: 'https://graph.microsoft.com/v1.0/print/printers/p1/jobs/4711',
    state: 'processing',
    description: null,
    ...overrides,
  };
}

/** A job as listed on the one printer of these tests. */
export function listed(overrides: Partial<PrintJob> = {}): ListedJob {
  const one = job(overrides);
  return { ref: { shareId: 's1', printerId: 'p1', jobId: one.id }, printerName: 'Lobby', job: one, unstartedSince: null };
}
