import { ConnectionReset } from './graph/connection-reset.ts';
import { statusAnswer } from './graph/fault-answers.ts';
import type { RunningFaults } from './graph/faults.ts';
import type { SettingsStore } from './settings.ts';

/** The way between a client and the tenant (setting `network`). */
export interface Network {
  /** Carries a call and its answer, unless the way is gone when the call sets out or when the answer does. */
  carry(request: Request, call: () => Promise<Response>): Promise<Response>;
}

/** Nobody looks this one up. */
const requestId = '00000000-0000-4000-8000-000000000000';

/** A network that the settings switch. */
export function createNetwork(settings: SettingsStore, faults: Pick<RunningFaults, 'silence'>, nowMs: () => number): Network {
  return {
    async carry(request, call) {
      const { network, retryAfterSeconds, retryAfterForm } = settings.current();
      if (network === 'unavailable') {
        const retryAfter = retryAfterSeconds === null ? {} : { retryAfterSeconds };
        return statusAnswer({ status: 503, code: 'serviceNotAvailable', ...retryAfter, retryAfterAs: retryAfterForm }, nowMs(), requestId);
      }
      if (network === 'down') throw new ConnectionReset();
      if (network === 'silent') return faults.silence(request);
      const response = await call();
      // A cable that was pulled meanwhile takes the answer along, whatever the call did.
      switch (settings.current().network) {
        case 'down':
          throw new ConnectionReset();
        case 'silent':
          return faults.silence(request);
        default:
          return response;
      }
    },
  };
}
