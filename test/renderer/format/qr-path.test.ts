import jsQR from 'jsqr';

// Its typings say the default is the function, its CommonJS file wraps it once more.
const read: typeof jsQR = 'default' in jsQR ? (jsQR.default as typeof jsQR) : jsQR;

import { describe, expect, test } from 'vitest';
import { type QrPath, qrPath } from '../../../renderer/format/qr-path.ts';

const scale = 6;

/** Paints the path as a camera would see it. */
function paint({ side, path }: QrPath): Uint8ClampedArray {
  const width = side * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column += 1) {
        pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return pixels;
}

describe('the QR code on the screen', () => {
  test.each(['https://microsoft.com/devicelogin', 'http://127.0.0.1:43117/demo/oauth2/deviceauth?from=a+b%20c'])(
    'a camera reads %s',
    (text) => {
      const qr = qrPath(text);
      const width = qr.side * scale;
      expect(read(paint(qr), width, width)?.data).toBe(text);
    },
  );

  test('has four white modules around it', () => {
    const { side, path } = qrPath('https://microsoft.com/devicelogin');
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/gu)].map(
      ([, x, y, run]) => [Number(x), Number(y), Number(x) + Number(run)] as const,
    );
    expect(Math.min(...runs.map(([x]) => x))).toBe(4);
    expect(Math.min(...runs.map(([, y]) => y))).toBe(4);
    expect(Math.max(...runs.map(([, , end]) => end))).toBe(side - 4);
  });
});
