import type { Snapshot, StationApi } from '../../../preload/contract.ts';
import { type FakeStation, fakeStation } from '../../renderer/gallery/fake-station.ts';
import { contrastFaults, createPalette } from './contrast.ts';
import { controlFaults, controlsIn, focusByItself } from './controls.ts';
import type { Fault } from './faults.ts';
import { brokenWords, createRuler, cutTexts, overlappingTexts, smallTexts, textLines, unframedTexts } from './texts.ts';

/** What is put into the real page before its own script: the station's double, and the measuring. */
export interface Instrument {
  /** Shows a snapshot as if the screen had just come up, and resolves when it is drawn. */
  show(snapshot: Snapshot): Promise<void>;
  /** Touches one element after another, turning pages to find it; a fault for what is not there. */
  touch(selectors: readonly string[]): Promise<readonly Fault[]>;
  /** All that is wrong with what is on the screen. */
  measure(): readonly Fault[];
  /** How many texts and controls the last measuring saw. */
  seen(): { readonly texts: number; readonly controls: number };
}

declare global {
  interface Window {
    gallery: FakeStation;
    instrument: Instrument;
  }
}

const blank: Snapshot['screen'] = { name: 'starting' };

const nextFrame = (): Promise<unknown> => new Promise((drawn) => requestAnimationFrame(drawn));
const nextTask = (): Promise<unknown> => new Promise((done) => setTimeout(done));

/** What lies on top: an open dialog hides the rest by design. */
function topOf(): Element {
  return document.querySelector('dialog[open], [role="dialog"][aria-modal="true"], [role="alertdialog"]') ?? document.body;
}

function scrollers(): readonly Fault[] {
  const rolls = (element: Element): boolean => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const [across, along] = [/auto|scroll/u.test(overflowX), /auto|scroll/u.test(overflowY)];
    return (across && element.scrollWidth > element.clientWidth) || (along && element.scrollHeight > element.clientHeight);
  };
  const page = document.documentElement;
  const found = [...document.querySelectorAll('body *')]
    .filter(rolls)
    .map((element): Fault => ({ kind: 'scrolls', at: element.className, detail: 'has a scroll bar' }));
  return page.scrollWidth > innerWidth || page.scrollHeight > innerHeight
    ? [...found, { kind: 'scrolls', at: 'html', detail: 'the page is larger than the screen' }]
    : found;
}

/** Whether the page took over what the snapshot says of its look. */
function lookFaults({ look, setup }: Snapshot, mmPx: number): readonly Fault[] {
  const { lang, dir } = document.documentElement;
  const faults: Fault[] = [];
  const wrong = (detail: string): void => void faults.push({ kind: 'look', at: 'html', detail });
  if (lang !== look.language) wrong(`lang is ${lang}`);
  if (dir !== (look.language === 'ar' || look.language === 'he' ? 'rtl' : 'ltr')) wrong(`dir is ${dir}`);
  const asked = setup.widthMm === null ? 96 / 25.4 : innerWidth / setup.widthMm;
  if (Math.abs(mmPx / asked - 1) > 0.01) wrong(`--mm is ${mmPx.toFixed(2)} px, not ${asked.toFixed(2)}`);
  return faults;
}

function millimetrePx(): number {
  const probe = document.createElement('div');
  probe.className = 'measure-probe';
  document.body.append(probe);
  // Through the style object: the page's policy refuses style attributes.
  probe.style.setProperty('position', 'fixed');
  probe.style.setProperty('inline-size', 'calc(100 * var(--mm))');
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width / 100;
}

function createInstrument(fake: FakeStation): Instrument {
  const ruler = createRuler();
  const colorOf = createPalette();
  let snapshot: Snapshot | null = null;
  let untouched = true;
  let seen = { texts: 0, controls: 0 };
  return {
    async show(next) {
      fake.show({ ...next, screen: blank });
      await nextTask();
      fake.show(next);
      for (let frame = 0; frame < 3; frame += 1) await nextFrame();
      for (let turn = 0; turn < 60 && document.documentElement.lang !== next.look.language; turn += 1) await nextFrame();
      await document.fonts.ready;
      await nextFrame();
      if (snapshot?.look.language !== next.look.language || document.fonts.status !== 'loaded') ruler.forget();
      snapshot = next;
      untouched = true;
    },
    async touch(selectors) {
      for (const selector of selectors) {
        for (let turn = 0; turn < 8 && document.querySelector(selector) === null; turn += 1) {
          [...document.querySelectorAll<HTMLElement>('.pager .button')].at(-1)?.click();
          await nextFrame();
        }
        const element = document.querySelector<HTMLElement>(selector);
        if (element === null) return [{ kind: 'look', at: selector, detail: 'is not there to be touched' }];
        element.click();
        untouched = false;
        for (let frame = 0; frame < 3; frame += 1) await nextFrame();
      }
      return [];
    },
    measure() {
      if (snapshot === null) throw new Error('nothing is shown');
      const mmPx = millimetrePx();
      const top = topOf();
      const lines = textLines(top, ruler);
      const controls = controlsIn(top);
      seen = { texts: lines.length, controls: controls.length };
      return [
        ...lookFaults(snapshot, mmPx),
        ...cutTexts(lines),
        ...unframedTexts(lines),
        ...brokenWords(lines),
        ...overlappingTexts(lines),
        ...smallTexts(lines, ruler, mmPx, snapshot.look.largeText),
        ...controlFaults(controls, lines, mmPx, snapshot.look.reach),
        ...(untouched ? focusByItself(controls) : []),
        ...contrastFaults(lines, snapshot.look.theme, colorOf),
        ...scrollers(),
      ];
    },
    seen: () => seen,
  };
}

const first: Snapshot = {
  serial: 0,
  station: { name: '', helpContact: '' },
  setup: {
    languages: ['en'],
    sounds: false,
    widthMm: null,
    brand: { logo: null, color: null, text: null },
    look: { language: 'en', theme: 'light', largeText: false, reach: false },
  },
  look: { language: 'en', theme: 'light', largeText: false, reach: false },
  readerDeaf: false,
  screen: blank,
};
const fake = fakeStation(first);
const given: { station: StationApi; gallery: FakeStation; instrument: Instrument } = {
  station: fake.station,
  gallery: fake,
  instrument: createInstrument(fake),
};
Object.assign(window, given);
