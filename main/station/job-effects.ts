import type { DestinationView, JobStage, PrinterView } from '../../preload/contract.ts';
import { describeError } from '../log/errors.ts';
import type { JobAccess, Report, SeenJob } from '../release/access.ts';
import { deleteJobs } from '../release/delete-jobs.ts';
import { stageOf } from '../release/finding.ts';
import { type ListPorts, listHeldJobs } from '../release/held-jobs.ts';
import { type JobRef, jobKey, type ListedJob } from '../release/job-ref.ts';
import type { Patience, ReleaserPorts } from '../release/ports.ts';
import { createReleaser, type Releaser } from '../release/releaser.ts';
import { signatureOf } from '../release/signature.ts';
import { troubleOfGraph } from '../release/trouble.ts';
import type { ResultEvent } from '../session/events.ts';
import type { Dispatch, StationParts } from './parts.ts';
import type { Visit } from './visit.ts';

/** Listing, releasing and deleting for the person of a visit. */
export interface JobEffects {
  list(visit: Visit, first: boolean): Promise<ResultEvent | null>;
  release(visit: Visit, jobs: readonly ListedJob[], to: string | null): void;
  /** Deletes what was marked and waits until every release of the visit is known, or the visit is stopped. */
  windUp(visit: Visit, remove: readonly JobRef[]): Promise<void>;
}

/** A list that takes longer than this is reason to see whether anything answers at all. Milliseconds. */
const slowAfterMs = 700;
/** Milliseconds. */
const answerWithinMs = 1_300;

/** `visits` are all that the station still holds: a person who comes back finds the releases of their visit before. */
export function createJobEffects(parts: StationParts, dispatch: Dispatch, visits: () => Iterable<Visit>): JobEffects {
  const { config, clock, app } = parts;
  const ports: ReleaserPorts = {
    ...parts,
    taskDefinitionId: config.print.taskDefinitionId,
    signature: signatureOf(config.station.id),
    times: { settleMs: config.release.settleSeconds * 1000, resumeMs: config.release.resumeSeconds * 1000 },
  };

  const listPorts: ListPorts = {
    ...config.print,
    listTasks: (signal) => app.listTasks(ports.taskDefinitionId, signal),
    endedElsewhere: new Set(),
  };

  function listedAt({ job, place, origin }: SeenJob): ListedJob {
    const named = [...config.print.printers, ...config.print.destinations].find(({ printerId }) => printerId === place.printerId);
    return { ref: origin, printerName: named?.name ?? '', job, unstartedSince: null };
  }

  function releaserOf(visit: Visit, access: JobAccess): Releaser {
    const { epoch } = visit;
    const report: Report = (key, stage, seen) => dispatch({ epoch, is: 'progress', key, stage, listed: seen && listedAt(seen) });
    const patience: Patience = { left: visit.left.signal, stop: AbortSignal.any([visit.stop.signal, visit.handOver.signal]) };
    visit.releaser ??= createReleaser(ports, access, report, patience);
    return visit.releaser;
  }

  /** Keeps sight of a release until it is over. What fails here is a bug or a journal that cannot be read. */
  function watch(visit: Visit, work: Promise<void>, jobs: readonly ListedJob[]): void {
    const watched = work
      .catch((error: unknown) => {
        parts.log('internal.error', { place: 'release', ...describeError(error) });
        const trouble = { code: 'storage', reference: '' } as const;
        for (const { ref } of jobs)
          dispatch({ epoch: visit.epoch, is: 'progress', key: jobKey(ref), stage: { is: 'unsure', trouble }, listed: null });
      })
      .finally(() => visit.releases.delete(watched));
    visit.releases.add(watched);
  }

  /** Two loops over one job could each send what the other has sent: the older one ends first, and the journal says how far it came. */
  async function takeOver(visit: Visit, { oid }: JobAccess): Promise<void> {
    const before = [...visits()].filter((other) => other !== visit && other.access?.oid === oid);
    for (const other of before) other.handOver.abort();
    await Promise.all(before.flatMap((other) => [...other.releases]));
  }

  /**
   * Says that nothing answers while the list still tries, so that nobody waits for it in front of an old one; and once something answers again
   * `back` is aborted, so that nobody waits for calls that went out into the dark. Returns how to stop.
   */
  function watchNetwork(visit: Visit, back: AbortController): () => void {
    let offline = false;
    let stopped = false;
    let cancel = () => {};
    const look = async () => {
      const online = await parts.reachable(answerWithinMs);
      if (stopped) return;
      if (online && offline) {
        back.abort();
        return;
      }
      if (!online) {
        offline = true;
        dispatch({ epoch: visit.epoch, is: 'network', online });
      }
      soon();
    };
    const bug = (error: unknown) => parts.log('internal.error', { place: 'network', ...describeError(error) });
    const soon = () => {
      cancel = clock.after(slowAfterMs, () => void look().catch(bug));
    };
    soon();
    return () => {
      stopped = true;
      cancel();
    };
  }

  async function readLists(visit: Visit, access: JobAccess) {
    const left = visit.left.signal;
    for (;;) {
      const back = new AbortController();
      const signal = AbortSignal.any([left, back.signal]);
      const stopWatching = watchNetwork(visit, back);
      const lists = await Promise.all([listHeldJobs(access, listPorts, signal), readDestinations(access, signal)]).finally(stopWatching);
      if (left.aborted || !back.signal.aborted) return lists;
    }
  }

  async function readDestinations({ printerState }: JobAccess, signal: AbortSignal): Promise<readonly DestinationView[]> {
    return Promise.all(
      config.print.destinations.map(async ({ printerId, name }) => {
        const state: PrinterView['state'] = await printerState({ shareId: '', printerId }, signal);
        return { key: printerId, name, state, problems: [], options: null, waiting: null };
      }),
    );
  }

  return {
    async list(visit, first) {
      const { access, epoch } = visit;
      if (access === null) return null;
      if (first) {
        listPorts.endedElsewhere.clear();
        visit.tookOver = takeOver(visit, access);
        watch(
          visit,
          visit.tookOver.then(() => releaserOf(visit, access).takeUp()),
          [],
        );
        // Asked for now so that it is at hand when something is released; a failure is told then.
        parts.appTokens.getToken().catch(() => {});
      }
      const [found, destinations] = await readLists(visit, access);
      if (visit.left.signal.aborted) return null;
      const inDoubt = openIn(parts.journal, access);
      const jobs = found.jobs.map(({ finding, ...job }): ListedJob & { readonly stage: JobStage } => ({
        ...job,
        // Something was sent for it that no read has shown yet: whatever the list says, it is not simply held.
        stage: inDoubt.has(jobKey(job.ref)) ? { is: 'checking' } : stageOf(finding),
        unstartedSince: finding.is === 'unstarted' ? clock.elapsed() : null,
      }));
      const trouble = found.failure ? troubleOfGraph(found.failure, access.reader) : null;
      return { epoch, is: 'listed', jobs, printers: found.printers, destinations, trouble };
    },
    release(visit, jobs, to) {
      const { access } = visit;
      // Where jobs go by redirect none is released in the queue.
      if (access === null || (config.release.mode === 'redirect') !== (to !== null)) return;
      watch(
        visit,
        visit.tookOver.then(() => releaserOf(visit, access).release(jobs, to)),
        jobs,
      );
    },
    async windUp(visit, remove) {
      if (visit.access && remove.length > 0) await deleteJobs(ports, visit.access, remove, visit.stop.signal);
      await Promise.all(visit.releases);
    },
  };
}

/** Jobs of releases that the journal has open. Where it cannot be read the list's word stands: nothing can be released then either. */
function openIn(journal: StationParts['journal'], { oid }: JobAccess): ReadonlySet<string> {
  try {
    return new Set(journal.openFor(oid).map(({ ref }) => jobKey(ref)));
  } catch {
    return new Set();
  }
}
