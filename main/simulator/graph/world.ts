import type { Clock, RandomBytes } from '../../ports.ts';
import type { DemoPerson, DemoPrinter } from '../model.ts';
import { fraction, guid } from '../random.ts';
import type { SettingsStore } from '../settings.ts';
import { skewedClock } from '../skewed-clock.ts';
import { createDocumentStore, type DocumentStore } from './documents.ts';
import { copiedJob, newJob } from './new-job.ts';
import type { DefinitionRecord, JobConfiguration, JobRecord, PrinterRecord, TaskRecord, TaskState, TriggerRecord } from './records.ts';
import { type Effect, type Input, isFinal, next, type Phase, type Rules, type Step } from './state-machine.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** What changed, for printers, the desk page and tests that wait for something. */
export type Change = { readonly what: 'job'; readonly jobId: string } | { readonly what: 'printer'; readonly printerId: string };

/** What the world is made of. */
export interface WorldOptions {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly settings: SettingsStore;
  readonly printers: readonly DemoPrinter[];
  /** Number of the first job; ids are short decimal strings (reference 2.A, A4). */
  readonly firstJobNumber?: number;
}

/** Everything the print service remembers, and the only way to change it. */
export interface World {
  readonly documents: DocumentStore;
  readonly printers: Map<string, PrinterRecord>;
  /** Share id to printer id. */
  readonly shares: Map<string, string>;
  readonly definitions: Map<string, DefinitionRecord>;
  readonly triggers: Map<string, TriggerRecord>;
  /** The tenant's own wall clock, milliseconds since the epoch, setting `clockSkewMs` included. */
  now(): number;
  newId(): string;
  /** The job as it is; undefined once its retention is over. */
  job(jobId: string): JobRecord | undefined;
  jobs(): readonly JobRecord[];
  /** The same as a reader sees it, `readLagMs` and up to `readLagSpreadMs` late. */
  seenJob(jobId: string): JobRecord | undefined;
  seenJobs(): readonly JobRecord[];
  task(taskId: string): TaskRecord | undefined;
  tasks(): readonly TaskRecord[];
  seenTask(taskId: string): TaskRecord | undefined;
  seenTasks(): readonly TaskRecord[];
  createJob(
    owner: Pick<DemoPerson, 'oid' | 'displayName' | 'userPrincipalName'>,
    printerId: string,
    configuration: JobConfiguration,
  ): JobRecord;
  /** A copy of a held job on another printer: what redirect makes. The caller moves both on with `apply`. */
  copyJob(source: JobRecord, printerId: string, configuration: JobConfiguration): JobRecord;
  /** Starts the copy, at once or after `redirectPauseMs`, in which its document is said to be on the way. */
  startCopy(jobId: string): void;
  /** One input of the state machine; refused steps change nothing. `alongside` fields are set together with the phase. */
  apply(jobId: string, input: Input, alongside?: Partial<JobRecord>): Step;
  patchJob(jobId: string, fields: Partial<JobRecord>): void;
  /** The job is gone before its time, as if its retention were over. */
  removeJob(jobId: string): void;
  /**
   * The share now leads to another printer; setting `jobsAfterShareMoves` says what becomes of jobs that the old one has not been
   * offered. Unknown ids change nothing.
   */
  moveShare(shareId: string, printerId: string): void;
  setTask(taskId: string, state: TaskState, description: string): void;
  patchPrinter(printerId: string, fields: Partial<PrinterRecord>): void;
  triggerOf(printerId: string): TriggerRecord | undefined;
  shareOf(printerId: string): string | undefined;
  /** Calls back after every change; the returned function ends it. */
  onChange(listener: (change: Change) => void): () => void;
}

/** Phases in which no printer has been offered the job yet. */
const beforePrinter: ReadonlySet<Phase> = new Set(['uploadPending', 'uploaded', 'held', 'waiting', 'interpreting']);
const dayMs = 86_400_000;
const documentsMaxBytes = 512 * 1024 * 1024;

/** An empty print service with its printers and shares; definitions and triggers come later. */
export function createWorld(options: WorldOptions): World {
  const { random, settings } = options;
  const clock = skewedClock(options.clock, () => settings.current().clockSkewMs);
  const jobs = new Map<string, Timeline<JobRecord>>();
  const tasks = new Map<string, Timeline<TaskRecord>>();
  const listeners = new Set<(change: Change) => void>();
  let jobNumber = options.firstJobNumber ?? 4711;

  const newId = () => guid(random);
  const changed = (change: Change) => {
    for (const listener of [...listeners]) listener(change);
  };

  function remove(jobId: string): void {
    const timeline = jobs.get(jobId);
    if (timeline === undefined) return;
    const { taskId } = timeline.current();
    jobs.delete(jobId);
    world.documents.remove(jobId);
    if (taskId !== null) tasks.delete(taskId);
    changed({ what: 'job', jobId });
  }

  function expire(): void {
    const oldest = clock.now() - settings.current().retentionDays * dayMs;
    for (const [jobId, timeline] of jobs) {
      if (timeline.current().createdAt <= oldest) remove(jobId);
    }
  }

  /** Jobs that are under way when their share is pointed elsewhere (setting `jobsAfterShareMoves`). */
  function afterMove(job: JobRecord, printerId: string): void {
    const { jobsAfterShareMoves, taskAfterJobEnded } = settings.current();
    if (jobsAfterShareMoves === 'stay') return;
    if (jobsAfterShareMoves === 'follow') {
      const task = job.taskId === null ? undefined : tasks.get(job.taskId);
      task?.set({ ...task.current(), printerId }, clock.elapsed());
      world.patchJob(job.id, { printerId });
      return;
    }
    if (job.taskId !== null) world.setTask(job.taskId, taskAfterJobEnded, 'The printer behind the share was changed.');
    world.patchJob(job.id, { phase: 'aborted' });
  }

  function addJob(job: JobRecord): JobRecord {
    jobs.set(job.id, createTimeline(job, clock.elapsed()));
    changed({ what: 'job', jobId: job.id });
    return job;
  }

  function rulesFor(job: JobRecord): Rules {
    const current = settings.current();
    return {
      triggerHolds: !job.heldOnce && world.triggerOf(job.printerId) !== undefined,
      afterTask: world.printers.get(job.printerId)?.kind === 'waits' ? 'waits' : 'resumes',
      secondStart: current.secondStart,
      jobAfterTaskAborted: current.jobAfterTaskAborted,
      sourceAfterRedirect: current.sourceAfterRedirect,
      printsOwed: job.printsOwed,
    };
  }

  function createTask(job: JobRecord): Partial<JobRecord> {
    const trigger = world.triggerOf(job.printerId);
    const definition = trigger && world.definitions.get(trigger.definitionId);
    if (trigger === undefined || definition === undefined) return {};
    const task: TaskRecord = {
      id: newId(),
      definitionId: definition.id,
      triggerId: trigger.id,
      appId: definition.appId,
      jobId: job.id,
      printerId: job.printerId,
      state: 'processing',
      description: 'The job waits for this task.',
      changedAt: clock.now(),
    };
    tasks.set(task.id, createTimeline(task, clock.elapsed()));
    return { taskId: task.id, heldOnce: true };
  }

  function carryOut(job: JobRecord, effect: Effect): Partial<JobRecord> {
    switch (effect) {
      case 'createTask':
        return createTask(job);
      case 'endTask':
        if (job.taskId !== null) world.setTask(job.taskId, settings.current().taskAfterJobEnded, 'The job was ended.');
        return {};
      case 'printAgain':
        return { printsOwed: job.printsOwed + 1 };
    }
  }

  function settle(jobId: string): void {
    const job = jobs.get(jobId)?.current();
    if (job?.phase !== 'interpreting') return;
    const interpretMs = settings.current().interpretMs;
    if (interpretMs === 0) world.apply(jobId, 'interpreted');
    else clock.after(interpretMs, () => world.apply(jobId, 'interpreted'));
  }

  // The lag is counted on the clock that never jumps: a tenant whose wall clock is put back still shows its jobs.
  const reader = () => {
    const { readLagMs, readLagSpreadMs } = settings.current();
    const newest = clock.elapsed() - readLagMs;
    const more = readLagSpreadMs === 0 ? 0 : Math.floor(fraction(random) * readLagSpreadMs);
    // What every reader knows of by now is never unknown again, however old the state in which this one sees it.
    return <T>(timeline: Timeline<T> | undefined): T | undefined =>
      timeline?.at(newest) === undefined ? undefined : (timeline.at(newest - more) ?? timeline.first());
  };
  const visible = <T>(timelines: Map<string, Timeline<T>>): T[] => {
    const see = reader();
    return [...timelines.values()].map((timeline) => see(timeline)).filter((value) => value !== undefined);
  };

  const world: World = {
    documents: createDocumentStore(documentsMaxBytes, (jobId) => isFinal(jobs.get(jobId)?.current().phase ?? 'aborted')),
    printers: new Map(
      options.printers.map(({ printerId, name, kind, abilities = 'everything' }) => [
        printerId,
        { printerId, name, kind, abilities, registeredAt: clock.now(), isAcceptingJobs: true, trouble: null },
      ]),
    ),
    shares: new Map(options.printers.map(({ shareId, printerId }) => [shareId, printerId])),
    definitions: new Map(),
    triggers: new Map(),
    now: () => clock.now(),
    newId,
    job: (jobId) => {
      expire();
      return jobs.get(jobId)?.current();
    },
    jobs: () => {
      expire();
      return [...jobs.values()].map((timeline) => timeline.current());
    },
    seenJob: (jobId) => {
      expire();
      return reader()(jobs.get(jobId));
    },
    seenJobs: () => {
      expire();
      return visible(jobs);
    },
    task: (taskId) => tasks.get(taskId)?.current(),
    tasks: () => [...tasks.values()].map((timeline) => timeline.current()),
    seenTask: (taskId) => reader()(tasks.get(taskId)),
    seenTasks: () => {
      expire();
      return visible(tasks);
    },
    createJob: (owner, printerId, configuration) => {
      expire();
      return addJob(newJob({ id: String(jobNumber++), documentId: newId(), now: clock.now() }, owner, printerId, configuration));
    },
    copyJob: (source, printerId, configuration) => {
      const bytes = world.documents.get(source.id);
      const copy = addJob({
        ...copiedJob({ id: String(jobNumber++), documentId: newId(), now: clock.now() }, source, printerId, configuration),
        ownerBlank: settings.current().redirectedOwner === 'blank',
        heldOnce: !settings.current().redirectHonoursTrigger,
      });
      if (bytes !== undefined) world.documents.put(copy.id, bytes);
      return copy;
    },
    startCopy: (jobId) => {
      const { redirectPauseMs } = settings.current();
      if (redirectPauseMs === 0) return void world.apply(jobId, 'start');
      world.patchJob(jobId, { phase: 'uploadPending' });
      clock.after(redirectPauseMs, () => {
        world.apply(jobId, 'uploaded');
        world.apply(jobId, 'start');
      });
    },
    apply: (jobId, input, alongside = {}) => {
      const timeline = jobs.get(jobId);
      if (timeline === undefined) return { ok: false, why: 'notPossible' };
      const before = timeline.current();
      const step = next(before.phase, input, rulesFor(before));
      if (!step.ok) return step;
      let after: JobRecord = { ...before, ...alongside, phase: step.phase };
      for (const effect of step.effects) after = { ...after, ...carryOut(after, effect) };
      if (step.phase === 'pending' && before.phase !== 'pending') after = { ...after, queuedAt: clock.elapsed() };
      timeline.set(after, clock.elapsed());
      changed({ what: 'job', jobId });
      settle(jobId);
      return step;
    },
    patchJob: (jobId, fields) => {
      const timeline = jobs.get(jobId);
      if (timeline === undefined) return;
      timeline.set({ ...timeline.current(), ...fields }, clock.elapsed());
      changed({ what: 'job', jobId });
    },
    removeJob: remove,
    moveShare: (shareId, printerId) => {
      const from = world.shares.get(shareId);
      if (from === undefined || from === printerId || !world.printers.has(printerId)) return;
      world.shares.set(shareId, printerId);
      for (const job of world.jobs()) if (job.printerId === from && beforePrinter.has(job.phase)) afterMove(job, printerId);
      changed({ what: 'printer', printerId });
    },
    setTask: (taskId, state, description) => {
      const timeline = tasks.get(taskId);
      timeline?.set({ ...timeline.current(), state, description, changedAt: clock.now() }, clock.elapsed());
    },
    patchPrinter: (printerId, fields) => {
      const printer = world.printers.get(printerId);
      if (printer === undefined) return;
      world.printers.set(printerId, { ...printer, ...fields });
      changed({ what: 'printer', printerId });
    },
    triggerOf: (printerId) => [...world.triggers.values()].find((trigger) => trigger.printerId === printerId),
    shareOf: (printerId) => [...world.shares].find(([, owner]) => owner === printerId)?.[0],
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return world;
}
