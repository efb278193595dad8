import type { JobStage, Trouble } from '../../../preload/contract.ts';
import type { GraphFailure, JobConfiguration, PrinterJobId } from '../../graph/model.ts';
import type { EffectAnswer, ReleaseEffect } from './effect.ts';
import type { Finding } from './finding.ts';
import type { Identity } from './trouble.ts';

/*
 * A release as plain data: all that is known of it, what can happen to it, and what is to be done. `machine.ts` is the only place that decides.
 * Times are milliseconds on `Clock.elapsed`, which nobody can set.
 */

/** Where a release stands with regard to the last effect that was sent for it. At most one is ever in doubt. */
export type ReleaseState =
  /** Nothing has been sent, and nothing is known to be under way. */
  | { readonly is: 'ready' }
  /**
   * Nothing came back: the effect may have happened, and may still land until `since + settleMs`. `times`: how often it was sent since the touch.
   * `notBefore`: the service wants to be left alone until then.
   */
  | { readonly is: 'unsure'; readonly effect: ReleaseEffect; readonly since: number; readonly notBefore: number; readonly times: number }
  /** The service says that it was carried out; no read shows it yet. */
  | { readonly is: 'accepted'; readonly effect: ReleaseEffect; readonly since: number }
  /** Not carried out, says the service: throttled, or its turn in a sequence did not come. */
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

/** What its owner asked for. */
export interface Wish {
  /** Printer to send the job to; null releases it where it is held. */
  readonly redirectTo: string | null;
  /** Settings that go with the redirect, or that the job must have before its task is completed; null: as it is. */
  readonly settings: JobConfiguration | null;
}

/** How somebody left: by signing out (or by the next card), because nobody touched the screen, or because it was not them. */
export type Leaving = 'signedOut' | 'idle' | 'notMe';

/** What the station can see of a job, and since when it cannot. */
export interface Sight {
  /** The last sign of life: the touch, an answered effect, or a read that showed something new or that the job moves. */
  readonly lifeAt: number;
  /** When the first of the reads was begun that have failed in a row; null where the last one was answered. */
  readonly silentSince: number | null;
  /** Since when reads say that the job is not there; null where the last one found it. */
  readonly missingSince: number | null;
  readonly last: Finding['is'] | null;
  readonly trouble: Trouble | null;
}

/** An effect that waits for its turn, and the read on which it rests. */
export interface DueEffect {
  readonly effect: ReleaseEffect;
  readonly readDone: number;
}

/** One job's release, whole. */
export interface Release {
  readonly state: ReleaseState;
  readonly wish: Wish;
  /** Tasks that this station has completed, or may have, and when. */
  readonly completed: ReadonlyMap<string, number>;
  /** The chosen settings are known to be set, or none are needed. */
  readonly configured: boolean;
  /** How many effects that move a job were carried out, or may have been. */
  readonly happened: number;
  /** The job that a redirect made: from then on that one is read, and released in place should something hold it there. */
  readonly place: PrinterJobId | null;
  /** How the job's state was spelt while our task held it. */
  readonly heldAs: string | null;
  /** When the job was first seen uploaded and not started; null where it was not. */
  readonly unstartedSince: number | null;
  /** This station completed the job's task in a release before this one. */
  readonly completedHere: boolean;
  /** Seen on its way, or redirected, since its owner asked: it is never called "not released". */
  readonly moved: boolean;
  /** It moves, and no task can hold it any more. */
  readonly settled: boolean;
  /** When a start, and when a redirect, was last on the wire and not refused. */
  readonly startedAt: number | null;
  readonly redirectedAt: number | null;
  /** When the answer to a change of settings was last lost; and until when such a change of an earlier touch may land. */
  readonly changeLostAt: number | null;
  readonly changeMayLandUntil: number;
  readonly due: DueEffect | null;
  /** The effect that is on the wire. */
  readonly sending: ReleaseEffect | null;
  readonly sight: Sight;
  readonly askedAt: number;
  /** False for a release of long ago, or of a time that the clock cannot tell: it is only watched until it is known. */
  readonly mayAct: boolean;
  /** An answer was lost since the touch. */
  readonly doubted: boolean;
  /** Its owner was told that nothing answers, since the touch. */
  readonly outage: boolean;
  /** Null while its owner is there. */
  readonly left: { readonly how: Leaving; readonly at: number } | null;
  /** Reads since the touch or the last effect: they come fast and then slower. */
  readonly reads: number;
  /** When it is to be read; null while it is being read, an effect is under way, or all is over. */
  readonly readAt: number | null;
  /** What its owner was told last. */
  readonly stage: JobStage;
  /** Its row in the journal has an outcome. */
  readonly closed: boolean;
  /** Nothing more is done about it until its owner asks again. */
  readonly over: boolean;
}

/** What a decision rests on besides the job: the same for all releases, but for `waits`. */
export interface ReleaseRules {
  /** How long an effect may take to land and to show in what is read (configuration). */
  readonly settleMs: number;
  /** How long a job may take to move by itself once its task is completed, or its upload has ended. */
  readonly resumeMs: number;
  /** Whether this mode has the right to start a job. */
  readonly canStart: boolean;
  /** Whether this station changes settings of jobs: a change that was sent before may still land. */
  readonly configures: boolean;
  /** What this station writes into the tasks that it completes. */
  readonly signature: string;
  /** Until then something may land that was sent before this process began. */
  readonly blindUntil: number;
  /** The job's printer is known to wait for a start after its task is completed. */
  readonly waits: boolean;
}

/** What can happen to a release. */
export type ReleaseEvent =
  /** Its owner asks for it. */
  | { readonly is: 'asked'; readonly at: number; readonly wish: Wish; readonly unstartedSince: number | null }
  /** All that has to be so before the first effect is so; the settings that the job is to have. */
  | { readonly is: 'ready'; readonly settings: JobConfiguration | null }
  /** Nothing may be sent: no token, a stopped printer, options that are not offered. */
  | { readonly is: 'notReady'; readonly trouble: Trouble; readonly at: number }
  /** It is time to look. */
  | { readonly is: 'time'; readonly at: number }
  | ReadEvent
  /** The read names somebody else as the job's owner, or nobody. */
  | { readonly is: 'notTheirs'; readonly at: number }
  | FailedReadEvent
  /** Its effect's turn has come. */
  | { readonly is: 'turn'; readonly at: number }
  /** The journal did not take the row of its effect: it was not sent. */
  | { readonly is: 'unwritten'; readonly at: number }
  | AnsweredEvent
  /** Its owner is told that nothing answers. */
  | { readonly is: 'outage' }
  | { readonly is: 'left'; readonly how: Leaving; readonly at: number }
  /** Nothing more may be done in its owner's name. */
  | { readonly is: 'letGo' }
  /** Its owner is here again; `young`: they asked a short while ago, so it may be finished without a new touch. */
  | { readonly is: 'back'; readonly young: boolean; readonly at: number };

/** The job was read, with its tasks. */
export interface ReadEvent {
  readonly is: 'read';
  readonly finding: Finding;
  /** The job's state as the service spelt it. */
  readonly spelt: string;
  readonly configuration: JobConfiguration | null;
  /** When the read was begun, and when all of it had come back. It ends a wait by the first, and begins one by the second. */
  readonly begun: number;
  readonly done: number;
}

/** The job could not be read, or its tasks could not. */
export interface FailedReadEvent {
  readonly is: 'readFailed';
  readonly of: 'job' | 'tasks';
  readonly failure: GraphFailure;
  /** Whose token read. */
  readonly identity: Identity;
  readonly begun: number;
  readonly at: number;
}

/** What came of an effect. */
export interface AnsweredEvent {
  readonly is: 'answered';
  readonly effect: ReleaseEffect;
  readonly answer: EffectAnswer;
  /** The job that an answered redirect made. */
  readonly made: PrinterJobId | null;
  readonly trouble: Trouble | null;
  readonly at: number;
}

/** What is to be done about a release. */
export type Command =
  /** Read the job and its tasks. */
  | { readonly do: 'read' }
  /** An effect is due: give it its turn, in the order of its kind. */
  | { readonly do: 'queue' }
  /** Write it to the journal, and send it. */
  | { readonly do: 'send'; readonly effect: ReleaseEffect }
  | { readonly do: 'tell'; readonly stage: JobStage }
  /** Write to the journal that it was seen on its way. */
  | { readonly do: 'noteMoved' }
  /** Write the outcome to the journal. */
  | { readonly do: 'close'; readonly outcome: Outcome }
  /** Its printer waits for a start that this station may not give. */
  | { readonly do: 'learnWaits' };

/** How a release ended, as far as this station knows. `moving`: on its way when last seen. */
export type Outcome = 'moving' | 'done' | 'attention' | 'cancelled' | 'gone' | 'notReleased';

/** The next record, and what is to be done, in that order. */
export interface Step {
  readonly release: Release;
  readonly commands: readonly Command[];
}

/** What is known of a job when its owner asks for it. */
export interface Asked {
  readonly at: number;
  readonly wish: Wish;
  readonly unstartedSince: number | null;
  readonly completedHere: boolean;
}

/** A release for which nothing was sent; it is read at once. */
export function newRelease({ at, wish, unstartedSince, completedHere }: Asked): Release {
  return {
    state: { is: 'ready' },
    wish,
    completed: new Map(),
    configured: false,
    happened: 0,
    place: null,
    heldAs: null,
    unstartedSince,
    completedHere,
    moved: false,
    settled: false,
    startedAt: null,
    redirectedAt: null,
    changeLostAt: null,
    changeMayLandUntil: Number.NEGATIVE_INFINITY,
    due: null,
    sending: null,
    sight: { lifeAt: at, silentSince: null, missingSince: null, last: null, trouble: null },
    askedAt: at,
    mayAct: true,
    doubted: false,
    outage: false,
    left: null,
    reads: 0,
    readAt: at,
    stage: { is: 'releasing' },
    closed: false,
    over: false,
  };
}

/** When the release is next to be told the time; null where it waits for an answer, or is over. */
export function wakeAt({ over, readAt, left }: Release): number | null {
  if (over) return null;
  const letGoAt = left === null ? null : left.at + readAfterLeavingMs;
  if (readAt === null || letGoAt === null) return readAt ?? letGoAt;
  return Math.min(readAt, letGoAt);
}

/** What goes well goes on for this long after its owner left. Milliseconds. */
export const actAfterLeavingMs = 10_000;
/** What is under way is read for this long after its owner left; then it waits for their next tap. Milliseconds. */
export const readAfterLeavingMs = 60_000;

/** True where an effect may have moved the job, and no read has shown it. */
export function inDoubt({ state, sending }: Release): boolean {
  if (sending !== null && sending.kind !== 'configure') return true;
  return (state.is === 'unsure' || state.is === 'accepted') && state.effect.kind !== 'configure';
}

/** True while an effect may have happened that no read has shown. */
export function isUnanswered({ state }: Release): boolean {
  return state.is === 'unsure' || state.is === 'accepted';
}

/** Something was sent for it since the touch, or it was seen on its way. */
export function mayHaveMoved({ happened, moved }: Release): boolean {
  return happened > 0 || moved;
}

/** True for the same call about the same thing. */
export function sameEffect(a: ReleaseEffect, b: ReleaseEffect): boolean {
  if (a.kind === 'complete' && b.kind === 'complete') return a.taskId === b.taskId;
  if (a.kind === 'redirect' && b.kind === 'redirect') return a.destinationPrinterId === b.destinationPrinterId;
  return a.kind === b.kind;
}
