import type { OptionsView, Sides } from '../../../preload/contract.ts';
import type { PrinterCapabilities } from '../../graph/model.ts';
import type { Capabilities } from './model.ts';

/** Graph's `printDuplexMode` members that can be chosen. */
const sides: readonly Sides[] = ['oneSided', 'flipOnLongEdge', 'flipOnShortEdge'];
/** What the screen offers, whatever the printer could do. */
const sheetChoices: readonly number[] = [1, 2, 4, 6, 9, 16];
const mostCopies = 99;

/** What a printer says it can do, in what a release can use of it. Where it does not say, it is not offered. */
export function capabilitiesOf(said: PrinterCapabilities): Capabilities {
  const inColor = said.isColorPrintingSupported !== false;
  return {
    copies: said.mostCopies ?? 1,
    duplexModes: sides.filter((mode) => said.duplexModes.includes(mode)),
    colorModes: said.colorModes.filter((mode) => inColor || (mode !== 'color' && mode !== 'auto')),
    pageRanges: said.isPageRangeSupported === true,
    pagesPerSheet: [...new Set(said.pagesPerSheet)].sort((a, b) => a - b),
  };
}

/** What the screen may offer of it; null where there is nothing to choose, or nobody knows. */
export function optionsOf(able: Capabilities | null): OptionsView | null {
  if (able === null) return null;
  const has = (...modes: readonly string[]) => modes.some((mode) => able.colorModes.includes(mode));
  const options: OptionsView = {
    copies: Math.min(able.copies, mostCopies),
    sides: able.duplexModes,
    color: has('color', 'auto') && has('grayscale', 'blackAndWhite'),
    pages: able.pageRanges,
    pagesPerSheet: sheetChoices.filter((count) => able.pagesPerSheet.includes(count)),
  };
  const choice = options.copies > 1 || options.sides.length > 1 || options.color || options.pages || options.pagesPerSheet.length > 1;
  return choice ? options : null;
}
