import type { Trouble } from '../../preload/contract.ts';
import type { GraphFailure } from '../graph/model.ts';
import type { JobAccess, Report } from './access.ts';
import { type Finding, stageOf } from './finding.ts';
import type { Outcome } from './journal.ts';
import { afterRead, inDoubt, isUnanswered, type ReadTimes } from './machine.ts';
import { readsAs } from './options.ts';
import type { ReleaserPorts } from './ports.ts';
import { goTo, type Tracked } from './tracked.ts';
import { type Identity, troubleOfGraph } from './trouble.ts';

/** What a read, or the lack of one, means for a job under release: for the machine, the journal and the person. */
export interface Verdicts {
  /** A read shows this. */
  decide(one: Tracked, finding: Finding | 'notTheirs', at: ReadTimes): void;
  /** A read that failed: gone for good, or tried again until patience runs out. */
  unread(one: Tracked, failure: GraphFailure, identity: Identity): void;
  /** True where the effect that the machine asks for may be sent now. */
  maySend(one: Tracked): boolean;
  /** Known to be held still: by a read, or because nothing was sent. Null: the last trouble says why. */
  giveUp(one: Tracked, because: Trouble['code'] | null): void;
  /** Nothing hangs on this row: what stays open is looked at again at the owner's next tap. */
  close(releaseId: number, key: string, outcome: Outcome): void;
}

/** Nothing prints later by surprise: a release whose first effect could not be sent by then is given up. Milliseconds. */
export const firstEffectWithinMs = 30_000;
/** A read older than this is no ground for an effect. Milliseconds. */
const freshForMs = 5_000;
/** A job that neither moves nor is refused, or cannot be read, is given up after this long, or longer where effects may land later. Milliseconds. */
const patienceMs = 90_000;

/** Verdicts for the releases of one visit. */
export function createVerdicts(ports: ReleaserPorts, access: JobAccess, report: Report): Verdicts {
  const { clock, journal, audit, log } = ports;
  const giveUpAfterMs = Math.max(patienceMs, 2 * ports.times.settleMs + 30_000);
  const tooLateToBegin = (one: Tracked) => one.release.happened === 0 && clock.elapsed() > one.since + firstEffectWithinMs;

  function close(releaseId: number, key: string, outcome: Outcome): void {
    try {
      journal.end(releaseId, outcome);
    } catch {
      log('journal.failed', { while: 'end' });
    }
    audit.record({ kind: 'releaseEnded', person: access.oid, job: key, outcome });
  }

  function giveUp(one: Tracked, because: Trouble['code'] | null): void {
    const last = one.lastTrouble ?? { code: 'notSettled', reference: '' };
    const trouble: Trouble = because === null ? last : { code: because, reference: one.lastTrouble?.reference ?? '' };
    one.over = true;
    close(one.releaseId, one.key, 'notReleased');
    log('release.givenUp', { job: one.key, why: trouble.code, reference: trouble.reference });
    report(one.key, { is: 'notReleased', trouble }, one.seen);
  }

  /** Something was sent and can no longer be followed: it stays open in the journal for the owner's next tap. */
  function loseSight(one: Tracked, trouble: Trouble): void {
    one.over = true;
    log('release.lostSight', { job: one.key, why: trouble.code, reference: trouble.reference });
    report(one.key, { is: 'unsure', trouble }, one.seen);
  }

  function end(one: Tracked, outcome: Outcome): void {
    one.over = true;
    close(one.releaseId, one.key, outcome);
  }

  /** It was asked for too long ago to be finished by itself: it stays where it is, and the next touch releases it. */
  function leaveHeld(one: Tracked): void {
    end(one, 'notReleased');
    report(one.key, { is: 'held' }, one.seen);
  }

  function keepWaiting(one: Tracked, unanswered: boolean): void {
    const outOfPatience = clock.elapsed() > one.since + giveUpAfterMs;
    if (outOfPatience && inDoubt(one.release)) loseSight(one, one.lastTrouble ?? { code: 'notSettled', reference: '' });
    else if (outOfPatience || tooLateToBegin(one)) giveUp(one, null);
    else report(one.key, unanswered ? { is: 'checking' } : { is: 'releasing' }, one.seen);
  }

  function decide(one: Tracked, finding: Finding | 'notTheirs', at: ReadTimes): void {
    if (finding === 'notTheirs') {
      if (one.release.happened > 0) loseSight(one, { code: 'notPermitted', reference: '' });
      else giveUp(one, 'notPermitted');
      return;
    }
    // Where a redirected job came to rest it is released in place.
    const { settings } = one.rules;
    const asWanted = settings !== null && readsAs(one.seen?.job.configuration ?? null, settings);
    const redirectTo = one.redirected ? null : one.rules.redirectTo;
    const rules = { ...one.rules, redirectTo, asWanted, madeByRedirect: one.redirected };
    const { release, next } = afterRead(one.release, finding, at, rules);
    one.release = release;
    one.next = next;
    one.readAt = at.begun;
    one.missingSince = null;
    switch (next.do) {
      case 'send':
        if (!one.mayAct) leaveHeld(one);
        return;
      case 'wait':
        keepWaiting(one, next.unanswered);
        return;
      case 'follow':
        if (next.settled && !one.settled) close(one.releaseId, one.key, 'moving');
        one.settled = next.settled;
        report(one.key, stageOf(finding), one.seen);
        return;
      case 'goTo':
        goTo(one, next.printerId, next.jobId);
        return;
      case 'end':
        end(one, outcomeOf(finding));
        report(one.key, stageOf(finding), one.seen);
        return;
      case 'giveUp':
        giveUp(one, next.because);
        return;
    }
  }

  function unread(one: Tracked, failure: GraphFailure, identity: Identity): void {
    one.lastTrouble = troubleOfGraph(failure, identity);
    if (failure.kind === 'refused' && (failure.status === 404 || failure.status === 410) && identity === access.reader) {
      missing(one);
      return;
    }
    one.missingSince = null;
    const hopeless = isFinal(failure) || clock.elapsed() > one.readAt + giveUpAfterMs;
    if (hopeless && one.release.happened > 0) loseSight(one, one.lastTrouble);
    else if (hopeless) giveUp(one, null);
    else if (one.release.state.is !== 'moving') keepWaiting(one, isUnanswered(one.release));
  }

  /**
   * Not there, says Graph. Once something was sent it has to say so until nothing can land any more: a job that a redirect has just made may
   * not be seen yet, and one wrong answer would make the station forget what it sent.
   */
  function missing(one: Tracked): void {
    const now = clock.elapsed();
    one.missingSince ??= now;
    if (one.release.happened > 0 && now < one.missingSince + ports.times.settleMs) {
      report(one.key, { is: 'checking' }, one.seen);
    } else {
      end(one, 'gone');
      report(one.key, { is: 'gone', sent: one.release.happened > 0 }, one.seen);
    }
  }

  function maySend(one: Tracked): boolean {
    if (one.over || one.next.do !== 'send') return false;
    if (tooLateToBegin(one)) giveUp(one, null);
    return !one.over && clock.elapsed() <= one.readAt + freshForMs;
  }

  return { decide, unread, maySend, giveUp, close };
}

function outcomeOf(finding: Finding): Outcome {
  if (finding.is === 'cancelled') return 'cancelled';
  return finding.is === 'done' && finding.how === 'successfully' ? 'done' : 'attention';
}

/** Whether waiting cannot help. */
function isFinal(failure: GraphFailure): boolean {
  return failure.kind === 'refused' || failure.kind === 'unauthenticated' || failure.kind === 'noToken';
}
