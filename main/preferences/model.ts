import type { Look } from '../../preload/contract.ts';

/** What one person chose at this station; what they never chose is left out. */
export interface Wishes {
  readonly language?: Look['language'];
  readonly theme?: Look['theme'];
  readonly largeText?: boolean;
  readonly reach?: boolean;
  /** A tap releases everything. */
  readonly oneGesture?: boolean;
}

/** What this station remembers of the people who used it, by their Entra object id. Neither function throws: a visit goes on without. */
export interface Preferences {
  /** What the person chose before; empty where nothing is known or it cannot be read. */
  recall(oid: string): Wishes;
  /** Adds to what is remembered of the person. What is as the station has it anyway is not kept. */
  keep(oid: string, wishes: Wishes): void;
}

/** A station that remembers nothing of anybody. */
export const noPreferences: Preferences = { recall: () => ({}), keep: () => {} };
