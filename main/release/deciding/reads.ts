import type { TroubleCode } from '../../../preload/contract.ts';
import type { PrinterJobId } from '../../graph/model.ts';
import type { ReleaseEffect } from './effect.ts';
import type { EndedTask } from './finding.ts';
import { type ReadEvent, type Release, type ReleaseRules, type ReleaseState, sameEffect } from './release.ts';
import { readsAs } from './settings.ts';
import { isAnothers } from './signature.ts';

/*
 * What a read of a job does to its release. A read ends a wait by when it was begun and begins one by when it had come back; what it shows may
 * be as old as its beginning, and older by the lag that `settleMs` allows for.
 */

/** What to do with a job that was just read. */
export type Next =
  | { readonly do: 'send'; readonly effect: ReleaseEffect }
  /** Read again; `unanswered` while an effect's fate is not known. */
  | { readonly do: 'wait'; readonly unanswered: boolean }
  /** It moves. */
  | { readonly do: 'follow' }
  /** It goes on as another job on another printer. */
  | { readonly do: 'goTo'; readonly place: PrinterJobId }
  /** It has ended, whoever ended it. */
  | { readonly do: 'end' }
  /** It is not all there yet, or came to rest long ago: as it reads, with nothing of ours under way. */
  | { readonly do: 'leave' }
  /** A read shows that it is held, and nothing more may be sent. Null: the last trouble says why. */
  | { readonly do: 'giveUp'; readonly because: TroubleCode | null };

/** A release after a read, and what to do next. */
export interface Read {
  readonly release: Release;
  readonly next: Next;
}

const maxLost = 2;
const maxPutOff = 3;
/** Whoever is told to wait longer than this before anything was sent is told so at once. Milliseconds. */
export const quietMs = 30_000;
/** A job that shows no sign of life is given up after this long, or longer where effects may land later. Milliseconds. */
const patienceMs = 90_000;

/** How long a release goes on without a sign of life. Milliseconds. */
export function patienceOf({ settleMs }: ReleaseRules): number {
  return Math.max(patienceMs, 2 * settleMs + 30_000);
}

const wait: Next = { do: 'wait', unanswered: false };
const waitUnanswered: Next = { do: 'wait', unanswered: true };

/** The release after a read, and what to do next. */
export function afterRead(release: Release, read: ReadEvent, rules: ReleaseRules): Read {
  const { finding } = read;
  const stay = (next: Next) => ({ release, next });
  switch (finding.is) {
    case 'redirected':
      return stay({ do: 'goTo', place: { printerId: finding.printerId, jobId: finding.jobId } });
    case 'done':
    case 'aborted':
    case 'cancelled':
      return stay({ do: 'end' });
    case 'moving':
    case 'stopped': {
      const settled = finding.is === 'stopped' || finding.settled;
      return { release: { ...release, state: { is: 'moving', backSince: null }, moved: true, settled }, next: { do: 'follow' } };
    }
    case 'held': {
      const now = { ...release, heldAs: read.spelt, settled: false, configured: release.configured || isConfigured(release, read) };
      return { release: now, next: nextWhenHeld(now, finding.taskId, read.begun, rules) };
    }
    case 'unstarted':
      return whenUnstarted({ ...release, settled: false }, finding.ended, read, rules);
    case 'arriving':
      return stay(release.happened === 0 && !release.moved ? { do: 'leave' } : wait);
    case 'unclear':
      return stay(wait);
  }
}

/** What an unanswered change was to set is set. Without one the read is not asked: it may be older than a change by somebody else. */
function isConfigured({ state, wish, place }: Release, { configuration }: ReadEvent): boolean {
  const tried = 'effect' in state && state.effect.kind === 'configure';
  return wish.settings === null || ((tried || place !== null) && readsAs(configuration, wish.settings));
}

function effectWhenHeld({ configured, wish, place }: Release, taskId: string): ReleaseEffect {
  // Where a redirected job came to rest it is released in place.
  if (wish.redirectTo !== null && place === null) {
    return { kind: 'redirect', destinationPrinterId: wish.redirectTo, settings: wish.settings };
  }
  return configured || wish.settings === null ? { kind: 'complete', taskId } : { kind: 'configure', settings: wish.settings };
}

function nextWhenHeld(release: Release, taskId: string, begun: number, rules: ReleaseRules): Next {
  const { state } = release;
  const effect = effectWhenHeld(release, taskId);
  if ('effect' in state && sameEffect(state.effect, effect)) return again(release, state, begun, rules);
  const completedAt = release.completed.get(taskId);
  if (completedAt !== undefined && effect.kind === 'complete') {
    // Completed by us, yet read as held: the read lags. Only a touch that came after the lag may complete it once more.
    const anew = completedAt < release.askedAt && begun >= completedAt + rules.settleMs;
    if (!anew) return waitUnanswered;
  }
  // Redirected since the touch, and seen moving: that it reads as held again says nothing of a second redirect.
  if (effect.kind === 'redirect' && release.redirectedAt !== null && release.redirectedAt >= release.askedAt) return waitUnanswered;
  if (begun < quietUntil(release, effect, rules)) return wait;
  const spent = effect.kind === 'complete' && !rules.canStart && rules.waits;
  if (spent && release.happened === 0) return { do: 'giveUp', because: 'printerWaits' };
  // A task that is new to us also proves that a start has landed.
  return { do: 'send', effect };
}

/** A second redirect would make a second job, and a change of settings could land after ours; completing a task twice changes nothing. */
function quietUntil({ redirectedAt, changeMayLandUntil }: Release, effect: ReleaseEffect, rules: ReleaseRules): number {
  if (effect.kind === 'redirect') return Math.max(rules.blindUntil, redirectedAt === null ? 0 : redirectedAt + rules.settleMs);
  return Math.max(changeMayLandUntil, rules.configures ? rules.blindUntil : Number.NEGATIVE_INFINITY);
}

function whenUnstarted(release: Release, ended: readonly EndedTask[], read: ReadEvent, rules: ReleaseRules): Read {
  const { state } = release;
  const anothers = ended.some(({ signedBy }) => isAnothers(signedBy, rules.signature));
  switch (state.is) {
    case 'ready':
      if (ended.length > 0) return rest(release, read.done, anothers || !release.completedHere, ended, read, rules);
      return rest(release, release.unstartedSince ?? read.done, false, ended, read, rules);
    case 'resting':
      // Another station's completion came on top of ours: it counts from now on.
      if (anothers && !state.anothers) return rest(release, read.done, true, ended, read, rules);
      return { release, next: nextAtRest(release, state, ended, read.begun, rules) };
    case 'moving':
      return cameToRest(release, state.backSince ?? read.done, read.begun, rules);
    case 'accepted':
    case 'unsure':
    case 'putOff':
    case 'refused': {
      const { effect } = state;
      if (effect.kind !== 'complete') return { release, next: again(release, state, read.begun, rules) };
      // Its task is done: by us, or, where ours was refused or put off, by somebody else.
      const byUs = state.is === 'accepted' || state.is === 'unsure';
      const completed = byUs ? new Map([...release.completed, [effect.taskId, state.since] as const]) : release.completed;
      return rest({ ...release, completed }, read.done, anothers || !byUs, ended, read, rules);
    }
  }
}

/** Another station that completed the task sends its start within this time, or leaves it. */
function elsewhereMs({ settleMs, resumeMs }: ReleaseRules): number {
  return settleMs + resumeMs;
}

function rest(release: Release, since: number, anothers: boolean, ended: readonly EndedTask[], read: ReadEvent, rules: ReleaseRules): Read {
  const forMs = Math.max(anothers ? elsewhereMs(rules) : rules.resumeMs, rules.blindUntil - since);
  const state = { is: 'resting', since, forMs, anothers } as const;
  const now = { ...release, state };
  return { release: now, next: nextAtRest(now, state, ended, read.begun, rules) };
}

function nextAtRest(
  { completed, startedAt }: Release,
  { since, forMs }: Extract<ReleaseState, { is: 'resting' }>,
  ended: readonly EndedTask[],
  begun: number,
  rules: ReleaseRules,
): Next {
  // A start of an earlier touch may still land, whatever was seen since.
  const quietUntilMs = startedAt === null ? since + forMs : Math.max(since + forMs, startedAt + rules.settleMs);
  if (rules.canStart) return begun < quietUntilMs ? wait : { do: 'send', effect: { kind: 'start' } };
  // Nobody here may start it: it gets all the time that a slow printer might need.
  if (begun < since + elsewhereMs(rules)) return wait;
  return { do: 'giveUp', because: completed.size > 0 || ended.length > 0 ? 'waitsForStart' : 'notStartable' };
}

/** Seen moving before, at rest now. What has moved is not started again; one that stays at rest for long is its owner's to ask for anew. */
function cameToRest(release: Release, backSince: number, begun: number, rules: ReleaseRules): Read {
  const now: Release = { ...release, state: { is: 'moving', backSince } };
  if (begun < backSince + rules.settleMs) return { release: now, next: waitUnanswered };
  return { release: now, next: begun < backSince + patienceOf(rules) ? { do: 'giveUp', because: 'cameToRest' } : { do: 'leave' } };
}

/** The job reads as if its last effect had not happened: wait out what may still come, then once more, then give up. */
function again(release: Release, state: Extract<ReleaseState, { effect: ReleaseEffect }>, at: number, rules: ReleaseRules): Next {
  const { effect } = state;
  switch (state.is) {
    case 'putOff':
      if (release.happened === 0 && state.notBefore > at + quietMs) return { do: 'giveUp', because: 'busy' };
      if (at < state.notBefore) return wait;
      return state.times < maxPutOff ? { do: 'send', effect } : { do: 'giveUp', because: 'busy' };
    case 'refused':
      // Somebody else may have done it, and the read lags: only then is it worth waiting.
      if (mayBeDone(state.status) && at < state.since + rules.settleMs) return waitUnanswered;
      return { do: 'giveUp', because: refusalCode(effect, state.status) };
    case 'accepted':
      if (at < state.since + rules.settleMs || effect.kind === 'redirect') return waitUnanswered;
      return { do: 'giveUp', because: 'notSettled' };
    case 'unsure':
      if (at < state.since + rules.settleMs || at < state.notBefore) return waitUnanswered;
      return state.times < maxLost ? { do: 'send', effect } : { do: 'giveUp', because: 'notSettled' };
  }
}

function mayBeDone(status: number): boolean {
  return status === 404 || status === 409 || status === 410 || status === 412;
}

/** Null: no token could be had, or none was accepted, and the last trouble knows why. */
function refusalCode(effect: ReleaseEffect, status: number): TroubleCode | null {
  if (status === 0 || status === 401) return null;
  if (status === 403) return effect.kind === 'start' ? 'startNotAllowed' : 'notPermitted';
  // 400 is also what a redirect gets for settings that the destination does not know.
  if (effect.kind === 'configure' || (status === 400 && effect.kind === 'redirect' && effect.settings !== null)) return 'optionsRefused';
  return status === 404 && effect.kind === 'complete' ? 'heldElsewhere' : 'jobChanged';
}
