import { expect } from '@playwright/test';
import { linkCard, ownTouch, tapKnownCard, wordsOf } from '../../support/visit.ts';
import { story } from './story.ts';

story(
  11,
  8,
  'the countdown leaves twenty seconds, one touch stays, as often as asked; without one every name goes',
  {},
  async ({ page, t, signIn, kiosk, until, person, clock }) => {
    await signIn(['Secret plan.pdf']);
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    for (let time = 0; time < 10; time += 1) {
      clock.leap(40_500);
      await dialog.waitFor();
      const screen = kiosk.screen();
      const left = screen.name === 'jobs' ? screen.idle : null;
      expect(left?.totalMs).toBeGreaterThanOrEqual(20_000);
      await dialog.getByRole('button', { name: t('idle.stay') }).tap();
      await expect(dialog).toHaveCount(0);
      await ownTouch(page);
    }
    clock.leap(40_500);
    await dialog.waitFor();
    clock.leap(25_000);
    await until((screen) => screen.name === 'welcome');
    await page.locator('main[data-screen="welcome"]').waitFor();
    expect(await page.content()).not.toMatch(/Secret plan/u);
    expect(await page.content()).not.toContain(person().displayName);
  },
);

story(12, 8, '“not you?” ends the session, deletes nothing and unlinks the card; another card ends it too', {}, async (visit) => {
  const { page, t, print, kiosk, person, tapCard } = visit;
  await print(['Secret plan.pdf']);
  await linkCard(visit);
  await page.getByRole('button', { name: t('jobs.notYou') }).tap();
  await expect(page.getByText(t('welcome.cardUnlinked')).first()).toBeVisible();
  expect(kiosk.tenant.jobs().map(({ phase }) => phase)).toEqual(['held']);
  await tapCard(person().badge, 10_000);
  await page.getByRole('heading', { name: t('signIn.linkTitle') }).waitFor();
});

story(
  13,
  17,
  'larger text, buttons low down and high contrast are a touch each, kept for the person, and the station’s own again after them',
  {},
  async (visit) => {
    const { page, t, print } = visit;
    await print(['Plan.pdf']);
    await linkCard(visit);
    await page.getByRole('button', { name: t('look.open') }).tap();
    await page.getByRole('switch', { name: t('look.largeText') }).tap();
    await page.locator('html[data-large]').waitFor({ state: 'attached' });
    await ownTouch(page);
    await page.getByRole('switch', { name: t('look.reach') }).tap();
    await page.locator('html[data-reach]').waitFor({ state: 'attached' });
    await ownTouch(page);
    await page.getByRole('button', { name: t('look.contrast') }).tap();
    const root = page.locator('html[data-large][data-reach][data-theme="contrast"]');
    await root.waitFor({ state: 'attached' });
    await page.getByRole('button', { name: t('common.close') }).tap();
    await ownTouch(page);
    await page.getByRole('button', { name: t('common.signOut') }).tap();
    await page.locator('html[data-theme="light"]:not([data-large]) main[data-screen="welcome"]').waitFor();
    await tapKnownCard(visit, 0, 10_000);
    await root.waitFor({ state: 'attached' });
    const tops = await page
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.filter((button) => button.checkVisibility()).map((button) => button.getBoundingClientRect().top / innerHeight),
      );
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(0.499);
  },
);

story(
  14,
  18,
  'a language is chosen before sign-in, mirrors the screen, is remembered for the person and goes with them',
  {},
  async (visit) => {
    const { page, t, print, kiosk } = visit;
    const station = kiosk.snapshot().look.language;
    const hebrew = await wordsOf('he');
    await print(['Plan.pdf']);
    await page
      .getByRole('button', {
        name:
          t('look.languageIs', {
            name: await page.evaluate(() => new Intl.DisplayNames(['en'], { type: 'language' }).of('en') ?? ''),
          }).split(':')[0] ?? '',
      })
      .first()
      .tap();
    const wanted = page.getByRole('button', { name: 'עברית' });
    while (!(await wanted.isVisible())) await page.getByRole('button', { name: t('pager.next') }).tap();
    await wanted.tap();
    await page.locator('html[lang="he"][dir="rtl"]').waitFor({ state: 'attached' });
    await expect(page.getByRole('heading', { name: hebrew('welcome.tap') })).toBeVisible();
    await linkCard(visit);
    await expect(page.getByRole('button', { name: hebrew('common.signOut') })).toBeVisible();
    await page.getByRole('button', { name: hebrew('common.signOut') }).tap();
    await page.locator(`html[lang="${station}"] main[data-screen="welcome"]`).waitFor();
    await tapKnownCard(visit, 0, 10_000);
    await expect(page.getByRole('button', { name: hebrew('common.signOut') })).toBeVisible();
  },
);

story(
  15,
  19,
  'a network that goes is said within five seconds, at the first screen after the first touch, and taken back by itself',
  {},
  async (visit) => {
    const { page, t, kiosk, signIn } = visit;
    await signIn(['Plan.pdf']);
    const within = async (words: string): Promise<void> => {
      const began = performance.now();
      kiosk.tenant.settings.change({ network: 'down' });
      // Of several touches within a second the station hears of the first.
      await expect(async () => {
        await page.touchscreen.tap(5, 5);
        await page.locator('main').getByText(words).first().waitFor({ timeout: 1_000 });
      }).toPass({ timeout: 10_000 });
      expect(performance.now() - began).toBeLessThanOrEqual(5_000);
      kiosk.tenant.settings.change({ network: 'up' });
      await expect(page.locator('main').getByText(words)).toHaveCount(0, { timeout: 15_000 });
    };
    await within(t('trouble.offline.what'));
    expect(kiosk.tenant.tray()).toEqual([]);
    await page.getByRole('button', { name: t('common.signOut') }).tap();
    await page.locator('main[data-screen="welcome"]').waitFor();
    await within(t('welcome.offline'));
  },
);
