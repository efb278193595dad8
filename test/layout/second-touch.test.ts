import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import type { JobsScreen, JobView, Snapshot } from '../../preload/contract.ts';
import { manyJobs } from '../support/snapshots.ts';
import { type Combination, sizes, snapshotFor, spell } from './combinations.ts';
import { testStage } from './test-stage.ts';

/** A finger that touches "Not now" twice, or a moment too late: wherever it lay, what lies there next does no harm. */
const stage = testStage();

type Look = Pick<Combination, 'size' | 'language' | 'largeText' | 'reach' | 'measured'> & { readonly canDelete: boolean };

const languages = ['en', 'de', 'ar', 'ja', 'pl', 'en-XA'] as const;

/** Every size with large text, reach mode and Delete or without; language and density take turns. */
const looks: readonly Look[] = (Object.keys(sizes) as Combination['size'][])
  .flatMap((size) => [false, true].map((largeText) => ({ size, largeText })))
  .flatMap((look) => [false, true].map((reach) => ({ ...look, reach })))
  .flatMap((look) => [false, true].map((canDelete) => ({ ...look, canDelete })))
  .map((look, turn) => ({ ...look, language: languages[turn % languages.length] ?? 'en', measured: turn % 5 !== 0 }));

/** What the touch may find once the countdown is over. */
const next: Readonly<Record<string, readonly JobView[]>> = {
  'held back': manyJobs(3),
  'begun already': manyJobs(3, () => ({ stage: { is: 'releasing' } })),
  'over already': manyJobs(3, () => ({ stage: { is: 'done' } })),
};

const sentence = ({ canDelete, ...look }: Look, after: string): string =>
  `${spell({ sample: 'jobs-one-gesture', theme: 'light', ...look })}${canDelete ? '' : ' without Delete'}, ${after}`;

/** For each of the screens that may follow: words of every button that can be used, off the list, under any point of where "Not now" lay. */
function under(page: Page, counting: Snapshot, following: readonly Snapshot[]): Promise<readonly (readonly string[])[]> {
  return page.evaluate(
    async ([first, others]) => {
      const drawn = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      await window.instrument.show(first);
      const { left, top, width, height } = document.querySelector('.not-now')!.getBoundingClientRect();
      const usable = (across: number, along: number): string | undefined => {
        const at = document.elementFromPoint(left + width * across, top + height * along);
        const button = at?.closest<HTMLElement>('button:not(:disabled)');
        return button && button.closest('.list') === null ? button.innerText : undefined;
      };
      const points = Array.from({ length: 17 * 9 }, (_, i) => [(i % 17) / 16, Math.floor(i / 17) / 8] as const);
      const met: string[][] = [];
      for (const other of others) {
        window.gallery.show(other);
        await drawn();
        if (document.querySelector('.not-now') !== null) throw new Error('the countdown is still there');
        met.push([...new Set(points.flatMap(([across, along]) => usable(across, along) ?? []))]);
      }
      return met;
    },
    [counting, following] as const,
  );
}

test('a second touch on “Not now” releases, deletes and ends nothing, in any look', async () => {
  const page = await stage.open();
  const harmed: string[] = [];
  for (const look of looks) {
    const { width, height } = sizes[look.size];
    await page.setViewportSize({ width, height });
    const counting = snapshotFor({ sample: 'jobs-one-gesture', theme: 'light', ...look });
    const screen = { ...(counting.screen as JobsScreen), canDelete: look.canDelete };
    const following = Object.values(next).map((jobs) => ({ ...counting, screen: { ...screen, jobs, releasingAllIn: null } }));
    const met = await under(page, { ...counting, screen }, following);
    for (const [turn, after] of Object.keys(next).entries())
      if (met[turn]!.length > 0) harmed.push(`${sentence(look, after)}: ${met[turn]!.join(', ')}`);
  }
  await page.context().close();
  expect(harmed).toEqual([]);
}, 120_000);
