import { expect, type Page, test } from '@playwright/test';
import { signInByCode } from '../support/station.ts';
import { startVisit, wordsOf } from '../support/visit.ts';

/* Everything by Tab, Shift+Tab, Enter and the space bar alone, as with a keyboard or a two-button switch. */

/** What the focus stands on, as a screen reader would say it. */
function focused(page: Page): Promise<{ readonly name: string; readonly tag: string }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const by = element?.getAttribute('aria-labelledby');
    const named = by == null ? null : document.getElementById(by)?.textContent;
    return { name: named ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '', tag: element?.tagName.toLowerCase() ?? '' };
  });
}

/** Steps until the focus stands on that name; back instead of on where `back`. Behind the last and before the first comes the browser's own frame. */
async function stepTo(page: Page, name: string, back = false): Promise<void> {
  let atEdge = 0;
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const now = await focused(page);
    atEdge = now.tag === 'body' ? atEdge + 1 : 0;
    expect(atEdge, `the focus got lost on the way to “${name}”`).toBeLessThan(2);
    if (atEdge === 0 && now.name.includes(name)) return;
  }
  throw new Error(`no way by keyboard to “${name}”`);
}

/** The focus is somewhere, and on nothing that has an effect, without anybody having put it there. */
async function restsSafely(page: Page): Promise<void> {
  await expect.poll(async () => (await focused(page)).tag).not.toBe('body');
  expect(['button', 'input', 'a']).not.toContain((await focused(page)).tag);
}

async function press(page: Page, name: string, key: 'Enter' | 'Space', back = false): Promise<void> {
  await stepTo(page, name, back);
  await page.keyboard.press(key);
}

const stepping = { language: 'de', size: '1024x600' } as const;

test('by keyboard alone: another language, sign-in, release, delete, undo, sign-out', async ({ browser }) => {
  const visit = await startVisit(browser, stepping);
  const { page, kiosk, person } = visit;
  let { t } = visit;
  try {
    await restsSafely(page);
    await press(page, t('look.languageIs', { name: 'Deutsch' }), 'Enter');
    await page.getByRole('dialog').waitFor();
    await restsSafely(page);
    await press(page, 'English', 'Enter');
    await page.locator('html[lang="en"]').waitFor({ state: 'attached' });
    await expect(page.getByRole('dialog')).toHaveCount(0);
    t = await wordsOf('en');

    await visit.print(['Keep.pdf', 'Print.pdf', 'Delete.pdf']);
    await press(page, t('welcome.signInWithPhone'), 'Space');
    await page.locator('main[data-screen="signIn"]').waitFor();
    await restsSafely(page);
    await signInByCode(kiosk, person());
    await page.getByRole('checkbox', { name: 'Print.pdf' }).waitFor({ state: 'attached' });
    await restsSafely(page);

    for (const name of ['Delete.pdf', 'Keep.pdf']) {
      await page.getByRole('checkbox', { name }).waitFor({ state: 'attached' });
      await reachJob(page, name);
      await page.keyboard.press('Space');
      await expect(page.getByRole('checkbox', { name })).toBeChecked();
    }
    await press(page, t('jobs.deleteChosen', { count: 2 }), 'Enter');
    await press(page, t('jobs.undoNamed', { title: 'Keep.pdf' }), 'Space', true);
    await expect(page.getByRole('checkbox', { name: 'Keep.pdf' })).toBeVisible();

    await reachJob(page, 'Print.pdf');
    await page.keyboard.press('Space');
    await press(page, t('jobs.release', { count: 1 }), 'Enter');
    await page.locator('[data-stage="done"]').waitFor();
    await expect.poll(async () => (await focused(page)).tag).not.toBe('body');
    await press(page, t('jobs.signOutDeleting', { count: 1 }), 'Enter');
    await page.locator('main[data-screen="welcome"]').waitFor();
    await restsSafely(page);
    await kiosk.tenant.until(() => kiosk.tenant.jobs().some(({ phase }) => phase === 'canceled'));
    expect(Object.fromEntries(kiosk.tenant.jobs().map((job) => [job.document.displayName, job.phase]))).toEqual({
      'Keep.pdf': 'held',
      'Print.pdf': 'completed',
      'Delete.pdf': 'canceled',
    });
  } finally {
    await visit.close();
  }
});

/** Jobs are reached by Tab, or within their list by the arrow keys. */
async function reachJob(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    const now = await focused(page);
    if (now.name.includes(name) && now.tag === 'input') return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by keyboard to ${name}`);
}

test('Escape and the countdown: the dialog takes the focus on nothing that has an effect, and gives it back', async ({ browser }) => {
  const visit = await startVisit(
    browser,
    { language: 'en', size: '1280x800' },
    { config: { session: { idleTimeoutSeconds: 30, warningSeconds: 28 } } },
  );
  const { page } = visit;
  try {
    const { t } = visit;
    await visit.signIn(['Plan.pdf']);
    await reachJob(page, 'Plan.pdf');
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await dialog.waitFor();
    await restsSafely(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('checkbox', { name: 'Plan.pdf' })).toBeFocused();

    await page.getByRole('button', { name: t('common.signOut'), exact: true }).focus();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('main h1')).toBeFocused();
  } finally {
    await visit.close();
  }
});
