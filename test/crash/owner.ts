import type { Tenant } from '../../main/simulator/tenant.ts';
import type { JobsScreen, JobView, Screen } from '../../preload/contract.ts';
import { describeScreen, type KioskProcess } from '../support/kiosk-process.ts';

/** The jobs of a round: document name to job id. */
export type RoundJobs = ReadonlyMap<string, string>;

/** What the person did and saw. */
export interface OwnerStory {
  /** Jobs that they had to release once more, by name. */
  readonly pressed: ReadonlySet<string>;
  /** What the screen said that was not so, in words. */
  readonly untrue: readonly string[];
}

/** How often one person presses "Release" for the same job before they give up. */
const pressesPerJob = 4;
/** The station gives a job up after 90 s; one that it then shows is released once more. Milliseconds. */
const patienceMs = 240_000;

/** How often a job came out. */
export function timesOut(tenant: Tenant, jobId: string): number {
  return tenant.tray().filter((entry) => entry.jobId === jobId).length;
}

/** The jobs of the round on a jobs screen. */
export function jobsOf(screen: Screen, jobs: RoundJobs): readonly JobView[] {
  return screen.name === 'jobs' ? screen.jobs.filter(({ title }) => title !== null && jobs.has(title)) : [];
}

/**
 * The owner stands at the screen and releases whatever it shows as held, until every job of the round came out and the screen says no more
 * than that. Rejects when that takes too long or the process ends.
 */
export async function finishAtScreen(kiosk: KioskProcess, tenant: Tenant, jobs: RoundJobs, hasty: boolean): Promise<OwnerStory> {
  const presses = new Map<string, number>();
  const untrue = new Set<string>();
  let pressing = false;

  const press = async (held: readonly JobView[]) => {
    pressing = true;
    for (const { title } of held) presses.set(title ?? '', (presses.get(title ?? '') ?? 0) + 1);
    await kiosk.intend('release', { jobs: held.map(({ key }) => key) });
    pressing = false;
    look();
  };
  const look = () => {
    const screen = kiosk.screen();
    for (const sentence of untruths(screen, tenant, jobs)) untrue.add(sentence);
    if (pressing || screen.name !== 'jobs' || screen.list !== 'ready') return;
    const mine = jobsOf(screen, jobs);
    const underWay = mine.some(({ stage }) => stage.is === 'checking' || stage.is === 'releasing');
    const held = mine.filter(({ title, stage }) => isHeld(stage.is) && (presses.get(title ?? '') ?? 0) < pressesPerJob);
    if (held.length > 0 && (hasty || !underWay)) void press(held);
  };

  await until(kiosk, tenant, `${jobs.size} jobs to come out`, () => {
    look();
    return !pressing && [...jobs.values()].every((id) => timesOut(tenant, id) > 0) && jobsOf(kiosk.screen(), jobs).every(isAtRest);
  });
  return { pressed: new Set(presses.keys()), untrue: [...untrue] };
}

function isHeld(stage: JobView['stage']['is']): boolean {
  return stage === 'held' || stage === 'notReleased';
}

function isAtRest({ stage }: JobView): boolean {
  return stage.is === 'done' || stage.is === 'attention' || stage.is === 'gone';
}

/** Looks again after every change on the screen and in the tenant. */
function until(kiosk: KioskProcess, tenant: Tenant, what: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(limit);
      stopScreen();
      stopTenant();
      settle();
    };
    const fail = (why: string) =>
      end(() => reject(new Error(`Waited for ${what}: ${why}. On the screen: ${describeScreen(kiosk.screen())}`)));
    const limit = setTimeout(() => fail(`not within ${patienceMs} ms`), patienceMs);
    const check = () => holds() && end(resolve);
    let stopScreen = () => {};
    const stopTenant = tenant.onChange(() => queueMicrotask(check));
    stopScreen = kiosk.onScreen(() => queueMicrotask(check));
    void kiosk.exited.then(() => fail('the process ended'));
  });
}

/** What a screen says of the round's jobs that the tenant knows not to be so. */
function untruths(screen: Screen, tenant: Tenant, jobs: RoundJobs): readonly string[] {
  return jobsOf(screen, jobs).flatMap(({ title, stage }) => {
    const id = jobs.get(title ?? '') ?? '';
    const phase = tenant.world.job(id)?.phase ?? 'gone';
    const moved = ['interpreting', 'pending', 'printing', 'stopped', 'completed'].includes(phase);
    if (stage.is === 'done' && timesOut(tenant, id) === 0) return ['"done" for a job that has not come out'];
    if ((stage.is === 'sent' || stage.is === 'printing') && !moved) return [`"${stage.is}" for a job that is ${phase}`];
    if (['gone', 'cancelled', 'attention'].includes(stage.is)) return [`"${stage.is}" for a job that is ${phase}`];
    return [];
  });
}

/** Jobs that have not come out and are not on the screen of their owner, and jobs in doubt that are called held, once the list was read. */
export function missingOrMisnamed(screen: JobsScreen, tenant: Tenant, jobs: RoundJobs, inDoubt: ReadonlySet<string>): readonly string[] {
  const byTitle = new Map(jobsOf(screen, jobs).map((job) => [job.title, job]));
  return [...jobs].flatMap(([title, id]) => {
    const phase = tenant.world.job(id)?.phase;
    const stage = byTitle.get(title)?.stage.is;
    if (phase === 'completed' && stage === undefined) return [];
    if (stage === undefined) return [`a job that is ${phase} is not on the screen of its owner`];
    return inDoubt.has(id) && stage === 'held' ? ['"held" for a job whose fate is not known'] : [];
  });
}
