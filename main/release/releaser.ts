import type { Trouble } from '../../preload/contract.ts';
import type { Audit } from '../audit/audit.ts';
import type { AppPrintApi, GraphFailure, GraphResult, PrintJob, PrintTask } from '../graph/model.ts';
import type { Log } from '../log/log.ts';
import { type Clock, wait } from '../ports.ts';
import { isOwnedBy, type JobAccess, type Report } from './access.ts';
import { type Finding, findingOf, stageOf, tasksOfJob } from './finding.ts';
import { type JobRef, jobKey, type ListedJob } from './job-ref.ts';
import type { OpenRelease, Outcome } from './journal.ts';
import { afterRead, inDoubt, newRelease, type ReleaseRules } from './machine.ts';
import { checkPrinters } from './printer-check.ts';
import { replay } from './replay.ts';
import { sendEffects } from './send-effects.ts';
import type { StationJournal } from './station-journal.ts';
import { goTo, type Tracked } from './tracked.ts';
import { troubleOfGraph } from './trouble.ts';

/** What the releaser works with, for the life of the station. */
export interface ReleaserPorts {
  readonly app: AppPrintApi;
  readonly taskDefinitionId: string;
  readonly journal: StationJournal;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly times: Pick<ReleaseRules, 'settleMs' | 'resumeMs'>;
  /** What the station writes into tasks that it completes. */
  readonly signature: string;
  readonly log: Log;
}

/** When to let go of a release. */
export interface Patience {
  /** The person has left: follow nothing that already moves. */
  readonly left: AbortSignal;
  /** Let go of everything now; what is not known stays open in the journal. */
  readonly stop: AbortSignal;
}

/** Releases for one visit. */
export interface Releaser {
  /**
   * Releases jobs, to the printer `redirectTo` where one is given. Resolves when every job has ended, was given up, or nothing more is to be
   * waited for. Never rejects for what a service answers or a disk refuses.
   */
  release(jobs: readonly ListedJob[], redirectTo: string | null): Promise<void>;
  /** Takes up this person's releases that were cut off: by a crash, or by a visit that ended before they were known. */
  takeUp(): Promise<void>;
}

/** How often a job under way is read. Its change is on screen at most this long plus one round trip after Graph shows it. Milliseconds. */
export const pollMs = 1_500;
/** After an effect the next read comes sooner. Milliseconds. */
const pollAfterEffectMs = 300;
/** Every token must live this long before the first effect, so that no release is begun that could not be ended. Milliseconds. */
const minTokenLifetimeMs = 5 * 60_000;
/** Nothing prints later by surprise: a release whose first effect could not be sent by then is given up. Milliseconds. */
export const firstEffectWithinMs = 30_000;
/** A read older than this is no ground for an effect. Milliseconds. */
const freshForMs = 5_000;
/** A release that was cut off is finished at its owner's next tap only if it is this young. Milliseconds. */
const takeUpWithinMs = 15 * 60_000;

const noTrouble: Trouble = { code: 'notSettled', reference: '' };

/**
 * The releases of one visit, in rounds: read all that are under way, let the machine decide, then send what each needs, completions and
 * redirects side by side and starts in order, oldest first. Every effect is in the journal, synced, before it is sent.
 */
export function createReleaser(ports: ReleaserPorts, access: JobAccess, report: Report, patience: Patience): Releaser {
  const { clock, journal, audit, log } = ports;
  /** Two loops over one job could each send what the other has sent. */
  const followed = new Set<string>();
  // A job in doubt is given up only when nothing that was sent may still land.
  const giveUpAfterMs = Math.max(90_000, 2 * ports.times.settleMs + 30_000);

  const tracked = (key: string, releaseId: number, place: JobRef, submitted: string, rules: Partial<ReleaseRules>): Tracked => ({
    key,
    releaseId,
    submitted,
    since: clock.elapsed(),
    rules: {
      ...ports.times,
      canStart: access.startJobs !== null,
      redirectTo: null,
      signature: ports.signature,
      completedHere: journal.completedHere(place),
      blindUntil: journal.blindUntil(),
      unstartedSince: null,
      ...rules,
    },
    place,
    placeSince: clock.elapsed(),
    redirected: false,
    seen: null,
    release: newRelease,
    next: { do: 'wait', unanswered: false },
    readAt: clock.elapsed(),
    lastTrouble: null,
    settled: false,
    over: false,
  });

  /** Checks everything that can be checked before the first effect; reports and drops the jobs that must stay where they are. */
  async function prepare(jobs: readonly ListedJob[], redirectTo: string | null): Promise<readonly ListedJob[]> {
    for (const job of jobs) report(jobKey(job.ref), { is: 'releasing' }, null);
    const refuse = (job: ListedJob, trouble: Trouble) => report(jobKey(job.ref), { is: 'notReleased', trouble }, null);
    const printerOf = ({ ref }: ListedJob) => (redirectTo === null ? ref : { shareId: '', printerId: redirectTo });
    const [notReady, printers] = await Promise.all([
      access.ready(minTokenLifetimeMs),
      checkPrinters(access, jobs.map(printerOf), patience.stop),
    ]);
    return jobs.filter((job) => {
      const trouble = notReady ?? printers.get(printerOf(job).printerId) ?? null;
      if (trouble) refuse(job, trouble);
      return trouble === null && !patience.stop.aborted;
    });
  }

  /** Writes what was asked for; a disk that does not take it ends the release before anything is sent. */
  function begin(jobs: readonly ListedJob[], redirectTo: string | null): readonly Tracked[] {
    try {
      const ids = journal.begin(
        jobs.map(({ ref }) => ref),
        access.oid,
      );
      audit.record(...jobs.map(({ ref }) => ({ kind: 'releaseAsked', person: access.oid, job: jobKey(ref) }) as const));
      return jobs.flatMap(({ ref, job, unstartedSince }, i) => {
        const id = ids[i];
        return id === undefined ? [] : [tracked(jobKey(ref), id, ref, job.createdDateTime ?? '', { redirectTo, unstartedSince })];
      });
    } catch {
      log('journal.failed', { while: 'begin' });
      for (const { ref } of jobs) report(jobKey(ref), { is: 'notReleased', trouble: { code: 'storage', reference: '' } }, null);
      return [];
    }
  }

  /** Nothing hangs on this row: what stays open is looked at again at the owner's next tap. */
  function close(releaseId: number, key: string, outcome: Outcome): void {
    try {
      journal.end(releaseId, outcome);
    } catch {
      log('journal.failed', { while: 'end' });
    }
    audit.record({ kind: 'releaseEnded', person: access.oid, job: key, outcome });
  }

  /** A release as the journal left it; null where nothing of it can still happen. */
  function reopened(old: OpenRelease): Tracked | null {
    const { release, redirectTo } = replay(old.effects, clock.elapsed());
    const young = Math.abs(clock.now() - old.askedAt) < takeUpWithinMs;
    if (young && release.happened > 0) return { ...tracked(jobKey(old.ref), old.id, old.ref, '', { redirectTo }), release };
    close(old.id, jobKey(old.ref), 'notReleased');
    return null;
  }

  async function follow(all: readonly Tracked[]): Promise<void> {
    const mine = all.filter((one) => !followed.has(one.key));
    for (const one of mine) followed.add(one.key);
    const open = () => mine.filter((one) => !one.over && !(one.settled && patience.left.aborted));
    try {
      while (open().length > 0 && !patience.stop.aborted) {
        const sent = await round(open());
        if (open().length > 0) await pause(clock, sent ? pollAfterEffectMs : pollMs, patience);
      }
      // Let go: what is open stays open in the journal and is shown to its owner next time.
    } finally {
      for (const one of mine) followed.delete(one.key);
    }
  }

  /** One round over the jobs that are under way. True when an effect was sent. */
  async function round(open: readonly Tracked[]): Promise<boolean> {
    await look(open);
    if (patience.stop.aborted) return false;
    const now = clock.elapsed();
    const ready = open.filter((one) => !one.over && one.next.do === 'send' && maySend(one, now));
    if (ready.length === 0) return false;
    await sendEffects({ ...ports, access, report }, ready);
    for (const one of ready) if (one.next.do === 'giveUp' && one.release.happened === 0) giveUp(one, troubleFor('storage', null));
    return true;
  }

  function maySend(one: Tracked, now: number): boolean {
    if (one.release.happened === 0 && now > one.since + firstEffectWithinMs) {
      giveUp(one, one.lastTrouble ?? noTrouble);
      return false;
    }
    return now <= one.readAt + freshForMs;
  }

  /** Reads the jobs and lets the machine decide about each. */
  async function look(open: readonly Tracked[]): Promise<void> {
    const readAt = clock.elapsed();
    const reads = await access.readJobs(
      open.map((one) => one.place),
      patience.stop,
    );
    const ourTasks = once(() => ports.app.listTasks(ports.taskDefinitionId, patience.stop));
    await Promise.all(
      open.map(async (one, i) => {
        const read = reads[i];
        one.next = { do: 'wait', unanswered: inDoubt(one.release) };
        if (read === undefined || patience.stop.aborted) return;
        const found = read.ok ? await findingIn(one, read.value, ourTasks) : read;
        if (patience.stop.aborted) return;
        if (found.ok) decide(one, found.value, readAt);
        else unread(one, found.failure, read.ok ? 'station' : access.reader);
      }),
    );
  }

  async function findingIn(
    one: Tracked,
    job: PrintJob,
    ourTasks: () => Promise<GraphResult<readonly PrintTask[]>>,
  ): Promise<GraphResult<Finding | 'notTheirs'>> {
    // Whatever Graph returned: a job that is not this person's is never touched.
    const theirs = isOwnedBy(job, access.oid) || (one.redirected && job.ownerId === null);
    if (!theirs) return { ok: true, value: 'notTheirs' };
    one.seen = { job, place: one.place };
    let tasks = job.tasks ?? [];
    if (tasks.length === 0 && job.state !== 'completed' && job.state !== 'canceled' && job.state !== 'aborted') {
      const listed = await ourTasks();
      if (!listed.ok) return listed;
      tasks = tasksOfJob(listed.value, one.place);
    }
    return { ok: true, value: findingOf(job, tasks) };
  }

  function decide(one: Tracked, finding: Finding | 'notTheirs', readAt: number): void {
    if (finding === 'notTheirs') {
      giveUp(one, { code: 'notPermitted', reference: '' });
      return;
    }
    // Where a redirected job came to rest it is released in place.
    const rules = one.redirected ? { ...one.rules, redirectTo: null } : one.rules;
    const { release, next } = afterRead(one.release, finding, readAt, rules);
    one.release = release;
    one.next = next;
    one.readAt = readAt;
    switch (next.do) {
      case 'send':
        return;
      case 'wait':
        keepWaiting(one, next.unanswered);
        return;
      case 'follow':
        if (next.settled && !one.settled) close(one.releaseId, one.key, 'moving');
        one.settled = next.settled;
        report(one.key, stageOf(finding), one.seen);
        return;
      case 'goTo':
        goTo(one, next.printerId, next.jobId, clock.elapsed());
        return;
      case 'end':
        one.over = true;
        close(one.releaseId, one.key, outcomeOf(finding));
        report(one.key, stageOf(finding), one.seen);
        return;
      case 'giveUp':
        giveUp(one, next.because === null ? (one.lastTrouble ?? noTrouble) : troubleFor(next.because, one.lastTrouble));
        return;
    }
  }

  function keepWaiting(one: Tracked, unanswered: boolean): void {
    const now = clock.elapsed();
    if (one.release.happened === 0 && now > one.since + firstEffectWithinMs) giveUp(one, one.lastTrouble ?? noTrouble);
    else if (now > one.since + giveUpAfterMs) giveUp(one, one.lastTrouble ?? noTrouble);
    else report(one.key, unanswered ? { is: 'checking' } : { is: 'releasing' }, one.seen);
  }

  /** A read that failed: gone for good, or tried again until patience runs out. */
  function unread(one: Tracked, failure: GraphFailure, identity: JobAccess['reader']): void {
    const goneNow = failure.kind === 'refused' && (failure.status === 404 || failure.status === 410) && identity === access.reader;
    // A job that a redirect has just made may not be seen yet.
    const tooEarly = one.redirected && clock.elapsed() < one.placeSince + ports.times.settleMs;
    if (goneNow && !tooEarly) {
      one.over = true;
      close(one.releaseId, one.key, 'gone');
      report(one.key, { is: 'gone' }, one.seen);
      return;
    }
    one.lastTrouble = troubleOfGraph(failure, identity);
    const hopeless = (isFinal(failure) && !goneNow) || clock.elapsed() > one.since + giveUpAfterMs;
    if (hopeless && one.release.happened > 0) loseSight(one, one.lastTrouble);
    else if (hopeless) giveUp(one, one.lastTrouble);
    else if (one.release.state.is !== 'moving') keepWaiting(one, inDoubt(one.release));
  }

  /** Known to be held still: by a read, or because nothing was sent. */
  function giveUp(one: Tracked, trouble: Trouble): void {
    one.over = true;
    close(one.releaseId, one.key, 'notReleased');
    log('release.givenUp', { job: one.key, why: trouble.code, reference: trouble.reference });
    report(one.key, { is: 'notReleased', trouble }, one.seen);
  }

  /** Something was sent and can no longer be followed: it stays open in the journal for the owner's next tap. */
  function loseSight(one: Tracked, trouble: Trouble): void {
    one.over = true;
    log('release.lostSight', { job: one.key, why: trouble.code, reference: trouble.reference });
    report(one.key, { is: 'unsure', trouble }, one.seen);
  }

  return {
    async release(jobs, redirectTo) {
      const fresh = jobs.filter((job) => !followed.has(jobKey(job.ref)));
      const open = new Map(journal.openFor(access.oid).map((old) => [jobKey(old.ref), old]));
      const ready = await prepare(fresh, redirectTo);
      // What was cut off is taken up as it was left: a second release beside it would not know what was sent.
      const old = ready.flatMap((job) => open.get(jobKey(job.ref)) ?? []).flatMap((one) => reopened(one) ?? []);
      const taken = new Set(old.map((one) => one.key));
      const begun = begin(
        ready.filter((job) => !taken.has(jobKey(job.ref))),
        redirectTo,
      );
      await follow([...old, ...begun].sort((a, b) => (a.submitted < b.submitted ? -1 : 1)));
    },
    async takeUp() {
      const old = journal.openFor(access.oid).flatMap((one) => reopened(one) ?? []);
      for (const one of old) report(one.key, { is: 'checking' }, one.seen);
      await follow(old);
    },
  };
}

function troubleFor(code: Trouble['code'], last: Trouble | null): Trouble {
  return { code, reference: last?.reference ?? '' };
}

function outcomeOf(finding: Finding): Outcome {
  if (finding.is === 'cancelled') return 'cancelled';
  return finding.is === 'done' && finding.how === 'successfully' ? 'done' : 'attention';
}

/** Whether waiting cannot help. */
function isFinal(failure: GraphFailure): boolean {
  return failure.kind === 'refused' || failure.kind === 'unauthenticated' || failure.kind === 'noToken';
}

/** Waits, but no longer than until somebody leaves or all is to be let go. */
async function pause(clock: Clock, ms: number, { left, stop }: Patience): Promise<void> {
  try {
    await wait(clock, ms, left.aborted ? stop : AbortSignal.any([left, stop]));
  } catch {
    // Woken early: the caller looks again at what is open.
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
