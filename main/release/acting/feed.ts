import { describeError } from '../../log/errors.ts';
import { step } from '../deciding/machine.ts';
import type { Command, ReleaseRules } from '../deciding/release.ts';
import type { Told } from './access.ts';
import { type Feed, type Followed, placeOf, type ReleaseVisit } from './followed.ts';
import type { ReleasePorts } from './ports.ts';
import { readJobs } from './reading.ts';
import { type RowEnd, rowsOf } from './rows.ts';
import { sendEffects, type ToSend } from './sending.ts';

/** Most jobs of one call. */
const mostTogether = 20;

/** A job and a command of its release. */
interface Commanded {
  readonly one: Followed;
  readonly command: Command;
}

/**
 * Gives events to releases and carries out what they command: rows and ends first, then what is told, then calls. Everything that changes at
 * once is written and told at once. `afterwards` is called when all is done that can be done without waiting.
 */
export function createFeed(ports: ReleasePorts, afterwards: () => void): Feed {
  const { clock, log } = ports;

  function rulesFor({ by, release, origin }: Followed): ReleaseRules {
    return {
      ...ports.times,
      canStart: by.access.startJobs !== null,
      configures: ports.configures,
      signature: ports.signature,
      blindUntil: ports.journal.blindUntil(),
      waits: ports.waiting.waits(release.place?.printerId ?? origin.printerId),
    };
  }

  const feed: Feed = (events) => {
    const commanded: Commanded[] = [];
    for (const [one, event] of events) {
      const { release, commands } = step(one.release, event, rulesFor(one));
      if (release.over && !one.release.over) one.overAt = clock.elapsed();
      one.release = release;
      for (const command of commands) commanded.push({ one, command });
    }
    write(commanded);
    for (const [visit, of] of byVisit(commanded)) tell(visit, of);
    for (const [visit, of] of byVisit(commanded)) {
      read(visit, of);
      giveTurns(visit, of);
    }
    afterwards();
  };

  function write(commanded: readonly Commanded[]): void {
    for (const [visit, of] of byVisit(commanded)) {
      const rows = rowsOf(ports, visit.access.oid);
      const ends = of.flatMap(({ one, command }): RowEnd[] =>
        command.do === 'close' ? [{ key: one.key, releaseId: one.releaseId, outcome: command.outcome }] : [],
      );
      rows.end(ends);
      rows.moved(of.flatMap(({ one, command }) => (command.do === 'noteMoved' ? [one.releaseId] : [])));
    }
    for (const { one, command } of commanded) {
      if (command.do !== 'learnWaits') continue;
      const { printerId } = placeOf(one);
      ports.waiting.learn(printerId);
      log('printer.waits', { printer: printerId });
    }
  }

  function tell(visit: ReleaseVisit, of: readonly Commanded[]): void {
    const told = of.flatMap(({ one, command }): Told[] =>
      command.do === 'tell' ? [{ key: one.key, stage: command.stage, seen: one.seen }] : [],
    );
    for (const { key, stage } of told) {
      if (stage.is === 'notReleased') log('release.givenUp', { job: key, why: stage.trouble.code, reference: stage.trouble.reference });
      if (stage.is === 'unsure') log('release.lostSight', { job: key, why: stage.trouble.code, reference: stage.trouble.reference });
    }
    if (told.length > 0) visit.report(told);
  }

  function read(visit: ReleaseVisit, of: readonly Commanded[]): void {
    const jobs = of.flatMap(({ one, command }) => (command.do === 'read' ? [one] : []));
    for (const some of chunks(jobs)) void call(visit, some, 'read', () => readJobs(ports, visit, some, feed));
  }

  /** Starts go in order, oldest first, one call at a time; all else side by side. */
  function giveTurns(visit: ReleaseVisit, of: readonly Commanded[]): void {
    const queued = of.flatMap(({ one, command }) => (command.do === 'queue' ? [one] : []));
    const starts = queued.filter(({ release }) => release.due?.effect.kind === 'start');
    for (const some of chunks(queued.filter((one) => !starts.includes(one)))) turn(visit, some);
    visit.starts.push(...starts);
    if (starts.length > 0) nextStarts(visit);
  }

  function nextStarts(visit: ReleaseVisit): void {
    if (visit.isStarting || visit.starts.length === 0) return;
    visit.starts.sort((a, b) => (a.submitted < b.submitted ? -1 : a.submitted > b.submitted ? 1 : 0));
    const some = visit.starts.splice(0, mostTogether);
    visit.isStarting = true;
    const calls = turn(visit, some);
    void Promise.all(calls).then(() => {
      visit.isStarting = false;
      nextStarts(visit);
      afterwards();
    });
  }

  /** The turn of these jobs has come: what may still be sent is sent, one call for each kind. */
  function turn(visit: ReleaseVisit, jobs: readonly Followed[]): readonly Promise<void>[] {
    const toSend: ToSend[] = [];
    const rest: Commanded[] = [];
    for (const one of jobs) {
      const { release, commands } = step(one.release, { is: 'turn', at: clock.elapsed() }, rulesFor(one));
      one.release = release;
      for (const command of commands) {
        if (command.do === 'send') toSend.push({ one, effect: command.effect });
        else rest.push({ one, command });
      }
    }
    write(rest);
    tell(visit, rest);
    const kinds = new Set(toSend.map(({ effect }) => effect.kind));
    return [...kinds].map((kind) => {
      const due = toSend.filter(({ effect }) => effect.kind === kind);
      return call(
        visit,
        due.map(({ one }) => one),
        'send',
        () => sendEffects(ports, visit, due, feed),
      );
    });
  }

  /** A call of a visit. What throws in it is a bug: its jobs are told so, and stay as they are. */
  function call(visit: ReleaseVisit, jobs: readonly Followed[], place: string, work: () => Promise<void>): Promise<void> {
    const done = work()
      .catch((error: unknown) => {
        log('internal.error', { place: `release ${place}`, ...describeError(error) });
        const trouble = { code: 'internal', reference: '' } as const;
        visit.report(jobs.map(({ key, seen }) => ({ key, stage: { is: 'unsure', trouble }, seen })));
      })
      .finally(() => {
        visit.calls.delete(done);
        afterwards();
      });
    visit.calls.add(done);
    return done;
  }

  return feed;
}

function byVisit(commanded: readonly Commanded[]): ReadonlyMap<ReleaseVisit, readonly Commanded[]> {
  const visits = new Map<ReleaseVisit, Commanded[]>();
  for (const one of commanded) {
    const of = visits.get(one.one.by) ?? [];
    of.push(one);
    visits.set(one.one.by, of);
  }
  return visits;
}

function chunks(all: readonly Followed[]): readonly (readonly Followed[])[] {
  return Array.from({ length: Math.ceil(all.length / mostTogether) }, (_, i) => all.slice(i * mostTogether, (i + 1) * mostTogether));
}
