import type { GraphResult, PrintJob, PrintTask } from '../../graph/model.ts';
import { type Finding, findingOf, tasksOfJob } from '../deciding/finding.ts';
import type { ReleaseEvent } from '../deciding/release.ts';
import { isOwnedBy } from './access.ts';
import { type Feed, type Followed, placeOf, type ReleaseVisit } from './followed.ts';
import type { ReleasePorts } from './ports.ts';
import { prepare } from './preparing.ts';

/**
 * Reads jobs of one visit in one call, and what has to be so before their first effects beside it. Each job's release hears of its own read at
 * once; one whose tasks have to be looked for in the definition's list holds no other back.
 */
export async function readJobs(ports: ReleasePorts, visit: ReleaseVisit, jobs: readonly Followed[], feed: Feed): Promise<void> {
  const { clock } = ports;
  const { access, stop } = visit;
  const begun = clock.elapsed();
  const touched = jobs.filter(({ touch }) => touch !== null);
  const listing = visit.tasksAreHidden ? listTasks(ports, jobs, stop.signal) : null;
  const [conditions, reads] = await Promise.all([
    prepare(ports, access, touched, stop.signal),
    access.readJobs(jobs.map(placeOf), stop.signal),
  ]);
  if (stop.signal.aborted) return;
  const done = clock.elapsed();
  for (const one of touched) one.touch = null;
  const now: (readonly [Followed, ReleaseEvent])[] = touched.flatMap((one, i) => {
    const condition = conditions[i];
    return condition === undefined ? [] : [[one, condition] as const];
  });
  const waiting: Waiting[] = [];
  for (const [i, one] of jobs.entries()) {
    const said = whatIsRead(visit, one, reads[i]);
    if (said.is === 'tasksNeeded') waiting.push({ one, job: said.job });
    else now.push([one, eventOf(said, { begun, done }, visit)]);
  }
  feed(now);
  if (waiting.length > 0) await withListedTasks(ports, visit, waiting, { begun, listing, feed });
}

interface Waiting {
  readonly one: Followed;
  readonly job: PrintJob;
}

/** What one answer says, as far as it says it by itself. */
type Said =
  | { readonly is: 'notTheirs' }
  | { readonly is: 'failed'; readonly result: Extract<GraphResult<PrintJob>, { ok: false }> }
  | { readonly is: 'found'; readonly finding: Finding; readonly job: PrintJob }
  | { readonly is: 'tasksNeeded'; readonly job: PrintJob };

/** A call that gave no result for a job says nothing of it. */
const noResult = { ok: false, failure: { kind: 'unreachable', timedOut: false } } as const;

function whatIsRead(visit: ReleaseVisit, one: Followed, result: GraphResult<PrintJob> = noResult): Said {
  if (!result.ok) return { is: 'failed', result };
  const job = result.value;
  const { release, origin } = one;
  // Whatever Graph returned: a job that is not this person's is never touched. Graph's own sample leaves a redirect's new job without an owner.
  if (!isOwnedBy(job, visit.access.oid) && !(release.place !== null && job.ownerId === null)) return { is: 'notTheirs' };
  one.seen = { job, place: placeOf(one), origin };
  const tasks = job.tasks ?? [];
  if (tasks.length > 0) visit.seesTasks = true;
  if (tasks.length > 0 || (job.tasks !== null && visit.seesTasks)) {
    return { is: 'found', finding: findingOf(job, tasks, release.heldAs), job };
  }
  const finding = findingOf(job, null, release.heldAs);
  // What has ended, went elsewhere, or is at the printer while it moved before, no task holds.
  const isClear =
    finding.is !== 'unclear' && finding.is !== 'arriving' && (finding.is !== 'moving' || release.moved) && finding.is !== 'stopped';
  return isClear ? { is: 'found', finding, job } : { is: 'tasksNeeded', job };
}

function eventOf(said: Exclude<Said, { is: 'tasksNeeded' }>, { begun, done }: Times, { access }: ReleaseVisit): ReleaseEvent {
  switch (said.is) {
    case 'notTheirs':
      return { is: 'notTheirs', at: done };
    case 'failed':
      return { is: 'readFailed', of: 'job', failure: said.result.failure, identity: access.reader, begun, at: done };
    case 'found':
      return { is: 'read', finding: said.finding, spelt: said.job.state, configuration: said.job.configuration, begun, done };
  }
}

interface Times {
  readonly begun: number;
  readonly done: number;
}

/** The list is the whole tenant's: it is read no further than these jobs' tasks. */
function listTasks(
  { app, taskDefinitionId }: ReleasePorts,
  jobs: readonly Followed[],
  signal: AbortSignal,
): Promise<GraphResult<readonly PrintTask[]>> {
  const wanted = new Set(jobs);
  let looked = 0;
  const enough = (found: readonly PrintTask[]) => {
    const holding = found.slice(looked).filter(({ state }) => state === 'processing');
    looked = found.length;
    for (const one of wanted) if (tasksOfJob(holding, placeOf(one)).length > 0) wanted.delete(one);
    return wanted.size === 0;
  };
  return app.listTasks(taskDefinitionId, enough, signal);
}

async function withListedTasks(
  ports: ReleasePorts,
  visit: ReleaseVisit,
  waiting: readonly Waiting[],
  { begun, listing, feed }: { readonly begun: number; readonly listing: ReturnType<typeof listTasks> | null; readonly feed: Feed },
): Promise<void> {
  const { signal } = visit.stop;
  const listed = await (listing ??
    listTasks(
      ports,
      waiting.map(({ one }) => one),
      signal,
    ));
  if (signal.aborted) return;
  const done = ports.clock.elapsed();
  feed(
    waiting.map(({ one, job }): readonly [Followed, ReleaseEvent] => {
      if (!listed.ok) return [one, { is: 'readFailed', of: 'tasks', failure: listed.failure, identity: 'station', begun, at: done }];
      const tasks = tasksOfJob(listed.value, placeOf(one));
      if (tasks.length > 0) visit.tasksAreHidden = true;
      const finding = findingOf(job, tasks, one.release.heldAs);
      return [one, eventOf({ is: 'found', finding, job }, { begun, done }, visit)];
    }),
  );
}
