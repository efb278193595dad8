import type { IntentArgument, ReleaseOptions } from '../../preload/contract.ts';
import type { Person } from '../auth/model.ts';
import type { Card } from '../badge/model.ts';
import { jobKey } from '../release/job-ref.ts';
import { choosesNothing, offers } from '../release/printers/options.ts';
import type { IntentEvent, ResultEvent } from './events.ts';
import { goodbyeOf, nothingLeft } from './goodbye.ts';
import { beforeFirstList, dueJobs, over, releasesAt } from './one-gesture.ts';
import type { JobEntry, JobsPhase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';
import { afterShowTitles, allMasked } from './titles.ts';
import { type Context, leave, type Reduced, same, to } from './transitions.ts';
import { oneGestureOf, withChosen } from './wishes.ts';

/** The person is in: show the list, read it at once. */
export function enterJobs(state: State, person: Person, card: Card | null, badge: JobsPhase['badge'], context: Context): Reduced {
  const phase: JobsPhase = {
    is: 'jobs',
    person,
    card,
    badge,
    list: 'loading',
    trouble: null,
    unread: [],
    slow: false,
    undeleted: new Set(),
    printers: [],
    destinations: [],
    jobs: [],
    why: [],
    expires: new Map(),
    deleting: new Set(),
    lastActivityAt: context.now,
    warned: false,
    listAt: null,
    oneGesture: beforeFirstList(oneGestureOf(state, context.screen)),
    unmasked: allMasked,
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

/** The next moment at which the jobs screen changes by itself: the countdown appears, time is up, everything is released, or the list is due. */
export function deadlineOfJobs(phase: JobsPhase, session: SessionTimes): number {
  const idle = phase.warned ? idleEndsAt(phase, session) : warnAt(phase, session);
  return Math.min(idle, phase.listAt ?? Number.POSITIVE_INFINITY, releasesAt(phase) ?? Number.POSITIVE_INFINITY);
}

export function tickJobs(state: State, phase: JobsPhase, context: Context): Reduced {
  if (context.now >= idleEndsAt(phase, context.session)) {
    return leave(state, 'timedOut', { is: 'timedOut', ...goodbyeOf(phase) }, context);
  }
  // Whoever does not touch the screen may have walked away: nothing is released for them, and no name stays on it.
  if (!phase.warned && context.now >= warnAt(phase, context.session))
    return to(state, { ...phase, warned: true, oneGesture: over, unmasked: allMasked });
  const releaseAt = releasesAt(phase);
  if (releaseAt !== null && context.now >= releaseAt) return releaseAll(state, phase, context);
  return to(state, { ...phase, listAt: null }, { do: 'listJobs', epoch: state.epoch, first: false });
}

/** The end of the countdown: the same as the touch on the button, but for the sign of life. */
function releaseAll(state: State, phase: JobsPhase, context: Context): Reduced {
  const jobs = dueJobs(phase);
  if (jobs.length === 0) return to(state, { ...phase, oneGesture: over });
  const reduced = jobsIntent(state, phase, { is: 'intent', name: 'release', argument: { jobs: [...jobs] } }, context);
  const after = reduced.state.phase;
  if (after.is !== 'jobs') return reduced;
  return { ...reduced, state: { ...reduced.state, phase: { ...after, lastActivityAt: phase.lastActivityAt, warned: phase.warned } } };
}

/** A sign of life: idle time begins anew. */
export function active(phase: JobsPhase, context: Context): JobsPhase {
  return { ...phase, lastActivityAt: context.now, warned: false };
}

/** Every intent on the jobs screen is a sign of life; most do more. */
export function jobsIntent(before: State, phaseBefore: JobsPhase, event: IntentEvent, context: Context): Reduced {
  const phase = { ...active(phaseBefore, context), ...(decides(event) && { oneGesture: over }) };
  const state = { ...before, phase };
  switch (event.name) {
    case 'release':
      return startRelease(state, phase, event.argument, context) ?? refusedRelease(before, phaseBefore);
    case 'deleteAtSignOut':
      if (!context.mode.canDelete) return same(state);
      return to(state, {
        ...phase,
        deleting: new Set([...phase.deleting, ...heldAmong(phase, event.argument.jobs).map((job) => job.key)]),
      });
    case 'undoDelete':
      return to(state, { ...phase, deleting: new Set([...phase.deleting].filter((key) => !event.argument.jobs.includes(key))) });
    case 'holdBack':
      return phaseBefore.oneGesture.is === 'over' ? same(before) : same(state);
    case 'setOneGesture':
      if (context.screen.oneGesture !== 'personChooses') return same(before);
      return same(withChosen(state, { oneGesture: event.argument.on }));
    case 'showTitles': {
      const unmasked = afterShowTitles(phase, event.argument, context.screen);
      return unmasked === null ? same(before) : to(state, { ...phase, unmasked });
    }
    case 'refresh':
      return phase.listAt === null
        ? same(state)
        : to(state, { ...phase, listAt: null }, { do: 'listJobs', epoch: state.epoch, first: false });
    case 'signOut':
      return leave(state, 'signedOut', { is: 'signedOut', ...goodbyeOf(phase) }, context);
    case 'notMe':
      return notMe(state, phase, context);
    default:
      return same(state);
  }
}

/** What was chosen cannot be; that somebody chose stands all the same. */
function refusedRelease(before: State, phase: JobsPhase): Reduced {
  return phase.oneGesture.is === 'over' ? same(before) : to(before, { ...phase, oneGesture: over });
}

/** Somebody decides for themselves what happens to the jobs: nothing is released by itself any more. */
function decides({ name, argument }: IntentEvent): boolean {
  if (name === 'setOneGesture') return !argument.on;
  return name === 'holdBack' || name === 'release' || name === 'deleteAtSignOut' || name === 'undoDelete';
}

/** The card opened somebody else's jobs: it is unlinked where this station links cards, and nothing that was marked is deleted. */
function notMe(state: State, { badge }: JobsPhase, context: Context): Reduced {
  const unlinks = context.mode.linksCards && badge === 'linked';
  if (unlinks) return leave(state, 'notMe', { is: 'cardUnlinked', state: 'working' }, context);
  return leave(state, 'notMe', context.mode.linksCards ? { is: 'signedOut', ...nothingLeft } : { is: 'cardOfList' }, context);
}

/** Held jobs among the keys; what is marked for deletion is not released. */
function heldAmong(phase: JobsPhase, keys: readonly string[]): readonly JobEntry[] {
  const named = new Set(keys);
  return phase.jobs.filter((job) => named.has(job.key) && (job.stage.is === 'held' || job.stage.is === 'notReleased'));
}

/** Where several destinations are offered one of them has to be named; a single one needs no choice. Null: nothing may be released yet. */
function chosenDestination({ destinations }: JobsPhase, to: string | null, { mode }: Context): { readonly key: string | null } | null {
  if (!mode.redirects) return to === null ? { key: null } : null;
  const named = to === null && destinations.length === 1 ? (destinations[0]?.key ?? null) : to;
  return destinations.some(({ key }) => key === named) ? { key: named } : null;
}

/** What was chosen has to be offered: by the destination, else by the printer of each of the jobs. Mode `user` offers nothing. */
function isOffered(options: ReleaseOptions, { printers, destinations }: JobsPhase, jobs: readonly JobEntry[], to: string | null): boolean {
  if (choosesNothing(options)) return true;
  const views =
    to === null
      ? jobs.map(({ listed }) => printers.find(({ name }) => name === listed.printerName))
      : [destinations.find(({ key }) => key === to)];
  return views.every((view) => view?.options != null && offers(options, view.options));
}

/** Null where something was chosen that is not offered. */
function startRelease(state: State, phase: JobsPhase, argument: IntentArgument<'release'>, context: Context): Reduced | null {
  const { options = {} } = argument;
  const destination = chosenDestination(phase, argument.to ?? null, context);
  if (destination === null) return same(state);
  const chosen = heldAmong(phase, argument.jobs).filter((job) => !phase.deleting.has(job.key));
  if (chosen.length === 0) return same(state);
  if (!isOffered(options, phase, chosen, destination.key)) return null;
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
      options,
    },
  );
}

/** A release went on. One that was taken up may be of a job that the list no longer shows: its owner sees it all the same. */
export function afterProgress(state: State, phase: JobsPhase, event: Extract<ResultEvent, { is: 'progress' }>): Reduced {
  const jobs = new Map(phase.jobs.map((job) => [job.key, job]));
  for (const { key, stage, listed } of event.jobs) {
    const known = jobs.get(key);
    const of = known?.listed ?? listed;
    if (of) jobs.set(key, { key, listed: of, stage, released: known === undefined || stage.is !== 'held' });
  }
  return to(state, { ...phase, jobs: [...jobs.values()].sort(byAge) });
}

/**
 * Jobs under release keep their place and stage; the others are as just read. Where a printer's list could not be read,
 * what was known of its jobs stays, and so do marks on them: a job never goes from the screen because a read failed.
 */
export function afterList(state: State, phase: JobsPhase, event: Extract<ResultEvent, { is: 'listed' }>, context: Context): Reduced {
  const listAt = context.now + times.listEveryMs;
  const { trouble, unread, printers, destinations, why } = event;
  const undeleted = new Set([...phase.undeleted, ...event.undeleted]);
  const read = { ...phase, trouble, unread, undeleted, listAt, printers, destinations, why };
  if (trouble && event.jobs.length === 0) return to(state, { ...read, list: phase.list === 'ready' ? 'ready' : 'failed' });
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
  const expires = new Map([...phase.expires, ...event.expires]);
  return to(state, { ...read, list: 'ready', jobs, deleting, expires });
}

/** Nothing answers, not even slowly: said at once, while the list goes on trying. */
export function afterNoNetwork(state: State, phase: JobsPhase): Reduced {
  const list = phase.list === 'ready' ? 'ready' : 'failed';
  return to(state, { ...phase, list, trouble: { code: 'offline', reference: '' }, why: [{ is: 'offline' }] });
}

/** What was read of the printers beside the list came after it. */
export function afterPrinters(state: State, phase: JobsPhase, event: Extract<ResultEvent, { is: 'printers' }>): Reduced {
  const { printers, destinations } = event;
  return phase.list === 'ready' ? to(state, { ...phase, printers, destinations }) : same(state);
}

/** A released job that has left the list has moved; one that was not released has gone elsewhere. */
function staysUnlisted(job: JobEntry): boolean {
  return job.released && job.stage.is !== 'notReleased';
}

function byAge(a: JobEntry, b: JobEntry): number {
  const age = (a.listed.job.createdDateTime ?? '').localeCompare(b.listed.job.createdDateTime ?? '');
  return age === 0 ? a.key.localeCompare(b.key) : age;
}
