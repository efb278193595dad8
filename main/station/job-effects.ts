import type { ReleaseOptions } from '../../preload/contract.ts';
import type { JobAccess, Report, SeenJob } from '../release/acting/access.ts';
import { createDeletions } from '../release/acting/deletions.ts';
import type { ReleasePorts } from '../release/acting/ports.ts';
import { type Attended, createReleases } from '../release/acting/releases.ts';
import type { Leaving } from '../release/deciding/release.ts';
import { signatureOf } from '../release/deciding/signature.ts';
import type { JobRef, ListedJob } from '../release/job-ref.ts';
import { createWaitingPrinters } from '../release/printers/waiting-printers.ts';
import { createListEffects } from './list-effects.ts';
import type { NetworkWatch } from './network-watch.ts';
import type { Dispatch, StationParts } from './parts.ts';
import { createSlowness } from './slowness.ts';
import type { Visit } from './visit.ts';

/** Listing, releasing and deleting for the person of a visit. */
export interface JobEffects {
  /** Dispatches what was found. */
  list(visit: Visit, first: boolean): Promise<void>;
  /** Nothing comes of it at once: what becomes of each job is dispatched as it is known. */
  release(visit: Visit, jobs: readonly ListedJob[], to: string | null, options: ReleaseOptions): null;
  /** The person has left: releases under way go on, wait or stop, as that asks for. */
  left(visit: Visit, how: Leaving): void;
  /** Deletes what was marked; how many are known to be gone. */
  remove(visit: Visit, refs: readonly JobRef[]): Promise<number>;
  /** Resolves when every release of the visit is known or let go. */
  settled(visit: Visit): Promise<void>;
}

/** The releases are the station's: a person who comes back finds those of their visit before. */
export function createJobEffects(parts: StationParts, dispatch: Dispatch, network: NetworkWatch): JobEffects {
  const { config, clock } = parts;
  const { release, print } = config;
  const told = release.mode === 'user' ? [] : print.printers.filter(({ afterTask }) => afterTask === 'start');
  const waiting = createWaitingPrinters(
    told.map(({ printerId }) => printerId),
    clock,
  );
  const ports: ReleasePorts = {
    ...parts,
    taskDefinitionId: print.taskDefinitionId,
    signature: signatureOf(config.station.id),
    configures: release.options,
    times: { settleMs: release.settleSeconds * 1000, resumeMs: release.resumeSeconds * 1000 },
    waiting,
  };
  const releases = createReleases(ports);
  const deletions = createDeletions(ports);
  const lists = createListEffects(parts, dispatch, { waiting, deletions, network });

  function listedAt({ job, place, origin }: SeenJob): ListedJob {
    const named = [...print.printers, ...print.destinations].find(({ printerId }) => printerId === place.printerId);
    return { ref: origin, printerName: named?.name ?? '', job, unstartedSince: null };
  }

  /** From here on the visit's calls are watched, those of lists and of releases alike. */
  function attend(visit: Visit, plain: JobAccess): Attended {
    const { epoch } = visit;
    const slowness = createSlowness(clock, (slow) => dispatch({ epoch, is: 'service', slow }));
    const access = watched(plain, slowness.watch);
    visit.access = access;
    const report: Report = (all) => {
      for (const { key, stage } of all) {
        lists.heard(access.oid, key, stage);
        visit.followed.add(key);
      }
      dispatch({ epoch, is: 'progress', jobs: all.map(({ key, stage, seen }) => ({ key, stage, listed: seen && listedAt(seen) })) });
    };
    return releases.attend(access, report);
  }

  return {
    async list(visit, first) {
      if (visit.access === null) return;
      visit.releases ??= attend(visit, visit.access);
      if (first) {
        lists.begin();
        visit.releases.takeUp();
        // Asked for now so that it is at hand when something is released; a failure is told then.
        parts.appTokens.getToken().catch(() => {});
      }
      await lists.list(visit, visit.access);
    },
    release(visit, jobs, to, options) {
      // Where jobs go by redirect none is released in the queue.
      if ((release.mode === 'redirect') === (to !== null)) visit.releases?.release(jobs, to, options);
      return null;
    },
    left: (visit, how) => visit.releases?.left(how),
    async remove(visit, refs) {
      const { access } = visit;
      if (access === null) return 0;
      const gone = await deletions.remove(access, refs, visit.stop.signal);
      for (const key of gone) lists.heard(access.oid, key, { is: 'cancelled' });
      return gone.size;
    },
    async settled(visit) {
      await visit.releases?.settled();
      if (visit.access) lists.keep(visit.access.oid);
    },
  };
}

/** The same rights, with an eye on how long its calls take. */
function watched(access: JobAccess, watch: <T>(call: Promise<T>) => Promise<T>): JobAccess {
  const { startJobs } = access;
  return {
    ...access,
    listJobs: (printer, signal) => watch(access.listJobs(printer, signal)),
    readJobs: (jobs, signal) => watch(access.readJobs(jobs, signal)),
    startJobs: startJobs && ((jobs) => watch(startJobs(jobs))),
  };
}
