import type { TokenSource } from '../../auth/model.ts';
import type { AppPrintApi } from '../../graph/model.ts';
import { troubleOfAuth } from '../deciding/trouble.ts';
import { lookAtPrinter, unseen } from '../printers/printer-check.ts';
import { noFacts, type PrinterFacts } from '../printers/printer-facts.ts';
import type { JobAccess } from './access.ts';

/** A person whom the station knows from its list of cards. */
export interface KnownPerson {
  readonly oid: string;
  readonly userPrincipalName: string;
}

/**
 * Modes `app` and `redirect`: the station's token does everything. Graph filters by a name that may be reused, so the owner's
 * object id is compared for every job all the same. No application permission starts or cancels a job.
 */
export function appAccess(
  person: KnownPerson,
  api: AppPrintApi,
  station: TokenSource,
  facts: Pick<PrinterFacts, 'capabilities' | 'waiting'> = noFacts,
): JobAccess {
  return {
    oid: person.oid,
    reader: 'station',
    async ready(minLifetimeMs) {
      const app = await station.getToken({ minLifetimeMs });
      return app.ok ? null : troubleOfAuth(app.failure, 'station');
    },
    listJobs: ({ printerId }, signal) => api.listPrinterJobs(printerId, person.userPrincipalName, signal),
    readJobs: (jobs, signal) => api.getPrinterJobs(jobs, signal),
    async printerLook({ printerId }, signal) {
      const printer = await api.getPrinter(printerId, signal);
      return {
        ...(printer.ok ? lookAtPrinter(printer.value) : unseen),
        capabilities: facts.capabilities(printerId),
        waiting: facts.waiting(printerId),
      };
    },
    startJobs: null,
    cancelJob: null,
  };
}
