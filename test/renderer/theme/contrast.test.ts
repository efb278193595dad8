import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contrastOf } from '../../../main/config/contrast.ts';
import { themes } from '../../../preload/contract.ts';
import { findBrowser } from '../../support/browser.ts';

/** The tokens as a real browser computes them, for every theme and some organisations' colours. */
const tokens = readFileSync(resolve(import.meta.dirname, '../../../renderer/theme/tokens.css'), 'utf8');

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await chromium.launch(await findBrowser());
  page = await browser.newPage();
  await page.setContent('<!doctype html><html><body></body></html>');
  await page.addStyleTag({ content: tokens });
}, 60_000);
afterAll(() => browser?.close());

/** Words and the ground they stand on. */
const words = [
  ['--on-housing', '--housing'],
  ['--on-housing-soft', '--housing'],
  ['--ink', '--paper'],
  ['--ink-soft', '--paper'],
  ['--ink', '--paper-shade'],
  ['--ink-soft', '--paper-shade'],
  ['--ink', '--alarm-wash'],
  ['--ink-soft', '--alarm-wash'],
  ['--alarm', '--paper'],
  ['--alarm', '--paper-shade'],
  ['--alarm', '--alarm-wash'],
  ['--good', '--paper'],
  ['--good', '--good-wash'],
  ['--on-button', '--button'],
  ['--on-action', '--action'],
  ['--on-action', '--action-pressed'],
] as const;

/** Edges of what can be touched, focus, and drawings that say something. */
const edges = [
  ['--line', '--paper'],
  ['--line', '--paper-shade'],
  ['--button-line', '--button'],
  ['--focus', '--paper'],
  ['--focus-on-housing', '--housing'],
  ['--good', '--paper'],
  ['--art-sign', '--art-dark'],
  ['--art-line', '--art-paper'],
] as const;

/** One of the two parts a thing from its ground. */
const either = [
  [['--button', '--button-line'], '--housing'],
  [['--action', '--on-action'], '--paper'],
  [['--action', '--on-action', '--paper'], '--housing'],
  [['--art-rim', '--art-dark'], '--housing'],
] as const;

/** Pairs that a configuration may name: each has 4.5:1 at least. */
const brands = [
  null,
  ['#ffcc00', '#1a1a1a'],
  ['#ffffff', '#222222'],
  ['#003a8c', '#ffffff'],
  ['#767676', '#ffffff'],
  ['#000000', '#ffffff'],
  ['#7fb2e5', '#10241f'],
] as const;

type Colors = Readonly<Record<string, string>>;

function colorsOf(theme: string, brand: (typeof brands)[number]): Promise<Colors> {
  const names = [...new Set([...words.flat(), ...edges.flat(), ...either.flat(2)])];
  return page.evaluate(
    ({ names, theme, brand }) => {
      const root = document.documentElement;
      root.setAttribute('data-theme', theme);
      root.style.cssText = brand === null ? '' : `--brand: ${brand[0]}; --brand-text: ${brand[1]}`;
      const probe = document.body.appendChild(document.createElement('i'));
      const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      const read = (name: string): string => {
        probe.style.color = `var(${name})`;
        pen.fillStyle = getComputedStyle(probe).color;
        pen.fillRect(0, 0, 1, 1);
        return `#${[...pen.getImageData(0, 0, 1, 1).data]
          .slice(0, 3)
          .map((part) => part.toString(16).padStart(2, '0'))
          .join('')}`;
      };
      const found = Object.fromEntries(names.map((name) => [name, read(name)]));
      probe.remove();
      return found;
    },
    { names, theme, brand },
  );
}

describe.each(themes)('the theme %s', (theme) => {
  test.each(brands.map((brand) => ({ brand, name: brand === null ? 'the product’s own' : brand.join(' and ') })))(
    'reads well in $name',
    async ({ brand }) => {
      const colors = await colorsOf(theme, brand);
      const of = (name: string): string => colors[name] ?? '';
      const least = theme === 'contrast' ? 7 : 4.5;
      const poor: string[] = [];
      const ask = (what: string, contrast: number, atLeast: number): void => {
        if (contrast < atLeast) poor.push(`${what}: ${contrast.toFixed(2)} of ${atLeast}`);
      };
      for (const [word, ground] of words) ask(`${word} on ${ground}`, contrastOf(of(word), of(ground)), least);
      for (const [edge, ground] of edges) ask(`${edge} against ${ground}`, contrastOf(of(edge), of(ground)), 3);
      for (const [sides, ground] of either)
        ask(`${sides.join(' or ')} against ${ground}`, Math.max(...sides.map((side) => contrastOf(of(side), of(ground)))), 3);
      expect(poor).toEqual([]);
    },
  );
});

test('every colour token is measured, or is named here with the reason', () => {
  const unmeasured = {
    '--housing-deep': 'the dark of the slot; the slot says nothing by itself',
    '--housing-lit': 'a shade on the housing that holds no words',
    '--rule': 'parts what the space between parts as well',
    '--slot-line': 'the edge of the slot',
    '--logo-plate': 'the ground that the organisation made its logo for',
    '--veil': 'lies over a screen that cannot be touched',
    '--art-body': 'a surface of drawings; their edges and signs are measured',
    '--art-edge': 'parts two surfaces of a drawing that differ by themselves',
  };
  const colors = [...tokens.matchAll(/^ {2}(--[\w-]+): (?:#|rgb|color-mix|transparent|var\(--(?:brand|paper|ink|line|on-housing))/gmu)].map(
    (match) => match[1] ?? '',
  );
  const measured = new Set<string>([...words.flat(), ...edges.flat(), ...either.flat(2)]);
  expect([...new Set(colors)].filter((name) => !measured.has(name) && !(name in unmeasured))).toEqual([]);
});
