import type { JobStage, Trouble } from '../../preload/contract.ts';
import type { TokenSource } from '../auth/model.ts';
import type { AppPrintApi, GraphFailure, GraphResult, PrintTask, UserPrintApi } from '../graph/model.ts';
import type { Log } from '../log/log.ts';
import { type Clock, wait } from '../ports.ts';
import { type Finding, findingOf, stageOf, tasksOfJob } from './finding.ts';
import { answerOf, type EffectKind, type History, hasEffects, hasUnanswered, historyOf, noHistory, type SentEffect } from './history.ts';
import { inParallel } from './in-parallel.ts';
import { type JobRef, jobKey, type ListedJob } from './job-ref.ts';
import type { Journal, Outcome } from './journal.ts';
import { nextStep, type Step, type StepTimes } from './next-step.ts';
import { checkPrinters } from './printer-check.ts';
import { type Identity, troubleOfAuth, troubleOfGraph } from './trouble.ts';

/** What the releaser works with, for the life of the station. */
export interface ReleaserPorts {
  readonly app: AppPrintApi;
  readonly appTokens: TokenSource;
  readonly taskDefinitionId: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly times: StepTimes;
  readonly log: Log;
}

/** The person on whose behalf jobs are released. */
export interface Owner {
  readonly oid: string;
  readonly api: UserPrintApi;
  readonly tokens: TokenSource;
}

/** Tells the screen what is known of a job. */
export type Report = (key: string, stage: JobStage) => void;

/** When to let go of a release. */
export interface Patience {
  /** The person has left: follow nothing that already moves. */
  readonly left: AbortSignal;
  /** Let go of everything now; what is not known stays open in the journal. */
  readonly stop: AbortSignal;
}

/** How often a job under way is read. Its change is on screen at most this long plus one round trip after Graph shows it. Milliseconds. */
export const pollMs = 1_500;
/** After an effect the next read comes sooner. Milliseconds. */
const pollAfterEffectMs = 300;
/** A job that neither moves nor is refused is given up after this long. Milliseconds. */
const giveUpAfterMs = 90_000;
/** Both tokens must live this long before the first effect, so that no release is begun that could not be ended. Milliseconds. */
const minTokenLifetimeMs = 5 * 60_000;
/** A release that a crash cut off is finished at its owner's next tap only if it is this young. Milliseconds. */
const takeUpWithinMs = 15 * 60_000;
const parallelCalls = 4;

interface Tracked {
  readonly ref: JobRef;
  readonly key: string;
  readonly submitted: string;
  readonly releaseId: number;
  readonly since: number;
  history: History;
  step: Step;
  lastTrouble: Trouble | null;
  moving: boolean;
  over: boolean;
}

/**
 * Releases jobs in rounds: read all that are under way, then send what each needs, completions side by side and starts one
 * after another, oldest first. Every effect is in the journal, synced, before it is sent. Resolves when every job has ended,
 * was given up, or nothing more is to be waited for. Never throws for what a service answers; throws when the journal cannot be written.
 */
export async function release(
  ports: ReleaserPorts,
  owner: Owner,
  jobs: readonly ListedJob[],
  report: Report,
  patience: Patience,
): Promise<void> {
  // What is already under way is followed by the loop that began it.
  const open = new Set(ports.journal.openFor(owner.oid).map(({ ref }) => jobKey(ref)));
  const fresh = jobs.filter((job) => !open.has(jobKey(job.ref)));
  const ready = await prepare(ports, owner, fresh, report, patience.stop);
  const tracked = ready
    .map((job) => newlyTracked(ports, ports.journal.begin(job.ref, owner.oid), job.ref, job.job.createdDateTime ?? ''))
    .sort((a, b) => (a.submitted < b.submitted ? -1 : 1));
  await follow(ports, owner, tracked, report, patience);
}

/**
 * Takes up this person's releases that were under way when the station stopped, with what the journal says was sent.
 * Those asked for longer ago than `takeUpWithinMs` are closed instead: nothing prints by surprise; the job shows as held.
 */
export async function takeUp(ports: ReleaserPorts, owner: Owner, report: Report, patience: Patience): Promise<void> {
  const tracked: Tracked[] = [];
  for (const old of ports.journal.openFor(owner.oid)) {
    if (ports.clock.now() < old.askedAt + takeUpWithinMs) {
      tracked.push({ ...newlyTracked(ports, old.id, old.ref, ''), history: historyOf(old.effects) });
    } else {
      ports.journal.end(old.id, 'notReleased');
    }
  }
  for (const one of tracked) report(one.key, { is: 'checking' });
  await follow(ports, owner, tracked, report, patience);
}

/** Checks everything that can be checked before the first effect; reports and drops the jobs that must stay where they are. */
async function prepare(
  ports: ReleaserPorts,
  owner: Owner,
  jobs: readonly ListedJob[],
  report: Report,
  signal: AbortSignal,
): Promise<readonly ListedJob[]> {
  for (const job of jobs) report(jobKey(job.ref), { is: 'releasing' });
  const refuse = (job: ListedJob, trouble: Trouble) => report(jobKey(job.ref), { is: 'notReleased', trouble });
  const [person, station, printers] = await Promise.all([
    owner.tokens.getToken({ minLifetimeMs: minTokenLifetimeMs }),
    ports.appTokens.getToken({ minLifetimeMs: minTokenLifetimeMs }),
    checkPrinters(owner.api, jobs, signal),
  ]);
  const noToken = !person.ok ? troubleOfAuth(person.failure, 'person') : !station.ok ? troubleOfAuth(station.failure, 'station') : null;
  if (noToken) {
    for (const job of jobs) refuse(job, noToken);
    return [];
  }
  return jobs.filter((job) => {
    const trouble = printers.get(job.ref.shareId) ?? null;
    if (trouble) refuse(job, trouble);
    return trouble === null && !signal.aborted;
  });
}

function newlyTracked(ports: ReleaserPorts, releaseId: number, ref: JobRef, submitted: string): Tracked {
  return {
    ref,
    key: jobKey(ref),
    submitted,
    releaseId,
    since: ports.clock.now(),
    history: noHistory,
    step: { do: 'wait', unanswered: false },
    lastTrouble: null,
    moving: false,
    over: false,
  };
}

async function follow(ports: ReleaserPorts, owner: Owner, tracked: readonly Tracked[], report: Report, patience: Patience): Promise<void> {
  const open = () => tracked.filter((one) => !one.over && !(one.moving && patience.left.aborted));
  while (open().length > 0 && !patience.stop.aborted) {
    const sent = await round(ports, owner, open(), report, patience.stop);
    if (open().length > 0) await pause(ports.clock, sent ? pollAfterEffectMs : pollMs, patience);
  }
  // Let go: what is open stays open in the journal and is shown to its owner next time.
}

/** Waits, but no longer than until somebody leaves or all is to be let go. */
async function pause(clock: Clock, ms: number, { left, stop }: Patience): Promise<void> {
  try {
    await wait(clock, ms, left.aborted ? stop : AbortSignal.any([left, stop]));
  } catch {
    // Woken early: the caller looks again at what is open.
  }
}

/** One round over the jobs that are under way. True when an effect was sent. */
async function round(ports: ReleaserPorts, owner: Owner, open: readonly Tracked[], report: Report, signal: AbortSignal): Promise<boolean> {
  const ourTasks = once(() => ports.app.listTasks(ports.taskDefinitionId, signal));
  await inParallel(open, parallelCalls, (one) => look(ports, owner, one, ourTasks, report, signal));
  if (signal.aborted) return false;
  const toComplete = open.filter((one) => !one.over && one.step.do === 'complete');
  await inParallel(toComplete, parallelCalls, (one) => complete(ports, one, report));
  const toStart = open.filter((one) => !one.over && one.step.do === 'start');
  for (const one of toStart) await start(ports, owner, one, report);
  return toComplete.length + toStart.length > 0;
}

/** Reads one job and decides its next step. */
async function look(
  ports: ReleaserPorts,
  owner: Owner,
  one: Tracked,
  ourTasks: () => Promise<GraphResult<readonly PrintTask[]>>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  one.step = { do: 'wait', unanswered: hasUnanswered(one.history) };
  const read = await owner.api.getJob(one.ref.shareId, one.ref.jobId, signal);
  if (signal.aborted) return;
  if (!read.ok) {
    unread(ports, one, read.failure, 'person', report);
    return;
  }
  // Whatever Graph returned: a job that is not this person's is never touched.
  if (read.value.ownerId !== owner.oid) {
    giveUp(ports, one, { code: 'notPermitted', reference: '' }, report);
    return;
  }
  let tasks = read.value.tasks ?? [];
  if (tasks.length === 0 && couldBeHeld(read.value.state)) {
    const listed = await ourTasks();
    if (!listed.ok) {
      unread(ports, one, listed.failure, 'station', report);
      return;
    }
    tasks = tasksOfJob(listed.value, one.ref);
  }
  const finding = findingOf(read.value, tasks);
  if (finding.is === 'held' && one.history.started && !one.history.completed.has(finding.taskId)) {
    one.history = { ...one.history, started: null }; // A new task shows that the start has landed.
  }
  one.step = nextStep(finding, one.history, ports.clock.now(), ports.times);
  settle(ports, one, finding, report);
}

function couldBeHeld(state: string): boolean {
  return state !== 'completed' && state !== 'canceled' && state !== 'aborted';
}

/** Shows and records what the decided step says of the job. */
function settle(ports: ReleaserPorts, one: Tracked, finding: Finding, report: Report): void {
  const { step } = one;
  switch (step.do) {
    case 'complete':
    case 'start':
      return;
    case 'wait':
      keepWaiting(ports, one, step.unanswered, report);
      return;
    case 'follow':
      if (!one.moving) ports.journal.end(one.releaseId, 'moving');
      one.moving = true;
      report(one.key, stageOf(finding));
      return;
    case 'end':
      one.over = true;
      ports.journal.end(one.releaseId, outcomeOf(finding));
      report(one.key, stageOf(finding));
      return;
    case 'giveUp':
      giveUp(ports, one, { code: step.because, reference: one.lastTrouble?.reference ?? '' }, report);
      return;
  }
}

function keepWaiting(ports: ReleaserPorts, one: Tracked, unanswered: boolean, report: Report): void {
  if (ports.clock.now() > one.since + giveUpAfterMs) {
    giveUp(ports, one, one.lastTrouble ?? { code: 'notSettled', reference: '' }, report);
    return;
  }
  report(one.key, unanswered ? { is: 'checking' } : { is: 'releasing' });
}

function outcomeOf(finding: Finding): Outcome {
  if (finding.is === 'cancelled') return 'cancelled';
  return finding.is === 'done' && finding.how === 'successfully' ? 'done' : 'attention';
}

/** A read that failed: gone for good, or tried again until patience runs out. */
function unread(ports: ReleaserPorts, one: Tracked, failure: GraphFailure, identity: Identity, report: Report): void {
  const trouble = troubleOfGraph(failure, identity);
  if (failure.kind === 'refused' && (failure.status === 404 || failure.status === 410) && identity === 'person') {
    one.over = true;
    ports.journal.end(one.releaseId, 'gone');
    report(one.key, { is: 'gone' });
    return;
  }
  one.lastTrouble = trouble;
  if (final(failure) && !hasEffects(one.history)) {
    giveUp(ports, one, trouble, report);
    return;
  }
  if (!one.moving) keepWaiting(ports, one, hasUnanswered(one.history), report);
}

/** Whether waiting cannot help. */
function final(failure: GraphFailure): boolean {
  return failure.kind === 'refused' || failure.kind === 'unauthenticated' || failure.kind === 'noToken';
}

function giveUp(ports: ReleaserPorts, one: Tracked, trouble: Trouble, report: Report): void {
  one.over = true;
  ports.journal.end(one.releaseId, 'notReleased');
  ports.log('release.givenUp', { job: one.key, why: trouble.code, reference: trouble.reference });
  report(one.key, { is: 'notReleased', trouble });
}

async function complete(ports: ReleaserPorts, one: Tracked, report: Report): Promise<void> {
  if (one.step.do !== 'complete') return;
  const { taskId } = one.step;
  const call = () => ports.app.completeTask(ports.taskDefinitionId, taskId);
  const sent = await effect(ports, one, 'complete', taskId, one.history.completed.get(taskId), call, 'station', report);
  if (sent) one.history = { ...one.history, completed: new Map(one.history.completed).set(taskId, sent) };
}

async function start(ports: ReleaserPorts, owner: Owner, one: Tracked, report: Report): Promise<void> {
  const call = () => owner.api.startJob(one.ref.shareId, one.ref.jobId);
  const sent = await effect(ports, one, 'start', null, one.history.started ?? undefined, call, 'person', report);
  if (sent) one.history = { ...one.history, started: sent };
}

/** Journal, call, journal. Null when the release ended because no token could be had, so that nothing was sent. */
async function effect(
  ports: ReleaserPorts,
  one: Tracked,
  kind: EffectKind,
  taskId: string | null,
  before: SentEffect | undefined,
  call: () => Promise<GraphResult<unknown>>,
  identity: Identity,
  report: Report,
): Promise<SentEffect | null> {
  const effectId = ports.journal.intend(one.releaseId, kind, taskId);
  const result = await call();
  const answer = answerOf(result, ports.clock.now());
  ports.journal.answer(effectId, answer.is, answer.is === 'refused' ? answer.status : null);
  ports.log('release.effect', { job: one.key, kind, answer: answer.is, failure: result.ok ? undefined : result.failure.kind });
  if (!result.ok) {
    one.lastTrouble = troubleOfGraph(result.failure, identity);
    if (result.failure.kind === 'noToken' || result.failure.kind === 'unauthenticated') {
      giveUp(ports, one, one.lastTrouble, report);
      return null;
    }
    if (answer.is === 'unknown') report(one.key, { is: 'checking' });
  }
  return { at: ports.clock.now(), times: (before?.times ?? 0) + 1, answer };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
