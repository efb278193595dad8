import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { asked, nextTouch, samplePages, showJobs, showSample, stopClock } from '../support/sample-pages.ts';
import { manyJobs, sampleJob, sampleOptions, samplePrinter, samples } from '../support/snapshots.ts';

/** What a person does with a list, in a real browser; the station alone is a double. */
const pages = samplePages();

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const focusOn = (page: Page, words: RegExp) => expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(words);
const headline = (page: Page) => page.evaluate(() => document.activeElement?.tagName ?? '');

describe('everything at one tap', () => {
  test('counts down in words, with a way out that releases nothing', async () => {
    await pages.use('jobs-one-gesture', async (page) => {
      await page.getByText('Releasing 3 jobs in 3').waitFor();
      await button(page, 'Not now').tap();
      expect(await asked(page)).toEqual(['holdBack {}']);
    });
  });

  test('can be had at once', async () => {
    await pages.use('jobs-one-gesture', async (page) => {
      await button(page, 'Release now').tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"]}']);
    });
  });

  test('ends as soon as somebody touches the list, before anything else is done', async () => {
    await pages.use('jobs-one-gesture', async (page) => {
      await page.getByRole('checkbox').nth(1).tap();
      expect((await asked(page))[0]).toBe('holdBack {}');
      await showJobs(page, 'jobs-3', {});
      await button(page, 'Release 1 job').tap();
      expect(await asked(page)).toEqual(['holdBack {}', 'release {"jobs":["job-1"]}']);
    });
  });

  test('ends by the space bar on a row and by Escape', async () => {
    await pages.use('jobs-one-gesture', async (page) => {
      await page.getByRole('checkbox').first().focus();
      await page.keyboard.press(' ');
      expect((await asked(page))[0]).toBe('holdBack {}');
    });
    await pages.use('jobs-one-gesture', async (page) => {
      await page.keyboard.press('Escape');
      expect(await asked(page)).toEqual(['holdBack {}']);
    });
  });

  test('leaves what a stopped printer would get', async () => {
    await pages.use('jobs-one-gesture', async (page) => {
      await showJobs(page, 'jobs-one-gesture', {
        jobs: manyJobs(3, (index) => ({ printerName: index === 0 ? 'Canteen' : 'Lobby MFP' })),
        printers: [samplePrinter('Lobby MFP'), samplePrinter('Canteen', { state: 'stopped', problems: ['paperJam'] })],
      });
      await page.getByText('Releasing 2 jobs in').waitFor();
      await button(page, 'Release now').tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-1","job-2"]}']);
    });
  });

  test('a second touch on the way out meets nothing', async () => {
    await pages.use('jobs-one-gesture', async (page) => {
      const box = (await button(page, 'Not now').boundingBox())!;
      const at = [box.x + box.width / 2, box.y + box.height / 2] as const;
      await page.touchscreen.tap(...at);
      await showJobs(page, 'jobs-3', {});
      await button(page, 'Release all 3 jobs').waitFor();
      await page.touchscreen.tap(...at);
      expect(await asked(page)).toEqual(['holdBack {}']);
    });
  });
});

describe('a printer that has stopped', () => {
  test('is told in plain words, and nothing can be sent to it', async () => {
    await pages.use('jobs-all-stopped', async (page) => {
      await page.getByText('Staples or other supplies have run out.').waitFor();
      expect(await page.locator('.button-release').isDisabled()).toBe(true);
      await page.getByRole('checkbox').first().tap();
      expect(await page.locator('.button-release').isDisabled()).toBe(true);
    });
  });

  test('does not keep the jobs of another printer', async () => {
    await pages.use('jobs-two-printers', async (page) => {
      await showJobs(page, 'jobs-two-printers', {
        printers: [samplePrinter('Lobby MFP', { state: 'stopped' }), samplePrinter('Canteen, colour')],
      });
      await button(page, /^Release 2 jobs.*2 jobs stay held/u).tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-1","job-3"]}']);
    });
  });

  test('as the one destination, takes nothing', async () => {
    await pages.use('jobs-one-destination-stopped', async (page) => {
      expect(await button(page, 'The printer cannot take jobs now').isDisabled()).toBe(true);
    });
  });
});

describe('options', () => {
  test('are set, stand on the big button, go with the release and not with the next', async () => {
    await pages.use('jobs-options', async (page) => {
      await stopClock(page);
      await button(page, 'Options').tap();
      expect(await headline(page)).toBe('H1');
      for (const _ of [1, 2]) await button(page, 'More copies').tap();
      await button(page, /^Sides/u).tap();
      await button(page, 'Both sides, turned like a book').tap();
      await button(page, 'Done').tap();
      await button(page, /^Release all 3 jobs.*2 copies · Both sides, turned like a book/u).tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"],"options":{"copies":2,"sides":"flipOnLongEdge"}}']);
      await nextTouch(page);
      await button(page, 'Release all 3 jobs').tap();
      expect((await asked(page))[1]).toBe('release {"jobs":["job-0","job-1","job-2"]}');
    });
  });

  test('pages are typed on the station’s own pad, and cannot run backwards', async () => {
    await pages.use('jobs-options', async (page) => {
      await stopClock(page);
      await button(page, 'Options').tap();
      while ((await button(page, /^Pages All/u).count()) === 0) await button(page, 'Next').tap();
      await button(page, /^Pages All/u).tap();
      for (const figure of ['1', '2']) await page.getByRole('button', { name: figure, exact: true }).tap();
      await button(page, /^To page/u).tap();
      await page.getByRole('button', { name: '3', exact: true }).tap();
      await page.getByText('The last page comes before the first.').waitFor();
      await page.getByRole('button', { name: '0', exact: true }).tap();
      await button(page, 'Back').tap();
      await nextTouch(page);
      await button(page, 'Done').tap();
      await button(page, /^Release all 3 jobs.*Pages 12 to 30/u).tap();
      expect((await asked(page))[0]).toContain('"options":{"pages":{"first":12,"last":30}}');
    });
  });

  test('are cleared with one touch, and nothing is sent along', async () => {
    await pages.use('jobs-options', async (page) => {
      await button(page, 'Options').tap();
      await button(page, 'More copies').tap();
      await button(page, 'Done').tap();
      await button(page, /Clear options/u).tap();
      await button(page, 'Release all 3 jobs').tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"]}']);
    });
  });

  test('by keyboard alone: Escape leads back step by step, and the focus to the button that opened', async () => {
    await pages.use('jobs-options', async (page) => {
      await button(page, 'Options').focus();
      await page.keyboard.press('Enter');
      await button(page, 'More copies').focus();
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Sides/u);
      await page.keyboard.press('Enter');
      expect(await headline(page)).toBe('H1');
      await page.keyboard.press('Escape');
      await focusOn(page, /^Sides/u);
      await page.keyboard.press('Escape');
      await focusOn(page, /^Options$/u);
      expect(await asked(page)).toEqual([]);
    });
  });

  test('a destination that cannot do what was chosen says what, and cannot be chosen', async () => {
    await pages.use('jobs-options-destinations', async (page) => {
      await button(page, 'Options').tap();
      for (const _ of [1, 2]) await button(page, 'More copies').tap();
      await button(page, 'Done').tap();
      await page.locator('.button-release').tap();
      expect(await button(page, 'Reception Not here: 2 copies').isDisabled()).toBe(true);
      await button(page, /^Canteen, colour Ready · No jobs before yours/u).tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"],"to":"d-0","options":{"copies":2}}']);
    });
  });

  test('end with the session', async () => {
    await pages.use('jobs-options', async (page) => {
      await button(page, 'Options').tap();
      await button(page, 'More copies').tap();
      await showSample(page, 'welcome');
      await showJobs(page, 'jobs-options', { personName: 'Grace Hopper' });
      await button(page, 'Release all 3 jobs').tap();
      expect(await asked(page)).toEqual(['release {"jobs":["job-0","job-1","job-2"]}']);
    });
  });

  test('are not to be seen where no printer offers any', async () => {
    await pages.use('jobs-3', async (page) => expect(await button(page, 'Options').count()).toBe(0));
  });
});

describe('names that are masked', () => {
  test('have a name for who hears them that is not theirs', async () => {
    await pages.use('jobs-masked-many', async (page) => {
      expect(await page.getByRole('checkbox').first().getAttribute('aria-label')).toMatch(/^Job 1, name hidden, .*Lobby MFP$/u);
      expect(await page.locator('.job-title').first().innerText()).toBe('Job 1');
    });
  });

  test('are shown while the eye is held, and hidden by whatever ends the hold', async () => {
    await pages.use('jobs-masked-many', async (page) => {
      const eye = button(page, 'Hold to see the name of job 1');
      const box = (await eye.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(5, 5);
      await page.mouse.up();
      await eye.focus();
      await page.keyboard.down(' ');
      await page.keyboard.up(' ');
      await page.keyboard.down('Enter');
      await page.evaluate(() => window.dispatchEvent(new Event('blur')));
      await page.keyboard.up('Enter');
      const pair = ['showTitles {"show":true,"jobs":["job-0"]}', 'showTitles {"show":false,"jobs":["job-0"]}'];
      expect(await asked(page)).toEqual([...pair, ...pair, ...pair]);
    });
  });

  test('are hidden again when the row goes away under the finger', async () => {
    await pages.use('jobs-masked-many', async (page) => {
      const box = (await button(page, 'Hold to see the name of job 1').boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await showJobs(page, 'jobs-masked-many', { jobs: [] });
      await page.getByText('We cannot see why').waitFor();
      expect((await asked(page)).at(-1)).toBe('showTitles {"show":false,"jobs":["job-0"]}');
    });
  });

  test('a click without a finger turns it on and off', async () => {
    await pages.use('jobs-masked-many', async (page) => {
      const eye = button(page, 'Hold to see the name of job 1');
      for (const _ of [1, 2]) await eye.evaluate((element: HTMLElement) => element.click());
      expect(await asked(page)).toEqual(['showTitles {"show":true,"jobs":["job-0"]}', 'showTitles {"show":false,"jobs":["job-0"]}']);
    });
  });

  test('are all shown, and all hidden, by one button', async () => {
    await pages.use('jobs-masked-many', async (page) => {
      await stopClock(page);
      await button(page, 'Show names').tap();
      await showJobs(page, 'jobs-unmasked', {});
      await nextTouch(page);
      await button(page, 'Hide names').tap();
      expect(await asked(page)).toEqual(['showTitles {"show":true}', 'showTitles {"show":false}']);
    });
  });
});

describe('a list that lives', () => {
  test('keeps its page and its lines when a job comes, whenever that was printed', async () => {
    await pages.use('jobs-20', async (page) => {
      await button(page, 'Next').tap();
      const lines = () => page.locator('[data-line]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-line')));
      const before = await lines();
      await showJobs(page, 'jobs-20', { jobs: [sampleJob('new', { submitted: '2020-01-01T00:00:00Z' }), ...manyJobs(20)] });
      await page.getByText('21 jobs are waiting for you').first().waitFor();
      expect(await lines()).toEqual(before);
    });
  });

  test('keeps its page while a printer or options are chosen', async () => {
    await pages.use('jobs-20', async (page) => {
      await showJobs(page, 'jobs-20', { printers: [samplePrinter('Lobby MFP', { options: sampleOptions })] });
      await button(page, 'Next').tap();
      await button(page, 'Options').tap();
      await button(page, 'Done').tap();
      await page.getByText('Page 2 of').waitFor();
    });
  });
});

describe('jobs that will be deleted', () => {
  test('are told on the button that deletes them, until they are taken back', async () => {
    await pages.use('jobs-deleting', async (page) => {
      expect(await button(page, 'Sign out, delete 2').isVisible()).toBe(true);
      await page.getByText('2 jobs will be deleted when you sign out.').waitFor();
      await button(page, /^Undo: keep/u)
        .first()
        .tap();
      expect(await asked(page)).toEqual(['undoDelete {"jobs":["job-1"]}']);
    });
    await pages.use('jobs-idle-deleting', async (page) => {
      expect(await page.getByRole('dialog').getByRole('button', { name: 'Sign out, delete 2' }).isVisible()).toBe(true);
    });
  });
});

describe('an empty list', () => {
  test('tells each reason that there is evidence for, at most three, with one thing to do', async () => {
    await pages.use('jobs-why', async (page) => {
      const told = await page.locator('.reasons > li').allInnerTexts();
      expect(told).toHaveLength(3);
      expect(told[0]).toMatch(/Nothing is held for ada\.lovelace@contoso\.example\.\s+Printed with another account\?/u);
      expect(told[1]).toMatch(/^2 jobs of yours are already done, the last at \d+:\d\d/u);
      expect(await page.getByText('Help: IT desk, ext. 1200').isVisible()).toBe(true);
    });
  });

  test('without evidence says that it cannot see, and gives two things to try', async () => {
    await pages.use('jobs-empty', async (page) => {
      await page.getByRole('heading', { name: 'We cannot see why' }).waitFor();
      expect(await page.locator('.empty-words li').count()).toBe(2);
    });
  });
});

describe('a printer to choose', () => {
  test('keeps its place while the choice is open, though the station counts anew', async () => {
    await pages.use('jobs-destinations', async (page) => {
      await page.locator('.button-release').tap();
      const names = () => page.locator('.destination-name').allInnerTexts();
      const before = await names();
      const screen = samples['jobs-destinations']?.screen;
      const destinations = screen?.name === 'jobs' ? screen.destinations : [];
      await showJobs(page, 'jobs-destinations', { destinations: [...destinations].reverse().map((one) => ({ ...one, waiting: 7 })) });
      await page.getByText('7 jobs before yours').first().waitFor();
      expect(await names()).toEqual(before);
    });
  });

  test('the first that can take them is marked where it has the fewest before it', async () => {
    await pages.use('jobs-options-destinations', async (page) => {
      await page.locator('.button-release').tap();
      expect(await page.getByText('Least busy').count()).toBe(1);
      expect(await button(page, /^Canteen, colour Ready · No jobs before yours · Least busy/u).isVisible()).toBe(true);
    });
  });
});
