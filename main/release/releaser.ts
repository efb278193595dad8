import type { ReleaseOptions, Trouble } from '../../preload/contract.ts';
import type { JobConfiguration } from '../graph/model.ts';
import { type Clock, wait } from '../ports.ts';
import type { Capabilities, JobAccess, PrinterLook, Report } from './access.ts';
import { optionsOf } from './capabilities.ts';
import { type JobRef, jobKey, type ListedJob } from './job-ref.ts';
import type { OpenRelease } from './journal.ts';
import { look } from './look.ts';
import { newRelease, type ReleaseRules } from './machine.ts';
import { choosesNothing, offers, toConfiguration } from './options.ts';
import type { Patience, ReleaserPorts } from './ports.ts';
import { checkPrinters } from './printer-check.ts';
import { replay } from './replay.ts';
import { sendEffects } from './send-effects.ts';
import type { Tracked } from './tracked.ts';
import { createVerdicts } from './verdicts.ts';

/** Releases for one visit. */
export interface Releaser {
  /**
   * Releases jobs, to the printer `redirectTo` where one is given, with the `options` that their owner chose. Resolves when every job has ended, was given up, or nothing more is to be
   * waited for. Never rejects for what a service answers or a disk refuses.
   */
  release(jobs: readonly ListedJob[], redirectTo: string | null, options?: ReleaseOptions): Promise<void>;
  /** Takes up this person's releases that were cut off: by a crash, or by a visit that ended before they were known. */
  takeUp(): Promise<void>;
}

/** How often a job under way is read. Its change is on screen at most this long plus one round trip after Graph shows it. Milliseconds. */
export const pollMs = 1_500;
/** After an effect the next read comes sooner. Milliseconds. */
const pollAfterEffectMs = 300;
/** Every token must live this long before the first effect, so that no release is begun that could not be ended. Milliseconds. */
const minTokenLifetimeMs = 5 * 60_000;
/** A release that was cut off is finished by itself at its owner's next tap only if it is this young. Milliseconds. */
const takeUpWithinMs = 15 * 60_000;

/**
 * The releases of one visit, in rounds: read all that are under way, let the machine decide, then send what each needs, completions and
 * redirects side by side and starts in order, oldest first. Every effect is in the journal, synced, before it is sent.
 */
export function createReleaser(ports: ReleaserPorts, access: JobAccess, report: Report, patience: Patience): Releaser {
  const { clock, journal, audit, log } = ports;
  /** Two loops over one job could each send what the other has sent. */
  const followed = new Map<string, Tracked>();
  /** What is over may be touched again before its loop has noticed. */
  const isFollowed = (key: string) => followed.get(key)?.over === false;
  const verdicts = createVerdicts(ports, access, report);

  const tracked = (key: string, releaseId: number, place: JobRef, rules: Partial<ReleaseRules>): Tracked => ({
    key,
    releaseId,
    submitted: '',
    since: clock.elapsed(),
    mayAct: true,
    rules: {
      ...ports.times,
      canStart: access.startJobs !== null,
      redirectTo: null,
      settings: null,
      asWanted: false,
      madeByRedirect: false,
      configures: ports.configures,
      signature: ports.signature,
      completedHere: journal.completedHere(place),
      blindUntil: ports.configures ? journal.blindFor(place) : journal.blindUntil(),
      unstartedSince: null,
      ...rules,
    },
    origin: place,
    place,
    missingSince: null,
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
  async function prepare(jobs: readonly ListedJob[], redirectTo: string | null, options: ReleaseOptions): Promise<readonly Prepared[]> {
    for (const job of jobs) report(jobKey(job.ref), { is: 'releasing' }, null);
    const refuse = (job: ListedJob, trouble: Trouble) => report(jobKey(job.ref), { is: 'notReleased', trouble }, null);
    const printerOf = ({ ref }: ListedJob) => (redirectTo === null ? ref : { shareId: '', printerId: redirectTo });
    const looks = lookOnce(access);
    const [notReady, printers] = await Promise.all([
      access.ready(minTokenLifetimeMs),
      checkPrinters({ ...access, printerLook: looks }, jobs.map(printerOf), patience.stop),
    ]);
    const prepared = await Promise.all(
      jobs.map(async (job): Promise<readonly Prepared[]> => {
        const trouble = notReady ?? printers.get(printerOf(job).printerId) ?? null;
        const chosen = trouble
          ? null
          : await settingsFor(job, options, async () => (await looks(printerOf(job), patience.stop)).capabilities);
        if (trouble || chosen === null) refuse(job, trouble ?? { code: 'optionsRefused', reference: '' });
        return chosen === null || patience.stop.aborted ? [] : [{ job, ...chosen }];
      }),
    );
    return prepared.flat();
  }

  /**
   * What a job's settings are to be: what its owner chose, and, where an earlier release of this station changed something, as it was printed.
   * Null where the printer does not offer what was chosen, or nobody knows.
   */
  async function settingsFor(
    { ref }: ListedJob,
    options: ReleaseOptions,
    capabilitiesOf: () => Promise<Capabilities | null>,
  ): Promise<{ readonly settings: JobConfiguration | null } | null> {
    const former = ports.configures ? journal.formerSettings(ref) : null;
    if (choosesNothing(options)) return { settings: former };
    const capabilities = ports.configures ? await capabilitiesOf() : null;
    const offered = optionsOf(capabilities);
    if (capabilities === null || offered === null || !offers(options, offered)) return null;
    return { settings: { ...former, ...toConfiguration(options, capabilities) } };
  }

  /** Writes what was asked for; a disk that does not take it ends the release before anything is sent. */
  function begin(all: readonly Prepared[], redirectTo: string | null, since: number): readonly Tracked[] {
    if (all.length === 0) return [];
    const jobs = all.map(({ job }) => job);
    try {
      const ids = journal.begin(
        jobs.map(({ ref }) => ref),
        access.oid,
      );
      audit.record(...jobs.map(({ ref }) => ({ kind: 'releaseAsked', person: access.oid, job: jobKey(ref) }) as const));
      return all.flatMap(({ job: { ref, job, unstartedSince }, settings }, i) => {
        const id = ids[i];
        if (id === undefined) return [];
        return [
          { ...tracked(jobKey(ref), id, ref, { redirectTo, settings, unstartedSince }), since, submitted: job.createdDateTime ?? '' },
        ];
      });
    } catch {
      log('journal.failed', { while: 'begin' });
      for (const { ref } of jobs) report(jobKey(ref), { is: 'notReleased', trouble: { code: 'storage', reference: '' } }, null);
      return [];
    }
  }

  /** A release as the journal left it, for an owner who asks for it again or not; null where nothing of it can have happened. */
  function reopened(old: OpenRelease, askedAgain: boolean): Tracked | null {
    const { release, redirectTo, settings } = replay(old.effects, clock.elapsed());
    if (release.happened === 0) {
      verdicts.close(old.id, jobKey(old.ref), 'notReleased');
      return null;
    }
    const young = Math.abs(clock.now() - old.askedAt) < takeUpWithinMs;
    return { ...tracked(jobKey(old.ref), old.id, old.ref, { redirectTo, settings }), release, mayAct: young || askedAgain };
  }

  async function follow(all: readonly Tracked[]): Promise<void> {
    const mine = all.filter((one) => !isFollowed(one.key));
    for (const one of mine) followed.set(one.key, one);
    const letGo = (one: Tracked) => followed.get(one.key) === one && followed.delete(one.key);
    const open = () => mine.filter((one) => !one.over && !(one.settled && patience.left.aborted));
    try {
      while (open().length > 0 && !patience.stop.aborted) {
        const sent = await round(open());
        // What is over may be released again while the others go on.
        for (const one of mine) if (one.over) letGo(one);
        if (open().length > 0) await pause(clock, sent ? pollAfterEffectMs : pollMs, patience);
      }
      // Let go: what is open stays open in the journal and is shown to its owner next time.
    } finally {
      for (const one of mine) letGo(one);
    }
  }

  /** One round over the jobs that are under way. True when an effect was sent. */
  async function round(open: readonly Tracked[]): Promise<boolean> {
    await look(ports, access, verdicts, open, patience.stop);
    if (patience.stop.aborted) return false;
    const ready = open.filter(verdicts.maySend);
    if (ready.length === 0) return false;
    const unannounced = await sendEffects({ ...ports, access, report }, ready);
    // A disk that did not take the row: nothing was sent now, and where nothing was sent before either the job is as it was.
    for (const one of unannounced) if (one.release.happened === 0) verdicts.giveUp(one, 'storage');
    return true;
  }

  return {
    async release(jobs, redirectTo, options = {}) {
      const since = clock.elapsed();
      const fresh = jobs.filter((job) => !isFollowed(jobKey(job.ref)));
      const open = new Map(journal.openFor(access.oid).map((old) => [jobKey(old.ref), old]));
      const ready = await prepare(fresh, redirectTo, options);
      // What was cut off is taken up as it was left: a second release beside it would not know what was sent.
      const old = ready.flatMap(({ job }) => open.get(jobKey(job.ref)) ?? []).flatMap((one) => reopened(one, true) ?? []);
      const taken = new Set(old.map((one) => one.key));
      const begun = begin(
        ready.filter(({ job }) => !taken.has(jobKey(job.ref))),
        redirectTo,
        since,
      );
      await follow([...old, ...begun].sort((a, b) => (a.submitted < b.submitted ? -1 : 1)));
    },
    async takeUp() {
      const old = journal.openFor(access.oid).flatMap((one) => reopened(one, false) ?? []);
      for (const one of old) report(one.key, { is: 'checking' }, one.seen);
      await follow(old);
    },
  };
}

/** A job that may be released, and what its settings are to be. */
interface Prepared {
  readonly job: ListedJob;
  readonly settings: JobConfiguration | null;
}

/** Looks at each printer once. */
function lookOnce({ printerLook }: JobAccess): JobAccess['printerLook'] {
  const looks = new Map<string, Promise<PrinterLook>>();
  return (printer, signal) => {
    const look = looks.get(printer.printerId) ?? printerLook(printer, signal);
    looks.set(printer.printerId, look);
    return look;
  };
}

/** Waits, but no longer than until somebody leaves or all is to be let go. */
async function pause(clock: Clock, ms: number, { left, stop }: Patience): Promise<void> {
  try {
    await wait(clock, ms, left.aborted ? stop : AbortSignal.any([left, stop]));
  } catch {
    // Woken early: the caller looks again at what is open.
  }
}
