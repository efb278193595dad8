import type { Goodbye, JobStage, WelcomeNotice } from '../../preload/contract.ts';
import type { ResultEvent } from './events.ts';
import type { JobsPhase, State, WelcomePhase } from './state.ts';
import { awaitedIn, type Context, noticed, type Reduced, same, to } from './transitions.ts';

/** A visit that leaves nothing behind. */
export const nothingLeft: Goodbye = { deleting: 0, deleted: 0, notDeleted: 0, notYet: 0 };

/** What is still to come when the visit ends. */
export function goodbyeOf(phase: JobsPhase): Goodbye {
  return { ...nothingLeft, deleting: phase.deleting.size, notYet: awaitedIn(phase).size };
}

/** News of the visit that has just ended, for whoever still reads the goodbye. It begins nothing. */
export function afterGoodbye(state: State, phase: WelcomePhase, event: ResultEvent, context: Context): Reduced {
  switch (event.is) {
    case 'unlinked':
      return phase.notice?.is === 'cardUnlinked'
        ? say(state, phase, { ...phase.notice, state: event.done ? 'done' : 'failed' }, context)
        : same(state);
    case 'deleted':
      return withGoodbye(state, phase, { deleting: 0, deleted: event.deleted, notDeleted: event.notDeleted }, context);
    case 'progress': {
      const onTheirWay = new Set(event.jobs.filter(({ stage }) => isOnItsWay(stage)).map(({ key }) => key));
      const awaited = new Set([...phase.awaited].filter((key) => !onTheirWay.has(key)));
      return awaited.size === phase.awaited.size
        ? same(state)
        : withGoodbye(state, { ...phase, awaited }, { notYet: awaited.size }, context);
    }
    default:
      return same(state);
  }
}

function withGoodbye(state: State, phase: WelcomePhase, known: Partial<Goodbye>, context: Context): Reduced {
  const { notice } = phase;
  return notice?.is === 'signedOut' || notice?.is === 'timedOut' ? say(state, phase, { ...notice, ...known }, context) : same(state);
}

/** Whoever reads it gets the whole time for what is new. */
function say(state: State, phase: WelcomePhase, notice: WelcomeNotice, context: Context): Reduced {
  return to(state, { ...phase, ...noticed(notice, context) });
}

function isOnItsWay({ is }: JobStage): boolean {
  return is === 'sent' || is === 'printing' || is === 'done';
}
