import { languages, themes } from '../../../preload/contract.ts';
import { type SizeName, sizes } from '../../layout/combinations.ts';
import { allPairs, type Combination } from '../../layout/pairs.ts';

const dimensions = {
  language: languages,
  size: Object.keys(sizes) as SizeName[],
  theme: themes,
  largeText: [false, true],
  reach: [false, true],
} as const;

/** How one picture looks. */
export type PictureLook = Combination<typeof dimensions>;

/** Where a picture comes from: the real station on the demo tenant, or a snapshot that was fed into the same pages. */
export type Source = 'real' | 'fed';

/**
 * Which looks each state is shown in: every state at least once, and every two of language, size, theme, large text and reach mode together at
 * least once over all. The same plan every time.
 */
export function planPictures(states: readonly string[]): ReadonlyMap<string, readonly PictureLook[]> {
  const looks = allPairs(dimensions);
  const count = Math.max(looks.length, states.length);
  const plan = new Map<string, PictureLook[]>(states.map((state) => [state, []]));
  for (let i = 0; i < count; i += 1) {
    const look = looks[i % looks.length];
    if (look !== undefined) plan.get(states[i % states.length] ?? '')?.push(look);
  }
  return plan;
}

/** The most pictures that anybody looks at. */
export const mostPictures = 150;
