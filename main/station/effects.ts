import type { Trouble } from '../../preload/contract.ts';
import { describeError } from '../log/errors.ts';
import { jobKey } from '../release/job-ref.ts';
import type { Effect, ResultEvent } from '../session/events.ts';
import { createEnding } from './ending.ts';
import { createJobEffects } from './job-effects.ts';
import { createNetworkWatch } from './network-watch.ts';
import type { Dispatch, StationParts } from './parts.ts';
import { linkCard, openCard, signInWithPhone } from './sign-in-effects.ts';
import { createUnlinking } from './unlinking.ts';
import { newVisit, type Visit } from './visit.ts';

/** Carries out what the reducer asks for. */
export interface Effects {
  run(effect: Effect): void;
  /** Stops everything and wipes all tokens. */
  close(): void;
}

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;
/** How an effect is carried out, and what the screen hears where a bug ends it. */
interface Doing<E extends Effect> {
  readonly work: (effect: E, visit: Visit) => Promise<ResultEvent | null> | null;
  readonly onBug: (effect: E) => ResultEvent | null;
}

const internal: Trouble = { code: 'internal', reference: '' };

/** Effects at the edge: every result goes back through `dispatch` with the epoch in which it was begun, all under one guard. */
export function createEffects(parts: StationParts, dispatch: Dispatch): Effects {
  const { clock, log, journal } = parts;
  const visits = new Map<number, Visit>();
  const network = createNetworkWatch(parts.reachable, clock);
  const jobs = createJobEffects(parts, dispatch, network);
  const unlinking = createUnlinking(parts);
  const ending = createEnding(parts, jobs, unlinking, dispatch);

  function visitOf(epoch: number): Visit {
    const visit = visits.get(epoch) ?? newVisit(epoch);
    visits.set(epoch, visit);
    return visit;
  }

  async function endSession({ epoch, why, ...wishes }: EffectOf<'endSession'>, visit: Visit): Promise<null> {
    await ending.end(visit, why, wishes);
    visits.delete(epoch);
    if (visits.size === 0) journal.mend();
    return null;
  }

  const doing: { readonly [D in Effect['do']]: Doing<EffectOf<D>> } = {
    openCard: {
      work: ({ card }, visit) => openCard(parts, visit, card, unlinking),
      onBug: ({ epoch }) => ({ epoch, is: 'cardFailed', trouble: internal }),
    },
    startSignIn: {
      work: (_effect, visit) => signInWithPhone(parts, visit, dispatch),
      onBug: ({ epoch }) => ({ epoch, is: 'signInFailed', trouble: internal }),
    },
    linkCard: {
      work: ({ card }, visit) => linkCard(parts, visit, card),
      onBug: ({ epoch }) => ({ epoch, is: 'linkFailed' }),
    },
    listJobs: { work: ({ first }, visit) => jobs.list(visit, first).then(() => null), onBug: ({ epoch }) => ({ epoch, ...noList }) },
    release: {
      work: ({ jobs: chosen, to, options }, visit) => jobs.release(visit, chosen, to, options),
      onBug: ({ epoch, jobs: chosen }) => ({ epoch, is: 'progress', jobs: chosen.map(({ ref }) => ({ key: jobKey(ref), ...lost })) }),
    },
    lookAtNetwork: {
      work: async ({ epoch }) => ({ epoch, is: 'network', online: await network.look() }),
      onBug: () => null,
    },
    endSession: { work: endSession, onBug: () => null },
  };

  async function carryOut(effect: Effect): Promise<void> {
    const { work, onBug } = doing[effect.do] as Doing<Effect>;
    let event: ResultEvent | null;
    try {
      event = await work(effect, visitOf(effect.epoch));
    } catch (error) {
      log('internal.error', { place: effect.do, ...describeError(error) });
      event = onBug(effect);
    }
    if (event) dispatch(event);
  }

  return {
    run(effect) {
      carryOut(effect).catch((error: unknown) => log('internal.error', { place: effect.do, ...describeError(error) }));
    },
    close() {
      unlinking.close();
      for (const visit of visits.values()) ending.forget(visit);
      visits.clear();
    },
  };
}

/** A list that a bug ended. */
const noList = {
  is: 'listed',
  jobs: [],
  printers: [],
  destinations: [],
  trouble: internal,
  unread: [],
  why: [],
  expires: new Map(),
  undeleted: new Set<string>(),
} as const;

/** A release that a bug ended: what became of it nobody knows. */
const lost = { stage: { is: 'unsure', trouble: internal }, listed: null } as const;
