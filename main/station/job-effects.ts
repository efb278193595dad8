import type { ReleaseOptions } from '../../preload/contract.ts';
import { describeError } from '../log/errors.ts';
import type { JobAccess, Report, SeenJob } from '../release/access.ts';
import { deleteJobs } from '../release/delete-jobs.ts';
import { type JobRef, jobKey, type ListedJob } from '../release/job-ref.ts';
import type { Patience, ReleaserPorts } from '../release/ports.ts';
import { createReleaser, type Releaser } from '../release/releaser.ts';
import { signatureOf } from '../release/signature.ts';
import { createListEffects } from './list-effects.ts';
import type { Dispatch, StationParts } from './parts.ts';
import type { Visit } from './visit.ts';

/** Listing, releasing and deleting for the person of a visit. */
export interface JobEffects {
  /** Dispatches what was found. */
  list(visit: Visit, first: boolean): Promise<void>;
  release(visit: Visit, jobs: readonly ListedJob[], to: string | null, options: ReleaseOptions): void;
  /** Deletes what was marked and waits until every release of the visit is known, or the visit is stopped. */
  windUp(visit: Visit, remove: readonly JobRef[]): Promise<void>;
}

/** `visits` are all that the station still holds: a person who comes back finds the releases of their visit before. */
export function createJobEffects(parts: StationParts, dispatch: Dispatch, visits: () => Iterable<Visit>): JobEffects {
  const { config } = parts;
  const ports: ReleaserPorts = {
    ...parts,
    taskDefinitionId: config.print.taskDefinitionId,
    signature: signatureOf(config.station.id),
    configures: config.release.options,
    times: { settleMs: config.release.settleSeconds * 1000, resumeMs: config.release.resumeSeconds * 1000 },
  };

  const lists = createListEffects(parts, dispatch);

  function listedAt({ job, place, origin }: SeenJob): ListedJob {
    const named = [...config.print.printers, ...config.print.destinations].find(({ printerId }) => printerId === place.printerId);
    return { ref: origin, printerName: named?.name ?? '', job, unstartedSince: null };
  }

  function releaserOf(visit: Visit, access: JobAccess): Releaser {
    const { epoch } = visit;
    const report: Report = (key, stage, seen) => {
      lists.heard(access.oid, key, stage);
      dispatch({ epoch, is: 'progress', key, stage, listed: seen && listedAt(seen) });
    };
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

  return {
    async list(visit, first) {
      const { access } = visit;
      if (access === null) return;
      if (first) {
        lists.begin();
        visit.tookOver = takeOver(visit, access);
        watch(
          visit,
          visit.tookOver.then(() => releaserOf(visit, access).takeUp()),
          [],
        );
        // Asked for now so that it is at hand when something is released; a failure is told then.
        parts.appTokens.getToken().catch(() => {});
      }
      await lists.list(visit, access);
    },
    release(visit, jobs, to, options) {
      const { access } = visit;
      // Where jobs go by redirect none is released in the queue.
      if (access === null || (config.release.mode === 'redirect') !== (to !== null)) return;
      watch(
        visit,
        visit.tookOver.then(() => releaserOf(visit, access).release(jobs, to, options)),
        jobs,
      );
    },
    async windUp(visit, remove) {
      const { access } = visit;
      if (access && remove.length > 0) await deleteJobs(ports, access, remove, visit.stop.signal);
      await Promise.all(visit.releases);
      if (!access) return;
      // One that could not be deleted is seen held again.
      for (const ref of remove) lists.heard(access.oid, jobKey(ref), { is: 'cancelled' });
      lists.keep(access.oid);
    },
  };
}
