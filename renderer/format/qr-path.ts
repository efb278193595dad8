import { create } from 'qrcode';

/** White modules around the code; the standard asks for four. */
const quietModules = 4;

/** A QR code as one SVG path. `side` is the side of the view box, quiet zone included. */
export interface QrPath {
  readonly side: number;
  readonly path: string;
}

/** Draws text as a QR code: one run of dark modules after the other, so no seams show between them. */
export function qrPath(text: string): QrPath {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    let column = 0;
    while (column < size) {
      const start = column;
      while (column < size && data[row * size + column] === 1) column += 1;
      const run = column - start;
      if (run > 0) path += `M${start + quietModules} ${row + quietModules}h${run}v1h-${run}z`;
      else column += 1;
    }
  }
  return { side: size + 2 * quietModules, path };
}
