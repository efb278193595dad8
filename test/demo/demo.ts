import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import type { DemoPerson, DemoPrinter } from '../../main/simulator/model.ts';
import { defaultSettings } from '../../main/simulator/settings.ts';
import { findBrowser } from '../support/browser.ts';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { filesBelow } from '../support/station.ts';
import { type DemoWorld, readDemoOptions } from './options.ts';
import { arrive, choose, findJobs, type Moment, releaseAndCollect, signOut, type Visitor } from './person.ts';

/*
 * `npm run demo`: the whole story with nobody watching. Real station, real MSAL, real HTTP to the demo tenant, a real browser
 * with real key events; the QR code is read back from a picture of the screen. Exit code 0 only if every released job lies in
 * the output tray exactly once, byte for byte, and every other job not at all. `options.ts`: the same story in a worse world.
 * Exit code 64: the command line cannot be used.
 */

/** A document that somebody printed in the story. */
interface Printed {
  readonly document: string;
  readonly owner: string;
  readonly printer: string;
  readonly printerKind: DemoPrinter['kind'];
  readonly jobId: string;
  readonly sha256: string;
  /** What the story does with it. */
  fate: 'released' | 'deleted' | 'leftHeld' | 'neverSeen';
}

/** The stage, the players and what has been printed so far. */
interface Story {
  readonly kiosk: Kiosk;
  readonly printed: Printed[];
  /** How long a step may take where the service is at its worst. Milliseconds. */
  readonly limitMs: number;
  picture(name: string): Promise<void>;
  /** Takes a picture of some moments, each the first time that it comes. */
  album(names: Partial<Record<Moment, string>>): Visitor['moment'];
  /** Somebody steps up to the kiosk. */
  visitor(person: DemoPerson, more?: Partial<Visitor>): Visitor;
}

const out = resolve(import.meta.dirname, '../../out/demo');
const tray = join(out, 'tray');
/** How often one deletion is tried. */
const mostDeletions = 4;
/** For what happens in the tenant behind the screen's back: a deletion, the last page of a print. Milliseconds. */
const longestWaitMs = 60_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function print(
  { kiosk, printed }: Story,
  person: DemoPerson,
  printerIndex: number,
  document: string,
  fate: Printed['fate'],
): Promise<void> {
  const printer = kiosk.tenant.printers[printerIndex];
  if (!printer) throw new Error(`There is no printer ${printerIndex}.`);
  const bytes = await demoDocument(document, 2);
  const jobId = await kiosk.tenant.printAs(person, printer.shareId, { name: document, bytes });
  printed.push({
    document,
    owner: person.displayName,
    printer: printer.name,
    printerKind: printer.kind,
    jobId,
    sha256: sha256(bytes),
    fate,
  });
}

async function releaseAllSeven(story: Story, person: DemoPerson): Promise<void> {
  const { picture } = story;
  const names = ['Contract', 'Floor plan', 'Agenda', 'Invoice 118', 'Travel form', 'Minutes', 'Poster draft'].map((name) => `${name}.pdf`);
  for (const [i, name] of names.entries()) await print(story, person, i % 4, name, 'released');
  const moments = { code: '02-new-card', tapAgain: '04-tap-again', confirm: '05-link', released: '07-releasing' };
  const visitor = story.visitor(person, { moment: story.album(moments), phonePicture: join(out, '03-phone.png') });
  await visitor.page.locator('main[data-screen="welcome"]').waitFor();
  await picture('01-welcome');
  await findJobs(visitor, names);
  await picture('06-jobs');
  await releaseAndCollect(visitor, names);
  await picture('08-result');
  await signOut(visitor);
}

async function secondTapReleasesOne(story: Story, person: DemoPerson): Promise<void> {
  const { picture } = story;
  await print(story, person, 0, 'Boarding pass.pdf', 'released');
  await print(story, person, 1, 'For tomorrow.pdf', 'leftHeld');
  const visitor = story.visitor(person, { moment: story.album({ press: '09-second-tap' }) });
  await findJobs(visitor, ['Boarding pass.pdf', 'For tomorrow.pdf']);
  await releaseAndCollect(visitor, ['Boarding pass.pdf']);
  await picture('10-one-released');
  await signOut(visitor);
}

async function deletesOne(story: Story, person: DemoPerson): Promise<void> {
  await print(story, person, 1, 'Wrong version.pdf', 'deleted');
  await print(story, person, 2, 'Right version.pdf', 'released');
  const visitor = story.visitor(person);
  await findJobs(visitor, ['Wrong version.pdf', 'Right version.pdf']);
  await markDeleted(story, visitor, 'Wrong version.pdf');
  await story.picture('11-delete-with-undo');
  await releaseAndCollect(visitor, ['Right version.pdf']);
  // They may have had to come back for the other one, and where the service did not take the deletion they do it once more.
  for (let attempt = 0; attempt < mostDeletions; attempt += 1) {
    await markDeleted(story, visitor, 'Wrong version.pdf');
    await signOut(visitor);
    if (await within(story, () => isCancelled(story, 'Wrong version.pdf'))) return;
    await findJobs(visitor, ['Wrong version.pdf']);
  }
}

/** Marks the job, if it is on the screen and not marked yet. */
async function markDeleted({ limitMs }: Story, { page }: Visitor, title: string): Promise<void> {
  const line = page.locator('li.job[data-stage="held"]', { hasText: title });
  if ((await line.count()) === 0) return;
  await choose(page, title);
  await page.locator('.delete').click({ timeout: limitMs });
  await page.locator('li.job[data-stage="deleting"]', { hasText: title }).waitFor({ timeout: limitMs });
}

async function withoutACard(story: Story, person: DemoPerson, somebodyElse: DemoPerson): Promise<void> {
  const { picture } = story;
  await print(story, somebodyElse, 3, 'Not yours.pdf', 'neverSeen');
  await print(story, person, 3, 'Recipe.pdf', 'released');
  const visitor = story.visitor(person, { hasCard: false, moment: story.album({ code: '12-sign-in' }) });
  await arrive(visitor);
  await findJobs(visitor, ['Recipe.pdf']);
  if ((await visitor.page.getByText('Not yours.pdf').count()) !== 0) throw new Error('A job of somebody else is on the screen.');
  await releaseAndCollect(visitor, ['Recipe.pdf']);
  await signOut(visitor);
  await picture('13-signed-out');
}

const isCancelled = ({ kiosk }: Story, title: string) =>
  kiosk.tenant.jobs().some((job) => job.document.displayName === title && job.phase === 'canceled');

/** Whether that becomes so within the time of a step, looking after each change in the tenant. */
async function within({ kiosk, limitMs }: Pick<Story, 'kiosk' | 'limitMs'>, holds: () => boolean): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.min(limitMs, longestWaitMs));
  });
  const so = kiosk.tenant.until(holds).then(() => true);
  return Promise.race([so, late]).finally(() => clearTimeout(timer));
}

/** Counts every document in the tray by its bytes, as they lie on the disk. */
async function countTray(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { path } of await filesBelow(tray)) {
    const hash = sha256(await readFile(path));
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

async function judge(printed: readonly Printed[], startedAt: number): Promise<boolean> {
  const counts = await countTray();
  const jobs = printed.map((job) => {
    const timesInTray = counts.get(job.sha256) ?? 0;
    return { ...job, timesInTray, right: timesInTray === (job.fate === 'released' ? 1 : 0) };
  });
  const known = new Set(printed.map((job) => job.sha256));
  const strangers = [...counts.keys()].filter((hash) => !known.has(hash)).length;
  const ok = strangers === 0 && jobs.every((job) => job.right);
  const summary = {
    ok,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
    documentsInTray: [...counts.values()].reduce((a, b) => a + b, 0),
    strangers,
    jobs,
  };
  await writeFile(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  for (const job of jobs) {
    console.log(`${job.right ? 'right' : 'WRONG'}  ${job.timesInTray} × ${job.document} (${job.owner}; ${job.printerKind}; ${job.fate})`);
  }
  return ok;
}

/** How long a step may take: generous, and more so the slower the service is said to be. Milliseconds. */
function limitOf({ plain, script }: DemoWorld): number {
  const { latencyMs, latencySpreadMs, printMs, interpretMs, acknowledgeMs, readLagMs, readLagSpreadMs } = {
    ...defaultSettings,
    ...script.settings,
  };
  const callsMs = 40 * (latencyMs + latencySpreadMs);
  // Seven jobs, at worst one after the other on one printer.
  const printsMs = 7 * (printMs + interpretMs + acknowledgeMs);
  return (plain ? 60_000 : 180_000) + callsMs + printsMs + 4 * (readLagMs + readLagSpreadMs);
}

/** A tenant as it was asked for. In a worse world the station assumes of the service what it assumes in an office, not what keeps a test short. */
function openKiosk({ plain, script, seed }: DemoWorld): Promise<Kiosk> {
  const { settings, entraSettings, rules } = script;
  return startKiosk({
    tenant: { trayFolder: tray, settings, entraSettings, faults: rules, ...(seed === undefined ? {} : { seed }) },
    ...(plain ? {} : { config: { release: { settleSeconds: 15, resumeSeconds: 3 } } }),
  });
}

async function open(world: DemoWorld, kiosk: Kiosk, browser: Browser): Promise<Story> {
  const page: Page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  const limitMs = limitOf(world);
  page.setDefaultTimeout(limitMs);
  const { latencyMs = 0, latencySpreadMs = 0 } = world.script.settings;
  const listMs = 20_000 + 8 * (latencyMs + latencySpreadMs);
  let taps = 0;
  const nextTapMs = () => {
    taps += 1;
    return taps * 5_000;
  };
  const visitor: Story['visitor'] = (person, more = {}) => ({
    ...{ kiosk, page, browser, person, hasCard: true, limitMs, listMs, nextTapMs, moment: () => Promise.resolve() },
    ...more,
  });
  const picture = async (name: string) => void (await page.screenshot({ path: join(out, `${name}.png`) }));
  const album: Story['album'] = (names) => {
    const left = new Map(Object.entries(names));
    return async (what) => {
      const name = left.get(what);
      left.delete(what);
      if (name !== undefined) await picture(name);
    };
  };
  await page.goto(kiosk.host.url);
  return { kiosk, printed: [], limitMs, picture, album, visitor };
}

async function play(world: DemoWorld): Promise<boolean> {
  const startedAt = Date.now();
  await rm(out, { recursive: true, force: true });
  await mkdir(tray, { recursive: true });
  const kiosk = await openKiosk(world);
  const browser = await chromium.launch(await findBrowser());
  let story: Story | undefined;
  try {
    story = await open(world, kiosk, browser);
    const [first, second, third, fourth] = kiosk.tenant.directory.people;
    if (!first || !second || !third || !fourth) throw new Error('The demo tenant has too few people.');
    await releaseAllSeven(story, first);
    await secondTapReleasesOne(story, first);
    await deletesOne(story, second);
    await withoutACard(story, third, fourth);
    const released = story.printed.filter(({ fate }) => fate === 'released').map(({ jobId }) => jobId);
    await within(story, () => released.every((jobId) => kiosk.tenant.world.job(jobId)?.phase === 'completed'));
    return await judge(story.printed, startedAt);
  } catch (error) {
    console.error(`The story stopped. The station's log so far:\n${kiosk.log.join('')}`);
    await story?.picture('stopped').catch(() => {});
    throw error;
  } finally {
    await browser.close();
    await kiosk.close();
  }
}

async function run(args: readonly string[]): Promise<number> {
  const options = readDemoOptions(args);
  if (!options.ok) {
    for (const problem of options.problems) console.error(problem);
    return 64;
  }
  const ok = await play(options.world);
  console.log(
    ok
      ? `Every released job came out exactly once, and nothing else did. See ${join('out', 'demo')}.`
      : 'Not every page came out once. See summary.json.',
  );
  return ok ? 0 : 1;
}

process.exitCode = await run(process.argv.slice(2));
