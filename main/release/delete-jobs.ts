import { answerOf } from './history.ts';
import { inParallel } from './in-parallel.ts';
import type { JobRef } from './job-ref.ts';
import { jobKey } from './job-ref.ts';
import type { Owner, ReleaserPorts } from './releaser.ts';

/**
 * Cancels jobs that their owner marked, each journalled first. A job that is already gone counts as deleted.
 * Returns how many are known to be deleted; the others stay held and are seen at the next tap.
 */
export async function deleteJobs(ports: ReleaserPorts, owner: Owner, refs: readonly JobRef[], signal: AbortSignal): Promise<number> {
  let deleted = 0;
  await inParallel(refs, 4, async (ref) => {
    const job = await owner.api.getJob(ref.shareId, ref.jobId, signal);
    if (!job.ok || job.value.ownerId !== owner.oid) return;
    const releaseId = ports.journal.begin(ref, owner.oid);
    const effectId = ports.journal.intend(releaseId, 'cancel', null);
    const result = await owner.api.cancelJob(ref.printerId, ref.jobId, signal);
    const answer = answerOf(result, ports.clock.now());
    ports.journal.answer(effectId, answer.is, answer.is === 'refused' ? answer.status : null);
    const gone = answer.is === 'done' || (answer.is === 'refused' && (answer.status === 404 || answer.status === 410));
    ports.journal.end(releaseId, gone ? 'cancelled' : 'notReleased');
    ports.log('release.effect', { job: jobKey(ref), kind: 'cancel', answer: answer.is });
    if (gone) deleted += 1;
  });
  return deleted;
}
