import type { GraphResult, PrintJob } from '../../graph/model.ts';
import { answerOf, type EffectAnswer } from '../deciding/effect.ts';
import { findingOf } from '../deciding/finding.ts';
import { type JobRef, jobKey } from '../job-ref.ts';
import { isOwnedBy, type JobAccess } from './access.ts';
import { inParallel } from './in-parallel.ts';
import type { ReleasePorts } from './ports.ts';

/** Deletes jobs that their owner marked, and remembers what could not be deleted until the owner has been told. */
export interface Deletions {
  /** Keys of the jobs that are known to be gone. Never throws: what a service or a disk refuses is not deleted. */
  remove(access: JobAccess, refs: readonly JobRef[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** Keys of this person's jobs that were marked and are not known to be gone, and of which they were not told yet. */
  toTell(oid: string): ReadonlySet<string>;
  told(oid: string): void;
}

/** The deletions of a station. What the journal does not take is remembered until the station stops. */
export function createDeletions(ports: ReleasePorts): Deletions {
  const { journal, audit, log } = ports;
  const unwritten = new Map<string, Set<string>>();
  const underWay = new Set<string>();

  const attempt = <T>(doing: string, work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      log('journal.failed', { while: doing });
      return otherwise;
    }
  };

  /** Cancels one job, journalled first. Null where nothing was sent. */
  async function cancel({ cancelJob }: JobAccess, ref: JobRef, releaseId: number, signal: AbortSignal): Promise<EffectAnswer | null> {
    const [effectId] = attempt('intend', () => journal.intend([{ releaseId, kind: 'cancel', target: null }]), []);
    if (cancelJob === null || effectId === undefined || signal.aborted) return null;
    const answer = answerOf(await cancelJob(ref, signal));
    const status = answer.is === 'refused' ? answer.status : null;
    attempt('answer', () => journal.answer([{ effectId, answer: answer.is, status }]), undefined);
    log('release.effect', { job: jobKey(ref), kind: 'cancel', answer: answer.is });
    return answer;
  }

  /**
   * Deletes one job that was read like this. An answer that was lost, or that says that nothing is there, is looked for once. A job that no
   * read shows is not called deleted: nothing was sent for it.
   */
  async function isGoneAfter(access: JobAccess, ref: JobRef, releaseId: number, first: GraphResult<PrintJob>, signal: AbortSignal) {
    const again = async () => (await access.readJobs([ref], signal))[0] ?? first;
    const read = isNotThere(first) ? await again() : first;
    let gone = read.ok && isOver(read);
    if (read.ok && isOwnedBy(read.value, access.oid) && !gone) {
      const answer = await cancel(access, ref, releaseId, signal);
      gone = answer?.is === 'done' || (answer !== null && isInDoubt(answer) && isOver(await again()));
    }
    attempt('end', () => journal.end([{ releaseId, outcome: gone ? 'cancelled' : 'notReleased' }]), undefined);
    return gone;
  }

  /** Without those of which nobody can tell yet. */
  const undeleted = (oid: string) => attempt('read', () => journal.undeleted(oid), []).filter(({ ref }) => !underWay.has(jobKey(ref)));

  return {
    async remove(access, refs, signal) {
      const { cancelJob, oid } = access;
      const gone = new Set<string>();
      if (refs.length === 0) return gone;
      const keys = refs.map(jobKey);
      const ids = attempt('begin', () => journal.begin(refs, oid, 'delete'), null);
      if (ids === null) unwritten.set(oid, new Set([...(unwritten.get(oid) ?? []), ...keys]));
      if (cancelJob === null || ids === null) return gone;
      for (const key of keys) underWay.add(key);
      try {
        const before = await access.readJobs(refs, signal);
        await inParallel([...refs.entries()], 4, async ([i, ref]) => {
          const [releaseId, read] = [ids[i], before[i]];
          if (releaseId === undefined || read === undefined || !(await isGoneAfter(access, ref, releaseId, read, signal))) return;
          gone.add(jobKey(ref));
          audit.record({ kind: 'jobDeleted', person: oid, job: jobKey(ref) });
        });
      } finally {
        for (const key of keys) underWay.delete(key);
      }
      return gone;
    },
    toTell: (oid) => new Set([...(unwritten.get(oid) ?? []), ...undeleted(oid).map(({ ref }) => jobKey(ref))]),
    told(oid) {
      unwritten.delete(oid);
      const ids = undeleted(oid).map(({ id }) => id);
      attempt('end', () => journal.toldUndeleted(ids), undefined);
    },
  };
}

function isInDoubt(answer: EffectAnswer): boolean {
  return answer.is === 'unknown' || (answer.is === 'refused' && (answer.status === 404 || answer.status === 410));
}

/** Graph itself says that it is not there, or how it ended. */
function isOver(read: GraphResult<PrintJob>): boolean {
  if (!read.ok) return isNotThere(read);
  const finding = findingOf(read.value, null);
  return finding.is === 'cancelled' || finding.is === 'aborted' || finding.is === 'done';
}

function isNotThere(read: GraphResult<PrintJob>): boolean {
  return !read.ok && read.failure.kind === 'refused' && (read.failure.status === 404 || read.failure.status === 410);
}
