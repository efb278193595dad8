import { type Language, languages, type Snapshot, type Theme, themes } from '../../preload/contract.ts';
import { samples } from '../support/snapshots.ts';
import { touched } from './touched.ts';

/** A screen as it is sold: pixels, and the width of its picture. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly widthMm: number;
}

/** Six screens from 7" to 27", of six densities: 4.0 to 6.7 pixels to the millimetre. */
export const sizes = {
  '800x480': { width: 800, height: 480, widthMm: 154 },
  '1024x600': { width: 1024, height: 600, widthMm: 154 },
  '1280x800': { width: 1280, height: 800, widthMm: 217 },
  '1080x1920': { width: 1080, height: 1920, widthMm: 268 },
  '1920x1080': { width: 1920, height: 1080, widthMm: 476 },
  '3840x2160': { width: 3840, height: 2160, widthMm: 598 },
} as const satisfies Readonly<Record<string, Size>>;
export type SizeName = keyof typeof sizes;

/** One picture to measure. */
export interface Combination {
  /** Name of a sample, or of one that a finger has changed (`touched.ts`). */
  readonly sample: string;
  readonly size: SizeName;
  readonly language: Language;
  readonly theme: Theme;
  readonly largeText: boolean;
  readonly reach: boolean;
  /** Whether IT has measured the screen: the density counts, else 96 pixels to the inch. */
  readonly measured: boolean;
}

/** All that is combined. */
export const dimensions = {
  sample: [...Object.keys(samples), ...Object.keys(touched)],
  size: Object.keys(sizes) as SizeName[],
  language: languages,
  theme: themes,
  largeText: [false, true],
  reach: [false, true],
  measured: [true, false],
} as const;

/** The sample's snapshot in that look. */
export function snapshotFor({ sample, size, language, theme, largeText, reach, measured }: Combination): Snapshot {
  const snapshot = samples[touched[sample]?.sample ?? sample];
  if (snapshot === undefined) throw new Error(`no sample ${sample}`);
  const widthMm = measured ? sizes[size].widthMm : null;
  return { ...snapshot, setup: { ...snapshot.setup, widthMm }, look: { language, theme, largeText, reach } };
}

/** A combination in one line. */
export function spell({ sample, size, language, theme, largeText, reach, measured }: Combination): string {
  return [
    sample,
    size,
    language,
    theme,
    ...(largeText ? ['large'] : []),
    ...(reach ? ['reach'] : []),
    ...(measured ? [] : ['unmeasured']),
  ].join(' ');
}
