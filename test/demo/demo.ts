import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import type { DemoPerson, DemoPrinter } from '../../main/simulator/model.ts';
import { findBrowser } from '../support/browser.ts';
import { type Kiosk, startKiosk, typeCard } from '../support/kiosk.ts';
import { filesBelow } from '../support/station.ts';
import { signInOnPhone } from './phone.ts';

/*
 * `npm run demo`: the whole story with nobody watching. Real station, real MSAL, real HTTP to the demo tenant, a real browser
 * with real key events; the QR code is read back from a picture of the screen. Exit code 0 only if every released job lies in
 * the output tray exactly once, byte for byte, and every other job not at all.
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
  readonly browser: Browser;
  readonly page: Page;
  readonly printed: Printed[];
  picture(name: string): Promise<void>;
}

const out = resolve(import.meta.dirname, '../../out/demo');
const tray = join(out, 'tray');
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

/** First tap, sign-in on the phone, second tap, yes. */
async function linkCard(story: Story, person: DemoPerson, pictures: boolean): Promise<void> {
  const { page, browser, picture } = story;
  await typeCard(page, person.badge);
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  if (pictures) await picture('02-new-card');
  await signInOnPhone(browser, page, person.displayName, pictures ? join(out, '03-phone.png') : undefined);
  await page.getByRole('heading', { name: 'Tap the same card again' }).waitFor();
  if (pictures) await picture('04-tap-again');
  await typeCard(page, person.badge, 5_000);
  await page.getByRole('heading', { name: /^Link this card to/ }).waitFor();
  if (pictures) await picture('05-link');
  await page.getByRole('button', { name: 'Link card' }).click();
}

async function signOut({ page }: Story): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('main[data-screen="welcome"]').waitFor();
}

const done = (page: Page) => page.getByRole('heading', { name: /^Done\. Collect your pages/ }).waitFor({ timeout: 60_000 });

async function releaseAllSeven(story: Story, person: DemoPerson): Promise<void> {
  const { page, picture } = story;
  const names = ['Contract', 'Floor plan', 'Agenda', 'Invoice 118', 'Travel form', 'Minutes', 'Poster draft'];
  for (const [i, name] of names.entries()) await print(story, person, i % 4, `${name}.pdf`, 'released');
  await page.locator('main[data-screen="welcome"]').waitFor();
  await picture('01-welcome');
  await linkCard(story, person, true);
  await page.getByRole('button', { name: 'Release all 7 jobs' }).waitFor();
  await picture('06-jobs');
  await page.getByRole('button', { name: 'Release all 7 jobs' }).click();
  await page.getByRole('heading', { name: /on (its|their) way$/ }).waitFor();
  await picture('07-releasing');
  await done(page);
  await picture('08-result');
  await signOut(story);
}

async function secondTapReleasesOne(story: Story, person: DemoPerson): Promise<void> {
  const { page, picture } = story;
  await print(story, person, 0, 'Boarding pass.pdf', 'released');
  await print(story, person, 1, 'For tomorrow.pdf', 'leftHeld');
  await typeCard(page, person.badge, 10_000);
  await page.getByRole('checkbox', { name: 'Boarding pass.pdf' }).check({ force: true });
  await picture('09-second-tap');
  await page.getByRole('button', { name: 'Release 1 job' }).click();
  await page.locator('[data-stage="done"]').waitFor({ timeout: 60_000 });
  await picture('10-one-released');
  await signOut(story);
}

async function deletesOne(story: Story, person: DemoPerson): Promise<void> {
  const { page, kiosk, picture } = story;
  await print(story, person, 1, 'Wrong version.pdf', 'deleted');
  await print(story, person, 2, 'Right version.pdf', 'released');
  await linkCard(story, person, false);
  await page.getByRole('checkbox', { name: 'Wrong version.pdf' }).check({ force: true });
  await page.getByRole('button', { name: 'Delete 1 job' }).click();
  await page.getByText('Deleted when you sign out').first().waitFor();
  await picture('11-delete-with-undo');
  await page.getByRole('button', { name: 'Release 1 job' }).click();
  await page.locator('[data-stage="done"]').waitFor({ timeout: 60_000 });
  await signOut(story);
  await kiosk.tenant.until(() =>
    kiosk.tenant.jobs().some((job) => job.document.displayName === 'Wrong version.pdf' && job.phase === 'canceled'),
  );
}

async function withoutACard(story: Story, person: DemoPerson, somebodyElse: DemoPerson): Promise<void> {
  const { page, browser, picture } = story;
  await print(story, somebodyElse, 3, 'Not yours.pdf', 'neverSeen');
  await print(story, person, 3, 'Recipe.pdf', 'released');
  await page.getByRole('button', { name: /Sign in with your phone/ }).click();
  await page.getByRole('img', { name: /^Code: / }).waitFor();
  await picture('12-sign-in');
  await signInOnPhone(browser, page, person.displayName);
  await page.getByRole('checkbox', { name: 'Recipe.pdf' }).waitFor();
  if ((await page.getByText('Not yours.pdf').count()) !== 0) throw new Error('A job of somebody else is on the screen.');
  await page.getByRole('button', { name: 'Release 1 job' }).click();
  await done(page);
  await signOut(story);
  await picture('13-signed-out');
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

async function play(): Promise<boolean> {
  const startedAt = Date.now();
  await rm(out, { recursive: true, force: true });
  await mkdir(tray, { recursive: true });
  const kiosk = await startKiosk({ tenant: { trayFolder: tray } });
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    const picture = async (name: string) => void (await page.screenshot({ path: join(out, `${name}.png`) }));
    const story: Story = { kiosk, browser, page, printed: [], picture };
    const [first, second, third, fourth] = kiosk.tenant.directory.people;
    if (!first || !second || !third || !fourth) throw new Error('The demo tenant has too few people.');
    await page.goto(kiosk.host.url);
    await releaseAllSeven(story, first);
    await secondTapReleasesOne(story, first);
    await deletesOne(story, second);
    await withoutACard(story, third, fourth);
    return await judge(story.printed, startedAt);
  } catch (error) {
    console.error(`The story stopped. The station's log so far:\n${kiosk.log.join('')}`);
    throw error;
  } finally {
    await browser.close();
    await kiosk.close();
  }
}

const ok = await play();
console.log(
  ok
    ? `Every released job came out exactly once, and nothing else did. See ${join('out', 'demo')}.`
    : 'Not every page came out once. See summary.json.',
);
process.exitCode = ok ? 0 : 1;
