import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import type { JobView, Look, Snapshot } from '../../preload/contract.ts';
import { asked, focused, nextTouch, samplePages, showJobs, showSample, stopClock } from '../support/sample-pages.ts';
import { manyJobs, sampleSetup, samples } from '../support/snapshots.ts';

/** A finger, a key or a switch that presses twice where it meant once. */
const pages = samplePages();

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const row = (page: Page, at: number) => page.getByRole('checkbox').nth(at);
const small = { viewport: { width: 800, height: 480 } } as const;
const first = (stage: JobView['stage']) => ({ jobs: manyJobs(3, (index) => (index === 0 ? { stage } : {})) });

async function middleOf(page: Page, name: string | RegExp): Promise<readonly [number, number]> {
  const { x, y, width, height } = (await button(page, name).boundingBox())!;
  return [x + width / 2, y + height / 2];
}

/** One of three jobs was chosen and its release asked for; the station has begun. */
async function releaseOneOfThree(page: Page, press: () => Promise<void>): Promise<void> {
  await stopClock(page);
  await row(page, 0).tap();
  await button(page, 'Release 1 job').waitFor();
  await press();
  await showJobs(page, 'jobs-3', first({ is: 'releasing' }));
  await button(page, 'Release all 2 jobs').waitFor();
}

/** Seven inches in large text. */
async function makeLarge(page: Page, change: Partial<Look>): Promise<Pick<Snapshot, 'look' | 'setup'>> {
  const look = { ...samples['jobs-3']!.look, largeText: true, ...change };
  const setup = { ...sampleSetup, widthMm: 154 };
  await showSample(page, 'jobs-3', { look, setup });
  await page.locator(`html[lang="${look.language}"][data-large]`).waitFor();
  return { look, setup };
}

const one = 'release {"jobs":["job-0"]}';
const others = 'release {"jobs":["job-1","job-2"]}';

describe('the second half of a double touch', () => {
  test('does not release what was not chosen; a touch of its own does', async () => {
    await pages.use('jobs-3', async (page) => {
      const at = await middleOf(page, 'Release all 3 jobs');
      await releaseOneOfThree(page, () => page.touchscreen.tap(...at));
      await page.touchscreen.tap(...at);
      expect(await asked(page)).toEqual([one]);
      await nextTouch(page);
      await page.touchscreen.tap(...at);
      expect(await asked(page)).toEqual([one, others]);
    });
  });

  test('nor does that of a key', async () => {
    await pages.use('jobs-3', async (page) => {
      await releaseOneOfThree(page, () => button(page, 'Release 1 job').press('Enter'));
      expect(await focused(page)).toContain('Release all 2 jobs');
      await page.keyboard.press('Enter');
      expect(await asked(page)).toEqual([one]);
      await nextTouch(page);
      await page.keyboard.press(' ');
      expect(await asked(page)).toEqual([one, others]);
    });
  });

  test('goes on to hold as long as the finger trembles', async () => {
    await pages.use('jobs-3', async (page) => {
      const at = await middleOf(page, 'Release all 3 jobs');
      await releaseOneOfThree(page, () => page.touchscreen.tap(...at));
      for (let touch = 0; touch < 4; touch += 1) {
        await page.touchscreen.tap(...at);
        await page.clock.runFor(400);
      }
      expect(await asked(page)).toEqual([one]);
      await page.clock.runFor(100);
      await page.touchscreen.tap(...at);
      expect(await asked(page)).toEqual([one, others]);
    });
  });

  test('does not sign out and delete where Delete has become narrower', async () => {
    await pages.use(
      'jobs-3',
      async (page) => {
        const look = await makeLarge(page, { language: 'ar' });
        await stopClock(page);
        await row(page, 0).tap();
        const mark = page.locator('.delete:enabled');
        const { x, y, width, height } = (await mark.boundingBox())!;
        const edges = [x + 3, x + width - 3].map((across) => [across, y + height / 2] as const);
        await page.touchscreen.tap(...edges[0]!);
        const screen = samples['jobs-3']!.screen;
        if (screen.name !== 'jobs') throw new Error('no list');
        const jobs = screen.jobs.map((job, index) => ({ ...job, deleting: index === 0 }));
        await showSample(page, 'jobs-3', { ...look, screen: { ...screen, jobs } });
        await page.locator('.job[data-stage="deleting"]').waitFor();
        const under = await page.evaluate(
          (points) => points.map((point) => document.elementFromPoint(...point)?.closest('button:not(:disabled)')?.className ?? ''),
          edges,
        );
        expect(under.filter((name) => name !== '')).not.toEqual([]);
        for (const edge of edges) await page.touchscreen.tap(...edge);
        expect(await asked(page)).toEqual(['deleteAtSignOut {"jobs":["job-0"]}']);
      },
      small,
    );
  });

  test('chooses no job where “Not now” lay on the list', async () => {
    await pages.use(
      'jobs-one-gesture',
      async (page) => {
        const look = await makeLarge(page, { reach: true });
        await showSample(page, 'jobs-one-gesture', look);
        await stopClock(page);
        const at = await middleOf(page, 'Not now');
        await page.touchscreen.tap(...at);
        await showSample(page, 'jobs-3', look);
        await button(page, 'Not now').waitFor({ state: 'detached' });
        await page.touchscreen.tap(...at);
        expect(await row(page, 0).isChecked()).toBe(false);
        await nextTouch(page);
        await page.touchscreen.tap(...at);
        expect(await row(page, 0).isChecked()).toBe(true);
      },
      small,
    );
  });

  test('does not turn back what has no words but a name', async () => {
    await pages.use(
      'jobs-3',
      async (page) => {
        await makeLarge(page, { reach: true });
        await stopClock(page);
        for (const _ of [1, 2]) await page.locator('.more-actions').tap();
        expect(await page.locator('.delete').isVisible()).toBe(true);
      },
      small,
    );
  });

  test('does not open what comes with the next screen', async () => {
    await pages.use('welcome-phone-only', async (page) => {
      await stopClock(page);
      const at = await middleOf(page, 'Sign in with your phone');
      await page.touchscreen.tap(...at);
      await showSample(page, 'sign-in');
      await page.locator('main[data-screen="signIn"]').waitFor();
      const before = await asked(page);
      await page.touchscreen.tap(...at);
      expect(await asked(page)).toEqual(before);
    });
  });
});

describe('what is no second half', () => {
  test('the same button again, a row and its neighbour, and a row on and off', async () => {
    await pages.use('jobs-3', async (page) => {
      for (const at of [0, 1, 1, 2]) await row(page, at).tap();
      expect(await row(page, 0).isChecked()).toBe(true);
      expect(await row(page, 1).isChecked()).toBe(false);
      await button(page, 'Release 2 jobs').tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-2"]}']);
    });
  });

  test('another control by what clicks without a place, as a screen reader does, wherever both stand', async () => {
    await pages.use('jobs-options', async (page) => {
      const options = button(page, 'Options');
      await options.evaluate((element) => {
        for (const [name, value] of Object.entries({ position: 'fixed', inset: '0 auto auto 0', margin: '0' }))
          element.style.setProperty(name, value);
      });
      for (const next of [options, button(page, 'More copies'), button(page, 'Done')])
        await next.evaluate((element: HTMLElement) => element.click());
      await button(page, /^Release all 3 jobs.*1 copy/u).waitFor();
    });
  });

  test('one more copy, and one more', async () => {
    await pages.use('jobs-options', async (page) => {
      await button(page, 'Options').tap();
      for (const _ of [1, 2, 3]) await button(page, 'More copies').tap();
      await button(page, 'Done').tap();
      await button(page, /^Release all 3 jobs.*3 copies/u).waitFor();
    });
  });
});
