import type { JobConfiguration } from '../../main/simulator/graph/records.ts';
import type { JobsScreen, OptionsView, ReleaseOptions } from '../../preload/contract.ts';

/** What somebody may choose at a release, and what the job then has to come out with. The demo printers can do all of it. */
export const choices: readonly { readonly options: ReleaseOptions; readonly settings: JobConfiguration }[] = [
  { options: {}, settings: {} },
  { options: { copies: 2 }, settings: { copies: 2 } },
  { options: { copies: 1 }, settings: { copies: 1 } },
  { options: { copies: 99, color: false }, settings: { copies: 99, colorMode: 'grayscale' } },
  { options: { sides: 'oneSided', color: true }, settings: { duplexMode: 'oneSided', colorMode: 'color' } },
  {
    options: { pages: { first: 2, last: 3 }, pagesPerSheet: 2 },
    settings: { pageRanges: [{ start: 2, end: 3 }], pagesPerSheet: 2 },
  },
];

const settings: readonly JobConfiguration[] = [
  { copies: 1, colorMode: 'color', duplexMode: 'flipOnLongEdge', mediaSize: 'A4' },
  {},
  { copies: 3, quality: 'high', pageRanges: [{ start: 1, end: 1 }] },
];

/** The settings with which the n-th job is printed. */
export function printedAs(index: number): JobConfiguration {
  return settings[index % settings.length] ?? {};
}

/** A member as it counts: a job that does not say how many prints one. */
export function memberOf(configuration: JobConfiguration, name: string): string {
  return JSON.stringify(configuration[name] ?? (name === 'copies' ? 1 : null));
}

/** What the screen offers for these jobs, or for the destination: nothing where one of their printers offers nothing. */
export function offeredAll(screen: JobsScreen | null, jobs: readonly string[], to: string | undefined): boolean {
  if (screen === null) return false;
  const names = screen.jobs.filter(({ key }) => jobs.includes(key)).map(({ printerName }) => printerName);
  const views =
    to === undefined
      ? names.map((name) => screen.printers.find((printer) => printer.name === name)?.options)
      : [screen.destinations.find(({ key }) => key === to)?.options];
  return views.length > 0 && views.every((view) => view != null && hasAll(view));
}

function hasAll({ copies, sides, color, pages, pagesPerSheet }: OptionsView): boolean {
  return copies === 99 && sides.includes('oneSided') && color && pages && pagesPerSheet.includes(2);
}
