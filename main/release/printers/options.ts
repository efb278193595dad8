import type { OptionsView, ReleaseOptions } from '../../../preload/contract.ts';
import type { JobConfiguration } from '../../graph/model.ts';
import type { Capabilities } from './model.ts';

/** True where everything that was chosen is something that the printer offers. */
export function offers({ copies, sides, color, pages, pagesPerSheet }: ReleaseOptions, view: OptionsView): boolean {
  if (copies !== undefined && copies > view.copies) return false;
  if (sides !== undefined && !view.sides.includes(sides)) return false;
  if (color !== undefined && !view.color) return false;
  if (pages !== undefined && !(view.pages && pages.first <= pages.last)) return false;
  return pagesPerSheet === undefined || view.pagesPerSheet.includes(pagesPerSheet);
}

/** True where nothing was chosen: the job goes on as it was printed. */
export function choosesNothing(options: ReleaseOptions): boolean {
  return Object.values(options).every((choice) => choice === undefined);
}

/** The members of Graph's `printJobConfiguration` that were chosen (reference 3), as this printer names them. */
export function toConfiguration(
  { copies, sides, color, pages, pagesPerSheet }: ReleaseOptions,
  { colorModes }: Pick<Capabilities, 'colorModes'>,
): JobConfiguration {
  const mode = (wanted: string, other: string) => (colorModes.includes(wanted) ? wanted : other);
  return {
    ...(copies === undefined ? {} : { copies }),
    ...(sides === undefined ? {} : { duplexMode: sides }),
    ...(color === undefined ? {} : { colorMode: color ? mode('color', 'auto') : mode('grayscale', 'blackAndWhite') }),
    ...(pages === undefined ? {} : { pageRanges: [{ start: pages.first, end: pages.last }] }),
    ...(pagesPerSheet === undefined ? {} : { pagesPerSheet }),
  };
}
