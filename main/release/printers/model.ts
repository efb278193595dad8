import type { PrinterProblem, PrinterView, Sides } from '../../../preload/contract.ts';

/** A printer by both of its ids. */
export interface PrinterIds {
  readonly shareId: string;
  readonly printerId: string;
}

/** What a printer can do to a job at release, as far as it says so (Graph's `printerCapabilities`). */
export interface Capabilities {
  /** Most copies of one job; 1 where the printer does not say. */
  readonly copies: number;
  readonly duplexModes: readonly Sides[];
  /** Graph's `printColorMode` members. */
  readonly colorModes: readonly string[];
  readonly pageRanges: boolean;
  readonly pagesPerSheet: readonly number[];
}

/** A printer as it was just read. */
export interface PrinterLook {
  readonly state: PrinterView['state'];
  /** The gravest first, each once. */
  readonly problems: readonly PrinterProblem[];
  /** Null where the mode has no right to change a job, or nobody knows what the printer can do. */
  readonly capabilities: Capabilities | null;
  /** Unfinished jobs in its queue; null where not known. */
  readonly waiting: number | null;
}
