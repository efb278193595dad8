import type { Trouble } from '../../preload/contract.ts';
import type { JobEntry, JobsPhase, OneGesture } from './state.ts';
import { times } from './times.ts';

/** Released once, stopped, or not wanted: nothing is released by itself in this session (any more). */
export const over: OneGesture = { is: 'over' };

/** Before the first list: `wanted` says whether a tap releases everything for this person. */
export function beforeFirstList(wanted: boolean): OneGesture {
  return wanted ? { is: 'awaited', taken: new Set() } : over;
}

/** When everything is released by itself; null where it is not about to be. */
export function releasesAt({ oneGesture }: JobsPhase): number | null {
  return oneGesture.is === 'counting' ? oneGesture.until : null;
}

/**
 * After a list, or word of a job: the first list begins the countdown, if there is anything to release. Offline it never does: what is released
 * later than the person expects comes out with nobody there.
 */
export function afterNews(phase: JobsPhase, now: number): OneGesture {
  const { oneGesture, trouble, list } = phase;
  if (oneGesture.is === 'over') return oneGesture;
  if (isOffline(trouble)) return over;
  if (oneGesture.is === 'awaited') {
    if (list !== 'ready') return oneGesture;
    const jobs = releasable(phase).filter((key) => !oneGesture.taken.has(key));
    return jobs.length === 0 ? over : { is: 'counting', until: now + times.oneGestureMs, jobs };
  }
  return dueJobs(phase).length === 0 ? over : oneGesture;
}

/** What a release from before has word of is not simply held: it stays out of this one. */
export function afterWordOf(oneGesture: OneGesture, key: string): OneGesture {
  switch (oneGesture.is) {
    case 'over':
      return oneGesture;
    case 'awaited':
      return { ...oneGesture, taken: new Set([...oneGesture.taken, key]) };
    case 'counting':
      return { ...oneGesture, jobs: oneGesture.jobs.filter((one) => one !== key) };
  }
}

/** The jobs of the countdown that can still be released: those that came later are not among them. */
export function dueJobs(phase: JobsPhase): readonly string[] {
  if (phase.oneGesture.is !== 'counting') return [];
  const { jobs } = phase.oneGesture;
  return releasable(phase).filter((key) => jobs.includes(key));
}

/** Held, not marked to be deleted, nothing known of it from a release before, and the printer takes it. */
function releasable(phase: JobsPhase): readonly string[] {
  const { destinations, deleting } = phase;
  const refused = (state: string) => state === 'stopped' || state === 'moved';
  // Redirected jobs come out at the destination: the queue's own state says nothing.
  const takes = (job: JobEntry) =>
    destinations.length > 0
      ? destinations.some(({ state }) => !refused(state))
      : !phase.printers.some(({ name, state }) => name === job.listed.printerName && refused(state));
  return phase.jobs.filter((job) => job.stage.is === 'held' && !job.released && !deleting.has(job.key) && takes(job)).map(({ key }) => key);
}

function isOffline(trouble: Trouble | null): boolean {
  return trouble?.code === 'offline';
}
