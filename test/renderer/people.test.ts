import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { asked, focused, samplePages, show, showSample, stopClock, tabTo } from '../support/sample-pages.ts';
import { manyJobs, sampleJobs, sampleSetup, snapshotOf } from '../support/snapshots.ts';

const pages = samplePages();

const painted = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));

describe('the focus', () => {
  test('goes to the headline of every new screen', async () => {
    await pages.use('welcome', async (page) => {
      for (const sample of ['sign-in', 'link-tap-again', 'jobs-3', 'trouble', 'welcome', 'jobs-empty', 'welcome-phone-only']) {
        await showSample(page, sample);
        await painted(page);
        expect(await focused(page), sample).toMatch(/^h1 ./u);
      }
    });
  });

  test('goes to the headline when another person’s list follows at once', async () => {
    await pages.use('jobs-3', async (page) => {
      await tabTo(page, /Release/u);
      await show(page, snapshotOf(sampleJobs(manyJobs(3), { personName: 'Grace Hopper' })));
      await painted(page);
      expect(await focused(page)).toBe('h1 3 jobs are waiting for you');
    });
  });

  test('is never lost when what had it is switched off or goes away, and never lands on a button', async () => {
    await pages.use('sign-in-expired', async (page) => {
      await tabTo(page, /Get a new code/u);
      await showSample(page, 'sign-in');
      await painted(page);
      expect(await focused(page)).toBe('h1 Sign in with your phone');
    });
    await pages.use('jobs-3', async (page) => {
      await tabTo(page, /^button Release all 3 jobs/u);
      await showSample(page, 'jobs-done');
      await painted(page);
      expect(await focused(page)).toMatch(/^h1 Done/u);
    });
    await pages.use('link-confirm', async (page) => {
      await tabTo(page, /Do not link/u);
      await showSample(page, 'link-saving');
      await painted(page);
      expect(await focused(page)).toMatch(/^h1 Linking/u);
    });
  });

  test('stays with the pager at the last page', async () => {
    await pages.use('not-configured-20', async (page) => {
      await tabTo(page, /Next/u);
      while (/^button Next/u.test(await focused(page))) {
        await page.keyboard.press('Enter');
        await painted(page);
      }
      expect(await focused(page)).toMatch(/^span Page (\d+) of \1$/u);
    });
  });

  test('is taken by the countdown, on words, and left on the headline when somebody stays', async () => {
    await pages.use('jobs-3', async (page) => {
      await tabTo(page, /^button Sign out/u);
      await showSample(page, 'jobs-idle');
      await painted(page);
      expect(await focused(page)).toBe('h2 Still there?');
      await showSample(page, 'jobs-3');
      await painted(page);
      expect(await focused(page)).toMatch(/^h1 /u);
    });
  });

  test('is seen wherever Tab takes it', async () => {
    await pages.use('welcome', async (page) => {
      for (const name of [/phone/u, /Language/u, /Easier/u]) {
        await tabTo(page, name);
        expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
      }
    });
  });
});

describe('with Tab and Enter alone', () => {
  test('a person signs in, gets more time, links a card', async () => {
    await pages.use('welcome', async (page) => {
      await tabTo(page, /Sign in with your phone/u);
      await page.keyboard.press('Enter');
      await showSample(page, 'sign-in');
      await tabTo(page, /Cancel/u);
      await page.keyboard.press('Enter');
      await showSample(page, 'link-confirm');
      await tabTo(page, /More time/u);
      await page.keyboard.press('Enter');
      await tabTo(page, /^button Link card/u);
      await page.keyboard.press('Enter');
      expect(await asked(page)).toEqual(['signInWithPhone {}', 'cancel {}', 'stay {}', 'answerLink {"link":true}']);
    });
  });

  test('a person chooses jobs, releases them, answers the countdown and signs out', async () => {
    await pages.use('jobs-3', async (page) => {
      await tabTo(page, /^input/u);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await tabTo(page, /^button Release 1 job/u);
      await page.keyboard.press('Enter');
      await showSample(page, 'jobs-idle');
      await tabTo(page, /Stay signed in/u);
      await page.keyboard.press('Enter');
      await showSample(page, 'jobs-done');
      await tabTo(page, /^button Sign out/u);
      await page.keyboard.press('Enter');
      expect(await asked(page)).toEqual([expect.stringMatching(/^release \{"jobs":\["job-\d"\]/u), 'stay {}', 'signOut {}']);
    });
  });
});

describe('a countdown before the first screen comes back', () => {
  test('is the same question, and both answers are there', async () => {
    await pages.use('sign-in-idle', async (page) => {
      const dialog = page.getByRole('dialog', { name: 'Still there?' });
      expect(await dialog.getByRole('timer').innerText()).toBe('The first screen comes back in 18 seconds.');
      await dialog.getByRole('button', { name: 'Stay here' }).tap();
      await dialog.getByRole('button', { name: 'Back to the start' }).tap();
      expect(await asked(page)).toEqual(['stay {}', 'cancel {}']);
    });
  });
});

describe('a screen reader', () => {
  const status = (page: Page) => page.locator('[role="status"]').last();
  const alert = (page: Page) => page.locator('[role="alert"]').last();

  test('has one polite and one assertive region, and hears every screen through them', async () => {
    await pages.use('welcome', async (page) => {
      expect(await page.locator('[aria-live="polite"], [role="status"]').count()).toBe(1);
      expect(await page.locator('[aria-live="assertive"], [role="alert"]').count()).toBe(1);
      expect(await status(page).textContent()).toContain('Tap your card on the reader');
      await showSample(page, 'jobs-3');
      expect(await page.locator('[aria-live="polite"], [role="status"]').count()).toBe(1);
      expect(await status(page).textContent()).toContain('3 jobs are waiting for you');
      await showSample(page, 'jobs-offline');
      await page.getByRole('alert').getByText('The station gets no answer from the network.').waitFor();
      await showSample(page, 'welcome');
      expect(await alert(page).textContent()).toBe('');
    });
  });

  test('hears the countdown in the dialog, which takes everything else from it', async () => {
    await pages.use('jobs-3', async (page) => {
      await showSample(page, 'jobs-idle');
      await page.locator('dialog [role="alert"]').getByText('You will be signed out in 18 seconds.').waitFor();
    });
  });

  test('hears of a bug behind a touch', async () => {
    await pages.use('jobs-3', async (page) => {
      await page.evaluate(() => {
        (window as unknown as { gallery: { answer: unknown } }).gallery.answer = { ok: false, error: 'internal' };
      });
      await page.getByRole('button', { name: 'Sign out' }).tap();
      await page.getByRole('alert').getByText('Something went wrong here.').waitFor();
    });
  });
});

describe('a press', () => {
  const pressed = (page: Page): Promise<boolean> =>
    page.locator('.second-way .button').evaluate((button) => 'pressed' in (button as HTMLElement).dataset);

  test('is seen in the frame in which the finger comes down, and outlasts the shortest tap', async () => {
    await pages.use('welcome', async (page) => {
      await stopClock(page);
      const button = page.getByRole('button', { name: 'Sign in with your phone' });
      await button.dispatchEvent('pointerdown', { bubbles: true });
      expect(await pressed(page)).toBe(true);
      await button.dispatchEvent('pointerup', { bubbles: true });
      await page.clock.runFor(89);
      expect(await pressed(page)).toBe(true);
      await page.clock.runFor(60);
      expect(await pressed(page)).toBe(false);
    });
  });

  test('of a key is seen too', async () => {
    await pages.use('welcome', async (page) => {
      await stopClock(page);
      await tabTo(page, /Sign in with your phone/u);
      await page.keyboard.down('Enter');
      expect(await pressed(page)).toBe(true);
      await page.clock.runFor(150);
      expect(await pressed(page)).toBe(false);
    });
  });

  test('that bounces sends once', async () => {
    await pages.use('welcome', async (page) => {
      await page.getByRole('button', { name: 'Sign in with your phone' }).evaluate((button) => {
        (button as HTMLElement).click();
        (button as HTMLElement).click();
      });
      expect(await asked(page)).toEqual(['signInWithPhone {}']);
    });
  });
});

describe('a wait', () => {
  test('has words only after 0.3 s, and keeps their place until then', async () => {
    await pages.use('welcome', async (page) => {
      await stopClock(page);
      await showSample(page, 'sign-in-asking');
      const words = page.getByText('Getting a code…');
      const opacity = () => words.evaluate((element) => getComputedStyle(element).opacity);
      const before = await words.boundingBox();
      await page.clock.runFor(290);
      expect(await opacity()).toBe('0');
      await page.clock.runFor(20);
      expect(await opacity()).toBe('1');
      expect(await words.boundingBox()).toEqual(before);
    });
  });
});

describe('sounds', () => {
  const listen = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const heard: { hertz: number[]; peak: number } = { hertz: [], peak: 0 };
      Object.assign(window, { heard });
      const Real = window.AudioContext;
      window.AudioContext = class extends Real {
        override createOscillator(): OscillatorNode {
          const tone = super.createOscillator();
          const start = tone.start.bind(tone);
          tone.start = (at) => {
            heard.hertz.push(tone.frequency.value);
            start(at);
          };
          return tone;
        }
        override createGain(): GainNode {
          const gain = super.createGain();
          const ramp = gain.gain.linearRampToValueAtTime.bind(gain.gain);
          gain.gain.linearRampToValueAtTime = (value, at) => {
            heard.peak = Math.max(heard.peak, value);
            return ramp(value, at);
          };
          return gain;
        }
      };
    });
  const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: { hertz: number[]; peak: number } }).heard);
  const setup = { ...sampleSetup, sounds: true };

  test('come from the page itself, quietly, where IT asks for them', async () => {
    await pages.use('welcome', async (page) => {
      await listen(page);
      await showSample(page, 'welcome', { setup });
      await showSample(page, 'welcome-opening', { setup });
      expect(await heard(page)).toEqual({ hertz: [880], peak: expect.any(Number) });
      expect((await heard(page)).peak).toBeLessThanOrEqual(0.2);
    });
  });

  test('do not come without, and a machine that has none is no trouble', async () => {
    await pages.use('welcome', async (page) => {
      await listen(page);
      await showSample(page, 'welcome-opening');
      expect((await heard(page)).hertz).toEqual([]);
      await page.evaluate(() => {
        window.AudioContext = class {
          constructor() {
            throw new Error('no loudspeaker');
          }
        } as unknown as typeof AudioContext;
      });
      await showSample(page, 'welcome', { setup });
      await showSample(page, 'welcome-opening', { setup });
      expect(await page.getByRole('heading', { name: 'Opening your jobs' }).isVisible()).toBe(true);
    });
  });
});
