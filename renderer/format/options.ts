import type { JobsScreen, OptionsView, ReleaseOptions } from '../../preload/contract.ts';
import { canTakeJobs } from './jobs.ts';

/** Everything that can be set, in the order in which it is offered. */
export const optionNames = ['copies', 'sides', 'color', 'pages', 'pagesPerSheet'] as const satisfies readonly (keyof ReleaseOptions)[];
export type OptionName = (typeof optionNames)[number];

/** Whether there is anything to choose about it. */
export function isOffered(name: OptionName, offered: OptionsView): boolean {
  switch (name) {
    case 'copies':
      return offered.copies > 1;
    case 'sides':
      return offered.sides.length > 1;
    case 'color':
      return offered.color;
    case 'pages':
      return offered.pages;
    case 'pagesPerSheet':
      return offered.pagesPerSheet.length > 1;
  }
}

/** What can be set at all there, in order. */
export function choicesOf(offered: OptionsView | null): readonly OptionName[] {
  return offered === null ? [] : optionNames.filter((name) => isOffered(name, offered));
}

function can(name: OptionName, options: ReleaseOptions, offered: OptionsView): boolean {
  switch (name) {
    case 'copies':
      return (options.copies ?? 1) <= offered.copies;
    case 'sides':
      return options.sides === undefined || offered.sides.includes(options.sides);
    case 'color':
      return offered.color;
    case 'pages':
      return offered.pages;
    case 'pagesPerSheet':
      return options.pagesPerSheet === undefined || offered.pagesPerSheet.includes(options.pagesPerSheet);
  }
}

/** What has been set, in order. */
export function chosenOf(options: ReleaseOptions): readonly OptionName[] {
  return optionNames.filter((name) => options[name] !== undefined);
}

/** What has been set and cannot be done there. */
export function refusedBy(offered: OptionsView | null, options: ReleaseOptions): readonly OptionName[] {
  return chosenOf(options).filter((name) => offered === null || !can(name, options, offered));
}

/** The options less those names. */
export function withoutOptions(options: ReleaseOptions, names: readonly OptionName[]): ReleaseOptions {
  const left: Partial<Record<OptionName, unknown>> = { ...options };
  for (const name of names) delete left[name];
  return left as ReleaseOptions;
}

/** The options as far as they can be done there. */
export function keptBy(offered: OptionsView | null, options: ReleaseOptions): ReleaseOptions {
  return withoutOptions(options, refusedBy(offered, options));
}

/** What all of them offer: one release is sent to all alike. Null where one of them is not known, or there is none. */
export function offeredByAll(views: readonly (OptionsView | null)[]): OptionsView | null {
  return views.reduce<OptionsView | null>((all, one, place) => {
    if (one === null || (all === null && place > 0)) return null;
    if (all === null) return one;
    return {
      copies: Math.min(all.copies, one.copies),
      sides: all.sides.filter((sides) => one.sides.includes(sides)),
      color: all.color && one.color,
      pages: all.pages && one.pages,
      pagesPerSheet: all.pagesPerSheet.filter((count) => one.pagesPerSheet.includes(count)),
    };
  }, null);
}

/** What at least one of them offers: the person still chooses between them. Null where none is known. */
export function offeredByAny(views: readonly (OptionsView | null)[]): OptionsView | null {
  const known = views.filter((view) => view !== null);
  if (known.length === 0) return null;
  return {
    copies: Math.max(...known.map((view) => view.copies)),
    sides: (['oneSided', 'flipOnLongEdge', 'flipOnShortEdge'] as const).filter((sides) => known.some((view) => view.sides.includes(sides))),
    color: known.some((view) => view.color),
    pages: known.some((view) => view.pages),
    pagesPerSheet: [...new Set(known.flatMap((view) => view.pagesPerSheet))].sort((a, b) => a - b),
  };
}

type Places = Pick<JobsScreen, 'jobs' | 'printers' | 'destinations'>;

/** Whether the station has options to show at all: their button keeps its place whatever is chosen. */
export function hasOptions({ printers, destinations }: Places): boolean {
  return [...printers, ...destinations].some(({ options }) => options !== null);
}

/** What can be set for a release of these jobs: by the places where one can still be chosen, else by all printers where they come out. */
export function offeredFor({ jobs, printers, destinations }: Places, keys: readonly string[]): OptionsView | null {
  if (destinations.length > 0) return offeredByAny(destinations.filter(canTakeJobs).map(({ options }) => options));
  const names = new Set(jobs.filter(({ key }) => keys.includes(key)).map(({ printerName }) => printerName));
  return offeredByAll([...names].map((name) => printers.find((printer) => printer.name === name)?.options ?? null));
}

/** Most digits of a page number. */
const pageDigits = 4;

/** A page number after one more touch on the number pad; text, as a number cannot be empty. */
export function withDigit(typed: string, digit: number): string {
  const next = `${typed}${digit}`.replace(/^0+/u, '');
  return next.length > pageDigits ? typed : next;
}

/** The pages that were typed: nothing yet, one page or more, or a last page that comes before the first. */
export type TypedPages =
  | { readonly is: 'all' }
  | { readonly is: 'some'; readonly first: number; readonly last: number }
  | { readonly is: 'backwards' };

/** Reads both numbers of the pad. With one of them it is that page alone. */
export function pagesTyped(first: string, last: string): TypedPages {
  if (first === '' && last === '') return { is: 'all' };
  const from = Number(first === '' ? last : first);
  const to = Number(last === '' ? first : last);
  return to < from ? { is: 'backwards' } : { is: 'some', first: from, last: to };
}
