import { answerOf } from '../deciding/effect.ts';
import { type JobRef, jobKey } from '../job-ref.ts';
import { isOwnedBy, type JobAccess } from './access.ts';
import { inParallel } from './in-parallel.ts';
import type { ReleasePorts } from './ports.ts';

/**
 * Cancels jobs that their owner marked, each journalled first. A job that is already gone counts as deleted.
 * Returns how many are known to be deleted; the others stay held and are seen at the next tap.
 */
export async function deleteJobs(ports: ReleasePorts, access: JobAccess, refs: readonly JobRef[], signal: AbortSignal): Promise<number> {
  const { cancelJob } = access;
  if (cancelJob === null || refs.length === 0) return 0;
  const read = await access.readJobs(refs, signal);
  const mine = refs.filter((_, i) => {
    const job = read[i];
    return job?.ok && isOwnedBy(job.value, access.oid);
  });
  let deleted = 0;
  await inParallel(mine, 4, async (ref) => {
    const [releaseId] = ports.journal.begin([ref], access.oid);
    if (releaseId === undefined || signal.aborted) return;
    const [effectId] = ports.journal.intend([{ releaseId, kind: 'cancel', target: null }]);
    const answer = answerOf(await cancelJob(ref, signal));
    if (effectId !== undefined) {
      ports.journal.answer([{ effectId, answer: answer.is, status: answer.is === 'refused' ? answer.status : null }]);
    }
    const gone = answer.is === 'done' || (answer.is === 'refused' && (answer.status === 404 || answer.status === 410));
    ports.journal.end([{ releaseId, outcome: gone ? 'cancelled' : 'notReleased' }]);
    ports.log('release.effect', { job: jobKey(ref), kind: 'cancel', answer: answer.is });
    if (!gone) return;
    deleted += 1;
    ports.audit.record({ kind: 'jobDeleted', person: access.oid, job: jobKey(ref) });
  });
  return deleted;
}
