import type { Trouble } from '../../preload/contract.ts';
import { describeError } from '../log/errors.ts';
import type { Effect, ResultEvent } from '../session/events.ts';
import { createJobEffects } from './job-effects.ts';
import { createNetworkWatch } from './network-watch.ts';
import type { Dispatch, StationParts } from './parts.ts';
import { ended, linkCard, openCard, signInWithPhone } from './sign-in-effects.ts';
import { newVisit, reseal, type Visit, wipe } from './visit.ts';

/** Carries out what the reducer asks for. */
export interface Effects {
  run(effect: Effect): void;
  /** Stops everything and wipes all tokens. */
  close(): void;
}

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;

/** After sign-out a release may still need its owner's token to reach a known state; then it is wiped. Milliseconds. */
const windUpMs = 60_000;
const internal: Trouble = { code: 'internal', reference: '' };

/** Effects at the edge: every result goes back through `dispatch` with the epoch in which it was begun. */
export function createEffects(parts: StationParts, dispatch: Dispatch): Effects {
  const { clock, log, journal } = parts;
  const visits = new Map<number, Visit>();
  const network = createNetworkWatch(parts.reachable, clock);
  const jobs = createJobEffects(parts, dispatch, network);

  function visitOf(epoch: number): Visit {
    const visit = visits.get(epoch) ?? newVisit(epoch);
    visits.set(epoch, visit);
    return visit;
  }

  async function endSession({ epoch, why, remove }: EffectOf<'endSession'>): Promise<null> {
    const visit = visitOf(epoch);
    visit.left.abort();
    visit.signIn.abort();
    ended(parts, visit, why);
    const letGo = clock.after(windUpMs, () => visit.stop.abort());
    try {
      jobs.left(visit, why === 'timedOut' ? 'idle' : why === 'notMe' ? 'notMe' : 'signedOut');
      await jobs.remove(visit, remove);
      await jobs.settled(visit);
      reseal(visit);
    } finally {
      letGo();
      wipe(visit);
      visits.delete(epoch);
      if (visits.size === 0) journal.mend();
      log('session.wiped');
    }
    return null;
  }

  function unlinkCard({ epoch }: EffectOf<'unlinkCard'>): void {
    const visit = visitOf(epoch);
    visit.row?.remove();
    visit.row = null;
    log('badge.unlinked');
    if (visit.access) parts.audit.record({ kind: 'badgeUnlinked', person: visit.access.oid });
  }

  async function lookAtNetwork(epoch: number): Promise<ResultEvent> {
    return { epoch, is: 'network', online: await network.look() };
  }

  /** Runs an asynchronous effect; a bug in it is logged and becomes one sentence on the screen. */
  function go(place: Effect['do'], work: Promise<ResultEvent | null>, onBug: ResultEvent | null): void {
    work
      .catch((error: unknown) => {
        log('internal.error', { place, ...describeError(error) });
        return onBug;
      })
      .then((event) => (event ? dispatch(event) : undefined))
      .catch((error: unknown) => log('internal.error', { place, ...describeError(error) }));
  }

  const doing: { readonly [D in Effect['do']]: (effect: EffectOf<D>) => void } = {
    openCard: ({ epoch, card }) => go('openCard', openCard(parts, visitOf(epoch), card), { epoch, is: 'cardFailed', trouble: internal }),
    startSignIn: ({ epoch }) =>
      go('startSignIn', signInWithPhone(parts, visitOf(epoch), dispatch), { epoch, is: 'signInFailed', trouble: internal }),
    stopSignIn: ({ epoch }) => visitOf(epoch).signIn.abort(),
    linkCard: ({ epoch, card }) => go('linkCard', linkCard(parts, visitOf(epoch), card), { epoch, is: 'linkFailed' }),
    unlinkCard,
    listJobs: ({ epoch, first }) =>
      go(
        'listJobs',
        jobs.list(visitOf(epoch), first).then(() => null),
        {
          epoch,
          is: 'listed',
          jobs: [],
          printers: [],
          destinations: [],
          trouble: internal,
          unread: [],
          why: [],
          expires: new Map(),
        },
      ),
    release: ({ epoch, jobs: chosen, to, options }) => jobs.release(visitOf(epoch), chosen, to, options),
    remember: ({ oid, wishes }) => parts.preferences.keep(oid, wishes),
    lookAtNetwork: ({ epoch }) => go('lookAtNetwork', lookAtNetwork(epoch), null),
    endSession: (effect) => go('endSession', endSession(effect), null),
  };

  return {
    run(effect) {
      (doing[effect.do] as (effect: Effect) => void)(effect);
    },
    close() {
      for (const visit of visits.values()) wipe(visit);
      visits.clear();
    },
  };
}
