import type { JobConfiguration } from '../../main/simulator/graph/records.ts';
import type { TrayEntry } from '../../main/simulator/graph/tray.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import type { Screen } from '../../preload/contract.ts';
import { isEffect, type ModelCall, type ModelEffectKind, type Step } from './model-calls.ts';
import { memberOf } from './model-options.ts';
import type { ModelService } from './model-service.ts';
import type { VirtualTime } from './model-time.ts';
import type { Bearer } from './model-tokens.ts';

/** What is asserted besides the five invariants of the guarantee; each can be switched off while the rule is being built. */
export interface Rules {
  /** The first effect of a release comes at most this long after it was asked for; null: not asserted. Milliseconds. */
  readonly firstEffectWithinMs: number | null;
  /** No effect for a person's job is sent later than this after they signed out, and none after a doubt, or where the idle time ended their visit; null: not asserted. Milliseconds. */
  readonly effectAfterLeavingMs: number | null;
  /** What was seen on its way since the touch, or redirected, is never called "not released". */
  readonly movedIsNeverNotReleased: boolean;
  /** No second start or redirect while the first may still land, whatever was touched. */
  readonly noneTwiceWithinLag: boolean;
  /** `notReleased` is never said of a job that this station has set moving, or still may. */
  readonly notReleasedIsTrue: boolean;
  /** In the end every held job can be released. */
  readonly allCanBeReleased: boolean;
}

/** Everything asserted. */
export function allRules(): Rules {
  return {
    firstEffectWithinMs: 30_000,
    effectAfterLeavingMs: 10_000,
    movedIsNeverNotReleased: true,
    noneTwiceWithinLag: true,
    notReleasedIsTrue: true,
    allCanBeReleased: true,
    // The list reads the queues, so a copy whose release has ended is in no list. Counted.
  };
}

/** A call with an effect that reached the service. */
export interface SeenEffect {
  readonly kind: ModelEffectKind;
  readonly jobId: string;
  /** The job that its owner printed: another one where `jobId` is a redirected copy. */
  readonly origin: string;
  readonly bearer: Bearer;
  readonly arrivedAt: number;
  /** When the station last had this job read before, as the service served it; null: never. */
  readonly viewAt: number | null;
  /** Null: not carried out, or not yet. */
  landedAt: number | null;
  /** The job changed by it. */
  moved: boolean;
  /** The settings of the job, or of the one that it became, once it was carried out. */
  left: JobConfiguration | null;
  /** The service said yes. */
  succeeded: boolean;
  /** The touch that it was sent for. */
  readonly ask: Asked | undefined;
  /** May still be carried out. */
  pending: boolean;
}

/** What a sequence has shown so far, and what of it breaks a promise. */
export interface Facts {
  readonly violations: readonly string[];
  violate(what: string): void;
  /** Jobs printed twice where nothing in Graph could have told the second station of the first. */
  readonly excused: number;
  /** Settings of printed jobs that another station had set. */
  readonly overruled: number;
  stepOf(call: ModelCall, bearer: Bearer): Step | null;
  jobOf(call: ModelCall): string | null;
  arrived(call: ModelCall, bearer: Bearer): SeenEffect | null;
  /** What was served names nobody, or somebody else, as the owner. */
  servedWithoutOwner(call: ModelCall, bearer: Bearer, owner: 'nobody' | 'somebodyElse'): void;
  /** The service did what this effect asks for. */
  carriedOut(effect: SeenEffect): void;
  served(call: ModelCall, bearer: Bearer): void;
  /**
   * `open` are those whose release is under way already: what comes next for them is not the first effect. The returned function takes it
   * back: the station refused it.
   */
  asked(station: number, jobIds: readonly string[], open: readonly string[], wish: Wish): () => void;
  marked(jobIds: readonly string[], yes: boolean): void;
  /** An effect for these jobs is in the journal: it may have been sent, so what is sent later is not the first. */
  begun(station: number, jobIds: readonly string[]): void;
  /** The journal has it that nothing came back for effects of these jobs. */
  doubted(station: number, jobIds: readonly string[]): void;
  /** Another program holds that station's journal, or has let go of it. */
  journalLocked(station: number, is: boolean): void;
  /** Ended by its owner at the PC, or expired. */
  endedOutside(jobId: string): void;
  wasEndedOutside(jobId: string): boolean;
  wasMarked(jobId: string): boolean;
  shown(station: number, life: number, screen: Screen): void;
  /** A card was tapped, or a phone used: whoever is shown from now on is this person. */
  expects(station: number, person: DemoPerson | null): void;
  died(station: number): void;
  /** Looks at the trays. */
  checkTrays(): void;
}

/** What somebody wanted of a release. */
export interface Wish {
  /** Destination; null where none was named. */
  readonly to: string | null;
  /** Chosen settings; none where empty. */
  readonly settings: JobConfiguration;
}

/** A touch that released a job. */
interface Asked extends Wish {
  readonly by: string;
  readonly at: number;
  readonly station: number;
  begun: boolean;
  /** When the journal first said that nothing came back; null where it never did. */
  doubtedAt: number | null;
  /** The screen said that it is on its way. */
  wasMoving: boolean;
}

/** How and when somebody left a station. */
interface Leaving {
  readonly at: number;
  readonly life: number;
  readonly how: 'signedOut' | 'timedOut' | 'notThem';
}

/** What a sequence's facts rest on, besides service and time. */
export interface FactsOptions {
  readonly rules: Rules;
  /** As configured. Milliseconds. */
  readonly settleMs: number;
  /** Each answer takes up to this long. Milliseconds. */
  readonly answerMs: number;
  readonly readLagMs: number;
}

/** What is on its way to the service when somebody leaves arrives within this time. Milliseconds. */
const wireMs = 400;

/** By the screen that follows. The next person's card is a sign-out of the one before. */
function howLeft(screen: Screen): Leaving['how'] {
  if (screen.name !== 'welcome' || screen.notice === null) return 'signedOut';
  if (screen.notice.is === 'timedOut') return 'timedOut';
  return screen.notice.is === 'cardUnlinked' || screen.notice.is === 'cardOfList' ? 'notThem' : 'signedOut';
}

/** Calls that set something. */
function isChange(kind: ModelEffectKind): boolean {
  return kind === 'configure' || kind === 'redirect';
}

/** A read older than this is no fresh read: it excuses nothing. Milliseconds. */
const freshMs = 15_000;

/** Watches one sequence. */
export function createFacts(
  service: ModelService,
  time: VirtualTime,
  { rules, settleMs, answerMs, readLagMs }: FactsOptions,
  secondPrintPossible: boolean,
): Facts {
  const violations: string[] = [];
  const asks = new Map<string, Asked[]>();
  const marks = new Set<string>();
  const outside = new Set<string>();
  const effects: SeenEffect[] = [];
  const views = new Map<string, number>();
  /** Jobs whose last read did not name their owner, by station, life and job. */
  const unowned = new Map<string, 'nobody' | 'somebodyElse'>();
  /** By station: who is on the screen, in which life, and what was last said of each job. */
  const present = new Map<number, { readonly name: string; readonly life: number }>();
  const left = new Map<string, Leaving>();
  const expected = new Map<number, string | null>();
  const locked = new Set<number>();
  const said = new Map<string, string>();
  /** How often each job came out, its redirected copies counted as itself. */
  const printed = new Map<string, number>();
  let excused = 0;
  let overruled = 0;
  let traySeen = 0;

  const violate = (what: string) => {
    violations.push(`${Math.round(time.elapsed())} ms: ${what}`);
  };
  const jobOf = (call: ModelCall) => call.jobId ?? (call.taskId === null ? null : (service.world.task(call.taskId)?.jobId ?? null));
  const ownerName = (jobId: string) => service.ownerOf(jobId)?.displayName ?? '';
  const { originOf } = service;
  const ofJob = (jobId: string, station: number) =>
    effects.filter((one) => one.origin === originOf(jobId) && one.bearer.station === station);
  const lastAsk = (jobId: string, station: number) =>
    (asks.get(originOf(jobId)) ?? []).findLast((ask) => ask.station === station && ask.by === ownerName(jobId));

  function checkEffect(effect: SeenEffect): void {
    const { kind, jobId, origin, bearer } = effect;
    const { station, life } = bearer;
    const what = `${kind} of job ${jobId} sent by station ${station}`;
    if (kind === 'cancel') {
      if (!marks.has(originOf(jobId))) violate(`${what}, which nobody asked to delete`);
      return;
    }
    const ask = lastAsk(jobId, station);
    if (ask === undefined) {
      violate(`${what}, which its owner did not release there`);
      return;
    }
    const owner = unowned.get(`${station}/${life}/${jobId}`);
    // A redirected copy may name nobody: Graph's own sample does not.
    if (owner !== undefined && (jobId === origin || owner === 'somebodyElse')) violate(`${what}, read right before as the job of ${owner}`);
    const again = ofJob(jobId, station).some((one) => one !== effect && one.kind === 'redirect' && (one.pending || one.moved));
    if (kind === 'redirect' && again) violate(`${what}, whose first redirect had been carried out or might still be`);
    if ((kind === 'complete' || kind === 'configure') && service.mode === 'redirect' && jobId === origin)
      violate(`${what} at the queue where it is held`);
    if (kind === 'configure' && !everChosen(origin, station)) violate(`${what}, for which nothing was ever chosen there`);
    if (kind === 'start' && bearer.oid !== service.ownerOf(jobId)?.oid) violate(`${what} with another person's token`);
    const name = ownerName(jobId);
    const here = present.get(station);
    const gone = left.get(`${station}/${name}`);
    const isHere = here?.name === name && here.life === life;
    if (!isHere && gone?.life !== life) violate(`${what}, whose owner has not been there since it was started`);
    const after = rules.effectAfterLeavingMs;
    if (after !== null && !isHere && gone?.life === life) checkAfterLeaving(what, gone, ask, after);
    checkTwice(effect, what);
    const within = rules.firstEffectWithinMs;
    const first = !ask.begun;
    if (kind !== 'configure') ask.begun = true;
    // A service that answers slowly makes a release slow: a few reads, each of them in time.
    if (within !== null && first && time.elapsed() > ask.at + within + wireMs + 6 * answerMs) {
      violate(
        `the first effect for job ${jobId} came ${Math.round(time.elapsed() - ask.at)} ms after it was asked for at station ${station}`,
      );
    }
  }

  /** Whoever signs out stands at the printer for a few seconds, and what goes well goes on; else nothing is sent that was not on the wire. */
  function checkAfterLeaving(what: string, gone: Leaving, ask: Asked, within: number): void {
    const since = time.elapsed() - gone.at - wireMs;
    const ago = `${Math.round(time.elapsed() - gone.at)} ms after its owner`;
    if (gone.how === 'signedOut' && since > within) violate(`${what} ${ago} signed out`);
    if (gone.how === 'timedOut' && since > 0) violate(`${what} ${ago} was signed out by the idle time`);
    if (gone.how === 'notThem' && since > 0) violate(`${what} ${ago} was said not to be there`);
    if (ask.doubtedAt !== null && since > 0 && time.elapsed() > ask.doubtedAt + wireMs) violate(`${what} ${ago} left, after a doubt`);
  }

  /** A start, or a redirect, of the same job and station while one that was not refused may still land. */
  function checkTwice(effect: SeenEffect, what: string): void {
    if (!rules.noneTwiceWithinLag || (effect.kind !== 'start' && effect.kind !== 'redirect')) return;
    const { jobId, kind, bearer } = effect;
    const before = effects.findLast(
      (one) => one !== effect && one.jobId === jobId && one.kind === kind && one.bearer.station === bearer.station,
    );
    if (before === undefined || !(before.pending || before.moved)) return;
    const since = time.elapsed() - before.arrivedAt;
    if (since < settleMs) violate(`${what} ${Math.round(since)} ms after one that was carried out, or may still be`);
  }

  /** Whether a job's second print is one that no station could have known of. */
  function unknowable(jobId: string): boolean {
    const causes = effects.filter((one) => one.jobId === jobId && one.kind !== 'cancel' && one.moved);
    return causes.some((second) => {
      const { viewAt } = second;
      if (second.kind !== 'start' || viewAt === null || second.arrivedAt - viewAt > freshMs) return false;
      return causes.some(
        (first) =>
          first !== second &&
          first.bearer.station !== second.bearer.station &&
          (first.landedAt ?? 0) <= (second.landedAt ?? 0) &&
          (first.landedAt ?? 0) >= viewAt - readLagMs,
      );
    });
  }

  function everChosen(origin: string, station: number): boolean {
    return (asks.get(origin) ?? []).some((ask) => ask.station === station && Object.keys(ask.settings).length > 0);
  }

  /**
   * What came out has what was chosen in the touch that released it, and else what it was printed with. What another station set, this one
   * cannot tell from what the owner printed; and where both are at it at once, the one that comes last wins.
   */
  function checkSettings({ jobId, configuration }: TrayEntry): void {
    const origin = originOf(jobId);
    const changes = effects.filter((one) => one.origin === origin && one.succeeded && one.landedAt !== null);
    const letGo = changes.findLast(({ kind, moved }) => moved && kind !== 'cancel' && kind !== 'configure');
    if (letGo === undefined) return;
    const { station } = letGo.bearer;
    const chosen = letGo.ask?.settings ?? {};
    const wanted = { ...service.printedAs(origin), ...chosen };
    const names = new Set([...Object.keys(wanted), ...changes.flatMap(({ left }) => Object.keys(left ?? {}))]);
    for (const name of names) {
      const [got, want] = [memberOf(configuration, name), memberOf(wanted, name)];
      if (got === want) continue;
      const ownAt = Math.max(
        ...changes.filter(({ kind, bearer }) => isChange(kind) && bearer.station === station).map(({ landedAt }) => landedAt ?? 0),
        0,
      );
      const byOther = changes.some(
        ({ kind, bearer, left, landedAt }) =>
          isChange(kind) &&
          bearer.station !== station &&
          memberOf(left ?? {}, name) === got &&
          (!(name in chosen) || (landedAt ?? 0) >= ownAt),
      );
      if (byOther) overruled += 1;
      else violate(`job ${jobId} came out with ${name} ${got}, and station ${station} had released it with ${want}`);
    }
  }

  /** Sent by a process before this one, and the journal that knows of it cannot be read. */
  function isForgotten({ bearer }: SeenEffect): boolean {
    return locked.has(bearer.station) && present.get(bearer.station)?.life !== bearer.life;
  }

  /** A copy that a redirect made a moment ago may read as it was before its destination held it. */
  function isJustMade(origin: string): boolean {
    const made = effects.findLast((one) => one.origin === origin && one.kind === 'redirect' && one.succeeded);
    return made?.landedAt != null && time.elapsed() <= made.landedAt + readLagMs + wireMs + answerMs;
  }

  function checkStage(station: number, key: string, stage: string): void {
    const jobId = originOf(key.split('/').at(-1) ?? '');
    const job = service.goesOnAs(jobId);
    const inTray = service.tray.entries().some((entry) => originOf(entry.jobId) === jobId);
    const phase = job?.phase;
    const moved = inTray || phase === 'interpreting' || phase === 'pending' || phase === 'printing' || phase === 'stopped';
    const ended = phase === undefined || phase === 'canceled' || phase === 'aborted' || phase === 'completed';
    const say = `station ${station} says ${stage} of job ${jobId}, which is ${phase ?? 'not there'}`;
    if (stage === 'done' && !inTray) violate(`${say} and in no tray`);
    if (stage === 'printing' && !moved && !ended) violate(say);
    if (stage === 'sent' && !moved && !ended && !isJustMade(jobId)) violate(say);
    if (stage === 'cancelled' && phase !== 'canceled' && phase !== undefined) violate(say);
    const ask = lastAsk(jobId, station);
    if (ask !== undefined && (stage === 'sent' || stage === 'printing')) ask.wasMoving = true;
    if (stage === 'notReleased' && rules.movedIsNeverNotReleased && ask !== undefined) {
      const redirected = ofJob(jobId, station).some(({ kind, succeeded, ask: of }) => kind === 'redirect' && succeeded && of === ask);
      if (ask.wasMoving) violate(`${say}, which it had said to be on its way since the touch`);
      if (redirected) violate(`${say}, which went to another printer since the touch`);
    }
    if (stage === 'notReleased' && rules.notReleasedIsTrue) {
      const last = effects.findLast((one) => one.origin === jobId && one.kind !== 'cancel' && one.moved);
      if (ofJob(jobId, station).some((one) => one.kind !== 'cancel' && one.kind !== 'configure' && one.pending))
        violate(`${say} while its own effect may still land`);
      // What another station did since the last read, this one cannot know.
      else if (moved && last?.bearer.station === station && !isForgotten(last)) violate(`${say}: it moved it itself`);
    }
  }

  /** What is called deleted is gone: as many as it says of those that were ever marked. */
  function checkGoodbye(station: number, screen: Screen): void {
    if (screen.name !== 'welcome') return;
    const { notice } = screen;
    if (notice?.is !== 'signedOut' && notice?.is !== 'timedOut') return;
    const gone = [...marks].filter((jobId) => {
      const phase = service.goesOnAs(jobId)?.phase;
      return phase === undefined || phase === 'canceled' || phase === 'aborted' || phase === 'completed';
    });
    if (notice.deleted > gone.length)
      violate(`station ${station} says that ${notice.deleted} were deleted, and ${gone.length} of the marked are gone`);
  }

  return {
    violations,
    violate,
    get excused() {
      return excused;
    },
    get overruled() {
      return overruled;
    },
    jobOf,
    stepOf(call, bearer) {
      if (call.is === 'batch' || call.is === 'other') return null;
      if (call.is !== 'read') return call.is;
      const ask = lastAsk(call.jobId ?? '', bearer.station);
      const since = ofJob(call.jobId ?? '', bearer.station).some((one) => ask !== undefined && one.arrivedAt >= ask.at);
      return since ? 'followRead' : 'freshRead';
    },
    arrived(call, bearer) {
      const jobId = jobOf(call);
      if (!isEffect(call) || jobId === null) return null;
      const viewAt = views.get(`${bearer.station}/${jobId}`) ?? null;
      const effect: SeenEffect = {
        kind: call.is,
        jobId,
        origin: originOf(jobId),
        ask: lastAsk(jobId, bearer.station),
        left: null,
        succeeded: false,
        bearer,
        arrivedAt: time.elapsed(),
        viewAt,
        landedAt: null,
        moved: false,
        pending: true,
      };
      effects.push(effect);
      checkEffect(effect);
      return effect;
    },
    carriedOut({ kind, origin, ask, bearer }) {
      const to = ask?.to ?? null;
      const made = kind === 'redirect' ? service.goesOnAs(origin)?.printerId : undefined;
      if (made !== undefined && made !== to)
        violate(`job ${origin} was redirected by station ${bearer.station} to ${made}, but its owner had asked for ${to}`);
    },
    served(call, bearer) {
      if (call.is !== 'read' || call.jobId === null) return;
      views.set(`${bearer.station}/${call.jobId}`, time.elapsed());
      unowned.delete(`${bearer.station}/${bearer.life}/${call.jobId}`);
    },
    servedWithoutOwner(call, { station, life }, owner) {
      if (call.is === 'read' && call.jobId !== null) unowned.set(`${station}/${life}/${call.jobId}`, owner);
    },
    asked(station, jobIds, open, wish) {
      const made = jobIds.map(originOf).map((jobId): Asked => {
        const ask: Asked = {
          ...wish,
          by: present.get(station)?.name ?? '',
          at: time.elapsed(),
          station,
          begun: open.includes(jobId),
          doubtedAt: null,
          wasMoving: false,
        };
        asks.set(jobId, [...(asks.get(jobId) ?? []), ask]);
        return ask;
      });
      return () => {
        for (const [jobId, all] of asks)
          asks.set(
            jobId,
            all.filter((ask) => !made.includes(ask)),
          );
      };
    },
    marked(jobIds, yes) {
      for (const jobId of jobIds) if (yes) marks.add(originOf(jobId));
    },
    begun(station, jobIds) {
      for (const jobId of jobIds) {
        const ask = lastAsk(jobId, station);
        // Written just now: the call itself comes within its latency.
        if (ask !== undefined && time.elapsed() <= ask.at + (rules.firstEffectWithinMs ?? 0)) ask.begun = true;
      }
    },
    doubted(station, jobIds) {
      for (const jobId of jobIds) {
        const ask = lastAsk(jobId, station);
        if (ask !== undefined) ask.doubtedAt ??= time.elapsed();
      }
    },
    journalLocked: (station, is) => void (is ? locked.add(station) : locked.delete(station)),
    endedOutside: (jobId) => void outside.add(originOf(jobId)),
    wasEndedOutside: (jobId) => outside.has(originOf(jobId)),
    wasMarked: (jobId) => marks.has(originOf(jobId)),
    expects(station, person) {
      expected.set(station, person?.displayName ?? null);
    },
    shown(station, life, screen) {
      const before = present.get(station);
      const name = screen.name === 'jobs' ? screen.personName : null;
      if (before !== undefined && (before.name !== name || before.life !== life)) {
        left.set(`${station}/${before.name}`, { at: time.elapsed(), life: before.life, how: howLeft(screen) });
        present.delete(station);
        for (const key of [...said.keys()]) if (key.startsWith(`${station}/`)) said.delete(key);
      }
      checkGoodbye(station, screen);
      if (screen.name !== 'jobs' || name === null) {
        if (screen.name !== 'linkBadge' && service.people.some(({ displayName }) => JSON.stringify(screen).includes(displayName)))
          violate(`station ${station} shows a name on the screen ${screen.name}`);
        return;
      }
      present.set(station, { name, life });
      if (expected.get(station) !== name) violate(`station ${station} shows ${name} to somebody else`);
      for (const job of screen.jobs) {
        const jobId = job.key.split('/').at(-1) ?? '';
        if (ownerName(jobId) !== name) violate(`station ${station} shows ${name} job ${jobId} of ${ownerName(jobId)}`);
        if (job.title !== null && !job.title.startsWith(`${name} `))
          violate(`station ${station} shows ${name} the title of somebody else's job`);
        if (said.get(`${station}/${job.key}`) === job.stage.is) continue;
        said.set(`${station}/${job.key}`, job.stage.is);
        checkStage(station, job.key, job.stage.is);
      }
    },
    died(station) {
      const before = present.get(station);
      if (before !== undefined) left.set(`${station}/${before.name}`, { at: time.elapsed(), life: before.life, how: 'signedOut' });
      present.delete(station);
      for (const key of [...said.keys()]) if (key.startsWith(`${station}/`)) said.delete(key);
    },
    checkTrays() {
      const entries = service.tray.entries();
      for (const entry of entries.slice(traySeen)) {
        const origin = originOf(entry.jobId);
        const times = (printed.get(origin) ?? 0) + 1;
        printed.set(origin, times);
        if (!(asks.get(origin) ?? []).some(({ by }) => by === ownerName(entry.jobId)))
          violate(`job ${entry.jobId} was printed, which its owner did not release`);
        checkSettings(entry);
        if (times === 1) continue;
        if (secondPrintPossible && unknowable(entry.jobId)) excused += 1;
        else violate(`job ${origin} was printed ${times} times`);
      }
      traySeen = entries.length;
    },
  };
}
