import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobRecord } from '../../main/simulator/graph/records.ts';
import { isFinal } from '../../main/simulator/graph/state-machine.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import type { JobStage, TroubleCode } from '../../preload/contract.ts';
import type { Coverage } from './model-coverage.ts';
import { allRules, createFacts, type Facts, type Rules } from './model-facts.ts';
import { createLine, type Line } from './model-line.ts';
import { choices, offeredAll } from './model-options.ts';
import { modelTimes } from './model-parts.ts';
import { createChance } from './model-random.ts';
import type { Command, Script } from './model-script.ts';
import { createModelService, type ModelService } from './model-service.ts';
import { createModelStation, type ModelStation } from './model-station.ts';
import { createVirtualTime, type VirtualTime } from './model-time.ts';
import { type Granted, grantedIn, withEverything } from './model-tokens.ts';

/** The times that the guarantee rests on, as configured. Milliseconds. */
export const stated = { settleMs: modelTimes.settleSeconds * 1_000, resumeMs: modelTimes.resumeSeconds * 1_000 } as const;

/** What a sequence came to. */
export interface Outcome {
  readonly violations: readonly string[];
  /** Everything that happened, in order, each line with its time. */
  readonly trace: readonly string[];
}

/** Where journals of sequences lie: in memory where the machine has such a folder, because every row is synced. */
export interface JournalFolder {
  /** A new journal's path. */
  next(): string;
  remove(): void;
}

/** A folder of this process's own. */
export function createJournalFolder(): JournalFolder {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'release-station-model-'));
  let count = 0;
  return {
    next() {
      count += 1;
      return join(folder, `journal-${count}.db`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Sequence {
  readonly script: Script;
  /** What nobody has taken away. */
  readonly granted: Granted;
  readonly time: VirtualTime;
  readonly service: ModelService;
  readonly facts: Facts;
  readonly line: Line;
  readonly stations: readonly ModelStation[];
  readonly rules: Rules;
  readonly coverage: Coverage;
}

/** Plays one sequence to its end and says what of it breaks a promise. */
export async function play(script: Script, folder: JournalFolder, coverage: Coverage, rules: Rules = allRules()): Promise<Outcome> {
  const time = createVirtualTime();
  const chance = createChance(script.chance);
  const trace: string[] = [];
  const note = (what: string) => void trace.push(`${Math.round(time.elapsed())} ${what}`);
  const { settings, mode, printers: kinds, people: peopleCount, tokenLifetimeMs, resumeMs, administrator } = script;
  const granted = administrator ? withEverything(grantedIn(mode)) : grantedIn(mode);
  const destinationKinds = mode === 'redirect' ? script.destinations : [];
  const service = createModelService({
    time,
    chance,
    mode,
    kinds,
    destinationKinds,
    peopleCount,
    settings,
    tokenLifetimeMs,
    resumeMs,
    administrator,
  });
  service.tokens.grant(granted);
  const { readLagMs = 0, secondStart } = settings;
  const facts = createFacts(
    service,
    time,
    { rules, settleMs: stated.settleMs, answerMs: script.answerMs, readLagMs },
    secondStart === 'printsAgain',
  );
  const line = createLine({
    time,
    chance,
    service,
    facts,
    coverage,
    lateMs: script.lateMs,
    latencyMs: 150,
    answerMs: script.answerMs,
    trace: note,
    granted,
    crash: (index, restartMs) => {
      const station = stations[index];
      station?.crash();
      time.after(restartMs, () => station?.start());
    },
    cut: (index, downMs) => {
      stations[index]?.cut(true);
      time.after(downMs, () => stations[index]?.cut(false));
    },
  });
  let isOver = false;
  const cameBack = (station: ModelStation) => {
    const owner = service.people[0];
    if (script.comesBack === null || owner === undefined || isOver) return;
    time.after(script.comesBack.tapMs, () => station.tap(owner));
    time.after(script.comesBack.tapMs + script.comesBack.releaseMs, () => {
      const jobs = heldKeys(station);
      if (jobs.length > 0 && !isOver) void release(station, jobs, 1, script.comesBack?.choice ?? 0);
    });
  };
  const stations: readonly ModelStation[] = Array.from({ length: script.stations }, (_, index) =>
    createModelStation({ index, file: folder.next(), time, chance, service, facts, line, coverage, trace: note, cameBack }),
  );
  const sequence: Sequence = { script, granted, time, service, facts, line, stations, rules, coverage };
  const stopWatching = service.world.onChange((change) => {
    if (change.what === 'job') note(`  = job ${change.jobId} ${service.world.job(change.jobId)?.phase ?? 'is gone'}`);
    facts.checkTrays();
  });
  try {
    for (const job of script.jobs) print(sequence, job.person, job.printer, job.uploaded);
    // What was printed is to be seen, however late a read shows it.
    await time.advance(readLagMs + 100);
    for (const fault of script.faults) line.arm({ ...fault, station: null });
    if (script.crash !== null) stations[0]?.crashAt(script.crash);
    for (const { afterMs, command } of script.commands) {
      await time.advance(afterMs);
      note(`> ${JSON.stringify(command)}`);
      await carryOut(sequence, command);
      await time.settle();
      if (facts.violations.length > 0) break;
    }
    // Whoever is about to come back does.
    if (script.comesBack !== null && facts.violations.length === 0) await time.advance(10_000);
    isOver = true;
    if (facts.violations.length === 0) await finalPhase(sequence, note);
    if (facts.overruled > 0) coverage.count('sequences in which another station had changed the settings');
    coverage.count(facts.excused > 0 ? 'sequences with a second print that nothing could have told of' : 'sequences without one');
  } finally {
    stopWatching();
    service.machines.close();
    for (const station of stations) station.remove();
  }
  return { violations: facts.violations, trace };
}

/** Jobs on the screen that can be released. */
function heldKeys(station: ModelStation | undefined): readonly string[] {
  const jobs = station?.jobsScreen()?.jobs ?? [];
  return jobs.filter(({ stage }) => stage.is === 'held' || stage.is === 'notReleased').map(({ key }) => key);
}

/** Releases jobs; `to` chooses among the destinations, `choice` among the options, where there are some. */
async function release(station: ModelStation, jobs: readonly string[], to: number, choice: number): Promise<void> {
  const screen = station.jobsScreen();
  const destination = pick(screen?.destinations ?? [], to)?.key;
  const chosen = pick(choices, offeredAll(screen, jobs, destination) ? choice : 0);
  await station.intend('release', {
    jobs: [...jobs],
    ...(destination === undefined ? {} : { to: destination }),
    ...(chosen === undefined || choice === 0 ? {} : { options: chosen.options }),
  });
}

const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)];

function print({ service }: Sequence, person: number, printer: number, uploaded: boolean): string {
  const owner = pick(service.people, person);
  const to = pick(service.queues, printer);
  if (owner === undefined || to === undefined) throw new Error('A sequence has people and printers.');
  return service.print(owner, to, `${owner.displayName} ${service.world.jobs().length}.pdf`, uploaded);
}

async function carryOut(sequence: Sequence, command: Command): Promise<void> {
  const { service, stations, time, line, facts } = sequence;
  const station = 'station' in command ? pick(stations, command.station) : undefined;
  const person = 'person' in command && command.person !== null ? pick(service.people, command.person) : undefined;
  switch (command.do) {
    case 'tap':
      return person && station?.tap(person);
    case 'phone':
      // Where nobody signs in there is only the card.
      return person && (service.mode === 'user' ? station?.phone(person) : station?.tap(person));
    case 'release':
    case 'delete': {
      const keys = heldKeys(station);
      const one = command.job === null ? [...keys] : [pick(keys, command.job) ?? ''];
      if (keys.length === 0 || station === undefined) return;
      if (command.do === 'release') await release(station, one, command.to, command.choice);
      else if (station.jobsScreen()?.canDelete) await station.intend('deleteAtSignOut', { jobs: one });
      return;
    }
    case 'touch':
    case 'signOut':
    case 'notMe':
      await station?.intend(command.do, {});
      return;
    case 'stop':
      await station?.stop();
      time.after(2_000, () => station?.start());
      return;
    case 'print':
      print(sequence, command.person, command.printer, command.uploaded);
      return;
    case 'uploadEnds':
      service.finishUpload(
        pick(
          // A redirected copy is not uploaded by anybody.
          service.world.jobs().filter(({ id, phase }) => phase === 'uploadPending' && service.originOf(id) === id),
          command.job,
        )?.id ?? '',
      );
      return;
    case 'cancelAtPc': {
      const job = pick(
        service.world.jobs().filter(({ phase }) => !isFinal(phase)),
        command.job,
      );
      if (job === undefined) return;
      facts.endedOutside(job.id);
      service.world.apply(job.id, 'cancel');
      return;
    }
    case 'expire':
      expire(sequence, command.jobs + 1);
      return;
    case 'fault':
      line.arm({ ...command.fault, station: null });
      return;
    case 'network':
      station?.cut(true);
      time.after(command.downMs, () => station?.cut(false));
      return;
    case 'crash':
      station?.crash();
      time.after(command.restartMs, () => station?.start());
      return;
    case 'crashAt':
      station?.crashAt(command.plan);
      return;
    case 'jam':
      service.machines.jam(pick(service.printers, command.printer)?.printerId ?? '', 'mediaJam');
      return;
    case 'clear':
      service.machines.clear(pick(service.printers, command.printer)?.printerId ?? '');
      return;
    case 'revokeTokens':
      service.tokens.revoke(person?.oid ?? null);
      return;
    case 'endSignIn':
      if (person === undefined) return;
      service.tokens.setSignInCounts(person.oid, false);
      service.tokens.revoke(person.oid);
      time.after(command.forMs, () => service.tokens.setSignInCounts(person.oid, true));
      return;
    case 'takePermission': {
      const { of } = command;
      service.tokens.grant(of === 'app' ? { app: ['Other'] } : { person: ['PrinterShare.ReadBasic.All'] });
      time.after(command.forMs, () => service.tokens.grant({ [of]: sequence.granted[of] }));
      return;
    }
    case 'disk':
      station?.lockJournal(true);
      time.after(command.forMs, () => station?.lockJournal(false));
      return;
    case 'clock':
      station?.turnClock(command.hours * 3_600_000);
      return;
  }
}

/** The oldest jobs have been kept long enough. */
function expire({ service, facts }: Sequence, count: number): void {
  const { world, settings } = service;
  const oldest = world.jobs().slice(0, count);
  const last = oldest.at(-1);
  if (last === undefined) return;
  for (const { id } of oldest) facts.endedOutside(id);
  const before = settings.current().retentionDays;
  settings.change({ retentionDays: Math.max(1, world.now() - last.createdAt) / 86_400_000 });
  world.jobs();
  settings.change({ retentionDays: before });
}

const resting: readonly JobStage['is'][] = ['held', 'notReleased', 'done', 'attention', 'cancelled', 'gone', 'arriving'];
/** The longest Retry-After of a fault. Milliseconds. */
const longestWaitMs = 120_000;
const asksToWait = (script: Script) => JSON.stringify([script.faults, script.commands]).includes('Long');
/** A minute for what a session may still owe after its end, and some. */
const windUpMs = 75_000;

/** Everything works again; everybody comes back, sees the truth, releases what is still held, and leaves. */
async function finalPhase(sequence: Sequence, note: (what: string) => void): Promise<void> {
  const { service, stations, time, line, facts, rules, script } = sequence;
  note('everything works again');
  line.disarm();
  service.tokens.grant(sequence.granted);
  for (const { oid } of service.people) service.tokens.setSignInCounts(oid, true);
  for (const { printerId } of service.printers) service.machines.clear(printerId);
  // A redirected copy is not uploaded by anybody: its pause ends by itself.
  for (const { id } of service.world.jobs()) if (service.originOf(id) === id) service.finishUpload(id);
  for (const station of stations) {
    station.disarm();
    station.cut(false);
    await station.intend('signOut', {});
  }
  await time.advance(windUpMs + (asksToWait(script) ? longestWaitMs : 0));
  for (const station of stations) station.start();
  await time.advance(1_000);

  const owners = service.people.filter(({ oid }) => service.world.jobs().some(({ ownerOid }) => ownerOid === oid));
  for (const person of owners) {
    for (const station of [...stations].reverse()) {
      if (facts.violations.length > 0) return;
      if (!(await comeToRest(sequence, station, person))) return;
      sayTruth(sequence, station, person);
      if (station.index > 0) await leave(sequence, station);
    }
    const last = stations[0];
    if (last === undefined || facts.violations.length > 0) return;
    if (goesWell(sequence)) {
      await leaveAtOnce(sequence, last, person);
      if (!(await comeToRest(sequence, last, person))) return;
    }
    if (rules.allCanBeReleased) await releaseRest(sequence, last, person);
    await leave(sequence, last);
  }
  await time.advance(windUpMs);
  facts.checkTrays();
  for (const station of stations) {
    for (const { oid, displayName } of owners) {
      if (station.openFor(oid) > 0)
        facts.violate(`station ${station.index} still holds an open release of ${displayName} though they were there`);
    }
  }
  sequence.coverage.count(`sequences in mode ${script.mode}`);
  if (script.jobs.length > 0) sequence.coverage.count(`jobs printed with ${script.stations} station(s)`);
}

async function leave({ time }: Sequence, station: ModelStation): Promise<void> {
  await station.intend('signOut', {});
  await time.advance(3_000);
}

/** The person taps and waits until the screen says something lasting of every job. False where it never does. */
async function comeToRest({ time, facts, script }: Sequence, station: ModelStation, person: DemoPerson): Promise<boolean> {
  station.tap(person);
  const patienceMs = 120_000 + slowBy(script);
  for (let waited = 0; waited < patienceMs; waited += 1_500) {
    await time.advance(1_500);
    if (facts.violations.length > 0) return false;
    const screen = station.jobsScreen();
    if (
      screen?.list === 'ready' &&
      screen.trouble === null &&
      screen.jobs.every(({ stage }) => resting.includes(stage.is) || saysStartIsMissing(stage)) &&
      waited >= 4_500
    ) {
      return true;
    }
    if (waited % 6_000 === 0) await station.intend('touch', {});
  }
  facts.violate(`station ${station.index} never comes to rest for ${person.displayName}`);
  return false;
}

/** How much longer it all takes where answers, prints and redirects are slow. Milliseconds. */
function slowBy({ answerMs, settings, jobs }: Script): number {
  const { printMs = 0, redirectPauseMs = 0 } = settings;
  return 15 * answerMs + (printMs + redirectPauseMs) * (jobs.length + 2);
}

/** The jobs that this person printed, each as it goes on now. */
function jobsOf({ service }: Sequence, person: DemoPerson): readonly { readonly id: string; readonly job: JobRecord }[] {
  const printed = service.world.jobs().filter(({ id, ownerOid }) => ownerOid === person.oid && service.originOf(id) === id);
  return printed.flatMap(({ id }) => {
    const job = service.goesOnAs(id);
    return job === undefined ? [] : [{ id, job }];
  });
}

/** Not on its way: somebody has to do something first. */
function isAtRest({ phase }: JobRecord): boolean {
  return phase === 'uploaded' || phase === 'held' || phase === 'waiting';
}

/** A redirected job that its destination holds again, where Graph leaves the redirected source out of lists: nothing leads to it. */
function isUnlistable({ service }: Sequence, id: string, job: JobRecord): boolean {
  return job.id !== id && isAtRest(job) && !service.settings.current().finishedJobsListed;
}

/** What the screen says of each of the person's jobs is what is so. */
function sayTruth(sequence: Sequence, station: ModelStation, person: DemoPerson): void {
  const { service, facts, coverage } = sequence;
  const shown = new Map(station.jobsScreen()?.jobs.map(({ key, stage }) => [service.originOf(key.split('/').at(-1) ?? ''), stage]));
  for (const { id, job } of jobsOf(sequence, person)) {
    const told = shown.get(id);
    const stage = told?.is;
    const say = `in the end station ${station.index} says ${stage ?? 'nothing'} of job ${id}, which is ${job.phase}${job.id === id ? '' : ` as ${job.id}`}`;
    if (stage === undefined && isUnlistable(sequence, id, job)) {
      coverage.count('redirected jobs held at their destination that no list tells of');
      continue;
    }
    const isSo = stage === 'held' || (told !== undefined && (stage === 'notReleased' || saysStartIsMissing(told)));
    if (isAtRest(job) && !isSo) facts.violate(say);
    if (job.phase === 'completed' && stage !== undefined && stage !== 'done') facts.violate(say);
    if (job.phase === 'canceled') {
      if (stage !== undefined && stage !== 'cancelled') facts.violate(say);
      if (!facts.wasEndedOutside(id) && !facts.wasMarked(id)) facts.violate(`job ${id} was cancelled, which nobody asked for`);
    }
    if (job.phase === 'aborted') facts.violate(`job ${id} was lost`);
  }
}

/** Every job that is still held can be released, and comes out; what needs a start that this mode cannot give says so. */
async function releaseRest(sequence: Sequence, station: ModelStation, person: DemoPerson): Promise<void> {
  const { service, facts, time } = sequence;
  const keys = heldKeys(station);
  // A redirected job that is on its way is in no list: it is to come out all the same.
  if (keys.length === 0 && service.mode !== 'redirect') return;
  await release(station, keys, 1, 0);
  const isOver = ({ id, job }: { readonly id: string; readonly job: JobRecord }) =>
    isFinal(job.phase) || needsStart(sequence, station, id, job) || isUnlistable(sequence, id, job);
  for (let waited = 0; waited < 90_000 + slowBy(sequence.script); waited += 1_500) {
    await time.advance(1_500);
    if (facts.violations.length > 0) return;
    const stages = (station.jobsScreen()?.jobs ?? []).filter(({ key }) => keys.includes(key)).map(({ stage }) => stage.is);
    if (stages.every((stage) => stage === 'done' || stage === 'notReleased') && jobsOf(sequence, person).every(isOver)) break;
    if (waited % 6_000 === 0) await station.intend('touch', {});
  }
  for (const one of jobsOf(sequence, person)) {
    if (!isOver(one)) facts.violate(`job ${one.id} is ${one.job.phase} and can not be released any more`);
  }
}

/** What a station says that may not start a job which waits for that. */
const waitsForOthers: readonly TroubleCode[] = ['notStartable', 'waitsForStart', 'printerWaits'];

/** Nothing is slow, and nothing is in the way of a release that takes a few seconds. */
function goesWell({ service, script }: Sequence): boolean {
  const { readLagMs = 0 } = script.settings;
  return script.leavesAtOnce && service.mode === 'user' && script.answerMs === 0 && readLagMs <= 300;
}

/** Whoever releases on a service that answers and signs out in the same second gets every page. */
async function leaveAtOnce(sequence: Sequence, station: ModelStation, person: DemoPerson): Promise<void> {
  const { service, facts, time, script, coverage } = sequence;
  const keys = heldKeys(station);
  // What was let go before waits for whoever let it go, for longer than somebody stands there.
  const fresh = new Set(jobsOf(sequence, person).flatMap(({ id, job }) => (job.phase === 'held' || job.phase === 'uploaded' ? [id] : [])));
  if (keys.length > 0) await release(station, keys, 1, 0);
  await time.advance(300);
  await station.intend('signOut', {});
  await time.advance(75_000 + slowBy(script));
  for (const { id, job } of jobsOf(sequence, person)) {
    const kind = service.printers.find(({ printerId }) => printerId === job.printerId)?.modelKind;
    if (!fresh.has(id) || !keys.some((key) => key.endsWith(`/${id}`)) || kind === 'unstartedTrigger' || kind === 'resumesLate') continue;
    coverage.count('jobs released by somebody who left at once');
    if (!isFinal(job.phase)) facts.violate(`job ${id} is ${job.phase}: its owner released it, and signed out at once`);
  }
}

/** No application permission starts a job: where one is needed the job stays, and its owner is told. */
function needsStart({ service }: Sequence, station: ModelStation, id: string, { phase }: JobRecord): boolean {
  if (service.mode === 'user' || (phase !== 'uploaded' && phase !== 'waiting' && phase !== 'held')) return false;
  const stage = station.jobsScreen()?.jobs.find(({ key }) => key.endsWith(`/${id}`))?.stage;
  // What is still held could be completed: it is not only where that would spend the task for nothing.
  return stage !== undefined && saysStartIsMissing(stage) && (phase !== 'held' || stage.trouble.code === 'printerWaits');
}

function saysStartIsMissing(stage: JobStage): stage is Extract<JobStage, { is: 'notReleased' | 'unsure' }> {
  return (stage.is === 'notReleased' || stage.is === 'unsure') && waitsForOthers.includes(stage.trouble.code);
}
