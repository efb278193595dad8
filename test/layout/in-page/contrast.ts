import { type Fault, named } from './faults.ts';
import type { TextLine } from './texts.ts';

type Rgba = readonly [number, number, number, number];

/** Reads any colour that a style can hold, by painting it. */
export function createPalette(): (color: string) => Rgba {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  const known = new Map<string, Rgba>();
  return (color) => {
    const before = known.get(color);
    if (before !== undefined) return before;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    const read: Rgba = [red, green, blue, alpha / 255];
    known.set(color, read);
    return read;
  };
}

function over([r, g, b, a]: Rgba, [red, green, blue]: Rgba): Rgba {
  const mix = (top: number, below: number): number => top * a + below * (1 - a);
  return [mix(r, red), mix(g, green), mix(b, blue), 1];
}

/** Relative luminance (WCAG 2.2). */
function luminance([red, green, blue]: Rgba): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function ratio(a: Rgba, b: Rgba): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** What is painted under a line of text, from the nearest down: boxes at its middle, whoever they belong to; else what it lies in. */
function under({ element, drawn }: TextLine): readonly Element[] {
  if (drawn !== null) {
    const stack = document.elementsFromPoint(drawn.left + drawn.width / 2, drawn.top + drawn.height / 2);
    const at = stack.indexOf(element);
    if (at >= 0) return stack.slice(at);
  }
  const around: Element[] = [];
  for (let up: Element | null = element; up !== null; up = up.parentElement) around.push(up);
  return around.filter((up) => getComputedStyle(up).display !== 'contents');
}

function behind(line: TextLine, colorOf: (color: string) => Rgba): Rgba {
  const layers: Rgba[] = [];
  for (const element of under(line)) {
    const layer = colorOf(getComputedStyle(element).backgroundColor);
    if (layer[3] > 0) layers.push(layer);
    if (layer[3] === 1) break;
  }
  return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
}

function opacityOf(element: Element): number {
  let opacity = 1;
  for (let up: Element | null = element; up !== null; up = up.parentElement) opacity *= Number.parseFloat(getComputedStyle(up).opacity);
  return opacity;
}

/** Least contrast: 4.5, 3 for large words (WCAG 1.4.3), 7 in the contrast theme. */
function asked(style: CSSStyleDeclaration, theme: string): number {
  if (theme === 'contrast') return 7;
  const size = Number.parseFloat(style.fontSize);
  return size >= 24 || (size >= 18.66 && Number.parseInt(style.fontWeight, 10) >= 700) ? 3 : 4.5;
}

/** Words that are hard to tell from what is behind them. What cannot be used at the moment is measured too. */
export function contrastFaults(lines: readonly TextLine[], theme: string, colorOf: (color: string) => Rgba): readonly Fault[] {
  const faults = new Map<Element, Fault>();
  for (const line of lines) {
    const { element } = line;
    if (faults.has(element)) continue;
    const style = getComputedStyle(element);
    const ground = behind(line, colorOf);
    const [red, green, blue, alpha] = colorOf(style.color);
    const found = ratio(over([red, green, blue, alpha * opacityOf(element)], ground), ground);
    const least = asked(style, theme);
    if (found < least - 0.005) faults.set(element, { kind: 'contrast', at: named(element), detail: `${found.toFixed(2)} under ${least}` });
  }
  return [...faults.values()];
}
