import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type KioskProcess, type KioskProcessOptions, readyList, startKioskProcess } from '../support/kiosk-process.ts';
import { readJournal, summarise } from './journal-state.ts';
import { type KillAtCall, killAtCall, onTheWayMs } from './kill-at-call.ts';
import { type Office, type Stations, settleMsOf } from './office.ts';
import { finishAtScreen, jobsOf, missingOrMisnamed, type OwnerStory, type RoundJobs, timesOut } from './owner.ts';
import type { Round } from './plan.ts';
import { type JournalWrite, journalKillOf, killVariable } from './steps.ts';

/** How a release came to its end after the crash. */
export type Recovery = 'all was on its way' | 'taken up' | 'shown as held';

/** What came of a round. */
export interface RoundResult {
  /** The step, and for a random instant what the journal said. */
  readonly step: string;
  readonly kills: number;
  readonly recovery: Recovery;
  readonly lost: number;
  readonly double: number;
  /** What was not so, in words: a screen's false word, or a call that should not have been sent. */
  readonly untrue: readonly string[];
  /** From each start after a kill until the kiosk served. Milliseconds. */
  readonly readyMs: readonly number[];
  /** Why the round did not go to its end; with the last lines of the log. */
  readonly failure: string | null;
}

/** The step was never reached: how often the process came by. */
interface NotReached {
  readonly passed: number;
}

const killModule = pathToFileURL(resolve(import.meta.dirname, 'kill-at-write.ts')).href;
/** A card that nobody has. */
const strangersBadge = '5550001112';
/** How long a release takes from the press to the last word on the screen: random instants lie in here, most of them early. Milliseconds. */
const releaseMs = (jobs: number) => 2_500 + 60 * jobs;
/** After the owner's tap: opening the card, the list, the release that is taken up. Milliseconds. */
const recoveryMs = 4_000;
/** A late call lands within this time after its owner sees the list, where not before. Milliseconds. */
const landsWithOwnerMs = 3_000;

/** Plays a round; where its step is not reached, again, with another of the writes or calls that there are. */
export async function playRound(office: Office, round: Round): Promise<RoundResult> {
  let nth = 1 + Math.floor(round.chance.nth * round.jobs);
  for (;;) {
    const stations = await office.copyStations(round.step);
    try {
      const played = await playOnce(office, stations, round, nth);
      if (!('passed' in played)) return played;
      if (nth === 1) throw new Error(`No ${round.step} in a whole release.`);
      nth = 1 + Math.floor(round.chance.nth * Math.min(played.passed, nth - 1));
    } finally {
      await stations.remove();
    }
  }
}

async function playOnce(office: Office, stations: Stations, round: Round, nth: number): Promise<RoundResult | NotReached> {
  const { watched } = office;
  const { tenant } = watched;
  const jobs = await office.print(round.jobs, round.printer);
  const repeatsBefore = watched.repeatsAfterMs().length;
  const story = { kills: 0, readyMs: [] as number[], untrue: new Set<string>(), pressed: new Set<string>() };
  const processes: KioskProcess[] = [];
  const start = async (files: Stations['here'], more: Partial<KioskProcessOptions> = {}) => {
    const kiosk = await startKioskProcess({ product: office.product, configFile: files.configFile, ...more });
    processes.push(kiosk);
    return kiosk;
  };
  const hear = ({ pressed, untrue }: OwnerStory) => {
    for (const title of pressed) story.pressed.add(title);
    for (const sentence of untrue) story.untrue.add(sentence);
  };
  let step: string = round.step;
  let moving = false;
  let failure: string | null = null;
  try {
    const crash = await releaseAndCrash(office, stations, round, nth, jobs, start);
    if ('passed' in crash) return crash;
    story.kills += 1;
    step = crash.step;
    moving = [...jobs.values()].every((id) => isMoving(office, id));

    if (round.elsewhere) {
      crash.atCall.land(0);
      await crash.atCall.landed();
      const other = await start(stations.elsewhere);
      hear(await ownerComesBack(office, other, jobs, new Set(), round.hasty, () => {}));
      await other.stop();
    }
    const before = watched.effectCalls();
    let kiosk = await start(stations.here);
    story.readyMs.push(kiosk.readyMs);
    await kiosk.until('the first screen', (screen) => screen.name === 'welcome');
    if (round.stranger) await strangerTaps(kiosk);
    if (watched.effectCalls() !== before) story.untrue.add('something was sent before the owner came back');
    if (round.again) {
      await killDuringRecovery(kiosk, office, round);
      story.kills += 1;
      kiosk = await start(stations.here);
      story.readyMs.push(kiosk.readyMs);
    }
    const inDoubt = new Set(
      [...(await readJournal(stations.here.dataFolder))].filter(([, state]) => state === 'intended').map(([id]) => id),
    );
    const land = () => crash.atCall.land(round.chance.late * landsWithOwnerMs);
    hear(await ownerComesBack(office, kiosk, jobs, round.elsewhere ? new Set() : inDoubt, round.hasty, land));
    await crash.atCall.landed();
    await kiosk.intend('signOut', {});
    await kiosk.stop();
  } catch (error) {
    const tail = processes.at(-1)?.log().slice(-12).join('\n') ?? '';
    failure = `${error instanceof Error ? error.message : String(error)}\n${tail}`;
  } finally {
    watched.setGate(null);
    for (const kiosk of processes) await kiosk.kill();
  }
  // Another station knows nothing of what this one has sent.
  const tooSoon = watched
    .repeatsAfterMs()
    .slice(repeatsBefore)
    .filter((ms) => !round.elsewhere && ms < settleMsOf(round.step) - onTheWayMs);
  for (const ms of tooSoon) story.untrue.add(`an effect was sent again after ${Math.round(ms)} ms, while the first might still land`);
  const counts = [...jobs.values()].map((id) => timesOut(tenant, id) + (tenant.world.job(id)?.printsOwed ?? 0));
  return {
    step,
    kills: story.kills,
    recovery: story.pressed.size > 0 ? 'shown as held' : moving ? 'all was on its way' : 'taken up',
    lost: counts.filter((count) => count === 0).length,
    double: counts.filter((count) => count > 1).length,
    untrue: [...story.untrue],
    readyMs: story.readyMs,
    failure,
  };
}

type Start = (files: Stations['here'], more?: Partial<KioskProcessOptions>) => Promise<KioskProcess>;

interface Crash {
  readonly step: string;
  readonly atCall: KillAtCall;
}

/** The owner taps, sees the jobs and releases them; the process is killed at the step. */
async function releaseAndCrash(
  office: Office,
  { here }: Stations,
  round: Round,
  nth: number,
  jobs: RoundJobs,
  start: Start,
): Promise<Crash | NotReached> {
  const { watched, person } = office;
  const kill = journalKillOf(round.step, nth);
  const first = await start(here, {
    nodeOptions: ['--import', killModule],
    env: kill === null ? {} : { [killVariable]: JSON.stringify(kill) },
  });
  first.tap(person.badge);
  const keys = await first.until('all jobs held', (screen) => {
    const held = jobsOf(screen, jobs).filter(({ stage }) => stage.is === 'held');
    return readyList(screen) !== null && held.length === jobs.size ? held.map(({ key }) => key) : null;
  });
  const atCall = killAtCall(office, first, round, nth);
  const timer =
    round.step === 'random instant' ? setTimeout(() => void first.kill(), round.chance.instant ** 2 * releaseMs(round.jobs)) : null;
  const answered = await first.intend('release', { jobs: keys });
  if (answered?.ok === false) throw new Error('The release was not taken.');
  const survived = timer === null ? await cameThrough(first, office, jobs) : false;
  await (timer === null ? undefined : first.exited);
  watched.setGate(null);
  if (survived) {
    await first.stop();
    const counted = first.said().find((line) => 'seen' in line) as { seen: Record<JournalWrite, number> } | undefined;
    return { passed: kill === null ? atCall.calls() : (counted?.seen[kill.write] ?? 0) };
  }
  const journal = summarise(await readJournal(here.dataFolder));
  const step = round.step === 'random instant' ? `random instant: ${journal}` : atCall.step();
  return { step, atCall };
}

/** True when every job came out and the screen has said so; false when the process ended. */
function cameThrough(kiosk: KioskProcess, { watched }: Office, jobs: RoundJobs): Promise<boolean> {
  const over = kiosk.until('the release', (screen) => {
    const mine = jobsOf(screen, jobs);
    return (
      mine.length === jobs.size &&
      mine.every(({ stage, title }) => stage.is === 'done' && timesOut(watched.tenant, jobs.get(title ?? '') ?? '') > 0)
    );
  });
  return over.then(
    () => true,
    (error: unknown) => {
      if (kiosk.hasExited()) return false;
      throw error;
    },
  );
}

/** The owner taps and stays until every job came out. `onList`: their list has just been shown. */
async function ownerComesBack(
  office: Office,
  kiosk: KioskProcess,
  jobs: RoundJobs,
  inDoubt: ReadonlySet<string>,
  hasty: boolean,
  onList: () => void,
): Promise<OwnerStory> {
  const { tenant } = office.watched;
  kiosk.tap(office.person.badge);
  const doubtful = new Set([...inDoubt].filter((id) => !isMoving(office, id)));
  const unseen = await kiosk.until('the list', (screen) => {
    const list = readyList(screen);
    return list === null ? null : missingOrMisnamed(list, tenant, jobs, doubtful);
  });
  onList();
  const { pressed, untrue } = await finishAtScreen(kiosk, tenant, jobs, hasty);
  return { pressed, untrue: [...unseen, ...untrue] };
}

async function strangerTaps(kiosk: KioskProcess): Promise<void> {
  kiosk.tap(strangersBadge);
  await kiosk.until('a code for the stranger', (screen) => screen.name === 'signIn' && screen.code.is === 'shown');
  await kiosk.intend('cancel', {});
  await kiosk.until('the first screen', (screen) => screen.name === 'welcome');
}

async function killDuringRecovery(kiosk: KioskProcess, office: Office, round: Round): Promise<void> {
  kiosk.tap(office.person.badge);
  const timer = setTimeout(() => void kiosk.kill(), round.chance.again * recoveryMs);
  await kiosk.exited;
  clearTimeout(timer);
}

function isMoving({ watched }: Office, jobId: string): boolean {
  return ['interpreting', 'pending', 'printing', 'completed'].includes(watched.tenant.world.job(jobId)?.phase ?? '');
}
