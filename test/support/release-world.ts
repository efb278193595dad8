import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type {
  AppPrintApi,
  GraphFailure,
  GraphResult,
  JobConfiguration,
  PrintJob,
  PrintJobStatus,
  PrintTask,
} from '../../main/graph/model.ts';
import type { JobAccess } from '../../main/release/acting/access.ts';
import type { ReleasePorts } from '../../main/release/acting/ports.ts';
import { type Attended, createReleases, type Releases } from '../../main/release/acting/releases.ts';
import type { Leaving } from '../../main/release/deciding/release.ts';
import { signatureOf } from '../../main/release/deciding/signature.ts';
import type { ListedJob } from '../../main/release/job-ref.ts';
import { createWaitingPrinters } from '../../main/release/printers/waiting-printers.ts';
import { openStationJournal, type StationJournal } from '../../main/release/storage/station-journal.ts';
import type { JobStage, ReleaseOptions } from '../../preload/contract.ts';
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
  /** What the definition's list of tasks gives; a failure stands for a read that fails. */
  tasks: readonly PrintTask[] | GraphFailure;
  /** A visit of a station's first process, or of the one after `reopen`; each call is a new visit of the same person. */
  releaser(changes?: { readonly journal?: Partial<StationJournal>; readonly access?: Partial<JobAccess> }): ReleaserOfTest;
  /** A new process on the same file. */
  reopen(): void;
  /** Lets `ms` pass in small steps, with everything that becomes due. */
  pass(ms: number): Promise<void>;
  last(key?: string): JobStage | undefined;
}

/** A visit, with promises that resolve when nothing of it is under way any more. */
export interface ReleaserOfTest extends Omit<Attended, 'release' | 'takeUp'> {
  release(jobs: readonly ListedJob[], redirectTo: string | null, options?: ReleaseOptions): Promise<void>;
  takeUp(): Promise<void>;
  left(how: Leaving): void;
}

const settleMs = 15_000;

/** A world with one uploaded, unstarted job 4711 that nothing happens to. */
export function releaseWorld(): ReleaseWorld {
  const folder = mkdtempSync(join(tmpdir(), 'release-world-'));
  const clock = handClock();
  const visits: Attended[] = [];
  const waiting = createWaitingPrinters([], clock);
  let releases: Releases | null = null;
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
    listTasks: async () => ('kind' in world.tasks ? { ok: false, failure: world.tasks } : ok(world.tasks)),
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
    journal: settled(open()),
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
    tasks: [],
    releaser(changes = {}) {
      const ports: ReleasePorts = {
        app,
        taskDefinitionId: 'd1',
        journal: { ...world.journal, ...changes.journal },
        audit: { record: () => {} },
        clock,
        configures: world.configures,
        times: { settleMs, resumeMs: 3_000 },
        signature: signatureOf('here'),
        waiting,
        log: () => {},
      };
      // What a process remembers of its releases is kept, as long as its journal is the same.
      releases ??= createReleases(ports);
      const attended = releases.attend({ ...world.access, ...changes.access }, (told) => {
        for (const { key, stage } of told) {
          world.shown.push({ key, stage });
          world.onShown({ key, stage });
        }
      });
      const visit: ReleaserOfTest = {
        ...attended,
        async release(jobs, redirectTo, options) {
          attended.release(jobs, redirectTo, options);
          await attended.settled();
        },
        async takeUp() {
          attended.takeUp();
          await attended.settled();
        },
      };
      visits.push(attended);
      return visit;
    },
    reopen() {
      world.journal.close();
      world.journal = settled(open());
      releases = null;
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
    for (const visit of visits) visit.close();
    world.journal.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return world;
}

/** Nothing was sent before this process. */
function settled(journal: StationJournal): StationJournal {
  return { ...journal, blindUntil: () => 0 };
}

/** Until nothing is left to do before the clock moves. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
}
