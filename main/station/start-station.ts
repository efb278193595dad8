import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Screen } from '../../preload/contract.ts';
import { openAudit } from '../audit/audit.ts';
import { endpoints } from '../auth/clouds.ts';
import { createSignIn } from '../auth/sign-in.ts';
import { createStationIdentity } from '../auth/station-identity.ts';
import { openBadgeList } from '../badge/badge-list.ts';
import { createEnrolments } from '../badge/enrolments.ts';
import { loadStationSecret, type SecretProtection } from '../badge/station-secret.ts';
import type { ConfigResult } from '../config/load.ts';
import type { StationConfig } from '../config/model.ts';
import { versionRoot } from '../graph/address.ts';
import { createAppPrintApi } from '../graph/app-api.ts';
import { createBatchMemory } from '../graph/batch-memory.ts';
import { createUserPrintApi } from '../graph/user-api.ts';
import { answersAtAll } from '../http/reachable.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import type { Clock, Fetch, RandomBytes } from '../ports.ts';
import { createPreferences } from '../preferences/preferences.ts';
import { signatureOf } from '../release/deciding/signature.ts';
import { factsOf } from '../release/printers/printer-facts.ts';
import { openSeenJobs } from '../release/storage/seen-jobs.ts';
import { openStationJournal } from '../release/storage/station-journal.ts';
import type { StationFace } from './face.ts';
import { type Attempt, keepTrying } from './keep-trying.ts';
import { outOfService } from './out-of-service.ts';
import { plainSurroundings, surroundingsOf } from './plain-screen.ts';
import { createStation } from './station.ts';
import { everyDay } from './upkeep.ts';

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
 * Builds the station from what loading its configuration gave. Never throws: a configuration with problems gives a station that says so on
 * its screen; a disk that cannot be used one that says so and tries again by itself.
 */
export async function startStation(loaded: ConfigResult, machine: Machine): Promise<StationFace> {
  const { log } = machine;
  if (!loaded.ok) {
    for (const { path } of loaded.problems) log('config.refused', { path });
    return outOfService(plainSurroundings, { name: 'notConfigured', file: loaded.file, problems: loaded.problems });
  }
  const { config } = loaded;
  const attempt = async (): Promise<Attempt> => {
    const opened: (() => void)[] = [];
    try {
      return await assemble(config, machine, opened);
    } catch (error) {
      for (const close of opened.toReversed()) close();
      log('internal.error', { place: 'start', ...describeError(error) });
      return { ok: false, screen: trouble('storage', '') };
    }
  };
  return keepTrying(attempt, surroundingsOf(config), machine.clock);
}

function trouble(code: 'storage' | 'dataNewer', reference: string): Screen {
  return { name: 'trouble', trouble: { code, reference } };
}

/** What has to be closed goes into `opened` as it is opened, and is closed in the opposite order. Throws where a file cannot be used. */
async function assemble(config: StationConfig, machine: Machine, opened: (() => void)[]): Promise<Attempt> {
  const { clock, random, fetch, log, protect } = machine;
  const { folder } = config.data;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = await loadStationSecret({ folder, protect, random, clock, log });
  if (secret.is !== 'ready') return { ok: false, screen: trouble('storage', secret.why) };

  const settleMs = config.release.settleSeconds * 1000;
  const kept = openStationJournal({ path: join(folder, 'journal.db'), clock, log, settleMs });
  if (kept.is === 'unusable') return { ok: false, screen: trouble(kept.why === 'newer' ? 'dataNewer' : 'storage', kept.why) };
  const { journal } = kept;
  opened.push(journal.close);
  const audit = openAudit({ file: join(folder, 'audit.db'), clock, log });
  opened.push(audit.close);
  if (kept.setAside) audit.record({ kind: 'fileSetAside', file: 'journal' });
  const enrolments = createEnrolments({
    file: join(folder, 'enrolments.db'),
    stationSecret: secret.secret,
    clock,
    random,
    maxAgeDays: config.badge.enrolmentDays,
    log,
  });
  opened.push(enrolments.close);
  const usual = { ...surroundingsOf(config).look, oneGesture: false };
  const preferences = createPreferences({ file: join(folder, 'preferences.db'), clock, log, usual });
  opened.push(preferences.close);
  const seenJobs = openSeenJobs({ file: join(folder, 'seen-jobs.db'), clock, log, keptDays: config.release.jobsKeptDays });
  opened.push(seenJobs.close);
  const { tenant, app, badge } = config;
  const list = { tid: tenant.id, rules: badge, readFile, stat, clock, random, log };
  const badgeList = badge.list === null ? null : openBadgeList({ file: badge.list, ...list });
  if (badgeList) opened.push(badgeList.close);
  const stopUpkeep = everyDay(
    [() => enrolments.prune(), () => journal.prune(), () => seenJobs.prune(), () => preferences.prune(), () => upkeepOf(audit, log)],
    clock,
    log,
  );
  opened.push(stopUpkeep);
  const entra = { tenantId: tenant.id, cloud: tenant.cloud, clientId: app.clientId, fetch, clock, log };
  const appTokens = createStationIdentity({ ...entra, credential: app.credential, readFile: (path) => readFile(path, 'utf8') });
  const graph = { root: versionRoot(endpoints(tenant.cloud).graph), fetch, clock, random, log, batches: createBatchMemory(clock) };
  const appApi = createAppPrintApi({ ...graph, tokens: appTokens, signature: signatureOf(config.station.id) });
  audit.record({ kind: 'stationStarted' });
  const station = createStation({
    config,
    clock,
    log,
    journal,
    seenJobs,
    facts: factsOf(config, appApi, clock),
    audit,
    enrolments,
    preferences,
    badgeList,
    appTokens,
    signIn: createSignIn({ ...entra, allowDelete: config.release.allowDelete }),
    app: appApi,
    userApi: (tokens) => createUserPrintApi({ ...graph, tokens }),
    reachable: (withinMs) => answersAtAll(graph, withinMs),
    closeFiles() {
      audit.record({ kind: 'stationStopped' });
      logHead(audit, log);
      for (const close of opened.toReversed()) close();
    },
  });
  return { ok: true, station };
}

type OpenAudit = ReturnType<typeof openAudit>;

function upkeepOf(audit: OpenAudit, log: Log): void {
  audit.prune();
  logHead(audit, log);
}

/** The newest row of the audit trail, where IT's log collection keeps it: it shows later that nothing up to there was changed. */
function logHead(audit: OpenAudit, log: Log): void {
  const head = audit.head();
  if (head) log('audit.head', { ...head });
}
