import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { endpoints } from '../auth/clouds.ts';
import { createSignIn } from '../auth/sign-in.ts';
import { createStationIdentity } from '../auth/station-identity.ts';
import { createEnrolments } from '../badge/enrolments.ts';
import { loadStationSecret, type SecretProtection } from '../badge/station-secret.ts';
import type { StationConfig } from '../config/model.ts';
import { createAppPrintApi } from '../graph/app-api.ts';
import { versionRoot } from '../graph/address.ts';
import { createUserPrintApi } from '../graph/user-api.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import type { Clock, Fetch, RandomBytes } from '../ports.ts';
import { openJournal } from '../release/journal.ts';
import type { StationFace } from './face.ts';
import { outOfService } from './out-of-service.ts';
import { createStation } from './station.ts';

/** What a host gives the station: the machine, as arguments. */
export interface Machine {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Protection of the station's secret at rest. */
  readonly protect: SecretProtection;
  readonly log: Log;
}

/** Builds a station from a checked configuration. Never throws: a disk that cannot be used gives an out-of-service station. */
export async function startStation(config: StationConfig, machine: Machine): Promise<StationFace> {
  try {
    return await assemble(config, machine);
  } catch (error) {
    machine.log('internal.error', { place: 'start', ...describeError(error) });
    return outOfService(config.station, { name: 'trouble', trouble: { code: 'storage', reference: '' } });
  }
}

async function assemble(config: StationConfig, machine: Machine): Promise<StationFace> {
  const { clock, random, fetch, log } = machine;
  const { folder } = config.data;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = await loadStationSecret({ folder, protect: machine.protect, random, clock, log });
  if (secret.is !== 'ready') return outOfService(config.station, { name: 'trouble', trouble: { code: 'storage', reference: secret.why } });

  const journal = openJournal(join(folder, 'journal.db'), clock);
  const enrolments = createEnrolments({
    file: join(folder, 'enrolments.db'),
    stationSecret: secret.secret,
    clock,
    random,
    maxAgeDays: config.badge.enrolmentDays,
    log,
  });
  enrolments.prune();
  const appTokens = createStationIdentity({ tenant: config.tenant, app: config.app, fetch, clock, log });
  const graph = { root: versionRoot(endpoints(config.tenant.cloud).graph), fetch, clock, random, log };
  return createStation({
    config,
    clock,
    log,
    journal,
    enrolments,
    appTokens,
    signIn: createSignIn({ tenant: config.tenant, clientId: config.app.clientId, allowDelete: config.release.allowDelete, fetch, clock, log }),
    app: createAppPrintApi({ ...graph, tokens: appTokens }),
    userApi: (tokens) => createUserPrintApi({ ...graph, tokens }),
    closeFiles() {
      enrolments.close();
      journal.close();
    },
  });
}
