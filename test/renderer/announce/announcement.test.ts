import { describe, expect, test } from 'vitest';
import type { JobStage, JobsScreen, Snapshot } from '../../../preload/contract.ts';
import { announcementOf } from '../../../renderer/announce/announcement.ts';
import { markAt, spokenCountdown } from '../../../renderer/announce/countdown-mark.ts';
import { sayingOf } from '../../../renderer/announce/saying.ts';
import { createTranslator } from '../../../renderer/words/translator.ts';
import { hostileTitles, manyJobs, sampleJob, sampleJobs, samples, sampleTrouble, snapshotOf } from '../../support/snapshots.ts';

const { t } = createTranslator();
const said = (before: Snapshot | null, now: Snapshot) => announcementOf(t, before, now);
const jobs = (change: Partial<JobsScreen>): Snapshot => snapshotOf(sampleJobs(manyJobs(3), change));
const staged = (...stages: readonly JobStage[]): Snapshot =>
  snapshotOf(sampleJobs(manyJobs(stages.length, (index) => ({ stage: stages[index] ?? { is: 'held' } }))));

describe('what a screen reader says by itself', () => {
  test('a new screen, in the words of its headline', () => {
    expect(said(samples['welcome-opening']!, samples['jobs-3']!)).toEqual({ polite: '3 jobs are waiting for you', assertive: '' });
    expect(said(samples['jobs-3']!, samples['welcome-signed-out']!)?.polite).toBe(
      'You are signed out. Asking the print service to delete 2 jobs. Tap your card on the reader',
    );
    expect(said(null, samples.welcome!)?.polite).toBe('Tap your card on the reader');
  });

  test('the code, character by character, with the address to open', () => {
    expect(said(samples['sign-in-asking']!, samples['sign-in']!)?.polite).toBe(
      'Sign in with your phone Open microsoft.com/devicelogin on your phone and type this code: C 7 K Q X 4 M 2 P.',
    );
  });

  test('how far a release has come, and its end', () => {
    const steps = [
      staged({ is: 'held' }, { is: 'held' }),
      staged({ is: 'sent' }, { is: 'releasing' }),
      staged({ is: 'done' }, { is: 'printing' }),
      staged({ is: 'done' }, { is: 'done' }),
    ];
    expect(steps.slice(1).map((step, index) => said(steps[index]!, step)?.polite)).toEqual([
      '1 job is on its way',
      '1 of 2 jobs finished.',
      'Done. Collect your pages',
    ]);
  });

  test('trouble at once, with what to do', () => {
    expect(said(samples['jobs-loading']!, samples['jobs-failed']!)?.assertive).toBe(
      'The print service does not answer as it should. Please try again in a few minutes. Nothing is lost.',
    );
    expect(said(staged({ is: 'printing' }), staged({ is: 'attention', why: 'printerStopped' }))?.assertive).toBe(
      'Please look at the printer',
    );
    expect(said(samples.welcome!, samples['welcome-offline']!)?.assertive).toMatch(/^No answer from Microsoft/u);
    expect(said(samples.welcome!, samples['welcome-deaf']!)?.assertive).toMatch(/^The reader is not being heard/u);
    expect(said(samples.welcome!, samples.trouble!)?.assertive).toMatch(/^Out of service The station itself/u);
  });

  test('that everything is about to be released, with the way out', () => {
    expect(said(samples['welcome-opening']!, jobs({ releasingAllIn: { remainingMs: 3000, totalMs: 3000 } }))?.assertive).toMatch(
      /Not now/u,
    );
  });

  test('nothing where nothing has changed that can be heard', () => {
    const before = jobs({});
    expect(said(before, { ...before, serial: 2 })).toBeNull();
    expect(said(before, jobs({ idle: { remainingMs: 20_000, totalMs: 20_000 } }))).toBeNull();
  });

  test('nothing any more of trouble that is over', () => {
    expect(said(samples['welcome-offline']!, samples.welcome!)).toEqual({ polite: '', assertive: '' });
  });

  test('the same sentence again for another person', () => {
    expect(said(jobs({}), jobs({ personName: 'Grace Hopper' }))?.polite).toBe('3 jobs are waiting for you');
  });

  test('leaves nothing of a person to be read after the session', () => {
    const confirm = samples['link-confirm']!;
    expect(said(samples['link-tap-again']!, confirm)?.polite).toBe('Link this card to Ada Lovelace?');
    expect(said(confirm, samples.welcome!)).toEqual({ polite: 'Tap your card on the reader', assertive: '' });
  });

  test('never the name of a document, a printer or a person on the screen of jobs', () => {
    for (const title of hostileTitles) {
      for (const stage of [{ is: 'held' }, { is: 'done' }, { is: 'notReleased', trouble: sampleTrouble('printerStopped') }] as const) {
        const screen = sampleJobs([sampleJob('one', { title, stage, printerName: 'Lobby MFP' })]);
        const { polite, assertive } = sayingOf(t, snapshotOf(screen));
        for (const name of [title ?? 'Lobby MFP', 'Lobby MFP', 'Ada Lovelace']) {
          if (name.trim() !== '') expect(polite + assertive).not.toContain(name);
        }
      }
    }
  });

  test('something of every sample', () => {
    for (const [name, sample] of Object.entries(samples)) {
      if (sample.screen.name === 'ruler') continue;
      const { polite, assertive } = sayingOf(t, sample);
      expect(polite + assertive, name).not.toBe('');
    }
  });
});

describe('the time left', () => {
  test('is said at 20, 10 and 5 seconds, not every second', () => {
    const heard: (number | null)[] = [];
    for (let ms = 45_000; ms >= 0; ms -= 250) {
      const mark = markAt(ms);
      if (heard.at(-1) !== mark) heard.push(mark);
    }
    expect(heard).toEqual([null, 20, 10, 5, null]);
  });

  test('is that of whatever runs out: the session, the sign-in, the code, the link', () => {
    const end = (sample: string) => spokenCountdown(samples[sample]!.screen)?.end ?? null;
    expect(['jobs-idle', 'jobs-3', 'sign-in', 'sign-in-idle', 'sign-in-asking', 'link-confirm', 'link-saving', 'welcome'].map(end)).toEqual(
      ['signOut', null, 'over', 'back', null, 'over', null, null],
    );
  });
});
