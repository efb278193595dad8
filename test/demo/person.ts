import type { Browser, Page } from '@playwright/test';
import type { DemoPerson } from '../../main/simulator/model.ts';
import type { JobView, Screen } from '../../preload/contract.ts';
import { typeCard } from '../support/kiosk.ts';
import { type InFront, watch } from './look.ts';
import { signInOnPhone } from './phone.ts';

/*
 * What a person does who wants their pages and has patience: goes by what the screen shows, answers what it asks, tries again what it offers to
 * try again, and comes back where it has sent them away. Nothing here knows how well the service is.
 */

/** What may be worth a picture. `press`: the finger is over Release. */
export type Moment = 'code' | 'tapAgain' | 'confirm' | 'press' | 'released';

/** A person at the kiosk. */
export interface Visitor extends InFront {
  readonly browser: Browser;
  readonly person: DemoPerson;
  /** Without: they sign in with their phone each time. */
  readonly hasCard: boolean;
  /** How long a step may take where the service is at its worst. Milliseconds. */
  readonly limitMs: number;
  /** How long a list is waited for before they try their luck another way. Milliseconds. */
  readonly listMs: number;
  /** Later by enough than the tap before: two reads of one card in two seconds are one. Milliseconds. */
  readonly nextTapMs: () => number;
  /** Keeps a picture of a moment of the story, where it is one. */
  readonly moment: (what: Moment) => Promise<void>;
  /** Where the picture of the phone goes. */
  readonly phonePicture?: string;
}

/** A line that says that something is still going on. */
const moving = ['releasing', 'sent', 'printing', 'checking'].map((stage) => `li.job[data-stage="${stage}"]`).join();
/** Visits before they give up and ask for help. */
const mostVisits = 6;
/** Presses of "Release" for the same jobs. */
const mostPresses = 8;

const isWaiting = ({ stage, deleting }: JobView) => !deleting && (stage.is === 'held' || stage.is === 'notReleased');
const isUnderWay = ({ stage }: JobView) => ['releasing', 'sent', 'printing', 'checking', 'arriving'].includes(stage.is);
const those = (jobs: readonly JobView[], titles: readonly string[]) => jobs.filter(({ title }) => title !== null && titles.includes(title));

/** From whatever screen there is to their own jobs. Throws where the kiosk does not let them in. */
export async function arrive(visitor: Visitor): Promise<void> {
  const { page, browser, person, limitMs, moment } = visitor;
  for (let step = 0; step < mostVisits * 5; step += 1) {
    const at = await watch(visitor, limitMs, whereIAm);
    switch (at) {
      case 'jobs':
        return;
      case 'welcome':
        await begin(visitor);
        break;
      case 'code':
        await moment('code');
        await signInOnPhone(browser, page, person.displayName, visitor.phonePicture);
        await passed(visitor, 'code');
        break;
      case 'noCode':
        await page.locator('.sign-in-code button').click();
        await passed(visitor, 'noCode');
        break;
      case 'tapAgain':
        await moment('tapAgain');
        await typeCard(page, person.badge, visitor.nextTapMs());
        await passed(visitor, 'tapAgain');
        break;
      case 'confirm':
        await moment('confirm');
        await page.locator('.link-answer .button-primary').click();
        await passed(visitor, 'confirm');
        break;
      case null:
        throw new Error(`${person.displayName} waited ${limitMs} ms in front of the kiosk.`);
    }
  }
  throw new Error(`${person.displayName} was not let in.`);
}

type Place = 'jobs' | 'welcome' | 'code' | 'noCode' | 'tapAgain' | 'confirm';

/** Where something is asked of them; null while the kiosk is at work. */
function whereIAm(screen: Screen): Place | null {
  switch (screen.name) {
    case 'jobs':
      return 'jobs';
    case 'welcome':
      return screen.opening ? null : 'welcome';
    case 'signIn':
      return screen.code.is === 'asking' ? null : screen.code.is === 'shown' ? 'code' : 'noCode';
    case 'linkBadge':
      return screen.step === 'saving' ? null : screen.step;
    default:
      return null;
  }
}

/** The kiosk has taken what was done there. */
function passed(visitor: Visitor, place: Place): Promise<unknown> {
  return watch(visitor, visitor.limitMs, (screen) => (whereIAm(screen) === place ? null : true));
}

/** The card, or the button with the phone; then a moment for the kiosk to do something about it. */
async function begin(visitor: Visitor): Promise<void> {
  const { page, person, hasCard, listMs, nextTapMs } = visitor;
  if (hasCard) await typeCard(page, person.badge, nextTapMs());
  else await page.locator('.second-way button').click();
  await watch(visitor, listMs, (screen) => (whereIAm(screen) === 'welcome' ? null : true));
}

/** Until the list shows these jobs, in as many visits as it takes. */
export async function findJobs(visitor: Visitor, titles: readonly string[]): Promise<void> {
  const { page, person, limitMs } = visitor;
  const endsAt = performance.now() + limitMs;
  for (let visit = 0; visit < mostVisits && performance.now() < endsAt; visit += 1) {
    await arrive(visitor);
    for (let found = await listed(visitor, titles); found !== null; found = await listed(visitor, titles)) {
      if (found === 'listed') return page.locator('li.job').first().waitFor({ timeout: limitMs });
      if (found === 'welcome') break;
      await lookAgain(visitor);
    }
    await signOut(visitor);
  }
  throw new Error(`${person.displayName} does not see ${titles.join(', ')}.`);
}

function listed(visitor: Visitor, titles: readonly string[]): Promise<'listed' | 'welcome' | 'failed' | null> {
  return watch(visitor, visitor.listMs, (screen) => {
    if (screen.name === 'welcome') return 'welcome';
    if (screen.name !== 'jobs' || screen.list === 'loading') return null;
    const found = those(screen.jobs, titles);
    if (found.length === titles.length && found.every(({ stage }) => stage.is !== 'arriving')) return 'listed';
    return screen.jobs.length === 0 ? 'failed' : null;
  });
}

/** The one button of a list that has nothing to show, and the time until the answer shows. */
async function lookAgain(visitor: Visitor): Promise<void> {
  const { kiosk, page, listMs } = visitor;
  const before = kiosk.screen();
  const button = page.locator('.empty-foot button').first();
  await button.click({ timeout: listMs }).catch(() => {});
  await watch(visitor, listMs, (screen) => (JSON.stringify(screen) === JSON.stringify(before) ? null : true));
}

/** Releases these jobs, which are on the screen, and stays or comes back until the kiosk has no more to say of them. */
export async function releaseAndCollect(visitor: Visitor, titles: readonly string[]): Promise<void> {
  const { page, person, limitMs } = visitor;
  let presses = 0;
  for (let visit = 0; visit < mostVisits; visit += 1) {
    for (;;) {
      const next = await watch(visitor, limitMs, (screen) => whatNext(screen, titles));
      if (next === 'over') return page.locator(moving).first().waitFor({ state: 'detached', timeout: limitMs });
      if (next === null) throw new Error(`${person.displayName} waited ${limitMs} ms for ${titles.join(', ')}.`);
      if (next === 'away') break;
      if (next === 'lookAgain') {
        await lookAgain(visitor);
        continue;
      }
      presses += 1;
      if (presses > mostPresses) throw new Error(`${person.displayName} released ${titles.join(', ')} ${mostPresses} times.`);
      await press(visitor, next, titles);
      await visitor.moment('released');
    }
    await signOut(visitor);
    await arrive(visitor);
  }
  throw new Error(`${person.displayName} came back ${mostVisits} times for ${titles.join(', ')}.`);
}

/** What a person who waits for these jobs does now; null: waits. */
function whatNext(screen: Screen, titles: readonly string[]): readonly JobView[] | 'over' | 'away' | 'lookAgain' | null {
  if (screen.name === 'welcome') return 'away';
  if (screen.name !== 'jobs' || screen.list === 'loading') return null;
  if (screen.list === 'failed' && screen.jobs.length === 0) return 'lookAgain';
  const mine = those(screen.jobs, titles);
  if (mine.some(isUnderWay)) return null;
  if (mine.some(isWaiting)) return screen.jobs.filter(isWaiting);
  // Out of sight: "at your next sign-in the station looks again".
  return mine.some(({ stage }) => stage.is === 'unsure') ? 'away' : 'over';
}

/** Touches Release, for these alone where others wait too. */
async function press(visitor: Visitor, waiting: readonly JobView[], titles: readonly string[]): Promise<void> {
  const { page, limitMs, moment } = visitor;
  const wanted = those(waiting, titles);
  if (wanted.length < waiting.length) for (const { title } of wanted) await choose(page, title ?? '');
  await moment('press');
  await page.locator('.button-release').click({ timeout: limitMs });
  const keys = wanted.map(({ key }) => key);
  await watch(visitor, limitMs, (screen) => {
    const still = screen.name === 'jobs' ? screen.jobs.filter((job) => keys.includes(job.key) && isWaiting(job)) : [];
    return still.length < keys.length ? true : null;
  });
}

/** Touches the line of a job that waits. */
export async function choose(page: Page, title: string): Promise<void> {
  await page.getByRole('checkbox', { name: title }).check({ force: true });
}

/** Signs out, if that has not happened by itself. */
export async function signOut(visitor: Visitor): Promise<void> {
  const { kiosk, page, limitMs } = visitor;
  if (kiosk.screen().name === 'jobs') {
    const pressed = page.locator('.actions .sign-out').click({ timeout: limitMs });
    // They may be out by themselves before the finger is there.
    await pressed.catch(() => {});
  }
  const out = await watch(visitor, limitMs, (screen) => (screen.name === 'welcome' ? true : null));
  if (out === null) throw new Error('Signing out took too long.');
}
