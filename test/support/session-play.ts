import type { Person } from '../../main/auth/model.ts';
import type { Card } from '../../main/badge/model.ts';
import type { Wishes } from '../../main/preferences/model.ts';
import { Secret } from '../../main/secret.ts';
import type { Effect, IntentEvent, ResultEvent, SessionEvent } from '../../main/session/events.ts';
import { nextDeadline, reduce } from '../../main/session/reduce.ts';
import { nobody, type State } from '../../main/session/state.ts';
import type { Context } from '../../main/session/transitions.ts';
import { screenOf } from '../../main/session/view.ts';
import { lookOf, type ScreenPolicy } from '../../main/session/wishes.ts';
import type { IntentArgument, IntentName, JobStage } from '../../preload/contract.ts';
import { listed } from './print-jobs.ts';

const session = { idleTimeoutMs: 60_000, warningMs: 25_000 };

/** What IT set, where a test says nothing else. */
export const plainPolicy: ScreenPolicy = {
  look: { language: 'en', theme: 'light', largeText: false, reach: false },
  languages: ['en', 'de', 'ar'],
  titles: 'shown',
  oneGesture: 'personChooses',
};

/** Somebody with jobs. */
export const ada: Person = { oid: 'oid-ada', tid: 'tid', name: 'Ada Example' };
/** Somebody else. */
export const bob: Person = { oid: 'oid-bob', tid: 'tid', name: 'Bob Example' };
/** Ada's card, and the same one read again. */
export const cardA: Card = { number: new Secret('0001') };
export const cardA2: Card = { number: new Secret('0001') };
/** Another card. */
export const cardB: Card = { number: new Secret('0002') };

/** What a session is played with. */
export interface PlayOptions {
  readonly mode?: Partial<Context['mode']>;
  readonly ways?: Context['ways'];
  readonly screen?: Partial<ScreenPolicy>;
}

type Listed = Extract<ResultEvent, { is: 'listed' }>;
/** An event; of a list only what the test is about. */
type PlayedEvent = Exclude<SessionEvent, Listed> | (Omit<Listed, keyof typeof plainList> & Partial<Listed>);

const plainList = { why: [], expires: new Map(), undeleted: new Set<string>(), unread: [], trouble: null, printers: [], destinations: [] };

/** Plays events against the reducer and remembers what it asked for. Time stands still but for `after` and `wait`. */
export function play({ mode: changed = {}, ways = ['badge', 'deviceCode'], screen: change = {} }: PlayOptions = {}) {
  const mode = { redirects: false, canDelete: true, linksCards: true, ...changed };
  const screen: ScreenPolicy = { ...plainPolicy, ...change };
  let state: State = nobody;
  let now = 1_000_000;
  let effects: readonly Effect[] = [];
  const asked: Effect[] = [];
  const send = (played: PlayedEvent) => {
    const event: SessionEvent = played.is === 'listed' ? { ...plainList, ...played } : played;
    const reduced = reduce(state, event, { now, session, ways, mode, screen });
    state = reduced.state;
    effects = reduced.effects;
    asked.push(...effects);
    return effects.map((effect) => effect.do);
  };
  /** True when it was not refused. */
  const tried = (event: IntentEvent) => {
    const before = state;
    return send(event).length > 0 || state !== before;
  };
  const at = {
    send,
    intent: <N extends IntentName>(name: N, argument: IntentArgument<N>) => send({ is: 'intent', name, argument } as IntentEvent),
    accepts: <N extends IntentName>(name: N, argument: IntentArgument<N>) => tried({ is: 'intent', name, argument } as IntentEvent),
    tap: (card: Card) => send({ is: 'card', card }),
    after: (ms: number) => {
      now += ms;
      return send({ is: 'tick' });
    },
    /** Lets time pass as the station's own timer does: every deadline on the way is met when it comes. */
    wait: (ms: number) => {
      const end = now + ms;
      for (;;) {
        const deadline = nextDeadline(state, session);
        if (deadline === null || deadline > end) break;
        now = Math.max(now, deadline);
        send({ is: 'tick' });
      }
      now = end;
    },
    /** A card that opens this person's session. */
    signIn: (person: Person = ada, remembered: Wishes = {}, card: Card = cardA) => {
      send({ is: 'card', card });
      send({ is: 'cardOpened', epoch: state.epoch, person, remembered });
    },
    /** A sign-in on the phone, up to the person. */
    phone: (person: Person = ada, remembered: Wishes = {}) => {
      send({ is: 'intent', name: 'signInWithPhone', argument: {} });
      send({ is: 'signedIn', epoch: state.epoch, person, remembered });
    },
    /** A list with these jobs, by their ids; with a stage where it is not `held`. */
    list: (jobs: readonly (string | readonly [id: string, stage: JobStage])[], more: Partial<Omit<Listed, 'is' | 'jobs' | 'epoch'>> = {}) =>
      send({
        is: 'listed',
        epoch: state.epoch,
        ...more,
        jobs: jobs.map((job) => {
          const [id, stage]: readonly [string, JobStage] = typeof job === 'string' ? [job, { is: 'held' }] : job;
          return { ...listed({ id }), stage };
        }),
      }),
    get state() {
      return state;
    },
    get epoch() {
      return state.epoch;
    },
    get effects() {
      return effects;
    },
    /** Everything that was asked for since the beginning. */
    get asked(): readonly Effect[] {
      return asked;
    },
    get screen() {
      return screenOf(state, { now, session, ways, canDelete: true, screen });
    },
    get look() {
      return lookOf(state, screen);
    },
    get deadline() {
      return nextDeadline(state, session);
    },
    get now() {
      return now;
    },
  };
  return at;
}
