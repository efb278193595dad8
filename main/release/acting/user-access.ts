import type { TokenSource } from '../../auth/model.ts';
import type { UserPrintApi } from '../../graph/model.ts';
import { troubleOfAuth } from '../deciding/trouble.ts';
import { lookAtShare, unseen } from '../printers/printer-check.ts';
import type { JobAccess } from './access.ts';

/** Mode `user`: the person's token reads and starts, the station's completes. */
export function userAccess(oid: string, api: UserPrintApi, person: TokenSource, station: TokenSource): JobAccess {
  return {
    oid,
    reader: 'person',
    async ready(minLifetimeMs) {
      // The first effect is never sent by an identity that could not send the last: both are asked.
      const [own, app] = await Promise.all([person.getToken({ minLifetimeMs }), station.getToken({ minLifetimeMs })]);
      if (!own.ok) return troubleOfAuth(own.failure, 'person');
      return app.ok ? null : troubleOfAuth(app.failure, 'station');
    },
    listJobs: ({ shareId }, signal) => api.listJobs(shareId, signal),
    readJobs: (jobs, signal) => api.getJobs(jobs, signal),
    async printerLook({ shareId, printerId }, signal) {
      const share = await api.getShare(shareId, signal);
      return share.ok ? lookAtShare(share.value, printerId) : unseen;
    },
    startJobs: (jobs) => api.startJobs(jobs),
    cancelJob: ({ printerId, jobId }, signal) => api.cancelJob(printerId, jobId, signal),
  };
}
