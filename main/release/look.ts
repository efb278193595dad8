import type { GraphResult, PrintJob, PrintTask } from '../graph/model.ts';
import { isOwnedBy, type JobAccess } from './access.ts';
import { type Finding, findingOf, tasksOfJob } from './finding.ts';
import { isUnanswered } from './machine.ts';
import type { ReleaserPorts } from './ports.ts';
import type { Tracked } from './tracked.ts';
import type { Verdicts } from './verdicts.ts';

/** Reads jobs under release, all in one call, and lets the verdicts decide about each. */
export async function look(
  ports: ReleaserPorts,
  access: JobAccess,
  verdicts: Verdicts,
  open: readonly Tracked[],
  signal: AbortSignal,
): Promise<void> {
  const begun = ports.clock.elapsed();
  const places = open.map((one) => one.place);
  const reads = await access.readJobs(places, signal);
  const ourTasks = once(() => ports.app.listTasks(ports.taskDefinitionId, () => false, signal));
  const seeOne = async (one: Tracked, read: GraphResult<PrintJob> | undefined) => {
    one.next = { do: 'wait', unanswered: isUnanswered(one.release) };
    if (read === undefined || signal.aborted) return;
    const found = read.ok ? await findingIn(access, one, read.value, ourTasks) : read;
    if (signal.aborted) return;
    if (found.ok) verdicts.decide(one, found.value, { begun, done: ports.clock.elapsed() });
    else verdicts.unread(one, found.failure, read.ok ? 'station' : access.reader);
  };
  await Promise.all(open.map((one, i) => seeOne(one, reads[i])));
}

async function findingIn(
  access: JobAccess,
  one: Tracked,
  job: PrintJob,
  ourTasks: () => Promise<GraphResult<readonly PrintTask[]>>,
): Promise<GraphResult<Finding | 'notTheirs'>> {
  // Whatever Graph returned: a job that is not this person's is never touched.
  const theirs = isOwnedBy(job, access.oid) || (one.redirected && job.ownerId === null);
  if (!theirs) return { ok: true, value: 'notTheirs' };
  one.seen = { job, place: one.place, origin: one.origin };
  let tasks = job.tasks ?? [];
  if (tasks.length === 0 && job.state !== 'completed' && job.state !== 'canceled' && job.state !== 'aborted') {
    const listed = await ourTasks();
    if (!listed.ok) return listed;
    tasks = tasksOfJob(listed.value, one.place);
  }
  return { ok: true, value: findingOf(job, tasks) };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
