import { createHash, randomBytes } from 'node:crypto';
import type { RandomBytes } from '../ports.ts';

/** Bytes that depend on nothing but `seed` and how many were drawn before: the same seed gives the same tenant. */
export function seededRandom(seed: string): RandomBytes {
  let block = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; filled += 32) {
      bytes.set(
        createHash('sha256')
          .update(`${seed}\n${block++}`)
          .digest()
          .subarray(0, length - filled),
        filled,
      );
    }
    return bytes;
  };
}

/** The machine's own chance. */
export const systemRandom: RandomBytes = (length) => new Uint8Array(randomBytes(length));

/** A version 4 GUID from 16 of the given bytes. */
export function guid(random: RandomBytes): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A number in [0, 1). */
export function fraction(random: RandomBytes): number {
  const bytes = random(4);
  return Buffer.from(bytes).readUInt32BE(0) / 2 ** 32;
}
