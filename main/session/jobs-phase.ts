import type { Person } from '../auth/model.ts';
import type { Card } from '../badge/model.ts';
import { jobKey } from '../release/job-ref.ts';
import type { IntentEvent, ResultEvent } from './events.ts';

import type { JobEntry, JobsPhase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';
import { type Context, leave, type Reduced, same, to } from './transitions.ts';

/** The person is in: show the list, read it at once. */
export function enterJobs(state: State, person: Person, card: Card | null, badge: JobsPhase['badge'], context: Context): Reduced {
  const phase: JobsPhase = {
    is: 'jobs',
    person,
    card,
    badge,
    list: 'loading',
    trouble: null,
    printers: [],
    destinations: [],
    jobs: [],
    deleting: new Set(),
    lastActivityAt: context.now,
    warned: false,
    listAt: null,
  };
  return to(state, phase, { do: 'listJobs', epoch: state.epoch, first: true });
}

/** When the idle countdown becomes visible. */
export function warnAt(phase: JobsPhase, session: SessionTimes): number {
  return phase.lastActivityAt + session.idleTimeoutMs - session.warningMs;
}

/** When the person is signed out. */
export function idleEndsAt(phase: JobsPhase, session: SessionTimes): number {
  return phase.lastActivityAt + session.idleTimeoutMs;
}

/** The next moment at which the jobs screen changes by itself: the countdown appears, time is up, or the list is due. */
export function deadlineOfJobs(phase: JobsPhase, session: SessionTimes): number {
  const idle = phase.warned ? idleEndsAt(phase, session) : warnAt(phase, session);
  return Math.min(idle, phase.listAt ?? Number.POSITIVE_INFINITY);
}

export function tickJobs(state: State, phase: JobsPhase, context: Context): Reduced {
  if (context.now >= idleEndsAt(phase, context.session)) {
    return leave(state, 'timedOut', { is: 'timedOut', deleted: phase.deleting.size }, context);
  }
  if (!phase.warned && context.now >= warnAt(phase, context.session)) return to(state, { ...phase, warned: true });
  return to(state, { ...phase, listAt: null }, { do: 'listJobs', epoch: state.epoch, first: false });
}

/** A sign of life: idle time begins anew. */
export function active(phase: JobsPhase, context: Context): JobsPhase {
  return { ...phase, lastActivityAt: context.now, warned: false };
}

/** Every intent on the jobs screen is a sign of life; most do more. */
export function jobsIntent(before: State, phaseBefore: JobsPhase, event: IntentEvent, context: Context): Reduced {
  const phase = active(phaseBefore, context);
  const state = { ...before, phase };
  switch (event.name) {
    case 'release':
      return startRelease(state, phase, event.argument.jobs, event.argument.to ?? null, context);
    case 'deleteAtSignOut':
      if (!context.mode.canDelete) return same(state);
      return to(state, {
        ...phase,
        deleting: new Set([...phase.deleting, ...heldAmong(phase, event.argument.jobs).map((job) => job.key)]),
      });
    case 'undoDelete':
      return to(state, { ...phase, deleting: new Set([...phase.deleting].filter((key) => !event.argument.jobs.includes(key))) });
    case 'refresh':
      return phase.listAt === null
        ? same(state)
        : to(state, { ...phase, listAt: null }, { do: 'listJobs', epoch: state.epoch, first: false });
    case 'signOut':
    case 'cancel':
      return leave(state, 'signedOut', { is: 'signedOut', deleted: phase.deleting.size }, context);
    case 'notMe':
      return notMe(state, phase, context);
    default:
      return same(state);
  }
}

/** The card opened somebody else's jobs: it is unlinked, and nothing that was marked is deleted. */
function notMe(state: State, phase: JobsPhase, context: Context): Reduced {
  const left = leave(state, 'notMe', phase.badge === 'linked' ? { is: 'cardUnlinked' } : { is: 'signedOut', deleted: 0 }, context);
  if (phase.badge !== 'linked') return left;
  return { ...left, effects: [{ do: 'unlinkCard', epoch: state.epoch }, ...left.effects] };
}

/** Held jobs among the keys; what is marked for deletion is not released. */
function heldAmong(phase: JobsPhase, keys: readonly string[]): readonly JobEntry[] {
  return phase.jobs.filter((job) => keys.includes(job.key) && (job.stage.is === 'held' || job.stage.is === 'notReleased'));
}

/** Where several destinations are offered one of them has to be named; a single one needs no choice. Null: nothing may be released yet. */
function chosenDestination({ destinations }: JobsPhase, to: string | null, { mode }: Context): { readonly key: string | null } | null {
  if (!mode.redirects) return to === null ? { key: null } : null;
  const named = to === null && destinations.length === 1 ? (destinations[0]?.key ?? null) : to;
  return destinations.some(({ key }) => key === named) ? { key: named } : null;
}

function startRelease(state: State, phase: JobsPhase, keys: readonly string[], named: string | null, context: Context): Reduced {
  const destination = chosenDestination(phase, named, context);
  if (destination === null) return same(state);
  const chosen = heldAmong(phase, keys).filter((job) => !phase.deleting.has(job.key));
  if (chosen.length === 0) return same(state);
  const chosenKeys = new Set(chosen.map((job) => job.key));
  const jobs = phase.jobs.map((job): JobEntry => (chosenKeys.has(job.key) ? { ...job, stage: { is: 'releasing' }, released: true } : job));
  return to(
    state,
    { ...phase, jobs },
    {
      do: 'release',
      epoch: state.epoch,
      jobs: chosen.map((job) => job.listed),
      to: destination.key,
    },
  );
}

/** A release went on. One that was taken up may be of a job that the list no longer shows: its owner sees it all the same. */
export function afterProgress(state: State, phase: JobsPhase, event: Extract<ResultEvent, { is: 'progress' }>): Reduced {
  const { key, stage, listed } = event;
  const known = phase.jobs.some((job) => job.key === key);
  if (!known && listed) return to(state, { ...phase, jobs: [...phase.jobs, { key, listed, stage, released: true }].sort(byAge) });
  return to(state, {
    ...phase,
    jobs: phase.jobs.map((job): JobEntry => (job.key === key ? { ...job, stage, released: stage.is !== 'held' } : job)),
  });
}

/**
 * Jobs under release keep their place and stage; the others are as just read. Where a printer's list could not be read,
 * what was known of its jobs stays, and so do marks on them: a job never goes from the screen because a read failed.
 */
export function afterList(state: State, phase: JobsPhase, event: Extract<ResultEvent, { is: 'listed' }>, context: Context): Reduced {
  const listAt = context.now + times.listEveryMs;
  const { trouble, printers, destinations } = event;
  if (trouble && event.jobs.length === 0) {
    return to(state, { ...phase, list: phase.list === 'ready' ? 'ready' : 'failed', trouble, listAt, printers, destinations });
  }
  const before = new Map(phase.jobs.map((job) => [job.key, job]));
  const listed = event.jobs.map((one): JobEntry => {
    const key = jobKey(one.ref);
    const known = before.get(key);
    if (known?.released) return known;
    // The first sight counts: what has rested for a while is not about to move by itself.
    const since = one.unstartedSince === null ? null : (known?.listed.unstartedSince ?? one.unstartedSince);
    return { key, listed: { ...one, unstartedSince: since }, stage: one.stage, released: false };
  });
  const listedKeys = new Set(listed.map((job) => job.key));
  const unlisted = phase.jobs.filter((job) => !listedKeys.has(job.key) && (trouble !== null || staysUnlisted(job)));
  const jobs = [...listed, ...unlisted].sort(byAge);
  const shown = new Set(jobs.map((job) => job.key));
  const deleting = new Set([...phase.deleting].filter((key) => shown.has(key)));
  return to(state, { ...phase, list: 'ready', trouble, jobs, deleting, printers, destinations, listAt });
}

/** Nothing answers, not even slowly: said at once, while the list goes on trying. */
export function afterNoNetwork(state: State, phase: JobsPhase): Reduced {
  return to(state, { ...phase, list: phase.list === 'ready' ? 'ready' : 'failed', trouble: { code: 'offline', reference: '' } });
}

/** A released job that has left the list has moved; one that was not released has gone elsewhere. */
function staysUnlisted(job: JobEntry): boolean {
  return job.released && job.stage.is !== 'notReleased';
}

function byAge(a: JobEntry, b: JobEntry): number {
  const age = (a.listed.job.createdDateTime ?? '').localeCompare(b.listed.job.createdDateTime ?? '');
  return age === 0 ? a.key.localeCompare(b.key) : age;
}
