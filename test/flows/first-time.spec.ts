import { expect, type Page, test } from '@playwright/test';
import type { Language } from '../../preload/contract.ts';
import type { SizeName } from '../layout/combinations.ts';
import { linkCard, startVisit, tapKnownCard } from '../support/visit.ts';

/*
 * Somebody who has never seen the station is told only: "get your document". They know their language and what they came for, nothing of ids,
 * classes or the catalogue: they read the names of what can be touched, as they are announced, and the headlines, and decide by words.
 */

/** What a reader of a language takes for their goal, the best first; and what they would not touch for it. */
const readers: Readonly<Record<'en' | 'ar', { readonly goal: readonly RegExp[]; readonly never: RegExp; readonly there: RegExp }>> = {
  en: {
    goal: [
      /\b(release|print|collect|get)\b.*\b(job|document|all|now)/iu,
      /\b(release|print|collect|get)\b/iu,
      /\b(sign in|start|continue|yes|link)\b/iu,
    ],
    never: /delete|cancel|sign out|not you|back|options|easier|language|hide|show/iu,
    there: /\b(done|collect|ready)\b/iu,
  },
  ar: {
    goal: [/(اطبع|طباعة|إطلاق|تحرير|أطلق|إفراج|إصدار|استلم|اطلب|حر[ّ]?ر)/u, /(تسجيل الدخول|ابدأ|متابعة|نعم|ربط)/u],
    never: /(حذف|إلغاء|تسجيل الخروج|لست|رجوع|خيارات|اللغة|إخفاء|إظهار)/u,
    there: /(تم|انتهى|استلم|خذ|اجمع)/u,
  },
};

/** The names of what can be touched now, as a screen reader would say them. */
async function touchables(page: Page): Promise<readonly string[]> {
  const snapshot = await page.locator('body').ariaSnapshot();
  return [...snapshot.matchAll(/- (?:button|checkbox|link|switch) "((?:[^"\\]|\\.)*)"(?! \[disabled)/gu)].map(([, name = '']) =>
    name.replaceAll('\\"', '"'),
  );
}

function choose(names: readonly string[], language: 'en' | 'ar'): string | null {
  const { goal, never } = readers[language];
  for (const wanted of goal) {
    const found = names.find((name) => wanted.test(name) && !never.test(name));
    if (found !== undefined) return found;
  }
  return null;
}

const places: readonly { readonly language: Language & ('en' | 'ar'); readonly size: SizeName }[] = [
  { language: 'en', size: '1080x1920' },
  { language: 'ar', size: '800x480' },
];

for (const { language, size } of places) {
  test(`told only “get your document”, somebody who reads the screen has it in at most three touches from the tap (${language})`, async ({
    browser,
  }) => {
    const visit = await startVisit(browser, { language, size });
    const { page, kiosk } = visit;
    try {
      await linkCard(visit);
      await kiosk.intend('signOut', {});
      await page.locator('main[data-screen="welcome"]').waitFor();
      await visit.print(['Minutes.pdf']);
      await tapKnownCard(visit, 0, 10_000);
      const touches: string[] = [];
      while (kiosk.tenant.tray().length === 0 && touches.length < 3) {
        await expect.poll(async () => choose(await touchables(page), language)).not.toBeNull();
        const next = choose(await touchables(page), language) ?? '';
        touches.push(next);
        await page
          .getByRole('button', { name: next, exact: true })
          .or(page.getByRole('checkbox', { name: next, exact: true }))
          .tap();
        // What they read next tells them whether they are there.
        await page
          .getByRole('heading', { level: 1 })
          .filter({ hasText: readers[language].there })
          .waitFor({ timeout: 10_000 })
          .catch(() => undefined);
      }
      console.log(`from the tap to the page (${language}): ${touches.map((name) => `“${name}”`).join(', then ')}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(readers[language].there);
      expect(kiosk.tenant.tray()).toHaveLength(1);
      expect(touches.length).toBeLessThanOrEqual(3);
    } finally {
      await visit.close();
    }
  });
}
