import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpoints } from '../auth/clouds.ts';
import { createSignIn } from '../auth/sign-in.ts';
import { createStationIdentity } from '../auth/station-identity.ts';
import { createEnrolments } from '../badge/enrolments.ts';
import { loadStationSecret, type SecretProtection } from '../badge/station-secret.ts';
import type { ConfigResult } from '../config/load.ts';
import type { StationConfig } from '../config/model.ts';
import { versionRoot } from '../graph/address.ts';
import { createAppPrintApi } from '../graph/app-api.ts';
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

/**
 * Builds the station from what loading its configuration gave. Never throws: a configuration with problems, or a disk that cannot be used,
 * gives a station that says so on its screen.
 */
export async function startStation(loaded: ConfigResult, machine: Machine): Promise<StationFace> {
  const { log } = machine;
  if (!loaded.ok) {
    for (const { path } of loaded.problems) log('config.refused', { path });
    return outOfService({ name: '', helpContact: '' }, { name: 'notConfigured', file: loaded.file, problems: loaded.problems });
  }
  const { config } = loaded;
  try {
    return await assemble(config, machine);
  } catch (error) {
    log('internal.error', { place: 'start', ...describeError(error) });
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
  const stopPruning = pruneDaily(enrolments, clock);
  const { tenant, app } = config;
  const entra = { tenantId: tenant.id, cloud: tenant.cloud, clientId: app.clientId, fetch, clock, log };
  const appTokens = createStationIdentity({ ...entra, credential: app.credential, readFile: (path) => readFile(path, 'utf8') });
  const graph = { root: versionRoot(endpoints(tenant.cloud).graph), fetch, clock, random, log };
  return createStation({
    config,
    clock,
    log,
    journal,
    enrolments,
    appTokens,
    signIn: createSignIn({ ...entra, allowDelete: config.release.allowDelete }),
    app: createAppPrintApi({ ...graph, tokens: appTokens }),
    userApi: (tokens) => createUserPrintApi({ ...graph, tokens }),
    closeFiles() {
      stopPruning();
      enrolments.close();
      journal.close();
    },
  });
}

const dayMs = 86_400_000;

/** Removes enrolments that are too old, now and once a day: a kiosk runs for months. Returns how to stop. */
function pruneDaily(enrolments: { prune(): number }, clock: Clock): () => void {
  enrolments.prune();
  let cancel = () => {};
  const again = () => {
    cancel = clock.after(dayMs, () => {
      enrolments.prune();
      again();
    });
  };
  again();
  return () => cancel();
}
