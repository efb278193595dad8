import { rmSync } from 'node:fs';
import type { Log } from '../../main/log/log.ts';
import type { Clock } from '../../main/ports.ts';
import type { Answered } from '../../main/release/storage/journal.ts';
import { openStationJournal, type StationJournal } from '../../main/release/storage/station-journal.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import type { StationFace } from '../../main/station/face.ts';
import type { IntentArgument, IntentName, JobsScreen, Screen } from '../../preload/contract.ts';
import { type Coverage, journalSteps } from './model-coverage.ts';
import type { Facts } from './model-facts.ts';
import type { Cable, Life, Line } from './model-line.ts';
import { choices } from './model-options.ts';
import { assembleStation, modelConfig, modelTimes } from './model-parts.ts';
import type { Chance } from './model-random.ts';
import type { CrashPlan } from './model-script.ts';
import type { ModelService } from './model-service.ts';
import { beginsAt, type VirtualTime } from './model-time.ts';

/** The process ended in the middle of this. */
class ProcessEnded extends Error {}

/** A station of a sequence: one journal file, one life after another. */
export interface ModelStation {
  readonly index: number;
  readonly running: boolean;
  screen(): Screen | null;
  jobsScreen(): JobsScreen | null;
  tap(person: DemoPerson): void;
  phone(person: DemoPerson): Promise<void>;
  intend<N extends IntentName>(name: N, argument: IntentArgument<N>): Promise<boolean>;
  /** The process ends here and now. */
  crash(): void;
  /** The process ends at the next step of that kind in the journal, before or after its row is written; somebody starts it again. */
  crashAt(plan: CrashPlan): void;
  disarm(): void;
  /** The process ends as it should. */
  stop(): Promise<void>;
  /** A new process on the same file; nothing where one runs. */
  start(): void;
  cut(down: boolean): void;
  turnClock(byMs: number): void;
  /** Another program holds the journal, or lets go of it. */
  lockJournal(locked: boolean): void;
  /** Releases of that person without an outcome. */
  openFor(oid: string): number;
  remove(): void;
}

/** What a station is given. */
export interface StationOptions {
  readonly index: number;
  readonly file: string;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly service: ModelService;
  readonly facts: Facts;
  readonly line: Line;
  readonly coverage: Coverage;
  readonly trace: (line: string) => void;
  /** A process that is not the first is ready. */
  readonly cameBack: (station: ModelStation) => void;
}

/** Jobs of that person for which an effect is in the journal. */
function begunIn(journal: StationJournal, oid: string): readonly string[] {
  return journal
    .openFor(oid)
    .filter(({ effects }) => effects.some(({ kind }) => kind !== 'configure'))
    .map(({ ref }) => ref.jobId);
}

/** Jobs whose effects are written as unknown by this call of `answer`. */
function doubtfulIn(journal: StationJournal, args: readonly unknown[], people: readonly DemoPerson[]): readonly string[] {
  const answers = (args[0] ?? []) as readonly Answered[];
  if (!answers.some(({ answer }) => answer === 'unknown')) return [];
  const open = people.flatMap(({ oid }) => journal.openFor(oid));
  return open.filter(({ effects }) => effects.at(-1)?.answer === 'unknown').map(({ ref }) => ref.jobId);
}

/** A station whose first process is running. */
export function createModelStation(options: StationOptions): ModelStation {
  const { index, file, time, service, facts, coverage, trace } = options;
  const cable: Cable = { down: false, cuts: 0 };
  let wallOffsetMs = 0;
  let isLocked = false;
  let lives = 0;
  const faces: StationFace[] = [];
  let now: { readonly life: Life; readonly face: StationFace; readonly journal: StationJournal } | null = null;
  let screen: Screen | null = null;
  let crashPoint: CrashPlan | null = null;
  let taps = 0;
  let phoneOf: DemoPerson | null = null;

  const clockOf = (life: Life): Clock => ({
    now: () => beginsAt + time.elapsed() + wallOffsetMs,
    elapsed: time.elapsed,
    after: (delayMs, run) => time.after(delayMs, () => (life.alive ? run() : undefined)),
  });

  function end(why: string): void {
    if (now === null) return;
    const { life, journal } = now;
    trace(`! station ${index} ${why}`);
    life.alive = false;
    for (const hurry of [...life.atDeath]) hurry();
    journal.close();
    now = null;
    screen = null;
    facts.died(index);
  }

  /** The journal of one life: it can be the place where that life ends. */
  function guarded(journal: StationJournal, life: Life): StationJournal {
    return new Proxy(journal, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        // No row: what a process knows by heart.
        if (typeof member !== 'function' || name === 'blindUntil' || name === 'mend') return member;
        return (...args: unknown[]) => {
          if (!life.alive) throw new ProcessEnded();
          if (isLocked) throw Object.assign(new Error('database is locked'), { errcode: 5 });
          const step = journalSteps.find((one) => one === name);
          const point = step !== undefined && crashPoint?.step === step ? crashPoint : null;
          if (point !== null) crashPoint = null;
          if (point?.side === 'before') die(point, args);
          const result: unknown = Reflect.apply(member, target, args);
          if (step === 'answer') facts.doubted(index, doubtfulIn(target, args, service.people));
          if (step === 'intend') for (const { oid } of service.people) facts.begun(index, begunIn(target, oid));
          if (point !== null) die(point, args);
          if (step !== undefined) trace(`  ${index}: journal ${step} ${JSON.stringify(args).slice(0, 120)}`);
          return result;
        };
      },
    });
  }

  /** Remembers which printer's job a release or effect is about, to say at what kind of printer the process ended. */
  const kindOf = (args: readonly unknown[]) => service.queues.find(({ printerId }) => JSON.stringify(args).includes(printerId));
  let lastKind: (typeof service.queues)[number] | undefined;

  function die({ step, side, restartMs }: CrashPlan, args: readonly unknown[]): never {
    time.after(restartMs, start);
    coverage.crashedAt(step, side, (kindOf(args) ?? lastKind)?.modelKind);
    coverage.count(`crashes in the journal, mode ${service.mode}`);
    end(`crashes ${side} ${step}`);
    throw new ProcessEnded();
  }

  function start(): void {
    if (now !== null) return;
    lives += 1;
    const life: Life = { station: index, number: lives, alive: true, cable, atDeath: new Set() };
    const clock = clockOf(life);
    const log: Log = (event, fields) => {
      if (life.alive && event === 'internal.error') facts.violate(`station ${index} met a bug: ${JSON.stringify(fields)}`);
    };
    const opened = openStationJournal({ path: file, clock, log, settleMs: modelTimes.settleSeconds * 1_000 });
    if (opened.is !== 'open') throw new Error('The journal cannot be opened.');
    const { journal } = opened;
    const face = assembleStation({
      service,
      config: modelConfig(service, index),
      station: index,
      life: lives,
      clock,
      random: options.chance.bytes,
      fetch: options.line.fetchOf(life),
      journal: guarded(journal, life),
      log,
      atThePhone: () => phoneOf,
      closeFiles: () => {},
    });
    trace(`! station ${index} starts its life ${lives}`);
    now = { life, face, journal };
    faces.push(face);
    face.onSnapshot((snapshot) => {
      if (!life.alive) return;
      screen = snapshot.screen;
      trace(`  ${index}: ${told(screen)}`);
      facts.shown(index, life.number, screen);
    });
    if (lives > 1) options.cameBack(station);
  }

  const station: ModelStation = {
    index,
    get running() {
      return now !== null;
    },
    screen: () => screen,
    jobsScreen: () => (screen?.name === 'jobs' ? screen : null),
    tap(person) {
      if (now === null) return;
      taps += 1;
      facts.expects(index, person);
      const at = taps * 5_000 + time.elapsed();
      [...person.badge].forEach((char, i) => {
        now?.face.readerKey({ kind: 'char', char, atMs: at + i });
      });
      now?.face.readerKey({ kind: 'enter', atMs: at + person.badge.length });
    },
    async phone(person) {
      if (now === null || screen?.name !== 'welcome' || screen.opening) return;
      phoneOf = person;
      facts.expects(index, person);
      await station.intend('signInWithPhone', {});
    },
    async intend(name, argument) {
      if (now === null) return false;
      const { face, journal } = now;
      let takeBack = () => {};
      const jobs = ('jobs' in argument ? argument.jobs : undefined) ?? [];
      const stages = new Map(station.jobsScreen()?.jobs.map((job) => [job.key, job]));
      const ids = jobs.filter((key) => stages.has(key)).map((key) => key.split('/').at(-1) ?? '');
      if (name === 'release') {
        const open = service.people.flatMap(({ oid }) => begunIn(journal, oid));
        const options = ('options' in argument ? argument.options : undefined) ?? {};
        const settings = choices.find((one) => JSON.stringify(one.options) === JSON.stringify(options))?.settings ?? {};
        takeBack = facts.asked(index, ids, open, { to: 'to' in argument ? (argument.to ?? null) : null, settings });
      }
      if (name === 'deleteAtSignOut') facts.marked(ids, true);
      const first = stages.get(jobs[0] ?? '');
      lastKind = service.queues.find(({ printerId }) => first?.key.startsWith(printerId));
      const result = await face.intend(name, argument);
      if (!result.ok) takeBack();
      return result.ok;
    },
    crash: () => end('crashes'),
    crashAt(plan) {
      crashPoint = plan;
    },
    disarm() {
      crashPoint = null;
      isLocked = false;
    },
    async stop() {
      const face = now?.face;
      await face?.close();
      end('stops');
    },
    start,
    cut(down) {
      cable.down = down;
      if (down) cable.cuts += 1;
    },
    turnClock(byMs) {
      wallOffsetMs += byMs;
    },
    lockJournal(is) {
      isLocked = is;
      facts.journalLocked(index, is);
    },
    openFor: (oid) => now?.journal.openFor(oid).length ?? 0,
    remove() {
      end('is taken away');
      // What a life that ended was waiting for never comes; Node keeps a signal that somebody listens to, and all that hangs on it.
      for (const face of faces) void face.close();
      for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    },
  };
  start();
  return station;
}

function told(screen: Screen): string {
  if (screen.name !== 'jobs') return screen.name;
  const jobs = screen.jobs.map(
    ({ key, stage }) => `${key.split('/').at(-1)} ${stage.is}${stage.is === 'notReleased' ? ` (${stage.trouble.code})` : ''}`,
  );
  return `${screen.personName} ${screen.list}${screen.trouble ? ` (${screen.trouble.code})` : ''}: ${jobs.join(', ')}`;
}
