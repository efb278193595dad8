import type { JobStage, Trouble, TroubleCode } from '../../../preload/contract.ts';
import type { PrinterJobId } from '../../graph/model.ts';
import { patienceOf } from './reads.ts';
import { type Command, inDoubt, type Outcome, type Release, type ReleaseRules, type Step } from './release.ts';

/* What follows from a decision: what is told, when it is read again, and how a release ends. */

/** Pauses between reads after a touch or an effect: fast at first. Milliseconds; the last one goes on. */
const paceMs: readonly number[] = [300, 700, 1_000, 1_500];
/** The pause once it has been read this often: a long print needs no quick eye. */
const slowPaceMs = 2_500;
const slowAfterReads = 40;

/** It is read again after its pause, or later where the service asks for it. */
export function readAgain(release: Release, at: number, atLeastMs: number | null = null): Release {
  const { reads } = release;
  const pauseMs = reads >= slowAfterReads ? slowPaceMs : (paceMs[Math.min(reads, paceMs.length - 1)] ?? slowPaceMs);
  return { ...release, reads: reads + 1, readAt: at + Math.max(pauseMs, atLeastMs ?? 0) };
}

/** Tells its owner, where it is something new, after `before`. */
export function tell(release: Release, stage: JobStage, ...before: readonly Command[]): Step {
  const isNew = JSON.stringify(stage) !== JSON.stringify(release.stage);
  return { release: { ...release, stage }, commands: isNew ? [...before, { do: 'tell', stage }] : before };
}

/** Nothing more is done about it. Without an outcome its row stays open, for its owner's next tap. */
export function end(release: Release, outcome: Outcome | null = null): Step {
  const over: Release = { ...release, over: true, readAt: null, due: null, closed: release.closed || outcome !== null };
  return { release: over, commands: outcome === null || release.closed ? [] : [{ do: 'close', outcome }] };
}

/** It stays where it is, as it reads; its owner may ask again. */
export function leaveHeld(release: Release, stage: JobStage): Step {
  const { release: over, commands } = end(release, release.moved ? 'attention' : 'notReleased');
  return tell(over, stage, ...commands);
}

/**
 * Known to be held still: by a read, or because nothing was sent. Null: the last trouble says why. What was seen on its way since the touch is
 * never called "not released": it is followed on, unless it waits for a start that nobody here may give.
 */
export function giveUp(release: Release, because: TroubleCode | null, at: number): Step {
  const last = release.sight.trouble ?? { code: 'noAnswer', reference: '' };
  const trouble: Trouble = because === null ? last : { code: because, reference: release.sight.trouble?.reference ?? '' };
  if (release.moved) {
    if (!isForOthers(because)) return tell(readAgain(release, at), { is: 'unsure', trouble });
    const { release: over, commands } = end(release, 'attention');
    return tell(over, { is: 'unsure', trouble }, ...commands);
  }
  const { release: over, commands } = end(release, 'notReleased');
  const learnt: readonly Command[] = because === 'waitsForStart' && release.completed.size > 0 ? [{ do: 'learnWaits' }] : [];
  return tell(over, { is: 'notReleased', trouble }, ...commands, ...learnt);
}

/** Where it is now it waits for somebody else: there is nothing to follow. */
function isForOthers(because: TroubleCode | null): boolean {
  return because === 'waitsForStart' || because === 'notStartable';
}

/** Something was sent and can no longer be followed: its row stays open for its owner's next tap. */
export function loseSight(release: Release, trouble: Trouble): Step {
  const { release: over, commands } = end(release);
  return tell(over, { is: 'unsure', trouble }, ...commands);
}

/** Read again; out of patience its owner is told what is not known, and what may have happened is followed on all the same. */
export function waiting(release: Release, unanswered: boolean, at: number, rules: ReleaseRules, atLeastMs: number | null = null): Step {
  const { state, sight } = release;
  const since = state.is === 'putOff' || state.is === 'unsure' ? Math.max(sight.lifeAt, state.notBefore) : sight.lifeAt;
  const reading = readAgain(release, at, atLeastMs);
  if (at <= since + patienceOf(rules)) return tell(reading, unanswered || release.moved ? { is: 'checking' } : { is: 'releasing' });
  if (inDoubt(release) || release.moved)
    return tell(reading, { is: 'unsure', trouble: sight.trouble ?? { code: 'notSettled', reference: '' } });
  return giveUp(release, sight.silentSince === null ? 'unknownState' : null, at);
}

/** From here on the job that a redirect made is read. */
export function goTo(release: Release, place: PrinterJobId, at: number): Step {
  const now: Release = {
    ...release,
    state: { is: 'ready' },
    completed: new Map(),
    configured: false,
    place,
    heldAs: null,
    unstartedSince: null,
    completedHere: false,
    moved: true,
    sight: { ...release.sight, missingSince: null, last: null, lifeAt: at },
    readAt: at,
  };
  const { release: told, commands } = tell(now, { is: 'releasing' });
  return { release: told, commands: release.moved ? commands : [{ do: 'noteMoved' }, ...commands] };
}
