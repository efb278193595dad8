import { type Card, sameCard } from '../badge/model.ts';
import type { Effect, IntentEvent, ResultEvent, SessionEvent } from './events.ts';
import { active, afterList, afterNoNetwork, afterProgress, deadlineOfJobs, enterJobs, jobsIntent, tickJobs } from './jobs-phase.ts';
import type { LinkPhase, SignInPhase, State } from './state.ts';
import { type SessionTimes, times } from './times.ts';
import { type Context, endEffects, leave, type Reduced, same, to } from './transitions.ts';
import { afterLook, earliest, noticed, tickWelcome, touchWelcome } from './welcome-phase.ts';

/** The station's one reducer: what the person, the reader, the services and time do to the session. Pure. */
export function reduce(state: State, event: SessionEvent, context: Context): Reduced {
  switch (event.is) {
    case 'intent':
      return onIntent(state, event, context);
    case 'card':
      return onCard(state, event.card, context);
    case 'badRead':
      return state.phase.is === 'welcome' ? to(state, { ...state.phase, ...noticed({ is: 'badRead' }, context) }) : same(state);
    case 'tick':
      return onTick(state, context);
    default:
      return event.epoch === state.epoch ? onResult(state, event, context) : same(state);
  }
}

/** When the state changes by itself next, on `Clock.elapsed`; null where it does not. */
export function nextDeadline(state: State, session: SessionTimes): number | null {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return earliest(phase.noticeUntil, phase.lookAt);
    case 'opening':
      return null;
    case 'signIn':
      return phase.leaveAt;
    case 'link':
      return phase.step === 'saving' ? null : phase.until;
    case 'jobs':
      return deadlineOfJobs(phase, session);
  }
}

function onIntent(state: State, event: IntentEvent, context: Context): Reduced {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      if (event.name === 'touch') return touchWelcome(state, phase, context);
      return event.name === 'signInWithPhone' ? beginSignIn({ ...state, epoch: state.epoch + 1 }, null) : same(state);
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

function beginSignIn(state: State, card: Card | null): Reduced {
  return to(state, { is: 'signIn', card, code: { is: 'asking' }, leaveAt: null }, { do: 'startSignIn', epoch: state.epoch });
}

function signInIntent(state: State, phase: SignInPhase, event: IntentEvent, context: Context): Reduced {
  if (event.name === 'cancel' || event.name === 'signOut') return leave(state, 'cancelled', null, context);
  const ended = phase.code.is === 'expired' || phase.code.is === 'failed';
  if (event.name === 'renewCode' && ended) {
    return to(state, { ...phase, code: { is: 'asking' }, leaveAt: null }, { do: 'startSignIn', epoch: state.epoch });
  }
  if (event.name === 'touch' && phase.leaveAt !== null) return to(state, { ...phase, leaveAt: context.now + times.signInLeaveMs });
  return same(state);
}

function linkIntent(state: State, phase: LinkPhase, event: IntentEvent, context: Context): Reduced {
  switch (event.name) {
    case 'answerLink':
      if (phase.step === 'saving') return same(state);
      if (!event.argument.link) return enterJobs(state, phase.person, null, 'notLinked', context);
      if (phase.step !== 'confirm') return same(state);
      return to(state, { ...phase, step: 'saving' }, { do: 'linkCard', epoch: state.epoch, card: phase.card });
    case 'cancel':
    case 'signOut':
    case 'notMe':
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
      return sameCard(phase.card, card) ? same(state) : open(state, card, endEffects(state, 'otherCard'));
    case 'signIn':
      return phase.card && sameCard(phase.card, card) ? same(state) : open(state, card, endEffects(state, 'otherCard'));
    case 'link':
      return cardWhileLinking(state, phase, card, context);
    case 'jobs':
      if (phase.card && sameCard(phase.card, card)) return to(state, active(phase, context));
      return open(state, card, endEffects(state, 'otherCard'));
  }
}

/** Only the card that was tapped first may be linked; any other tap cancels. */
function cardWhileLinking(state: State, phase: LinkPhase, card: Card, context: Context): Reduced {
  if (!sameCard(phase.card, card)) return leave(state, 'otherCard', { is: 'otherCard' }, context);
  return phase.step === 'tapAgain' ? to(state, { ...phase, step: 'confirm', until: context.now + times.linkMs }) : same(state);
}

function open(state: State, card: Card, before: readonly Effect[]): Reduced {
  const epoch = state.epoch + 1;
  return { state: { epoch, phase: { is: 'opening', card } }, effects: [...before, { do: 'openCard', epoch, card }] };
}

function onResult(state: State, event: ResultEvent, context: Context): Reduced {
  const { phase } = state;
  switch (phase.is) {
    case 'welcome':
      return event.is === 'network' ? afterLook(state, phase, event.online, context) : same(state);
    case 'opening':
      if (event.is === 'cardNotListed') return leave(state, 'cancelled', { is: 'cardNotListed' }, context);
      if (event.is === 'cardUnknown') return beginSignIn(state, phase.card);
      if (event.is === 'cardOpened') return enterJobs(state, event.person, phase.card, 'linked', context);
      if (event.is === 'cardFailed') return leave(state, 'cancelled', { is: 'trouble', trouble: event.trouble }, context);
      return same(state);
    case 'signIn':
      return signInResult(state, phase, event, context);
    case 'link':
      if (event.is === 'linked') return enterJobs(state, phase.person, phase.card, 'linked', context);
      if (event.is === 'linkFailed') return enterJobs(state, phase.person, null, 'linkFailed', context);
      return same(state);
    case 'jobs':
      if (event.is === 'listed') return afterList(state, phase, event, context);
      if (event.is === 'network') return event.online ? same(state) : afterNoNetwork(state, phase);
      return event.is === 'progress' ? afterProgress(state, phase, event) : same(state);
  }
}

function signInResult(state: State, phase: SignInPhase, event: ResultEvent, context: Context): Reduced {
  const leaveAt = context.now + times.signInLeaveMs;
  switch (event.is) {
    case 'codeShown':
      return to(state, { ...phase, code: { is: 'shown', code: event.code, shownAt: context.now, connected: true }, leaveAt: null });
    case 'codeConnection':
      return phase.code.is === 'shown' ? to(state, { ...phase, code: { ...phase.code, connected: event.connected } }) : same(state);
    case 'codeExpired':
      return to(state, { ...phase, code: { is: 'expired' }, leaveAt });
    case 'signInFailed':
      return to(state, { ...phase, code: { is: 'failed', trouble: event.trouble }, leaveAt });
    case 'signedIn':
      if (!phase.card) return enterJobs(state, event.person, null, 'notLinked', context);
      return to(state, { is: 'link', person: event.person, card: phase.card, step: 'tapAgain', until: context.now + times.linkMs });
    default:
      return same(state);
  }
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
      return leave(state, 'timedOut', null, context);
    case 'link':
      return leave(state, 'linkTimedOut', { is: 'timedOut', deleted: 0 }, context);
    case 'jobs':
      return tickJobs(state, state.phase, context);
  }
}
