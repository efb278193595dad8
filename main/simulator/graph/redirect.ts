import type { JobConfiguration, JobRecord } from './records.ts';
import type { World } from './world.ts';

/** Moves a held job to another printer: a new job there, the task completed, the source in its final state (reference 1.5). Returns the new job as it began. */
export function redirectHeld(world: World, job: JobRecord, printerId: string, configuration: JobConfiguration): JobRecord {
  const copy = world.copyJob(job, printerId, configuration);
  if (job.taskId !== null) world.setTask(job.taskId, 'completed', 'The job was redirected.');
  world.apply(job.id, 'redirect', { redirectedTo: { printerId, jobId: copy.id } });
  world.startCopy(copy.id);
  return copy;
}
