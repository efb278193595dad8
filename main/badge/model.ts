import type { Secret } from '../secret.ts';

/** A card that was read. Holds the number closely: compare cards with `sameCard`. */
export interface Card {
  readonly number: Secret;
}

/** True when both reads are of the same card. */
export function sameCard(a: Card, b: Card): boolean {
  return a.number.reveal() === b.number.reveal();
}

/** What a tap opened. */
export type OpenedCard =
  /** No row for this card at this station. */
  | { readonly is: 'unknown' }
  /** The seal opened: `content` is what `link` was given. */
  | { readonly is: 'opened'; readonly content: Secret; readonly row: EnrolmentRow }
  /** A row is there but its seal does not open, is too old, or is damaged; it has been removed. */
  | { readonly is: 'ended'; readonly why: 'age' | 'damaged' };

/** An open enrolment: keeps the derived key in memory until `close`. */
export interface EnrolmentRow {
  /**
   * Seals changed content in place (refresh tokens rotate). False where the row has gone, was linked anew, or was sealed by somebody else
   * since: what another visit wrote is newer. Throws what the disk throws.
   */
  reseal(content: Secret): boolean;
  /** Deletes the row: "not you?", revoked, or the person's wish. */
  remove(): void;
  /** Wipes the derived key. */
  close(): void;
}

/** Links of cards to sealed sign-ins, on this station. */
export interface Enrolments {
  open(card: Card): Promise<OpenedCard>;
  /** Creates or replaces the card's row; it works at once. */
  link(card: Card, content: Secret): Promise<EnrolmentRow>;
}
