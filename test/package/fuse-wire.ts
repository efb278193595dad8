import { readFile } from 'node:fs/promises';

/** What marks the fuses inside Electron's program file (reference 3.2). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The wire of an Electron 45 as it is downloaded: the nine defaults. */
export const electronDefaultWire = '101100011';

/** The wire of an installed station, written out by hand: what the hook must have left behind. */
export const stationWire = '010011001';

/** The bytes that Electron's program file holds for these fuses: sentinel, version 1, length, one character each. */
export function fuseBytes(wire: string): Buffer {
  return Buffer.concat([Buffer.from(sentinel), Buffer.from([1, wire.length]), Buffer.from(wire)]);
}

/** The fuses in a program file, one character each; null where there are none. Read here by hand, not by the package that set them. */
export async function readFuseWire(file: string): Promise<string | null> {
  const bytes = await readFile(file);
  const at = bytes.indexOf(sentinel);
  if (at < 0 || bytes.indexOf(sentinel, at + 1) >= 0) return null;
  const start = at + sentinel.length + 2;
  const [version, length] = bytes.subarray(start - 2, start);
  return version === 1 && length ? bytes.toString('latin1', start, start + length) : null;
}
