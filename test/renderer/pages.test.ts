import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { answerWith, asked, samplePages, sent, showJobs, showSample } from '../support/sample-pages.ts';
import { manyJobs, samples } from '../support/snapshots.ts';

/** The real screens in a real browser under the product's content policy; the station alone is a double. */
const pages = samplePages();

describe('the idle countdown', () => {
  test('a touch on its buttons is the answer alone: no wake-up first that would take it away from under the finger', async () => {
    const intents = await pages.use('jobs-idle', async (page) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).tap();
      return await sent(page);
    });
    expect(intents).toEqual(['signOut {}']);
  });

  test('a touch beside it wakes the station', async () => {
    const intents = await pages.use('jobs-idle', async (page) => {
      await page.touchscreen.tap(10, 10);
      return await sent(page);
    });
    expect(intents).toEqual(['touch {}']);
  });

  test('Escape stays, and cannot close it without the station', async () => {
    await pages.use('jobs-idle', async (page) => {
      for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
      expect(await sent(page)).toContain('stay {}');
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
    });
  });
});

describe('where it comes out', () => {
  const release = (page: Page) => page.locator('.button-release');

  test('is asked with several printers, before anything is sent, and the touched one is told', async () => {
    await pages.use('jobs-destinations', async (page) => {
      await release(page).tap();
      await page.getByRole('heading', { name: 'Where should they come out?' }).waitFor();
      expect(await asked(page)).toEqual([]);
      await page.getByRole('button', { name: 'Reception Ready' }).tap();
      await page.getByRole('heading', { name: '3 jobs are waiting for you' }).waitFor();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"],"to":"d-3"}']);
    });
  });

  test('is asked for the chosen jobs alone', async () => {
    await pages.use('jobs-destinations', async (page) => {
      await page.getByRole('checkbox').nth(1).tap();
      await release(page).tap();
      await page.getByRole('heading', { name: 'Where should it come out?' }).waitFor();
      await page.getByRole('button', { name: 'Canteen, colour Ready' }).tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-1"],"to":"d-0"}']);
    });
  });

  test('cannot be a printer that is stopped or set up anew; one whose state is not known can be', async () => {
    await pages.use('jobs-destinations-many', async (page) => {
      await release(page).tap();
      const state = async (words: string): Promise<boolean> => {
        const one = page.locator('.destinations').getByRole('button', { name: words }).first();
        while ((await one.count()) === 0) await page.getByRole('button', { name: 'Next' }).tap();
        return one.isEnabled();
      };
      expect([await state('Stopped for now'), await state('Set up anew'), await state('State not known')]).toEqual([false, false, true]);
    });
  });

  test('can be a printer of a later page', async () => {
    await pages.use('jobs-destinations-many', async (page) => {
      await release(page).tap();
      const last = page.getByRole('button', { name: 'Floor 12, printer 1' });
      while ((await last.count()) === 0) await page.getByRole('button', { name: 'Next' }).tap();
      await last.tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0"],"to":"d-48"}']);
    });
  });

  test('a finger that touches Release twice chooses nothing, and the way back sends nothing', async () => {
    await pages.use('jobs-destinations', async (page) => {
      const box = (await release(page).boundingBox())!;
      for (let touch = 0; touch < 2; touch += 1) await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      expect(await page.locator('.destinations').isVisible()).toBe(true);
      await page.getByRole('button', { name: 'Back' }).tap();
      expect(await page.locator('.destinations').count()).toBe(0);
      expect(await asked(page)).toEqual([]);
    });
  });

  test('is not asked any more when one of the jobs moves meanwhile, but still when another job comes', async () => {
    await pages.use('jobs-destinations', async (page) => {
      await release(page).tap();
      await showJobs(page, 'jobs-destinations', { jobs: manyJobs(4) });
      expect(await page.locator('.destinations').isVisible()).toBe(true);
      await showJobs(page, 'jobs-destinations', { jobs: manyJobs(4, (index) => (index === 1 ? { stage: { is: 'sent' } } : {})) });
      await page.locator('.destinations').waitFor({ state: 'detached' });
      expect(await asked(page)).toEqual([]);
    });
  });

  test('a printer that stops meanwhile cannot be touched any more', async () => {
    await pages.use('jobs-destinations', async (page) => {
      await release(page).tap();
      const screen = samples['jobs-destinations']?.screen;
      const destinations = screen?.name === 'jobs' ? screen.destinations : [];
      await showJobs(page, 'jobs-destinations', { destinations: destinations.map((one) => ({ ...one, state: 'stopped' })) });
      await page.getByText('None of these printers can take a job now.').waitFor();
      await page.getByRole('button', { name: 'Reception' }).tap({ force: true });
      expect(await asked(page)).toEqual([]);
    });
  });

  test('with one printer the button says it, and nothing is asked', async () => {
    await pages.use('jobs-one-destination', async (page) => {
      await page.getByRole('button', { name: 'Release all 3 jobs at Canteen, colour' }).tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"],"to":"d-0"}']);
    });
  });

  test('without destinations nothing of this is to be seen', async () => {
    await pages.use('jobs-3', async (page) => {
      await page.getByRole('button', { name: 'Release all 3 jobs', exact: true }).tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"]}']);
    });
  });
});

describe('without a connection', () => {
  test('the first screen says so, and signing in can be tried all the same', async () => {
    await pages.use('welcome-offline', async (page) => {
      for (const words of ['No answer from Microsoft’s services right now.', /nothing prints later by itself/u, /IT desk, ext. 1200/u])
        expect(await page.locator('.welcome-hint').getByText(words).isVisible()).toBe(true);
      expect(await page.getByRole('heading', { name: 'Tap your card on the reader' }).isVisible()).toBe(true);
      await page.getByRole('button', { name: 'Sign in with your phone' }).tap();
      expect(await sent(page)).toContain('signInWithPhone {}');
    });
  });

  test('a notice is told with it, and trouble of the same name only once', async () => {
    await pages.use('welcome-offline-signed-out', async (page) => {
      expect(await page.locator('.welcome-hint').innerText()).toMatch(/You are signed out\..*No answer/su);
    });
    await pages.use('welcome-offline-badge-only', async (page) => {
      expect((await page.locator('.welcome-hint').innerText()).match(/No answer/gu)).toHaveLength(1);
    });
  });

  test('the words go with the first snapshot that has one again', async () => {
    await pages.use('welcome-offline', async (page) => {
      await showSample(page, 'welcome');
      await page.getByText('No answer from').waitFor({ state: 'detached' });
    });
  });
});

describe('the list', () => {
  test('a job is chosen on its page by touch or by the space bar, and the big button says so', async () => {
    await pages.use('jobs-20', async (page) => {
      await page.getByRole('button', { name: 'Next' }).tap();
      const rows = page.locator('[data-line]');
      const keys = [await rows.nth(1).getAttribute('data-line'), await rows.nth(2).getAttribute('data-line')];
      await page.getByRole('checkbox').nth(1).tap();
      await page.getByRole('checkbox').nth(2).focus();
      await page.keyboard.press(' ');
      await page.getByRole('button', { name: 'Release 2 jobs' }).tap();
      expect(keys).not.toContain('job-0');
      expect(await sent(page)).toContain(`release ${JSON.stringify({ jobs: keys })}`);
    });
  });

  test('a bug in the station shows one sentence, gone at the next touch', async () => {
    await pages.use('jobs-3', async (page) => {
      await answerWith(page, { ok: false, error: 'internal' });
      await page.getByRole('button', { name: 'Sign out' }).tap();
      await page.locator('.fault').getByText('Something went wrong here. Please try again.').waitFor();
      await page.touchscreen.tap(10, 300);
      await page.getByText('Something went wrong here. Please try again.').waitFor({ state: 'detached' });
    });
  });

  test('names are gone from the page as soon as the session is', async () => {
    await pages.use('jobs-3', async (page) => {
      await showSample(page, 'welcome');
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
      expect(await page.content()).not.toMatch(/Ada Lovelace|Travel form/u);
    });
  });
});

describe('gestures of a desktop', () => {
  test.each(['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart'])('%s does nothing', async (name) => {
    const prevented = await pages.use('welcome', (page) =>
      page.evaluate((type) => {
        const event = new Event(type, { bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
      }, name),
    );
    expect(prevented).toBe(true);
  });

  test('the wheel does not zoom', async () => {
    const prevented = await pages.use('welcome', (page) =>
      page.evaluate(() => {
        const event = new WheelEvent('wheel', { ctrlKey: true, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
      }),
    );
    expect(prevented).toBe(true);
  });
});
