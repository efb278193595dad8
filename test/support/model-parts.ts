import type { SignIn, TokenSource, UserSession } from '../../main/auth/model.ts';
import type { BadgeList } from '../../main/badge/badge-list.ts';
import type { Enrolments } from '../../main/badge/model.ts';
import type { StationConfig } from '../../main/config/model.ts';
import { createAppPrintApi } from '../../main/graph/app-api.ts';
import { createBatchMemory } from '../../main/graph/batch-memory.ts';
import { createUserPrintApi } from '../../main/graph/user-api.ts';
import { answersAtAll } from '../../main/http/reachable.ts';
import type { Log } from '../../main/log/log.ts';
import { type Clock, type Fetch, type RandomBytes, wait } from '../../main/ports.ts';
import { noPreferences } from '../../main/preferences/model.ts';
import { signatureOf } from '../../main/release/deciding/signature.ts';
import { factsOf } from '../../main/release/printers/printer-facts.ts';
import { noSeenJobs } from '../../main/release/storage/seen-jobs.ts';
import type { StationJournal } from '../../main/release/storage/station-journal.ts';
import { Secret } from '../../main/secret.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import type { StationFace } from '../../main/station/face.ts';
import { plainLook, plainSetup } from '../../main/station/plain-screen.ts';
import { createStation } from '../../main/station/station.ts';
import type { ModelService } from './model-service.ts';
import { createTokenSource } from './model-tokens.ts';

/** What one life of a station is put together from. */
export interface LifeParts {
  readonly service: ModelService;
  readonly config: StationConfig;
  readonly station: number;
  readonly life: number;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly fetch: Fetch;
  readonly journal: StationJournal;
  readonly log: Log;
  /** Whoever is about to use their phone at this station. */
  readonly atThePhone: () => DemoPerson | null;
  readonly closeFiles: () => void;
}

/** Times of the configuration that the sequences run with; shorter than the presets, so that a sequence has fewer rounds. */
export const modelTimes = { settleSeconds: 6, resumeSeconds: 2, idleTimeoutSeconds: 20, warningSeconds: 8 } as const;

/** The configuration of a station on the model's service. */
export function modelConfig(service: ModelService, station: number): StationConfig {
  const { mode } = service;
  const ownRights = mode === 'user';
  return {
    station: { id: `model-${station}`, name: `Station ${station}`, helpContact: 'IT desk' },
    tenant: { id: service.tenantId, cloud: { graph: service.origin, authority: service.origin } },
    app: { clientId: service.clientId, credential: { kind: 'secret', secret: new Secret('unused') } },
    print: {
      taskDefinitionId: service.definitionId,
      printers: service.queues.map(({ shareId, printerId, name }) => ({ shareId, printerId, name, afterTask: 'auto' })),
      destinations: service.destinations.map(({ printerId, name }) => ({ printerId, name })),
    },
    release: {
      mode,
      allowDelete: ownRights,
      options: !ownRights,
      oneGesture: 'personChooses',
      settleSeconds: modelTimes.settleSeconds,
      resumeSeconds: modelTimes.resumeSeconds,
      jobsKeptDays: 10,
    },
    signIn: { methods: ownRights ? ['badge', 'deviceCode'] : ['badge'] },
    session: { idleTimeoutSeconds: modelTimes.idleTimeoutSeconds, warningSeconds: modelTimes.warningSeconds },
    badge: { minLength: 4, maxLength: 64, maxKeyGapMs: 60, terminator: 'enter', enrolmentDays: 30, list: ownRights ? null : '/badges.csv' },
    screen: {
      ...plainSetup,
      ...plainLook,
      titles: 'shown',
    },
    data: { folder: '/' },
  };
}

/** The real station, with doubles for sign-in, enrolments and tokens only: those have tests of their own. */
export function assembleStation(parts: LifeParts): StationFace {
  const { service, config, clock, random, fetch, journal, log } = parts;
  const reach = () => entraReached(parts);
  const way = { table: service.tokens, clock, reach };
  const appTokens = createTokenSource(way, { oid: null, station: parts.station, life: parts.life });
  const graph = { root: `${service.origin}/v1.0`, fetch, clock, random, log, batches: createBatchMemory(clock) };
  const app = createAppPrintApi({ ...graph, tokens: appTokens, signature: signatureOf(config.station.id) });
  const sessionOf = (person: DemoPerson) => openSession(parts, person, reach);
  return createStation({
    config,
    clock,
    log,
    journal,
    audit: { record: () => {} },
    badgeList: config.badge.list === null ? null : listOf(service),
    enrolments: allEnrolled(service),
    preferences: noPreferences,
    seenJobs: noSeenJobs,
    facts: factsOf(config, app, clock),
    appTokens,
    signIn: signInDouble(parts, sessionOf),
    app,
    userApi: (tokens: TokenSource) => createUserPrintApi({ ...graph, tokens }),
    reachable: (withinMs) => answersAtAll(graph, withinMs),
    closeFiles: parts.closeFiles,
  });
}

const entraTimeoutMs = 10_000;

/** A round trip to Entra on the station's own network. */
async function entraReached({ fetch, service, clock }: LifeParts): Promise<boolean> {
  const asked = fetch(new Request(`${service.origin}/token`)).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, wait(clock, entraTimeoutMs).then(() => false)]);
}

function openSession({ service, clock, station, life }: LifeParts, person: DemoPerson, reach: () => Promise<boolean>): UserSession {
  let wiped = false;
  const tokens = createTokenSource({ table: service.tokens, clock, reach }, { oid: person.oid, station, life }, () => wiped);
  return {
    person: { oid: person.oid, tid: service.tenantId, name: person.displayName },
    getToken: tokens.getToken,
    serialize: () => new Secret(person.oid),
    wipe: () => {
      wiped = true;
    },
  };
}

/** Every card is linked, and stays so. */
function allEnrolled(service: ModelService): Enrolments {
  const row = { reseal: () => true, remove: () => {}, close: () => {} };
  return {
    async open(card) {
      const person = service.people.find(({ badge }) => badge === card.number.reveal());
      return person === undefined ? { is: 'unknown' } : { is: 'opened', content: new Secret(person.oid), row };
    },
    link: async () => row,
  };
}

/** IT's list, in memory: everybody's card is in it. */
function listOf({ people, tenantId: tid }: ModelService): BadgeList {
  return {
    async find(card) {
      const person = people.find(({ badge }) => badge === card.number.reveal());
      if (person === undefined) return { is: 'unknown' };
      const { oid, displayName: name, userPrincipalName } = person;
      return { is: 'known', person: { oid, tid, name, userPrincipalName } };
    },
    close: () => {},
  };
}

/** A phone answers two seconds after its code is shown. */
const phoneMs = 2_000;

function signInDouble(parts: LifeParts, sessionOf: (person: DemoPerson) => UserSession): SignIn {
  const { service, clock } = parts;
  return {
    async withDeviceCode(onCode, signal) {
      onCode({ userCode: 'ABCD-EFGH', verificationUri: 'https://phone.example', expiresAt: clock.now() + 900_000 });
      const person = parts.atThePhone();
      const failed = (kind: 'cancelled' | 'expired') => ({ ok: false, failure: { kind, aadsts: null, correlationId: null } }) as const;
      try {
        await wait(clock, phoneMs, signal);
      } catch {
        return failed('cancelled');
      }
      return person === null ? failed('expired') : { ok: true, session: sessionOf(person) };
    },
    async restore(serialized) {
      const person = service.people.find(({ oid }) => oid === serialized.reveal());
      if (person === undefined) return { ok: false, failure: { kind: 'signInAgain', aadsts: null, correlationId: null } };
      return { ok: true, session: sessionOf(person) };
    },
  };
}
