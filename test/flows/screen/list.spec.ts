import { expect } from '@playwright/test';
import { signInByCode, signInWithPhone } from '../../support/station.ts';
import { ownTouch } from '../../support/visit.ts';
import { type StoryVisit, sentence, story } from './story.ts';

const lists = '/print/shares/*/jobs';
const signOut = async ({ page, t }: StoryVisit): Promise<void> => {
  await page.getByRole('button', { name: t('common.signOut') }).tap();
  await page.locator('main[data-screen="welcome"]').waitFor();
};

story(
  6,
  5,
  'an empty list says what this station has evidence for: nothing held; what came out before; a permission that is missing',
  {},
  async (visit) => {
    const { page, t, kiosk, signIn, releaseAll, person } = visit;
    await signIn();
    await expect(page.getByText(sentence(t, 'why.nothingHeld.what', {}, 'account')).first()).toBeVisible();
    await expect(page.getByText(t('why.nothingHeld.do')).first()).toBeVisible();
    await signOut(visit);

    await signIn(['Plan.pdf']);
    await releaseAll();
    await visit.until((screen) => screen.name === 'jobs' && screen.jobs.every(({ stage }) => stage.is === 'done'));
    await signOut(visit);
    await signInWithPhone(kiosk, person());
    await expect(page.getByText(sentence(t, 'why.printed.what', { count: 1 }, 'when')).first()).toBeVisible();
    await signOut(visit);

    kiosk.tenant.faults.set([{ path: lists, count: null, fault: { kind: 'status', status: 403 } }]);
    await kiosk.intend('signInWithPhone', {});
    await signInByCode(kiosk, person());
    await expect(
      page
        .getByText(t('why.notPermitted.what'))
        .or(page.getByText(t('trouble.notPermitted.what')))
        .first(),
    ).toBeVisible();
  },
);

story(
  7,
  9,
  'masked names are nowhere on the page until they are asked for, and gone again with the finger',
  { config: { screen: { titles: 'masked' } } },
  async ({ page, t, signIn }) => {
    await signIn(['Dismissal.pdf']);
    await page.getByRole('checkbox', { name: t('jobs.maskedName', { number: 1 }) }).waitFor({ state: 'attached' });
    const secret = async (): Promise<boolean> => (await page.content()).includes('Dismissal');
    expect(await secret()).toBe(false);
    const eye = page.getByRole('button', { name: t('jobs.peek', { number: 1 }) });
    const box = await eye.boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await page.mouse.down();
    await expect(page.getByText('Dismissal.pdf').first()).toBeVisible();
    await page.mouse.up();
    await expect(page.getByText('Dismissal.pdf')).toHaveCount(0);
    await expect.poll(secret).toBe(false);
    await page.getByRole('button', { name: t('jobs.showNames') }).tap();
    await expect(page.getByText('Dismissal.pdf').first()).toBeVisible();
    await ownTouch(page);
    await page.getByRole('button', { name: t('jobs.hideNames') }).tap();
    await expect.poll(secret).toBe(false);
  },
);

story(8, 10, 'what is marked is deleted at sign-out, and kept where that was undone', {}, async (visit) => {
  const { page, t, kiosk, signIn } = visit;
  await signIn(['Keep.pdf', 'Delete.pdf']);
  for (const name of ['Keep.pdf', 'Delete.pdf']) await page.getByRole('checkbox', { name }).tap();
  await page.getByRole('button', { name: t('jobs.deleteChosen', { count: 2 }) }).tap();
  await page.getByRole('button', { name: t('jobs.undoNamed', { title: 'Keep.pdf' }) }).tap();
  await page.getByRole('button', { name: t('jobs.signOutDeleting', { count: 1 }) }).tap();
  await expect(page.getByText(t('welcome.deleted', { count: 1 })).first()).toBeVisible();
  await kiosk.tenant.until(() => kiosk.tenant.jobs().some(({ phase }) => phase === 'canceled'));
  expect(Object.fromEntries(kiosk.tenant.jobs().map((job) => [job.document.displayName, job.phase]))).toEqual({
    'Keep.pdf': 'held',
    'Delete.pdf': 'canceled',
  });
});

story(
  9,
  12,
  'a job comes up within five seconds while its owner is there; nothing is asked of the service while nobody is',
  {},
  async (visit) => {
    const { page, signIn, print, kiosk, clock, calls } = visit;
    await signIn();
    const before = performance.now();
    await print(['Late.pdf']);
    await page.getByRole('checkbox', { name: 'Late.pdf' }).waitFor({ state: 'attached' });
    expect(performance.now() - before).toBeLessThanOrEqual(5_000);
    await signOut(visit);
    await kiosk.intend('touch', {});
    // What the end of the session and the touch asked for comes in; then a quarter of an hour passes.
    let asked = -1;
    const more = (): number => {
      const now = calls();
      const since = now - asked;
      asked = now;
      return since;
    };
    await expect.poll(more, { intervals: [500] }).toBe(0);
    for (let minute = 0; minute < 15; minute += 1) clock.leap(60_000);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    expect(more()).toBe(0);
  },
);

story(
  10,
  13,
  'each job says until when it is kept, and warns when that is soon',
  { config: { release: { jobsKeptDays: 2 } } },
  async ({ page, t, signIn, kiosk }) => {
    await signIn(['Plan.pdf']);
    const job = page.getByRole('listitem').filter({ hasText: 'Plan.pdf' });
    await expect(job.getByText(sentence(t, 'jobs.keptUntil', {}, 'day'))).toBeVisible();
    const screen = kiosk.screen();
    expect(screen.name === 'jobs' && screen.jobs[0]?.expires).toMatchObject({ soon: false });
    kiosk.tenant.act({ do: 'ageJob', job: 'oldest', hours: 46.5 });
    await kiosk.intend('refresh', {});
    await expect(job.getByText(sentence(t, 'jobs.goes', {}, 'when'))).toBeVisible();
    await expect(job.locator('.job-goes svg')).toBeVisible();
    await expect(job.getByText(sentence(t, 'jobs.keptUntil', {}, 'day'))).toHaveCount(0);
  },
);
