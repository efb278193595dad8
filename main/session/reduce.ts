import type { Person } from '../auth/model.ts';
import { type Card, sameCard } from '../badge/model.ts';
import type { Effect, IntentEvent, ResultEvent, SessionEvent } from './events.ts';
import { afterGoodbye, nothingLeft } from './goodbye.ts';
import {
  active,
  afterList,
  afterNoNetwork,
  afterPrinters,
  afterProgress,
  deadlineOfJobs,
  enterJobs,
  jobsIntent,
  tickJobs,
} from './jobs-phase.ts';
import { afterNews, afterWordOf } from './one-gesture.ts';
import type { JobsPhase, LinkPhase, SignInPhase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';
import { type Context, endEffects, leave, noticed, type Reduced, same, to } from './transitions.ts';
import { afterLook, earliest, tickWelcome, touchWelcome } from './welcome-phase.ts';
import { noWishes, withLook, withPerson } from './wishes.ts';

/** The station's one reducer: what the person, the reader, the services and time do to the session. Pure. */
export function reduce(state: State, event: SessionEvent, context: Context): Reduced {
  switch (event.is) {
    case 'intent':
      return onIntent(state, event, context);
    case 'card':
      return context.ways.includes('badge') ? onCard(state, event.card, context) : same(state);
    case 'badRead':
      return state.phase.is === 'welcome' && context.ways.includes('badge')
        ? to(state, { ...state.phase, ...noticed({ is: 'badRead' }, context) })
        : same(state);
    case 'tick':
      return onTick(state, context);
    default:
      if (event.epoch === state.epoch) return onResult(state, event, context);
      // Of what is over only the goodbye may still change.
      return state.phase.is === 'welcome' && event.epoch === state.epoch - 1
        ? afterGoodbye(state, state.phase, event, context)
        : same(state);
  }
}

/** When the state changes by itself next, on `Clock.elapsed`; null where it does not. */
export function nextDeadline(state: State, session: SessionTimes): number | null {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return earliest(phase.noticeUntil, phase.lookAt, phase.lookUntil);
    case 'opening':
      return null;
    case 'signIn':
      return phase.warned || phase.leaveAt === null ? phase.leaveAt : phase.leaveAt - times.signInWarningMs;
    case 'link':
      return phase.step === 'saving' ? null : phase.until;
    case 'jobs':
      return deadlineOfJobs(phase, session);
  }
}

function onIntent(state: State, event: IntentEvent, context: Context): Reduced {
  const { phase } = state;
  if (event.name === 'setLook') return setLook(state, event, context);
  switch (phase.is) {
    case 'welcome':
      if (event.name === 'touch') return touchWelcome(state, phase, context);
      if (event.name !== 'signInWithPhone' || !context.ways.includes('deviceCode')) return same(state);
      return beginSignIn({ ...state, epoch: state.epoch + 1 }, null);
    case 'opening':
      return event.name === 'cancel' ? leave(state, 'cancelled', null, context) : same(state);
    case 'signIn':
      return signInIntent(state, phase, event, context);
    case 'link':
      return linkIntent(state, phase, event, context);
    case 'jobs':
      return jobsIntent(state, phase, event, context);
  }
}

/** Another look, at once; also a sign of life like any touch. */
function setLook(before: State, event: Extract<IntentEvent, { name: 'setLook' }>, context: Context): Reduced {
  const state = withLook(before, event.argument, context.screen);
  if (state === null) return same(before);
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return touchWelcome(state, phase, context);
    case 'signIn':
      return to(state, stayed(phase, context));
    case 'jobs':
      return to(state, active(phase, context));
    case 'opening':
    case 'link':
      return same(state);
  }
}

function beginSignIn(state: State, card: Card | null): Reduced {
  return to(state, { is: 'signIn', card, code: { is: 'asking' }, leaveAt: null, warned: false }, { do: 'startSignIn', epoch: state.epoch });
}

function signInIntent(state: State, phase: SignInPhase, event: IntentEvent, context: Context): Reduced {
  if (event.name === 'cancel') return leave(state, 'cancelled', null, context);
  const ended = phase.code.is === 'expired' || phase.code.is === 'failed';
  if (event.name === 'renewCode' && ended) {
    return to(state, { ...phase, code: { is: 'asking' }, leaveAt: null, warned: false }, { do: 'startSignIn', epoch: state.epoch });
  }
  if ((event.name === 'touch' || event.name === 'stay') && phase.leaveAt !== null) return to(state, stayed(phase, context));
  return same(state);
}

/** The countdown to the first screen appears, or has come to its end. */
function tickSignIn(state: State, phase: SignInPhase, context: Context): Reduced {
  const over = phase.leaveAt !== null && context.now >= phase.leaveAt;
  return over ? leave(state, 'timedOut', null, context) : to(state, { ...phase, warned: true });
}

/** Where the station would go back by itself, the time begins anew. */
function stayed(phase: SignInPhase, context: Context): SignInPhase {
  return phase.leaveAt === null ? phase : { ...phase, leaveAt: context.now + times.signInLeaveMs, warned: false };
}

function linkIntent(state: State, phase: LinkPhase, event: IntentEvent, context: Context): Reduced {
  switch (event.name) {
    case 'answerLink':
      if (phase.step === 'saving') return same(state);
      if (!event.argument.link) return enterJobs(state, phase.person, null, 'notLinked', context);
      if (phase.step !== 'confirm') return same(state);
      return to(state, { ...phase, step: 'saving' }, { do: 'linkCard', epoch: state.epoch, card: phase.card });
    case 'stay':
      return phase.step === 'saving' ? same(state) : to(state, { ...phase, until: context.now + times.linkMs });
    case 'cancel':
      return leave(state, 'cancelled', null, context);
    default:
      return same(state);
  }
}

function onCard(state: State, card: Card, context: Context): Reduced {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return open(state, card, []);
    case 'opening':
      return sameCard(phase.card, card) ? same(state) : open(state, card, endEffects(state, 'otherCard', context));
    case 'signIn':
      return phase.card && sameCard(phase.card, card) ? same(state) : open(state, card, endEffects(state, 'otherCard', context));
    case 'link':
      return cardWhileLinking(state, phase, card, context);
    case 'jobs':
      if (phase.card && sameCard(phase.card, card)) return to(state, active(phase, context));
      return open(state, card, endEffects(state, 'otherCard', context));
  }
}

/** Only the card that was tapped first may be linked; any other tap cancels. */
function cardWhileLinking(state: State, phase: LinkPhase, card: Card, context: Context): Reduced {
  if (!sameCard(phase.card, card)) return leave(state, 'otherCard', { is: 'otherCard' }, context);
  return phase.step === 'tapAgain' ? to(state, { ...phase, step: 'confirm', until: context.now + times.linkMs }) : same(state);
}

function open(state: State, card: Card, before: readonly Effect[]): Reduced {
  const epoch = state.epoch + 1;
  // What was chosen on the first screen just before is of whoever taps; what was chosen further in is of the one before.
  const wishes = state.phase.is === 'welcome' ? state.wishes : noWishes;
  return {
    state: { epoch, endedBy: 'otherCard', phase: { is: 'opening', card }, wishes },
    effects: [...before, { do: 'openCard', epoch, card }],
  };
}

function onResult(state: State, event: ResultEvent, context: Context): Reduced {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return event.is === 'network' ? afterLook(state, phase, event.online, context) : same(state);
    case 'opening':
      if (event.is === 'cardNotListed') return leave(state, 'cancelled', { is: 'cardNotListed' }, context);
      if (event.is === 'cardRefused') return leave(state, 'cancelled', { is: 'cardUnlinked', state: 'failed' }, context);
      if (event.is === 'cardUnknown') return beginSignIn(state, phase.card);
      if (event.is === 'cardOpened') return enterJobs(withPerson(state, event.remembered), event.person, phase.card, 'linked', context);
      if (event.is === 'cardFailed') return leave(state, 'cancelled', { is: 'trouble', trouble: event.trouble }, context);
      return same(state);
    case 'signIn':
      return signInResult(state, phase, event, context);
    case 'link':
      if (event.is === 'linked') return enterJobs(state, phase.person, phase.card, 'linked', context);
      if (event.is === 'linkFailed') return enterJobs(state, phase.person, null, 'linkFailed', context);
      return same(state);
    case 'jobs':
      return jobsResult(state, phase, event, context);
  }
}

function jobsResult(state: State, phase: JobsPhase, event: ResultEvent, context: Context): Reduced {
  switch (event.is) {
    case 'listed':
      return withOneGesture(afterList(state, phase, event, context), context);
    case 'printers':
      return withOneGesture(afterPrinters(state, phase, event), context);
    case 'network':
      return event.online ? same(state) : withOneGesture(afterNoNetwork(state, phase), context);
    case 'service':
      return to(state, { ...phase, slow: event.slow });
    case 'progress':
      return withOneGesture(
        afterProgress(state, { ...phase, oneGesture: event.jobs.reduce((all, { key }) => afterWordOf(all, key), phase.oneGesture) }, event),
        context,
      );
    default:
      return same(state);
  }
}

/** News of the jobs may begin or end the countdown to their release. */
function withOneGesture({ state, effects }: Reduced, { now }: Context): Reduced {
  const { phase } = state;
  return phase.is === 'jobs'
    ? { state: { ...state, phase: { ...phase, oneGesture: afterNews(phase, now) } }, effects }
    : { state, effects };
}

function signInResult(state: State, phase: SignInPhase, event: ResultEvent, context: Context): Reduced {
  const leaveAt = context.now + times.signInLeaveMs;
  switch (event.is) {
    case 'codeShown':
      return to(state, {
        ...phase,
        code: { is: 'shown', code: event.code, shownAt: context.now, connected: true },
        leaveAt: null,
        warned: false,
      });
    case 'codeConnection':
      return phase.code.is === 'shown' ? to(state, { ...phase, code: { ...phase.code, connected: event.connected } }) : same(state);
    case 'codeExpired':
      return to(state, { ...phase, code: { is: 'expired' }, leaveAt, warned: false });
    case 'signInFailed':
      return to(state, { ...phase, code: { is: 'failed', trouble: event.trouble }, leaveAt, warned: false });
    case 'signedIn':
      return signedIn(withPerson(state, event.remembered), phase.card, event.person, context);
    default:
      return same(state);
  }
}

function signedIn(state: State, card: Card | null, person: Person, context: Context): Reduced {
  if (card === null) return enterJobs(state, person, null, 'notLinked', context);
  return to(state, { is: 'link', person, card, step: 'tapAgain', until: context.now + times.linkMs });
}

function onTick(state: State, context: Context): Reduced {
  const deadline = nextDeadline(state, context.session);
  if (deadline === null || context.now < deadline) return same(state);
  switch (state.phase.is) {
    case 'welcome':
      return tickWelcome(state, state.phase, context);
    case 'opening':
      return same(state);
    case 'signIn':
      return tickSignIn(state, state.phase, context);
    case 'link':
      return leave(state, 'linkTimedOut', { is: 'timedOut', ...nothingLeft }, context);
    case 'jobs':
      return tickJobs(state, state.phase, context);
  }
}
