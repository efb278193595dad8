import type { RandomBytes } from '../../ports.ts';

// No 0/O, 1/I/L, 2/Z, 5/S, 8/B, and no A, E, U, so that no code spells a word.
const userCodeAlphabet = 'CDFGHJKMNPQRTVWXY34679';

/** A whole number from `low` to `high`, both included. */
export function randomBetween(random: RandomBytes, low: number, high: number): number {
  return low + (Buffer.from(random(4)).readUInt32BE(0) % (high - low + 1));
}

/** Text that means nothing, base64url of `byteLength` random bytes. */
export function randomOpaque(random: RandomBytes, byteLength: number): string {
  return Buffer.from(random(byteLength)).toString('base64url');
}

/** Nine characters that a person reads off one screen and types on another. */
export function randomUserCode(random: RandomBytes): string {
  return Array.from({ length: 9 }, () => userCodeAlphabet.charAt(randomBetween(random, 0, userCodeAlphabet.length - 1))).join('');
}

/** What a person typed, in the form codes are kept in: capitals, without blanks and dashes. */
export function normalUserCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '');
}
