import type { UserSession } from '../auth/model.ts';
import { describeError } from '../log/errors.ts';
import { deleteJobs } from '../release/delete-jobs.ts';
import { stageOf } from '../release/finding.ts';
import { listHeldJobs } from '../release/held-jobs.ts';
import { type JobRef, jobKey, type ListedJob } from '../release/job-ref.ts';
import { type Owner, type Patience, type ReleaserPorts, type Report, release, takeUp } from '../release/releaser.ts';
import { troubleOfGraph } from '../release/trouble.ts';
import type { ResultEvent } from '../session/events.ts';
import type { Dispatch, StationParts } from './parts.ts';
import type { Visit } from './visit.ts';

/** Listing, releasing and deleting for the person of a visit. */
export interface JobEffects {
  list(visit: Visit, first: boolean): Promise<ResultEvent | null>;
  release(visit: Visit, jobs: readonly ListedJob[]): void;
  /** Deletes what was marked and waits until every release of the visit is known, or the visit is stopped. */
  windUp(visit: Visit, remove: readonly JobRef[]): Promise<void>;
}

/** `visits` are all that the station still holds: a person who comes back finds the releases of their visit before. */
export function createJobEffects(parts: StationParts, dispatch: Dispatch, visits: () => Iterable<Visit>): JobEffects {
  const { config } = parts;
  const ports: ReleaserPorts = {
    ...parts,
    taskDefinitionId: config.print.taskDefinitionId,
    times: { settleMs: config.release.settleSeconds * 1000, resumeMs: config.release.resumeSeconds * 1000 },
  };
  const ownerOf = (session: UserSession): Owner => ({ oid: session.person.oid, api: parts.userApi(session), tokens: session });
  const patienceOf = (visit: Visit): Patience => ({
    left: visit.left.signal,
    stop: AbortSignal.any([visit.stop.signal, visit.handOver.signal]),
  });
  const reportOf = (visit: Visit): Report => {
    const { epoch } = visit;
    return (key, stage) => dispatch({ epoch, is: 'progress', key, stage });
  };

  /** Keeps sight of a release until it is over. A journal that cannot be written stops it before anything is sent. */
  function watch(visit: Visit, work: Promise<void>, jobs: readonly ListedJob[]): void {
    const watched = work
      .catch((error: unknown) => {
        parts.log('internal.error', { place: 'release', ...describeError(error) });
        const trouble = { code: 'storage', reference: '' } as const;
        for (const job of jobs) reportOf(visit)(jobKey(job.ref), { is: 'notReleased', trouble });
      })
      .finally(() => visit.releases.delete(watched));
    visit.releases.add(watched);
  }

  /** Two loops over one job could each send what the other has sent: the older one ends first, and the journal says how far it came. */
  async function takeOver(visit: Visit, owner: Owner): Promise<void> {
    const before = [...visits()].filter((other) => other !== visit && other.session?.person.oid === owner.oid);
    for (const other of before) other.handOver.abort();
    await Promise.all(before.flatMap((other) => [...other.releases]));
  }

  return {
    async list(visit, first) {
      if (!visit.session) return null;
      const owner = ownerOf(visit.session);
      if (first) {
        visit.tookOver = takeOver(visit, owner);
        const taken = visit.tookOver.then(() => takeUp(ports, owner, reportOf(visit), patienceOf(visit)));
        watch(visit, taken, []);
      }
      // Asked for now so that it is at hand when something is released; a failure is told then.
      if (first) parts.appTokens.getToken().catch(() => {});
      const found = await listHeldJobs(owner, parts.app, ports.taskDefinitionId, config.print.printers, visit.left.signal);
      if (visit.left.signal.aborted) return null;
      return {
        epoch: visit.epoch,
        is: 'listed',
        jobs: found.jobs.map((job) => ({ ...job, stage: stageOf(job.finding) })),
        printers: found.printers,
        trouble: found.failure ? troubleOfGraph(found.failure, 'person') : null,
      };
    },
    release(visit, jobs) {
      if (!visit.session) return;
      const owner = ownerOf(visit.session);
      watch(
        visit,
        visit.tookOver.then(() => release(ports, owner, jobs, reportOf(visit), patienceOf(visit))),
        jobs,
      );
    },
    async windUp(visit, remove) {
      if (visit.session && remove.length > 0) await deleteJobs(ports, ownerOf(visit.session), remove, visit.stop.signal);
      await Promise.all(visit.releases);
    },
  };
}
