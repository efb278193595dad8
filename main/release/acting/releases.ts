import type { ReleaseOptions, Trouble } from '../../../preload/contract.ts';
import { describeError } from '../../log/errors.ts';
import { type Leaving, mayHaveMoved, newRelease, type Release, type ReleaseEvent, wakeAt } from '../deciding/release.ts';
import { replay } from '../deciding/replay.ts';
import { jobKey, type ListedJob } from '../job-ref.ts';
import type { OpenRelease } from '../storage/journal.ts';
import type { JobAccess, Report } from './access.ts';
import { createFeed } from './feed.ts';
import type { Followed, ReleaseVisit } from './followed.ts';
import type { ReleasePorts } from './ports.ts';
import { type Rows, rowsOf } from './rows.ts';

/** All releases of a station: one record for each job, whoever is at the screen. */
export interface Releases {
  /** A person's visit. What is under way for them from a visit before is carried out and told by this one from now on. */
  attend(access: JobAccess, report: Report): Attended;
}

/** The releases of one visit. Nothing here throws for what a service answers or a disk refuses. */
export interface Attended {
  /** Goes on with what was cut off: by a crash, or by a visit that ended before it was known. */
  takeUp(): void;
  /** Releases jobs, to the printer `redirectTo` where one is given, with the options that their owner chose. */
  release(jobs: readonly ListedJob[], redirectTo: string | null, options?: ReleaseOptions): void;
  /** Its owner is told that nothing answers. */
  outage(): void;
  left(how: Leaving): void;
  /** Resolves once nothing is under way in this visit's name: all is over or let go, or another visit goes on with it. */
  settled(): Promise<void>;
  /** Lets go of everything at once; what is open stays open in the journal. */
  close(): void;
}

/** A release that was cut off is finished by itself at its owner's next tap only if it is this young. Milliseconds. */
const takeUpWithinMs = 15 * 60_000;
/** What is over is remembered this long: a touch that follows must know what may still land. Milliseconds. */
const rememberedMs = 10 * 60_000;

/** After a bug. Milliseconds. */
const tryAgainMs = 1_000;

/** The releases of a station, none under way yet. */
export function createReleases(ports: ReleasePorts): Releases {
  const { clock } = ports;
  /** By job: two records for one could each send what the other has sent. */
  const all = new Map<string, Followed>();
  const waiting: { readonly visit: ReleaseVisit; readonly resolve: () => void }[] = [];
  const isBusy = (visit: ReleaseVisit) =>
    visit.calls.size > 0 || (!visit.stop.signal.aborted && [...all.values()].some(({ by, release }) => by === visit && !release.over));

  let cancel = () => {};
  let dueAt: number | null = null;
  /** After each change: those who wait for the end of a visit, and the next moment at which something is to be looked at. */
  function afterwards(): void {
    for (const one of [...waiting]) {
      if (isBusy(one.visit)) continue;
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
    const moments = [...all.values()].flatMap(({ by, release }) => (by.stop.signal.aborted ? [] : (wakeAt(release) ?? [])));
    const next = moments.length === 0 ? null : moments.reduce((a, b) => Math.min(a, b));
    if (next === dueAt && next !== null) return;
    cancel();
    dueAt = next;
    cancel = next === null ? () => {} : clock.after(Math.max(0, next - clock.elapsed()), wakeSafely);
  }

  function wake(): void {
    dueAt = null;
    const at = clock.elapsed();
    const due = [...all.values()].filter(
      ({ by, release }) => !by.stop.signal.aborted && (wakeAt(release) ?? Number.POSITIVE_INFINITY) <= at,
    );
    feed(due.map((one) => [one, { is: 'time', at }]));
  }

  /** Called by the clock, where nobody would catch what a bug throws: the others go on, and it is tried again. */
  function wakeSafely(): void {
    try {
      wake();
    } catch (error) {
      ports.log('internal.error', { place: 'releases', ...describeError(error) });
      cancel = clock.after(tryAgainMs, wakeSafely);
    }
  }

  const feed = createFeed(ports, afterwards);
  const isYoung = ({ askedAt }: OpenRelease) => Math.abs(clock.now() - askedAt) < takeUpWithinMs;

  /** Forgets what was over long ago. */
  function forget(): void {
    for (const [key, { overAt }] of all) if (overAt !== null && clock.elapsed() > overAt + rememberedMs) all.delete(key);
  }

  return {
    attend(access, report) {
      forget();
      const visit: ReleaseVisit = {
        access,
        report,
        stop: new AbortController(),
        calls: new Set(),
        seesTasks: false,
        tasksAreHidden: false,
        starts: [],
        isStarting: false,
      };
      const rows = rowsOf(ports, access.oid);
      const mine = () => [...all.values()].filter(({ by }) => by === visit);
      const follow = (one: Omit<Followed, 'by' | 'overAt' | 'seen'>): Followed => {
        const followed: Followed = { ...one, by: visit, overAt: null, seen: null };
        all.set(one.key, followed);
        return followed;
      };
      return {
        takeUp() {
          const events: (readonly [Followed, ReleaseEvent])[] = [];
          const at = clock.elapsed();
          for (const one of all.values()) {
            if (one.by.access.oid !== access.oid) continue;
            one.by = visit;
            one.overAt = null;
            events.push([one, { is: 'back', young: at - one.release.askedAt < takeUpWithinMs, at }]);
          }
          const old = [...(rows.open()?.values() ?? [])].filter(({ ref }) => !isOpenHere(all.get(jobKey(ref))));
          const reopened = old.flatMap((row) => reopen(ports, rows, row, isYoung(row) ? 'toFinish' : 'no') ?? []);
          report(reopened.map(({ key, release: { stage } }) => ({ key, stage, seen: null })));
          for (const one of reopened) follow(one);
          feed(events);
          wake();
        },
        release(jobs, redirectTo, options = {}) {
          const touch = { redirectTo, options };
          const at = clock.elapsed();
          const asked = (job: ListedJob): ReleaseEvent => ({
            is: 'asked',
            at,
            wish: { redirectTo, settings: null },
            unstartedSince: job.unstartedSince,
          });
          const key = (job: ListedJob) => jobKey(job.ref);
          const known = jobs.flatMap((job) => (isOpenHere(all.get(key(job))) ? [{ job, one: all.get(key(job)) }] : []));
          const others = jobs.filter((job) => !isOpenHere(all.get(key(job))));
          const open = others.length === 0 ? new Map<string, OpenRelease>() : rows.open();
          // What was cut off is taken up as it was left: a second release beside it would not know what was sent.
          const old = others.flatMap((job) => {
            const row = open?.get(key(job));
            return row === undefined ? [] : (reopen(ports, rows, row, 'askedAgain') ?? []);
          });
          const taken = new Set(old.map((one) => one.key));
          const fresh = others.filter((job) => !taken.has(key(job)));
          const ids = open === null ? null : fresh.length === 0 ? [] : rows.begin(fresh.map(({ ref }) => ref));
          if (ids === null) report(fresh.map((job) => ({ key: key(job), stage: { is: 'notReleased', trouble: storage }, seen: null })));
          const begun = (ids === null ? [] : fresh).map((job, i) => {
            const before = all.get(key(job));
            const releaseId = ids?.[i] ?? 0;
            const { ref, unstartedSince } = job;
            const submitted = job.job.createdDateTime ?? '';
            if (before !== undefined) return Object.assign(before, { by: visit, releaseId, touch, overAt: null });
            const completedHere = rows.completedHere(ref);
            const release = newRelease({ at, wish: { redirectTo, settings: null }, unstartedSince, completedHere });
            return follow({ key: key(job), origin: ref, submitted, releaseId, release, touch });
          });
          for (const one of old) follow({ ...one, touch });
          report(
            [...old, ...begun.filter(({ release }) => !release.over)].map(({ key, release: { stage } }) => ({ key, stage, seen: null })),
          );
          const byKey = new Map(jobs.map((job) => [key(job), job]));
          for (const { one } of known) if (one?.release.over) Object.assign(one, { by: visit, touch, overAt: null });
          feed(
            [...known.flatMap(({ one }) => one ?? []), ...begun].flatMap((one): (readonly [Followed, ReleaseEvent])[] => {
              const job = byKey.get(one.key);
              return job === undefined ? [] : [[one, asked(job)]];
            }),
          );
          wake();
        },
        outage: () => feed(mine().map((one) => [one, { is: 'outage' }])),
        left: (how) => feed(mine().map((one) => [one, { is: 'left', how, at: clock.elapsed() }])),
        settled: () =>
          new Promise((resolve) => {
            waiting.push({ visit, resolve });
            afterwards();
          }),
        close() {
          feed(mine().map((one) => [one, { is: 'letGo' }]));
          visit.stop.abort();
          afterwards();
        },
      };
    },
  };
}

const storage: Trouble = { code: 'storage', reference: '' };

/** Under way, or let go with its row open: a further row would not know what was sent. */
function isOpenHere(one: Followed | undefined): boolean {
  return one !== undefined && !one.release.closed;
}

/** A release as the journal left it; null where nothing of it can have happened: then its row is closed, and it takes a new touch. */
function reopen(
  ports: ReleasePorts,
  rows: Rows,
  row: OpenRelease,
  mayAct: Parameters<typeof replay>[2],
): Omit<Followed, 'by' | 'overAt' | 'seen'> | null {
  const key = jobKey(row.ref);
  const journalled = { effects: row.effects, moved: row.moved, completedHere: rows.completedHere(row.ref) };
  const release: Release = replay(journalled, ports.clock.elapsed(), mayAct);
  if (!mayHaveMoved(release)) {
    rows.end([{ key, releaseId: row.id, outcome: 'notReleased' }]);
    return null;
  }
  return { key, origin: row.ref, submitted: '', releaseId: row.id, release, touch: null };
}
