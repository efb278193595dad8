import type { RandomBytes } from '../../main/ports.ts';

/** Chance of one sequence: the same seed, the same numbers. */
export interface Chance {
  /** From 0 up to 1. */
  fraction(): number;
  /** True that often. */
  often(probability: number): boolean;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  readonly bytes: RandomBytes;
}

/** Mulberry32: small, quick and good enough to draw latencies and ids from. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    often: (probability) => fraction() < probability,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(fraction() * 256)),
  };
}
