import type { Browser, Page } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import type { DemoPerson, DemoPrinter } from '../../main/simulator/model.ts';
import { type Language, languages, type Screen, type Theme } from '../../preload/contract.ts';
import { sameTouchMs } from '../../renderer/station/one-touch.ts';
import { createTranslator, speak } from '../../renderer/words/translator.ts';
import { type SizeName, sizes } from '../layout/combinations.ts';
import { type Kiosk, startKiosk, typeCard } from './kiosk.ts';
import { listRead, signInByCode, signInWithPhone, type TestStationOptions } from './station.ts';

/** How the station looks, as IT would configure it, and how large its screen is. */
export interface VisitLook {
  readonly language: Language;
  readonly size: SizeName;
  readonly theme?: Theme;
  readonly largeText?: boolean;
  readonly reach?: boolean;
}

/** The screen's own words in its language, by their key in the catalogue. */
export type Words = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** A kiosk on its demo tenant, and a browser that shows it. */
export interface Visit {
  readonly kiosk: Kiosk;
  readonly page: Page;
  readonly t: Words;
  person(index?: number): DemoPerson;
  /** 0 resumes, 1 waits, 2 was never started, 3 was never started and has a trigger. */
  printer(index?: number): DemoPrinter;
  /** Prints as a person does at a PC. */
  print(names: readonly string[], printer?: number, who?: number): Promise<void>;
  /** Prints, and signs in with the phone. */
  signIn(names?: readonly string[], printer?: number): Promise<void>;
  /** Releases everything that is held, without touching the screen. */
  releaseAll(to?: string): Promise<void>;
  /** Resolves when the station's screen is so. */
  until(condition: (screen: Screen) => boolean): Promise<void>;
  /** Holds a card to the reader: its keys are typed into the page. */
  tapCard(badge: string, laterMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** The words of a language. */
export async function wordsOf(language: Language): Promise<Words> {
  const translator = createTranslator();
  if (!(await speak(translator, language))) throw new Error(`no words in ${language}`);
  return (key, values = {}) => String(translator.t(key as never, values));
}

/** Starts a kiosk that looks so, and opens it in a browser of its size. `npm run build` must have been run. */
export async function startVisit(browser: Browser, look: VisitLook, options: TestStationOptions = {}): Promise<Visit> {
  const { language, theme = 'light', largeText = false, reach = false, size } = look;
  const { width, height, widthMm } = sizes[size];
  const screen = { language, languages, theme, largeText, reach, widthMm, ...options.config?.screen };
  const kiosk = await startKiosk({
    ...options,
    tenant: { ...options.tenant, entraSettings: { deviceCodeIntervalS: 1, ...options.tenant?.entraSettings } },
    config: { ...options.config, screen },
  });
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', hasTouch: true });
  const page = await context.newPage();
  await page.goto(kiosk.host.url);
  await page.locator(`html[lang="${language}"] main[data-screen]`).waitFor();
  const person = (index = 0) => kiosk.tenant.directory.people[index] as DemoPerson;
  const printer = (index = 0) => kiosk.tenant.printers[index] as DemoPrinter;
  const print = async (names: readonly string[], to = 0, who = 0): Promise<void> => {
    for (const name of names) await kiosk.tenant.printAs(person(who), printer(to).shareId, { name, bytes: await demoDocument(name, 1) });
  };
  return {
    kiosk,
    page,
    t: await wordsOf(language),
    person,
    printer,
    print,
    async signIn(names = [], to = 0) {
      await print(names, to);
      await signInWithPhone(kiosk, person());
    },
    async releaseAll(to) {
      const now = kiosk.screen();
      const jobs = now.name === 'jobs' ? now.jobs.filter(({ stage }) => stage.is === 'held').map(({ key }) => key) : [];
      await kiosk.intend('release', { jobs, ...(to === undefined ? {} : { to }) });
    },
    until: async (condition) => void (await kiosk.until(condition)),
    tapCard: (badge, laterMs) => typeCard(page, badge, laterMs),
    async close() {
      await context.close();
      await kiosk.close();
    },
  };
}

/** A person's pace: the time is over in which a touch at the same place would belong to the one before. */
export async function ownTouch(page: Page): Promise<void> {
  const from = await page.evaluate(() => performance.now());
  await page.waitForFunction((until) => performance.now() >= until, from + sameTouchMs);
}

/** Unknown card, sign-in, and the second tap: whose card it is, is asked. */
export async function untilLinkIsAsked({ kiosk, until, tapCard, person }: Visit, who = 0): Promise<void> {
  await tapCard(person(who).badge);
  await signInByCode(kiosk, person(who));
  await until((screen) => screen.name === 'linkBadge');
  await tapCard(person(who).badge, 5_000);
  await until((screen) => screen.name === 'linkBadge' && screen.step === 'confirm');
}

/** The card is linked, and its owner's jobs are there. */
export async function linkCard(visit: Visit, who = 0): Promise<void> {
  await untilLinkIsAsked(visit, who);
  await visit.kiosk.intend('answerLink', { link: true });
  await visit.until(listRead);
}

/** A tap of a card that the station knows: the jobs come up. */
export async function tapKnownCard({ until, tapCard, person }: Visit, who = 0, laterMs = 0): Promise<void> {
  await tapCard(person(who).badge, laterMs);
  await until(listRead);
}
