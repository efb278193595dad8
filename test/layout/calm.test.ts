import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import type { JobStage, Snapshot } from '../../preload/contract.ts';
import { manyJobs, sampleJobs, samples, snapshotOf } from '../support/snapshots.ts';
import { testStage } from './test-stage.ts';

/** The screen for people whom motion, colours, small letters or a lost focus would shut out: on the product's own pages. */
const atLength = 120_000;
const stage = testStage();

async function onEverySample(page: Page, look: (sample: string) => Promise<readonly string[]>): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [sample, snapshot] of Object.entries(samples)) {
    await page.evaluate((next) => window.instrument.show(next), snapshot);
    faults.push(...(await look(sample)).map((fault) => `${sample}: ${fault}`));
  }
  return faults;
}

test(
  'what moves stops by itself within five seconds',
  async () => {
    const page = await stage.open({ context: { reducedMotion: 'no-preference' } });
    const endless = await onEverySample(page, () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter(({ effect }) => !(Number(effect?.getComputedTiming().endTime) <= 5_000))
          .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'a transition')),
      ),
    );
    expect(endless).toEqual([]);
    await page.context().close();
  },
  atLength,
);

// What only appears after a while, at once, is no motion.
test(
  'at 200 % zoom nothing is lost, and who asked for less motion sees none',
  async () => {
    const page = await stage.open({ viewport: { width: 960, height: 540 }, context: { deviceScaleFactor: 2, reducedMotion: 'reduce' } });
    const faults = await onEverySample(page, () =>
      page.evaluate(() => {
        const lost = window.instrument.measure().filter(({ kind }) => kind !== 'shortened');
        const moving = document
          .getAnimations()
          .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().activeDuration) > 1);
        return [
          ...lost.map(({ kind, at, detail }) => `${kind}: ${at}: ${detail}`),
          ...moving.map((animation) => `moves: ${animation instanceof CSSAnimation ? animation.animationName : 'a transition'}`),
        ];
      }),
    );
    expect(faults).toEqual([]);
    await page.context().close();
  },
  atLength,
);

test(
  'an Enter that a reader leaks does nothing by itself, on any screen',
  async () => {
    const page = await stage.open();
    const done = await onEverySample(page, async () => {
      const before = await page.evaluate(() => window.gallery.sent.length);
      await page.keyboard.press('Enter');
      const sent = await page.evaluate((from) => window.gallery.sent.slice(from).map(({ name }) => name), before);
      return sent.filter((name) => name !== 'touch');
    });
    expect(done).toEqual([]);
    await page.context().close();
  },
  atLength,
);

test(
  'with the colours of the system every control keeps an edge, and nothing is lost',
  async () => {
    const page = await stage.open({ context: { forcedColors: 'active' } });
    const faults = await onEverySample(page, () =>
      page.evaluate(() => {
        const edged = (element: Element): boolean => {
          const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(element);
          return borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1 && !/rgba\(.*, 0\)$/u.test(borderTopColor);
        };
        const controls = [...document.querySelectorAll('button, input')].filter((control) => control.checkVisibility());
        const bare = controls.filter(
          (control) => !edged(control) && !edged(control.closest('label') ?? control) && !edged(control.closest('li') ?? control),
        );
        const lost = window.instrument.measure().filter(({ kind }) => ['cut', 'outside', 'covered', 'overlap'].includes(kind));
        return [
          ...bare.map((control) => `no edge: ${control.outerHTML.slice(0, 100)}`),
          ...lost.map(({ kind, at, detail }) => `${kind}: ${at}: ${detail}`),
        ];
      }),
    );
    expect(faults).toEqual([]);
    await page.context().close();
  },
  atLength,
);

test(
  'a press is seen within 100 ms',
  async () => {
    const page = await stage.open();
    await page.evaluate((next) => window.instrument.show(next), samples['jobs-3'] as Snapshot);
    await page.evaluate(() => {
      const times: number[] = [];
      Object.assign(window, { times });
      window.addEventListener(
        'pointerdown',
        ({ timeStamp }) => {
          const drawn = (): void => {
            if (document.querySelector('[data-pressed]') === null) requestAnimationFrame(drawn);
            else times.push(performance.now() - timeStamp);
          };
          requestAnimationFrame(drawn);
        },
        { capture: true },
      );
    });
    const places = page.locator('.button:not(:disabled), label.job-face').filter({ visible: true });
    const count = Math.min(await places.count(), 6);
    for (let i = 0; i < count; i += 1) {
      const box = await places.nth(i).boundingBox();
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
      await page.mouse.down();
      await expect.poll(() => page.evaluate(() => (window as unknown as { times: number[] }).times.length)).toBe(i + 1);
      // Let go elsewhere: nothing is pressed by it.
      await page.mouse.move(1, 1);
      await page.mouse.up();
      await page.locator('[data-pressed]').waitFor({ state: 'detached' });
    }
    const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...times)).toBeLessThan(100);
    await page.context().close();
  },
  atLength,
);

const life: readonly JobStage[] = [
  { is: 'arriving' },
  { is: 'held' },
  { is: 'releasing' },
  { is: 'checking' },
  { is: 'sent' },
  { is: 'printing' },
  { is: 'done' },
];

test.each([
  { width: 800, height: 480 },
  { width: 1080, height: 1920 },
  { width: 1920, height: 1080 },
])(
  'nothing jumps while jobs go from arriving to done ($width×$height)',
  async (viewport) => {
    const page = await stage.open({ viewport });
    const at = (stages: readonly JobStage[]): Snapshot =>
      snapshotOf(sampleJobs(manyJobs(3, (index) => ({ stage: stages[index] ?? { is: 'held' } }))));
    await page.evaluate((next) => window.instrument.show(next), at([{ is: 'arriving' }, { is: 'arriving' }, { is: 'arriving' }]));
    const steps = life.flatMap((stage, i) =>
      [0, 1, 2].map((late) => at([stage, life[Math.max(0, i - 1)] ?? stage, life[Math.max(0, i - late)] ?? stage])),
    );
    const shifts = await page.evaluate(async (snapshots) => {
      const seen: string[] = [];
      const watch = (entries: PerformanceEntryList): void => {
        for (const entry of entries) {
          const { value, sources } = entry as PerformanceEntry & {
            readonly value: number;
            readonly sources: readonly { readonly node: Node | null }[];
          };
          seen.push(
            `${value.toFixed(4)} ${sources.map(({ node }) => (node instanceof Element ? `${node.tagName}.${node.className}` : (node?.textContent ?? ''))).join(', ')}`,
          );
        }
      };
      const observer = new PerformanceObserver((list) => watch(list.getEntries()));
      observer.observe({ type: 'layout-shift' });
      for (const snapshot of snapshots) {
        window.gallery.show(snapshot);
        for (let frame = 0; frame < 4; frame += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
      }
      watch(observer.takeRecords());
      return seen;
    }, steps);
    expect(shifts).toEqual([]);
    await page.context().close();
  },
  atLength,
);

test(
  'whatever comes next, the focus is not lost, and not put on anything that has an effect',
  async () => {
    const page = await stage.open();
    const names = Object.keys(samples);
    const faults = await page.evaluate(
      async ({ snapshots }) => {
        const found: string[] = [];
        const frames = async (): Promise<void> => {
          for (let frame = 0; frame < 3; frame += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
        };
        const from = (step: number) => snapshots[step % snapshots.length];
        // Where a person had the focus before a dialog came: no button gets it back, a field may.
        let outside: Element | null = null;
        for (let step = 0; step < snapshots.length * 2; step += 1) {
          // Each sample follows its neighbour, then the one seven places on.
          const [before, after] = step < snapshots.length ? [from(step), from(step + 1)] : [from(step), from(step + 7)];
          if (before === undefined || after === undefined) continue;
          window.gallery.show(before.snapshot);
          await frames();
          const top = document.querySelector('dialog[open]') ?? document;
          const chosen =
            [...top.querySelectorAll<HTMLElement>('button:not(:disabled), input')].at(step % 3) ??
            top.querySelector<HTMLElement>('button:not(:disabled)');
          chosen?.focus();
          if (top === document) outside = chosen;
          window.gallery.show(after.snapshot);
          await frames();
          const now = document.activeElement;
          const stayed = now === chosen && now !== null && now.isConnected;
          if (now === null || now === document.body) found.push(`${before.name} → ${after.name}: lost`);
          else if (!stayed && now.matches('button, input') && !(now === outside && now.matches('input')))
            found.push(`${before.name} → ${after.name}: on ${now.outerHTML.slice(0, 90)}`);
        }
        return found;
      },
      { snapshots: names.map((name) => ({ name, snapshot: samples[name] as Snapshot })) },
    );
    expect(faults).toEqual([]);
    await page.context().close();
  },
  atLength,
);
