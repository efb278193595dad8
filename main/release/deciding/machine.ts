import type { Trouble } from '../../../preload/contract.ts';
import { afterAnswer } from './answers.ts';
import type { ReleaseEffect } from './effect.ts';
import { type Finding, stageOf } from './finding.ts';
import { asked, cameBack, leftAlone, mayStillSend, withSettings } from './owner.ts';
import { afterRead, type Next, quietMs } from './reads.ts';
import {
  type AnsweredEvent,
  type FailedReadEvent,
  isUnanswered,
  mayHaveMoved,
  type Outcome,
  type ReadEvent,
  type Release,
  type ReleaseEvent,
  type ReleaseRules,
  readAfterLeavingMs,
  type Step,
} from './release.ts';
import { end, giveUp, goTo, leaveHeld, loseSight, readAgain, tell, waiting } from './sight.ts';
import { isPassing, troubleOfGraph } from './trouble.ts';

/*
 * The release of one job as a machine: everything that decides about it, in one pure function. `acting/` carries out what it commands and
 * decides nothing. The table of its states and events is in docs/guarantee.md, made from here.
 */

/** A read older than this is no ground for an effect whose turn comes now. Milliseconds since the read came back. */
const freshForMs = 5_000;
/** After an effect the next read comes soon. Milliseconds. */
const readAfterEffectMs = 300;

/** The next record and what is to be done, for one record and one event. */
export function step(release: Release, event: ReleaseEvent, rules: ReleaseRules): Step {
  if (event.is === 'asked') return asked(release, event, rules);
  if (event.is === 'back') return cameBack(release, event);
  if (event.is === 'answered') return answered(release, event);
  if (release.over) return { release, commands: [] };
  switch (event.is) {
    case 'ready':
      return { release: withSettings(release, event.settings), commands: [] };
    case 'notReady':
      return notReady(release, event.trouble, event.at);
    case 'time':
      return atTime(release, event.at);
    case 'read':
      return onRead(release, event, rules);
    case 'notTheirs': {
      const trouble = { code: 'jobChanged', reference: '' } as const;
      return mayHaveMoved(release) ? loseSight(release, trouble) : giveUp(release, trouble.code, event.at);
    }
    case 'readFailed':
      return onFailedRead(release, event, rules);
    case 'turn':
      return onTurn(release, event.at, rules);
    case 'unwritten':
      return unwritten(release, event.at, rules);
    case 'outage':
      return { release: { ...release, outage: true }, commands: [] };
    case 'left':
      return leftAlone(release, event);
    case 'letGo':
      return letGo(release);
  }
}

/** Nothing may be sent: what is in doubt from before is watched until it is known, all else stays where it is. */
function notReady(before: Release, trouble: Trouble, at: number): Step {
  const release: Release = { ...before, sight: { ...before.sight, trouble } };
  return mayHaveMoved(release) ? { release: { ...release, mayAct: false, readAt: at }, commands: [] } : giveUp(release, null, at);
}

/** Its owner left long ago: it waits for their next tap. Else it is read, when it is due. */
function atTime(release: Release, at: number): Step {
  if (release.left !== null && at >= release.left.at + readAfterLeavingMs) return letGo(release);
  if (release.readAt === null || at < release.readAt) return { release, commands: [] };
  return { release: { ...release, readAt: null }, commands: [{ do: 'read' }] };
}

/** What may have happened stays open in the journal, for its owner's next tap. */
function letGo(release: Release): Step {
  return mayHaveMoved(release) || release.sending !== null ? end(release) : leaveHeld(release, { is: 'held' });
}

function onRead(before: Release, read: ReadEvent, rules: ReleaseRules): Step {
  const { finding, done } = read;
  const { sight } = before;
  const isLife = finding.is !== sight.last || finding.is === 'moving' || finding.is === 'stopped' || finding.is === 'redirected';
  const { release, next } = afterRead(
    { ...before, sight: { ...sight, lifeAt: isLife ? done : sight.lifeAt, silentSince: null, missingSince: null, last: finding.is } },
    read,
    rules,
  );
  // So long without an answer, and nothing sent yet: what came out now would surprise.
  const isLate = !mayHaveMoved(before) && sight.silentSince !== null && done >= sight.silentSince + quietMs;
  if (isLate && (next.do === 'send' || next.do === 'wait')) return giveUp(before, null, done);
  const firstMove = release.moved && !before.moved;
  const { release: after, commands } = conclude(release, next, read, rules);
  return { release: after, commands: [...(firstMove ? [{ do: 'noteMoved' } as const] : []), ...commands] };
}

function conclude(release: Release, next: Next, { finding, done }: ReadEvent, rules: ReleaseRules): Step {
  switch (next.do) {
    case 'send':
      return toSend(release, next.effect, done, rules);
    case 'wait':
      return waiting(release, next.unanswered, done, rules);
    case 'follow':
      if (release.settled && release.left !== null) return end(release, 'moving');
      return tell(readAgain(release, done), stageOf(finding));
    case 'goTo':
      return goTo(release, next.place, done);
    case 'end': {
      const ended = end(release, outcomeOf(finding));
      return tell(ended.release, stageOf(finding), ...ended.commands);
    }
    case 'leave':
      return leaveHeld(release, finding.is === 'arriving' ? { is: 'arriving' } : { is: 'held' });
    case 'giveUp':
      // Moved since the touch, and held by our task where it is now: it is its owner's to ask for again.
      if (release.moved && finding.is === 'held') return leaveHeld(release, { is: 'held' });
      return giveUp(release, next.because, done);
  }
}

/** The effect waits for its turn, where it may be sent at all. */
function toSend(release: Release, effect: ReleaseEffect, done: number, rules: ReleaseRules): Step {
  // Asked for too long ago to be finished by itself: it stays where it is, and the next touch releases it.
  if (!release.mayAct) return leaveHeld(release, { is: 'held' });
  if (!mayStillSend(release, done)) {
    return release.happened === 0 ? leaveHeld(release, { is: 'held' }) : waiting(release, true, done, rules);
  }
  const queued: Release = { ...release, readAt: null, due: { effect, readDone: done } };
  const { release: told, commands } = tell(queued, release.happened > 0 && release.doubted ? { is: 'checking' } : { is: 'releasing' });
  return { release: told, commands: [...commands, { do: 'queue' }] };
}

function onTurn(release: Release, at: number, rules: ReleaseRules): Step {
  const { due } = release;
  if (due === null) return { release, commands: [] };
  const now: Release = { ...release, due: null };
  if (!mayStillSend(release, at)) return toSend(now, due.effect, at, rules);
  // What was read may be different by now: read it again, and decide again.
  if (at > due.readDone + freshForMs) return { release: { ...now, readAt: at }, commands: [] };
  return { release: { ...now, sending: due.effect }, commands: [{ do: 'send', effect: due.effect }] };
}

/** Nothing was sent now, and where nothing was sent before either the job is as it was. */
function unwritten(release: Release, at: number, rules: ReleaseRules): Step {
  const trouble = { code: 'storage', reference: '' } as const;
  const now: Release = { ...release, sending: null, sight: { ...release.sight, trouble } };
  return release.happened === 0 ? giveUp(now, 'storage', at) : waiting(now, true, at, rules);
}

/** Also what comes after all was over is remembered: a touch that follows must know what may still land. */
function answered(before: Release, event: AnsweredEvent): Step {
  const { effect, answer, made, trouble, at } = event;
  const release: Release = { ...afterAnswer(before, effect, answer, at), sending: null };
  const { sight } = release;
  const isLife = answer.is !== 'unknown';
  const now: Release = { ...release, reads: 0, sight: { ...sight, lifeAt: isLife ? at : sight.lifeAt, trouble: trouble ?? sight.trouble } };
  if (now.over) return { release: now, commands: [] };
  if (made !== null) return goTo(now, made, at);
  const reading: Release = { ...now, readAt: at + readAfterEffectMs };
  return answer.is === 'unknown' ? tell(reading, { is: 'checking' }) : { release: reading, commands: [] };
}

function onFailedRead(before: Release, event: FailedReadEvent, rules: ReleaseRules): Step {
  const { of, failure, identity, begun, at } = event;
  const isGone = failure.kind === 'refused' && (failure.status === 404 || failure.status === 410);
  const told = troubleOfGraph(failure, identity);
  const trouble = of === 'tasks' && isGone ? { code: 'definitionGone' as const, reference: told.reference } : told;
  const { sight } = before;
  const release: Release = {
    ...before,
    outage: before.outage || (before.left !== null && failure.kind === 'unreachable'),
    sight: { ...sight, trouble, silentSince: sight.silentSince ?? begun },
  };
  if (of === 'job' && isGone) return missing(release, at, rules);
  const now: Release = { ...release, sight: { ...release.sight, missingSince: null } };
  if (!isPassing(failure)) return mayHaveMoved(now) ? loseSight(now, trouble) : giveUp(now, null, at);
  if (!mayHaveMoved(now) && at >= (now.sight.silentSince ?? at) + quietMs) return giveUp(now, null, at);
  return waiting(now, isUnanswered(now), at, rules, 'retryAfterMs' in failure ? failure.retryAfterMs : null);
}

/**
 * Not there, says Graph. Once something was sent it has to say so until nothing can land any more: a job that a redirect has just made may
 * not be seen yet, and one wrong answer would make the station forget what it sent.
 */
function missing(before: Release, at: number, rules: ReleaseRules): Step {
  const missingSince = before.sight.missingSince ?? at;
  const release: Release = { ...before, sight: { ...before.sight, missingSince, silentSince: null } };
  const sent = mayHaveMoved(release) || release.startedAt !== null || release.completed.size > 0;
  if (mayHaveMoved(release) && at < missingSince + rules.settleMs) return tell(readAgain(release, at), { is: 'checking' });
  const { release: over, commands } = end(release, 'gone');
  return tell(over, { is: 'gone', sent }, ...commands);
}

function outcomeOf(finding: Finding): Outcome {
  if (finding.is === 'cancelled') return 'cancelled';
  return finding.is === 'done' && finding.how === 'successfully' ? 'done' : 'attention';
}
