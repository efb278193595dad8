import { test } from '@playwright/test';
import type { Fetch } from '../../../main/ports.ts';
import type { Language } from '../../../preload/contract.ts';
import { type SizeName, sizes } from '../../layout/combinations.ts';
import { createLeapClock, type LeapClock } from '../../support/leap-clock.ts';
import type { TestStationOptions } from '../../support/station.ts';
import { startVisit, type Visit, type Words } from '../../support/visit.ts';

const sizeNames = Object.keys(sizes) as readonly SizeName[];
const languages = ['en', 'de', 'ar', 'en-XA'] as const satisfies readonly Language[];

/** All 24 places in which the screen is tried: each of four languages at each of six sizes. */
const places = Array.from({ length: sizeNames.length * languages.length }, (_, i) => ({
  size: sizeNames[i % sizeNames.length] ?? '1280x800',
  language: languages[(i + Math.floor(i / 12)) % languages.length] ?? 'en',
}));

/** `npm run test:rows` plays every row in all of them. */
const everywhere = process.env.RELEASE_STATION_PLACES === 'all';

/** What a story is given: the kiosk, its clock, and how many calls the station has made by now. */
export interface StoryVisit extends Visit {
  readonly clock: LeapClock;
  readonly calls: () => number;
}

/**
 * A row of the bar as a person lives it, in two places; the rows one after another meet every language at every size. Everywhere: in all 24.
 * `number`: of the row in the bar.
 */
export function story(
  order: number,
  number: number,
  name: string,
  options: TestStationOptions,
  play: (visit: StoryVisit) => Promise<void>,
): void {
  const two = [order % places.length, (order + 12) % places.length];
  for (const place of places.filter((_, at) => everywhere || two.includes(at))) {
    test(`row ${number}: ${name} (${place.language}, ${place.size})`, async ({ browser }) => {
      const clock = createLeapClock();
      let calls = 0;
      const wrapFetch =
        (next: Fetch): Fetch =>
        (request) => {
          calls += 1;
          return next(request);
        };
      const visit = await startVisit(browser, place, { ...options, clock, wrapFetch });
      try {
        await play({ ...visit, clock, calls: () => calls });
      } finally {
        await visit.close();
      }
    });
  }
}

/** A sentence of the catalogue with anything in its gaps. */
export function sentence(t: Words, key: string, values: Readonly<Record<string, unknown>>, ...gaps: readonly string[]): RegExp {
  const mark = '§';
  const filled = t(key, { ...values, ...Object.fromEntries(gaps.map((gap) => [gap, mark])) });
  return anyOf(filled, mark);
}

/** A sentence as a pattern; `mark`, and signs of direction that nobody sees, stand for anything. */
function anyOf(filled: string, mark: string): RegExp {
  const parts = filled.split(new RegExp(`[${mark}\u2066-\u2069]+`, 'u'));
  return new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)).join('.*'), 'u');
}
