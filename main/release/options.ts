import type { OptionsView, ReleaseOptions } from '../../preload/contract.ts';
import type { JobConfiguration } from '../graph/model.ts';
import type { Capabilities } from './access.ts';

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

/** Whether a job reads as having these settings. A member that is wanted as null has to be missing. */
export function readsAs(read: JobConfiguration | null, wanted: JobConfiguration): boolean {
  return read !== null && Object.entries(wanted).every(([name, value]) => alike(read[name] ?? null, value));
}

/** Whatever else an object carries (`@odata.type`) says nothing. */
function alike(read: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(read) && read.length === wanted.length && wanted.every((one, i) => alike(read[i], one));
  if (typeof wanted !== 'object' || wanted === null) return read === wanted;
  if (typeof read !== 'object' || read === null) return false;
  const members = new Map(Object.entries(read));
  return Object.entries(wanted).every(([name, value]) => alike(members.get(name), value));
}

/** What a job's settings are before `wanted` are set, for the way back; null where the read did not carry them. A job that does not say how many prints one copy. */
export function formerSettings(read: JobConfiguration | null, wanted: JobConfiguration): JobConfiguration | null {
  if (read === null) return null;
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, read[name] ?? (name === 'copies' ? 1 : null)]));
}
