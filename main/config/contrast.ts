/** Least contrast of text on its ground (WCAG 2.2, success criterion 1.4.3). */
export const leastTextContrast = 4.5;

/** The product's own colours of text: what stands on the organisation's colour where the configuration names no text. `ink` is `--ink` of the light theme. */
export const ownText = { white: '#ffffff', ink: '#10241f' } as const;

/** Contrast of two colours `#rrggbb`, 1 to 21, as WCAG 2.2 defines it; whichever is the ground. */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** White or the product's ink, whichever reads better on this ground. It may still read badly: a middling colour suits neither. */
export function bestTextOn(ground: string): string {
  const { white, ink } = ownText;
  return contrastOf(ground, white) >= contrastOf(ground, ink) ? white : ink;
}

/** Relative luminance (WCAG 2.2, glossary). */
function luminance(color: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
