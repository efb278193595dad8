import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AppPrintApi, GraphFailure, GraphResult, JobConfiguration, PrintJob, PrintJobStatus } from '../../main/graph/model.ts';
import type { JobAccess } from '../../main/release/access.ts';
import { jobKey } from '../../main/release/job-ref.ts';
import type { ReleaserPorts } from '../../main/release/ports.ts';
import { createReleaser, type Releaser } from '../../main/release/releaser.ts';
import { signatureOf } from '../../main/release/signature.ts';
import { openStationJournal, type StationJournal } from '../../main/release/station-journal.ts';
import type { JobStage } from '../../preload/contract.ts';
import { type HandClock, handClock } from './badge.ts';
import { job } from './print-jobs.ts';

/** The outside world of a releaser, in the hands of a test: what reads show, what effects answer, and a clock that only the test moves. */
export interface ReleaseWorld {
  readonly clock: HandClock;
  /** Effects in the order sent, e.g. `start 4711`. */
  readonly sent: string[];
  /** How many effects each call carried. */
  readonly calls: number[];
  /** Every stage that was reported, by job key. */
  readonly shown: { readonly key: string; readonly stage: JobStage }[];
  /** What a read of this job gives, by job id; a failure stands for a read that fails. */
  readonly reads: Map<string, PrintJob | GraphFailure>;
  /** What the next effects answer; undefined: they are carried out as the test says in `onEffect`. */
  effectFails: GraphFailure | undefined;
  /** Called for each effect that was carried out. */
  onEffect: (effect: string) => void;
  /** Called for each stage that was reported. */
  onShown: (shown: { readonly key: string; readonly stage: JobStage }) => void;
  /** How long a read takes on the clock, milliseconds. */
  readTakesMs: number;
  journal: StationJournal;
  readonly access: JobAccess;
  /** What the service says a job has, whatever it was asked to set. */
  answered: JobConfiguration;
  /** Whether settings of jobs are changed here. */
  configures: boolean;
  readonly left: AbortController;
  readonly stop: AbortController;
  releaser(changes?: {
    readonly journal?: Partial<StationJournal>;
    readonly access?: Partial<JobAccess>;
    readonly stop?: AbortSignal;
  }): Releaser;
  /** A new process on the same file. */
  reopen(): void;
  /** Lets `ms` pass in small steps, with everything that becomes due. */
  pass(ms: number): Promise<void>;
  last(key?: string): JobStage | undefined;
}

const settleMs = 15_000;

/** A world with one uploaded, unstarted job 4711 that nothing happens to. */
export function releaseWorld(): ReleaseWorld {
  const folder = mkdtempSync(join(tmpdir(), 'release-world-'));
  const clock = handClock();
  const open = () => {
    const opened = openStationJournal({ path: join(folder, 'journal.db'), clock, log: () => {}, settleMs });
    if (opened.is === 'unusable') throw new Error('The journal cannot be used.');
    return opened.journal;
  };
  const ok = <T>(value: T): GraphResult<T> => ({ ok: true, value });
  const answer = <T>(effect: string, value: T): GraphResult<T> => {
    world.sent.push(effect);
    if (world.effectFails) return { ok: false, failure: world.effectFails };
    world.onEffect(effect);
    return ok(value);
  };
  const carry = <T>(all: readonly T[]): readonly T[] => {
    world.calls.push(all.length);
    return all;
  };
  const status: PrintJobStatus = { state: 'processing', details: [] };
  const app: AppPrintApi = {
    listTasks: async () => ok([]),
    completeTasks: async (_definition, ids) =>
      carry(ids).map((id) => answer(`complete ${id}`, { id, parentUrl: null, state: 'completed', description: null })),
    listPrinterJobs: async () => ok([]),
    getPrinterJobs: async () => [],
    getPrinter: async (id) => ok({ id, displayName: null, isAcceptingJobs: true, status: null }),
    getCapabilities: async () => [],
    readQueues: async () => [],
    configureJobs: async (changes) =>
      carry(changes).map(({ job: { jobId }, configuration }) =>
        answer(
          `configure ${jobId} ${JSON.stringify(configuration)}`,
          job({ id: jobId, configuration: { ...configuration, ...world.answered } }),
        ),
      ),
    redirectJobs: async (redirects) =>
      carry(redirects).map(({ job: { jobId }, destinationPrinterId, configuration }) => {
        const chosen = configuration === null ? '' : ` ${JSON.stringify(configuration)}`;
        return answer(`redirect ${jobId} to ${destinationPrinterId}${chosen}`, job({ id: '5000', ownerId: null }));
      }),
  };
  const world: ReleaseWorld = {
    clock,
    sent: [],
    calls: [],
    shown: [],
    reads: new Map([['4711', job()]]),
    effectFails: undefined,
    onEffect: () => {},
    onShown: () => {},
    answered: {},
    configures: false,
    readTakesMs: 0,
    journal: settled(open(), clock),
    access: {
      oid: 'oid-ada',
      reader: 'person',
      ready: async () => null,
      listJobs: async () => ok([]),
      async readJobs(refs) {
        const seen = refs.map(({ jobId }) => world.reads.get(jobId));
        if (world.readTakesMs > 0) await new Promise<void>((done) => clock.after(world.readTakesMs, done));
        return seen.map((read) => {
          if (read === undefined) return { ok: false, failure: { kind: 'refused', status: 404, code: null, reference: null } };
          return 'kind' in read ? { ok: false, failure: read } : ok(read);
        });
      },
      printerLook: async () => ({ state: 'ready', problems: [], capabilities: null, waiting: null }),
      startJobs: async (refs) => carry(refs).map(({ jobId }) => answer(`start ${jobId}`, status)),
      cancelJob: async ({ jobId }) => answer(`cancel ${jobId}`, null),
    },
    left: new AbortController(),
    stop: new AbortController(),
    releaser(changes = {}) {
      const ports: ReleaserPorts = {
        app,
        taskDefinitionId: 'd1',
        journal: { ...world.journal, ...changes.journal },
        audit: { record: () => {} },
        clock,
        configures: world.configures,
        times: { settleMs, resumeMs: 3_000 },
        signature: signatureOf('here'),
        log: () => {},
      };
      const report = (key: string, stage: JobStage) => {
        world.shown.push({ key, stage });
        world.onShown({ key, stage });
      };
      return createReleaser(ports, { ...world.access, ...changes.access }, report, {
        left: world.left.signal,
        stop: changes.stop ?? world.stop.signal,
      });
    },
    reopen() {
      world.journal.close();
      world.journal = settled(open(), clock);
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 100) {
        await quiet();
        clock.advance(Math.min(100, ms - passed));
      }
      await quiet();
    },
    last: (key = 'p1/4711') => world.shown.findLast((one) => one.key === key)?.stage,
  };
  onTestFinished(() => {
    world.stop.abort();
    world.journal.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return world;
}

/** Nothing was sent before this process. */
function settled(journal: StationJournal, clock: HandClock): StationJournal {
  const left = new Map<string, number>();
  return {
    ...journal,
    blindUntil: () => 0,
    blindFor: (ref) => left.get(jobKey(ref)) ?? 0,
    leftOpen: (ref) => void left.set(jobKey(ref), clock.elapsed() + settleMs),
  };
}

/** Until nothing is left to do before the clock moves. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
}
