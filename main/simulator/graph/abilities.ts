import type { PrinterAbilities } from '../model.ts';

/** Media types that the demo printers take. */
export const acceptedContentTypes: readonly string[] = ['application/pdf', 'application/oxps'];

/** `printerCapabilities` of a demo printer. */
export interface PrinterCapabilities {
  readonly contentTypes: readonly string[];
  readonly colorModes: readonly string[];
  readonly copiesPerJob: { readonly start: number; readonly end: number };
  readonly duplexModes: readonly string[];
  readonly mediaSizes: readonly string[];
  readonly mediaTypes: readonly string[];
  readonly orientations: readonly string[];
  readonly pagesPerSheet: readonly number[];
  readonly qualities: readonly string[];
  readonly dpis: readonly number[];
  readonly collation: boolean;
  readonly isColorPrintingSupported: boolean;
  readonly isPageRangeSupported: boolean;
  readonly finishings: readonly string[];
  readonly inputBins: readonly string[];
  readonly outputBins: readonly string[];
}

const everything: PrinterCapabilities = {
  contentTypes: acceptedContentTypes,
  colorModes: ['blackAndWhite', 'grayscale', 'color', 'auto'],
  copiesPerJob: { start: 1, end: 99 },
  duplexModes: ['flipOnLongEdge', 'flipOnShortEdge', 'oneSided'],
  mediaSizes: ['A4', 'A3', 'North America Letter'],
  mediaTypes: ['stationery'],
  orientations: ['portrait', 'landscape'],
  pagesPerSheet: [1, 2, 4],
  qualities: ['low', 'medium', 'high'],
  dpis: [600],
  collation: true,
  isColorPrintingSupported: true,
  isPageRangeSupported: true,
  finishings: ['none', 'staple'],
  inputBins: ['auto'],
  outputBins: ['face-down'],
};

const differences: Readonly<Record<PrinterAbilities, Partial<PrinterCapabilities>>> = {
  everything: {},
  noColor: { colorModes: ['blackAndWhite', 'grayscale'], isColorPrintingSupported: false },
  noPageRanges: { isPageRangeSupported: false, pagesPerSheet: [1] },
};

/** What a printer of that kind is capable of. */
export function capabilitiesFor(abilities: PrinterAbilities): PrinterCapabilities {
  return { ...everything, ...differences[abilities] };
}
