import type { TroubleCode } from '../../preload/contract.ts';
import type { JobConfiguration } from '../graph/model.ts';
import type { EffectAnswer, ReleaseEffect } from './effect.ts';
import type { EndedTask, Finding } from './finding.ts';
import { isAnothers } from './signature.ts';

/*
 * The release of one job as a machine: its states, and what each read and each answer does to it. Pure; `releaser.ts` carries it out.
 * Times are milliseconds on the clock that never jumps. What a read shows may be as old as its beginning, and older by the lag that `settleMs`
 * allows for: it ends a wait by when it was begun, and begins one by when it came back.
 */

/** When a read was begun, and when all of it had come back. */
export interface ReadTimes {
  readonly begun: number;
  readonly done: number;
}

/** Where a release stands with regard to the last effect that was sent for it. At most one is ever in doubt. */
export type ReleaseState =
  /** Nothing has been sent, and nothing is known to be under way. */
  | { readonly is: 'ready' }
  /** Nothing came back: the effect may have happened, and may still land until `since + settleMs`. */
  | { readonly is: 'unsure'; readonly effect: ReleaseEffect; readonly since: number; readonly times: number }
  /** The service says it was carried out; no read shows it yet. It is never sent again. */
  | { readonly is: 'accepted'; readonly effect: ReleaseEffect; readonly since: number }
  /** Not carried out, says the service: throttled, or its turn did not come. */
  | { readonly is: 'putOff'; readonly effect: ReleaseEffect; readonly notBefore: number; readonly times: number }
  /** Refused. A read may still show that it was done: by an earlier try, or by another station. */
  | { readonly is: 'refused'; readonly effect: ReleaseEffect; readonly status: number; readonly since: number }
  /**
   * Uploaded, not held, not moving: it may be about to move without us until `since + forMs`. `anothers`: another station completed its task
   * and has the first right to start it.
   */
  | { readonly is: 'resting'; readonly since: number; readonly forMs: number; readonly anothers: boolean }
  /** Seen on its way. `backSince`: since when it reads as if it were not. */
  | { readonly is: 'moving'; readonly backSince: number | null };

/** A release: its state and what must not be forgotten when the state changes. */
export interface Release {
  readonly state: ReleaseState;
  /** Tasks that this release has completed. */
  readonly completed: ReadonlySet<string>;
  /** The chosen settings are known to be set, or none are needed. */
  readonly configured: boolean;
  /** How many effects that move a job were carried out, or may have been. */
  readonly happened: number;
}

/** What a decision rests on besides the job. */
export interface ReleaseRules {
  /** How long an effect may take to land and to show in what is read (configuration; reference 12.3, item 31). */
  readonly settleMs: number;
  /** How long a job may take to move by itself once its task is completed, or its upload has ended. */
  readonly resumeMs: number;
  /** Whether this mode has the right to start a job. */
  readonly canStart: boolean;
  /** Printer to send the job to; null releases it where it is held. */
  readonly redirectTo: string | null;
  /** Settings that go with the redirect, or that the job must have before its task is completed; null: as it is. */
  readonly settings: JobConfiguration | null;
  /** This read shows the settings. */
  readonly asWanted: boolean;
  /** The job is one that a redirect made: it never had other settings than what its first read shows. */
  readonly madeByRedirect: boolean;
  /** Whether this station changes settings of jobs: a change that was sent before may still land. */
  readonly configures: boolean;
  /** What this station writes into the tasks that it completes. */
  readonly signature: string;
  /** This station completed the job's task in a release before this one. */
  readonly completedHere: boolean;
  /** Until then something may land that was sent before this process began. */
  readonly blindUntil: number;
  /** When this station first saw the job uploaded and not started; null where it is seen now for the first time. */
  readonly unstartedSince: number | null;
}

/** What to do with a job that was just read. */
export type Next =
  | { readonly do: 'send'; readonly effect: ReleaseEffect }
  /** Read again; `unanswered` while an effect's fate is not known. */
  | { readonly do: 'wait'; readonly unanswered: boolean }
  /** It moves. `settled`: nothing can hold it any more. */
  | { readonly do: 'follow'; readonly settled: boolean }
  /** It goes on as another job on another printer. */
  | { readonly do: 'goTo'; readonly printerId: string; readonly jobId: string }
  /** It has ended, whoever ended it. */
  | { readonly do: 'end' }
  /** A read shows that it is held, and nothing more may be sent. Null: the last trouble says why. */
  | { readonly do: 'giveUp'; readonly because: TroubleCode | null };

/** A release for which nothing was sent. */
export const newRelease: Release = { state: { is: 'ready' }, completed: new Set(), configured: false, happened: 0 };

const maxLost = 2;
const maxPutOff = 3;
const wait: Next = { do: 'wait', unanswered: false };
const waitUnanswered: Next = { do: 'wait', unanswered: true };

/** The release after a read, and what to do next. */
export function afterRead(release: Release, finding: Finding, at: ReadTimes, rules: ReleaseRules): Step {
  const stay = (next: Next) => ({ release, next });
  switch (finding.is) {
    case 'redirected':
      return stay({ do: 'goTo', printerId: finding.printerId, jobId: finding.jobId });
    case 'done':
    case 'aborted':
    case 'cancelled':
      return stay({ do: 'end' });
    case 'moving':
    case 'stopped': {
      const settled = finding.is === 'stopped' || finding.settled;
      return { release: { ...release, state: { is: 'moving', backSince: null } }, next: { do: 'follow', settled } };
    }
    case 'held': {
      const configured = release.configured || isConfigured(release, rules);
      const now = { ...release, configured };
      return { release: now, next: nextWhenHeld(now, finding.taskId, at, rules) };
    }
    case 'unstarted':
      return whenUnstarted(release, finding.task, at, rules);
    case 'arriving':
      return stay(release.happened === 0 ? { do: 'giveUp', because: 'jobChanged' } : wait);
    case 'unclear':
      return stay(wait);
  }
}

/** What an unanswered change was to set is set. Without one the read is not asked: it may be older than a change by somebody else. */
function isConfigured({ state }: Release, { settings, asWanted, madeByRedirect }: ReleaseRules): boolean {
  const tried = 'effect' in state && state.effect.kind === 'configure';
  return settings === null || (asWanted && (tried || madeByRedirect));
}

function effectWhenHeld({ configured }: Release, taskId: string, { redirectTo, settings }: ReleaseRules): ReleaseEffect {
  if (redirectTo !== null) return { kind: 'redirect', destinationPrinterId: redirectTo, settings };
  return configured || settings === null ? { kind: 'complete', taskId } : { kind: 'configure', settings };
}

function nextWhenHeld(release: Release, taskId: string, { begun }: ReadTimes, rules: ReleaseRules): Next {
  const { state, completed } = release;
  const effect = effectWhenHeld(release, taskId, rules);
  if ('effect' in state && sameEffect(state.effect, effect)) return again(state, begun, rules);
  // Completed by us, yet read as held: the read lags. Whatever was sent since is followed by what later reads show.
  if (completed.has(taskId)) return waitUnanswered;
  // A second redirect would make a second job, and a change of settings could land after ours; completing a task twice changes nothing.
  if ((effect.kind === 'redirect' || rules.configures) && begun < rules.blindUntil) return wait;
  // A task that is new to us also proves that a start has landed.
  return { do: 'send', effect };
}

type Step = { readonly release: Release; readonly next: Next };

function whenUnstarted(release: Release, task: EndedTask | null, at: ReadTimes, rules: ReleaseRules): Step {
  const { state } = release;
  const anothers = task !== null && isAnothers(task.signedBy, rules.signature);
  switch (state.is) {
    case 'ready':
      if (task !== null) return rest(release, at.done, anothers || !rules.completedHere, at, rules);
      return rest(release, rules.unstartedSince ?? at.done, false, at, rules);
    case 'resting':
      // Another station's completion came on top of ours: it counts from now on.
      if (anothers && !state.anothers) return rest(release, at.done, true, at, rules);
      return { release, next: nextAtRest(state, at, rules) };
    case 'moving':
      return back(release, state.backSince ?? at.done, at, rules);
    case 'accepted':
    case 'unsure':
    case 'putOff':
    case 'refused': {
      const { effect } = state;
      if (effect.kind !== 'complete') return { release, next: again(state, at.begun, rules) };
      // Its task is done: by us, or, where ours was refused or put off, by somebody else.
      const byUs = state.is === 'accepted' || state.is === 'unsure';
      const completed = byUs ? new Set([...release.completed, effect.taskId]) : release.completed;
      return rest({ ...release, completed }, at.done, anothers || !byUs, at, rules);
    }
  }
}

/** Another station that completed the task sends its start within this time, or leaves it. */
function elsewhereMs({ settleMs, resumeMs }: ReleaseRules): number {
  return settleMs + resumeMs;
}

function rest(release: Release, since: number, anothers: boolean, at: ReadTimes, rules: ReleaseRules): Step {
  const forMs = Math.max(anothers ? elsewhereMs(rules) : rules.resumeMs, rules.blindUntil - since);
  const state = { is: 'resting', since, forMs, anothers } as const;
  return { release: { ...release, state }, next: nextAtRest(state, at, rules) };
}

function nextAtRest({ since, forMs }: Extract<ReleaseState, { is: 'resting' }>, { begun }: ReadTimes, rules: ReleaseRules): Next {
  if (rules.canStart) return begun < since + forMs ? wait : { do: 'send', effect: { kind: 'start' } };
  // Nobody here may start it: it gets all the time that a slow printer might need.
  return begun < since + elsewhereMs(rules) ? wait : { do: 'giveUp', because: 'notStartable' };
}

/** Seen moving before, at rest now. What has moved is never started again. */
function back(release: Release, backSince: number, { begun }: ReadTimes, rules: ReleaseRules): Step {
  const next: Next = begun < backSince + rules.settleMs ? waitUnanswered : { do: 'giveUp', because: 'notSettled' };
  return { release: { ...release, state: { is: 'moving', backSince } }, next };
}

/** The job reads as if its last effect had not happened: wait out what may still come, then once more, then give up. */
function again(state: Extract<ReleaseState, { effect: ReleaseEffect }>, at: number, rules: ReleaseRules): Next {
  const { effect } = state;
  switch (state.is) {
    case 'putOff':
      if (at < state.notBefore) return wait;
      return state.times < maxPutOff ? { do: 'send', effect } : { do: 'giveUp', because: 'busy' };
    case 'refused':
      // Somebody else may have done it, and the read lags: only then is it worth waiting.
      if (mayBeDone(state.status) && at < state.since + rules.settleMs) return waitUnanswered;
      return { do: 'giveUp', because: refusalCode(effect, state.status) };
    case 'accepted':
      return at < state.since + rules.settleMs ? waitUnanswered : { do: 'giveUp', because: 'notSettled' };
    case 'unsure':
      if (at < state.since + rules.settleMs) return waitUnanswered;
      return state.times < maxLost ? { do: 'send', effect } : { do: 'giveUp', because: 'notSettled' };
  }
}

function mayBeDone(status: number): boolean {
  return status === 404 || status === 409 || status === 410 || status === 412;
}

/** Null: no token could be had, or none was accepted, and the last trouble knows why. */
function refusalCode(effect: ReleaseEffect, status: number): TroubleCode | null {
  if (status === 0 || status === 401) return null;
  if (status === 403) return 'notPermitted';
  // 400 is also what a redirect gets for settings that the destination does not know.
  if (effect.kind === 'configure' || (status === 400 && effect.kind === 'redirect' && effect.settings !== null)) return 'optionsRefused';
  return status === 404 && effect.kind === 'complete' ? 'heldElsewhere' : 'jobChanged';
}

/** The release after an effect was sent and `answer` came, or was given up, at `at`. */
export function afterAnswer(release: Release, effect: ReleaseEffect, answer: EffectAnswer, at: number): Release {
  const { state } = release;
  const before = 'effect' in state && 'times' in state && sameEffect(state.effect, effect) ? state.times : 0;
  const moves = effect.kind !== 'configure';
  const happened = release.happened + (moves ? 1 : 0);
  // Nothing is completed before it is configured.
  const configured = release.configured || effect.kind === 'complete';
  switch (answer.is) {
    case 'done': {
      if (!moves) return { ...release, state: { is: 'ready' }, configured: true };
      const completed = effect.kind === 'complete' ? new Set([...release.completed, effect.taskId]) : release.completed;
      return { state: { is: 'accepted', effect, since: at }, completed, configured, happened };
    }
    case 'refused':
      return { ...release, state: { is: 'refused', effect, status: answer.status, since: at } };
    case 'throttled':
      return { ...release, state: { is: 'putOff', effect, notBefore: at + answer.retryAfterMs, times: before + 1 } };
    case 'notSent':
      return { ...release, state: { is: 'putOff', effect, notBefore: at, times: before } };
    case 'unknown':
      return { ...release, state: { is: 'unsure', effect, since: at, times: before + 1 }, configured, happened };
  }
}

/** True while an effect may have happened that no read has shown. */
export function isUnanswered({ state }: Release): boolean {
  return state.is === 'unsure' || state.is === 'accepted';
}

/** True while an effect may have moved the job, and no read has shown it. */
export function inDoubt({ state }: Release): boolean {
  return (state.is === 'unsure' || state.is === 'accepted') && state.effect.kind !== 'configure';
}

function sameEffect(a: ReleaseEffect, b: ReleaseEffect): boolean {
  if (a.kind === 'complete' && b.kind === 'complete') return a.taskId === b.taskId;
  if (a.kind === 'redirect' && b.kind === 'redirect') return a.destinationPrinterId === b.destinationPrinterId;
  return a.kind === b.kind;
}
