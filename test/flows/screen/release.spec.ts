import { expect } from '@playwright/test';
import { linkCard, ownTouch, tapKnownCard, type Visit } from '../../support/visit.ts';
import { story } from './story.ts';

const three = ['Plan.pdf', 'Minutes.pdf', 'Form.pdf'];
const stagesOf = ({ kiosk }: Visit): readonly string[] => {
  const screen = kiosk.screen();
  return screen.name === 'jobs' ? screen.jobs.map(({ stage }) => stage.is) : [];
};
const signOut = async ({ page, t }: Visit): Promise<void> => {
  await ownTouch(page);
  await page.getByRole('button', { name: t('common.signOut') }).tap();
  await page.locator('main[data-screen="welcome"]').waitFor();
};

story(0, 3, 'a person turns it on; the next tap releases everything after a moment in which one touch holds it back', {}, async (visit) => {
  const { page, t, kiosk, print, person, clock } = visit;
  await print(three);
  await linkCard(visit);
  await page.getByRole('button', { name: t('look.open') }).tap();
  await page.getByRole('switch', { name: t('jobs.oneGesture') }).tap();
  await expect(page.getByRole('switch', { name: t('jobs.oneGesture') })).toBeChecked();
  await page.getByRole('button', { name: t('common.close') }).tap();
  await signOut(visit);

  await tapKnownCard(visit, 0, 10_000);
  await page.getByRole('button', { name: t('jobs.notNow') }).tap();
  await expect(page.getByRole('button', { name: t('jobs.releaseAll', { count: 3 }) })).toBeVisible();
  clock.leap(20_000);
  expect(stagesOf(visit)).toEqual(['held', 'held', 'held']);
  expect(kiosk.tenant.tray()).toEqual([]);
  await signOut(visit);

  await visit.tapCard(person().badge, 20_000);
  await expect(page.getByRole('timer').filter({ hasText: t('jobs.releasingAllIn', { count: 3, seconds: 3 }).slice(0, 6) })).toBeVisible();
  clock.leap(3_000);
  await visit.until(
    (screen) => screen.name === 'jobs' && screen.jobs.length === 3 && screen.jobs.every(({ stage }) => stage.is === 'done'),
  );
  expect(kiosk.tenant.tray()).toHaveLength(3);
});

story(
  1,
  4,
  'sent, printing and done are said one after the other, each within three seconds of being so, and done only when the pages are out',
  {
    tenant: { settings: { interpretMs: 1_200, acknowledgeMs: 1_200, printMs: 2_500 } },
  },
  async ({ page, t, kiosk, signIn }) => {
    await signIn(['Plan.pdf']);
    await page.getByRole('button', { name: t('jobs.releaseAll', { count: 1 }) }).tap();
    const job = page.getByRole('listitem').filter({ hasText: 'Plan.pdf' });
    await expect(job.getByText(t('stage.sent'), { exact: true })).toBeVisible();
    expect(kiosk.tenant.tray()).toEqual([]);
    await expect(job.getByText(t('stage.printing'), { exact: true })).toBeVisible();
    expect(kiosk.tenant.tray()).toEqual([]);
    await kiosk.tenant.until(() => kiosk.tenant.tray().length === 1);
    const out = performance.now();
    await expect(job.getByText(t('stage.done'), { exact: true })).toBeVisible();
    expect(performance.now() - out).toBeLessThanOrEqual(3_000);
  },
);

story(
  2,
  6,
  'a stopped printer says why in plain words and takes nothing; when it runs again the jobs go',
  {},
  async ({ page, t, kiosk, signIn, printer }) => {
    kiosk.tenant.jam(printer().printerId, 'mediaJam');
    await signIn(['Plan.pdf']);
    await expect(page.getByText(t('printer.paperJam.what')).first()).toBeVisible();
    await expect(page.getByText(t('printer.paperJam.do')).first()).toBeVisible();
    await expect(page.getByRole('button', { name: t('jobs.cannotRelease') })).toBeDisabled();
    kiosk.tenant.clear(printer().printerId);
    await page.getByRole('button', { name: t('jobs.releaseAll', { count: 1 }) }).tap();
    await expect(page.getByText(t('stage.done'), { exact: true })).toBeVisible();
    expect(kiosk.tenant.tray()).toHaveLength(1);
  },
);

story(3, 11, 'copies are set at release, shown on the button, and reach the printer', { mode: 'redirect' }, async (visit) => {
  const { page, t, kiosk, print } = visit;
  await print(['Plan.pdf']);
  await tapKnownCard(visit);
  await page.getByRole('button', { name: t('options.open'), exact: true }).tap();
  for (let copy = 0; copy < 2; copy += 1) await page.getByRole('button', { name: t('options.more') }).tap();
  await expect(page.getByText(t('options.copiesSet', { count: 2 })).first()).toBeVisible();
  await page.getByRole('button', { name: t('options.done') }).tap();
  await page
    .getByRole('button', { name: t('options.copiesSet', { count: 2 }) })
    .filter({ hasText: t('jobs.releaseAll', { count: 1 }) })
    .tap();
  await page.getByRole('button', { name: visit.printer(1).name }).tap();
  await kiosk.tenant.until(() => kiosk.tenant.tray().length === 1);
  expect(kiosk.tenant.tray()[0]?.configuration).toMatchObject({ copies: 2 });
});

story(4, 14, 'with several printers each job says where it comes out', {}, async ({ page, signIn, print, printer }) => {
  await print(['Poster.pdf'], 1);
  await signIn(['Plan.pdf']);
  for (const [title, where] of [
    ['Poster.pdf', printer(1).name],
    ['Plan.pdf', printer(0).name],
  ] as const)
    await expect(page.getByRole('listitem').filter({ hasText: title }).getByText(where)).toBeVisible();
});

story(
  5,
  14,
  'with a queue the person chooses, the least busy first, and it comes out there',
  { mode: 'redirect', tenant: { settings: { printMs: 60_000 } } },
  async (visit) => {
    const { page, t, kiosk, print, printer, person } = visit;
    const busy = printer(1);
    for (const name of ['Their first.pdf', 'Their second.pdf']) {
      const id = await kiosk.tenant.printAs(person(1), printer(2).shareId, { name, bytes: new Uint8Array([1]), start: true });
      expect(id).not.toBe('');
    }
    await print(['Plan.pdf']);
    await tapKnownCard(visit);
    await page.getByRole('button', { name: t('jobs.releaseAll', { count: 1 }) }).tap();
    const choices = page.locator('.destinations').getByRole('button');
    await expect(choices.filter({ hasText: t('choose.leastBusy') }).first()).toBeVisible();
    const names = await choices.allInnerTexts();
    const at = (name: string): number => names.findIndex((text) => text.includes(name));
    expect(at(busy.name)).toBeLessThan(at(printer(2).name));
    await choices.filter({ hasText: busy.name }).tap();
    await kiosk.tenant.until(() =>
      kiosk.tenant.jobs().some((job) => job.printerId === busy.printerId && job.document.displayName === 'Plan.pdf'),
    );
  },
);
