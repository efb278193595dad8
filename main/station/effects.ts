import type { JobStage, Trouble } from '../../preload/contract.ts';
import type { SignIn, TokenSource, UserSession } from '../auth/model.ts';
import type { Card, Enrolments } from '../badge/model.ts';
import type { StationConfig } from '../config/model.ts';
import type { AppPrintApi, UserPrintApi } from '../graph/model.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../ports.ts';
import { deleteJobs } from '../release/delete-jobs.ts';
import { stageOf } from '../release/finding.ts';
import { listHeldJobs } from '../release/held-jobs.ts';
import { type ListedJob, jobKey } from '../release/job-ref.ts';
import type { Journal } from '../release/journal.ts';
import { type Owner, type ReleaserPorts, release, takeUp } from '../release/releaser.ts';
import { troubleOfAuth, troubleOfGraph } from '../release/trouble.ts';
import type { Effect, ResultEvent } from '../session/events.ts';
import { newVisit, reseal, type Visit, wipe } from './visit.ts';

/** The parts that a configured station is made of. */
export interface StationParts {
  readonly config: StationConfig;
  readonly signIn: SignIn;
  readonly appTokens: TokenSource;
  readonly app: AppPrintApi;
  /** The print calls of one person. */
  readonly userApi: (tokens: TokenSource) => UserPrintApi;
  readonly enrolments: Enrolments;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Carries out what the reducer asks for. */
export interface Effects {
  run(effect: Effect): void;
  /** Stops everything and wipes all tokens. */
  close(): void;
}

/** After sign-out a release may still need its owner's token to reach a known state; then it is wiped. Milliseconds. */
const windUpMs = 60_000;
const internal: Trouble = { code: 'internal', reference: '' };

/** Effects at the edge: every result goes back through `dispatch` with the epoch in which it was begun. */
export function createEffects(parts: StationParts, dispatch: (event: ResultEvent) => void): Effects {
  const { clock, config, log } = parts;
  const visits = new Map<number, Visit>();
  const visitOf = (epoch: number) => {
    const visit = visits.get(epoch) ?? newVisit(epoch);
    visits.set(epoch, visit);
    return visit;
  };
  const releaser: ReleaserPorts = {
    app: parts.app,
    appTokens: parts.appTokens,
    taskDefinitionId: config.print.taskDefinitionId,
    journal: parts.journal,
    clock,
    times: { settleMs: config.release.settleSeconds * 1000, resumeMs: config.release.resumeSeconds * 1000 },
    log,
  };
  const ownerOf = (session: UserSession): Owner => ({ oid: session.person.oid, api: parts.userApi(session), tokens: session });

  async function openCard(visit: Visit, card: Card): Promise<ResultEvent> {
    const { epoch } = visit;
    const opened = await parts.enrolments.open(card);
    if (opened.is !== 'opened') return { epoch, is: 'cardUnknown' };
    visit.row = opened.row;
    visit.sealed = opened.content.reveal();
    const restored = await parts.signIn.restore(opened.content);
    const token = restored.ok ? await restored.session.getToken() : restored;
    if (token.ok && restored.ok) {
      visit.session = restored.session;
      reseal(visit);
      log('session.began', { via: 'badge' });
      return { epoch, is: 'cardOpened', person: restored.session.person };
    }
    if (restored.ok) restored.session.wipe();
    opened.row.close();
    visit.row = null;
    if (token.ok) return { epoch, is: 'cardUnknown' };
    // A sign-in that no longer counts: the person signs in once more and links the card anew.
    if (token.failure.kind === 'signInAgain') return { epoch, is: 'cardUnknown' };
    return { epoch, is: 'cardFailed', trouble: troubleOfAuth(token.failure, 'person') };
  }

  async function signInWithPhone(visit: Visit): Promise<ResultEvent | null> {
    const { epoch } = visit;
    const result = await parts.signIn.withDeviceCode((code) => dispatch({ epoch, is: 'codeShown', code }), visit.signIn.signal, (connected) =>
      dispatch({ epoch, is: 'codeConnection', connected }),
    );
    if (!result.ok) {
      if (result.failure.kind === 'cancelled') return null;
      if (result.failure.kind === 'expired') return { epoch, is: 'codeExpired' };
      return { epoch, is: 'signInFailed', trouble: troubleOfAuth(result.failure, 'person') };
    }
    // Completed after its session ended: dropped, not kept.
    if (visit.left.signal.aborted) {
      result.session.wipe();
      return null;
    }
    visit.session = result.session;
    log('session.began', { via: 'phone' });
    return { epoch, is: 'signedIn', person: result.session.person };
  }

  async function linkCard(visit: Visit, card: Card): Promise<ResultEvent> {
    const { epoch } = visit;
    if (!visit.session) return { epoch, is: 'linkFailed' };
    const content = visit.session.serialize();
    visit.row = await parts.enrolments.link(card, content);
    visit.sealed = content.reveal();
    log('badge.linked');
    return { epoch, is: 'linked' };
  }

  async function listJobs(visit: Visit, first: boolean): Promise<ResultEvent | null> {
    const { epoch, session } = visit;
    if (!session) return null;
    const owner = ownerOf(session);
    // Asked for now so that it is at hand when something is released; its failure is told then.
    const warm = first ? parts.appTokens.getToken() : null;
    const { jobs, printers, failure } = await listHeldJobs(owner, parts.app, config.print.taskDefinitionId, config.print.printers, visit.left.signal);
    await warm;
    if (visit.left.signal.aborted) return null;
    if (first) underWay(visit, takeUp(releaser, owner, jobs, reportTo(epoch), patienceOf(visit)), jobs);
    return {
      epoch,
      is: 'listed',
      jobs: jobs.map((job) => ({ ...job, stage: stageOf(job.finding) })),
      printers,
      trouble: failure ? troubleOfGraph(failure, 'person') : null,
    };
  }

  const reportTo = (epoch: number) => (key: string, stage: JobStage) => dispatch({ epoch, is: 'progress', key, stage });
  const patienceOf = (visit: Visit) => ({ left: visit.left.signal, stop: visit.stop.signal });

  function releaseJobs(visit: Visit, jobs: readonly ListedJob[]): void {
    if (visit.session) underWay(visit, release(releaser, ownerOf(visit.session), jobs, reportTo(visit.epoch), patienceOf(visit)), jobs);
  }

  /** Keeps sight of a release until it is over. A journal that cannot be written stops it before anything is sent. */
  function underWay(visit: Visit, work: Promise<void>, jobs: readonly ListedJob[]): void {
    const watched = work
      .catch((error: unknown) => {
        log('internal.error', { place: 'release', ...describeError(error) });
        for (const job of jobs) {
          dispatch({ epoch: visit.epoch, is: 'progress', key: jobKey(job.ref), stage: { is: 'notReleased', trouble: { code: 'storage', reference: '' } } });
        }
      })
      .finally(() => visit.releases.delete(watched));
    visit.releases.add(watched);
  }

  async function endSession(effect: Extract<Effect, { do: 'endSession' }>): Promise<void> {
    const visit = visitOf(effect.epoch);
    visit.left.abort();
    visit.signIn.abort();
    const letGo = clock.after(windUpMs, () => visit.stop.abort());
    try {
      if (visit.session) {
        log('session.ended', { why: effect.why });
        if (effect.remove.length > 0) await deleteJobs(releaser, ownerOf(visit.session), effect.remove, visit.stop.signal);
      }
      await Promise.all(visit.releases);
      reseal(visit);
    } finally {
      letGo();
      wipe(visit);
      visits.delete(visit.epoch);
    }
  }

  /** Runs an asynchronous effect; a bug in it is logged and becomes the one sentence on the screen. */
  function go(place: Effect['do'], work: Promise<ResultEvent | null>, onBug: ResultEvent | null): void {
    work
      .catch((error: unknown) => {
        log('internal.error', { place, ...describeError(error) });
        return onBug;
      })
      .then((event) => {
        if (event) dispatch(event);
      })
      .catch((error: unknown) => log('internal.error', { place, ...describeError(error) }));
  }

  function run(effect: Effect): void {
    const { epoch } = effect;
    switch (effect.do) {
      case 'openCard':
        return go(effect.do, openCard(visitOf(epoch), effect.card), { epoch, is: 'cardFailed', trouble: internal });
      case 'startSignIn':
        return go(effect.do, signInWithPhone(visitOf(epoch)), { epoch, is: 'signInFailed', trouble: internal });
      case 'stopSignIn':
        return visitOf(epoch).signIn.abort();
      case 'linkCard':
        return go(effect.do, linkCard(visitOf(epoch), effect.card), { epoch, is: 'linkFailed' });
      case 'unlinkCard':
        visitOf(epoch).row?.remove();
        visitOf(epoch).row = null;
        return log('badge.unlinked');
      case 'listJobs':
        return go(effect.do, listJobs(visitOf(epoch), effect.first), { epoch, is: 'listed', jobs: [], printers: [], trouble: internal });
      case 'release':
        return releaseJobs(visitOf(epoch), effect.jobs);
      case 'endSession':
        return go(effect.do, endSession(effect).then(() => null), null);
    }
  }

  return {
    run,
    close() {
      for (const visit of visits.values()) wipe(visit);
      visits.clear();
    },
  };
}
