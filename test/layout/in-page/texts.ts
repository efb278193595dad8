import { type Fault, named } from './faults.ts';

/** One line of one piece of text as it is drawn. */
export interface TextLine {
  readonly node: Text;
  readonly element: HTMLElement;
  /** Where its ink is: from the tops of its letters to the ends of their tails. Pixels. */
  readonly ink: DOMRect;
  /** What is left of it inside everything that clips it; null where nothing is. */
  readonly drawn: DOMRect | null;
  /** It ends within a word, without a hyphen. */
  readonly inWord: boolean;
}

/** Two letters of a script that parts its words by spaces; a hyphen of any script is none. */
const brokenWord = /^(?:(?=[\p{L}\p{M}])[\p{Script=Latin}\p{Script=Arabic}\p{Script=Hebrew}]){2}$/u;

/** Less than this is drawing, not a fault. Pixels. */
const tolerancePx = 1.5;

/** How the letters of a piece of text stand about its line. Pixels. */
interface Letters {
  readonly lineTop: number;
  readonly top: number;
  readonly bottom: number;
}

/** Asks the browser's own font engine; remembers what it said. */
export function createRuler() {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) throw new Error('no canvas');
  const known = new Map<string, TextMetrics>();
  const measure = (text: string, style: CSSStyleDeclaration): TextMetrics => {
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const key = `${font}|${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    context.font = font;
    const metrics = context.measureText(text);
    known.set(key, metrics);
    return metrics;
  };
  return {
    letters(text: string, style: CSSStyleDeclaration): Letters {
      const metrics = measure(text, style);
      return {
        lineTop: metrics.fontBoundingBoxAscent,
        top: metrics.actualBoundingBoxAscent,
        bottom: metrics.actualBoundingBoxDescent,
      };
    },
    /** Height of a capital letter. Pixels. */
    capitals: (style: CSSStyleDeclaration): number => measure('H', style).actualBoundingBoxAscent,
    forget: () => known.clear(),
  };
}

export type Ruler = ReturnType<typeof createRuler>;

/** Whether a person sees it: not hidden, not for screen readers alone. */
export function isSeen(element: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
  for (let up: Element | null = element; up !== null; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (style.clipPath === 'inset(50%)') return false;
    if (style.position === 'absolute' && style.overflow !== 'visible' && up.clientWidth <= 1 && up.clientHeight <= 1) return false;
  }
  return true;
}

/** The elements that clip what is in an element, from the inside out, with the box they leave. */
function* clippers(
  element: Element,
): Generator<{ readonly up: Element; readonly box: DOMRect; readonly across: boolean; readonly along: boolean }> {
  for (let up: Element | null = element; up !== null && up !== document.body; up = up.parentElement) {
    const style = getComputedStyle(up);
    const [across, along] = [style.overflowX !== 'visible', style.overflowY !== 'visible'];
    if (across || along) yield { up, box: clipBox(up, style), across, along };
  }
}

function clipped(ink: DOMRect, element: Element): DOMRect | null {
  let [left, top, right, bottom] = [ink.left, ink.top, ink.right, ink.bottom];
  for (const { box, across, along } of clippers(element)) {
    if (across) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    if (along) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
  }
  return right > left && bottom > top ? new DOMRect(left, top, right - left, bottom - top) : null;
}

/** What stands on each of the lines that a piece of text is broken into, and where in the text its last letter is. */
function wordsOnLines(node: Text, rects: readonly DOMRect[]): readonly { readonly words: string; readonly endsAt: number }[] {
  if (rects.length === 1) return [{ words: node.data, endsAt: node.length - 1 }];
  const words = rects.map(() => ({ words: '', endsAt: -1 }));
  const range = document.createRange();
  for (let at = 0; at < node.length; at += 1) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const { top, height } = range.getBoundingClientRect();
    if (height === 0) continue;
    const line = rects.findIndex((rect) => Math.abs(rect.top - top) < rect.height / 2);
    const on = words[line];
    if (on !== undefined) words[line] = { words: on.words + (node.data[at] ?? ''), endsAt: at };
  }
  return words;
}

/** Every line of text below an element that a person sees. */
export function textLines(root: Element, ruler: Ruler): readonly TextLine[] {
  const lines: TextLine[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!(node instanceof Text) || node.data.trim() === '' || !(element instanceof HTMLElement) || !isSeen(element)) continue;
    const style = getComputedStyle(element);
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width }) => width >= 1);
    const words = wordsOnLines(node, rects);
    for (const [i, rect] of rects.entries()) {
      const letters = ruler.letters((words[i]?.words ?? '').trim() || node.data.trim(), style);
      const ink = new DOMRect(rect.left, rect.top + letters.lineTop - letters.top, rect.width, letters.top + letters.bottom);
      const endsAt = words[i]?.endsAt ?? node.length;
      const inWord = style.hyphens !== 'auto' && brokenWord.test(node.data.slice(endsAt, endsAt + 2));
      lines.push({ node, element, ink, drawn: clipped(ink, element), inWord });
    }
  }
  return lines;
}

/** A name that comes from outside (a document, a person, a printer) may end in an ellipsis; words of ours may not. */
function isFromOutside(line: TextLine): boolean {
  return line.element.closest('bdi, [dir="auto"]') !== null;
}

function paddingBox(element: Element, style: CSSStyleDeclaration): DOMRect {
  const box = element.getBoundingClientRect();
  const [left, top] = [Number.parseFloat(style.borderLeftWidth), Number.parseFloat(style.borderTopWidth)];
  const [right, bottom] = [Number.parseFloat(style.borderRightWidth), Number.parseFloat(style.borderBottomWidth)];
  return new DOMRect(box.left + left, box.top + top, box.width - left - right, box.height - top - bottom);
}

/** What an element lets be seen of what is in it: with `overflow: clip`, a margin about its box as well. */
function clipBox(element: Element, style: CSSStyleDeclaration): DOMRect {
  const box = paddingBox(element, style);
  const margin = style.overflow === 'clip' ? Number.parseFloat(style.getPropertyValue('overflow-clip-margin')) || 0 : 0;
  return new DOMRect(box.left - margin, box.top - margin, box.width + 2 * margin, box.height + 2 * margin);
}

/** By how much a line leaves what clips it, in pixels; null where it does not. */
function overhang(ink: DOMRect, box: DOMRect, across: boolean, along: boolean): string | null {
  const x = across ? Math.max(box.left - ink.left, ink.right - box.right) : 0;
  const y = along ? Math.max(box.top - ink.top, ink.bottom - box.bottom) : 0;
  return x > tolerancePx || y > tolerancePx ? `by ${Math.max(0, Math.round(x))}×${Math.max(0, Math.round(y))} px` : null;
}

function clippedBy(line: TextLine): Fault | null {
  for (const { up, box, across, along } of clippers(line.element)) {
    const over = overhang(line.ink, box, across, along);
    if (over === null) continue;
    const { textOverflow, webkitLineClamp } = getComputedStyle(up);
    // A line is there or it is not: the upper half of one below an ellipsis is a fault, in a name too.
    const peeks = line.drawn !== null && line.ink.height - line.drawn.height > tolerancePx;
    const allowed = (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') && isFromOutside(line) && !peeks;
    return { kind: allowed ? 'shortened' : 'cut', at: named(line.element), detail: `${over} by ${named(up)}` };
  }
  return null;
}

/** Words that are cut off, that lie outside the picture, or that are drawn with an ellipsis although they are ours. */
export function cutTexts(lines: readonly TextLine[]): readonly Fault[] {
  const screen = new DOMRect(0, 0, innerWidth, innerHeight);
  const faults = new Map<Node, Fault>();
  for (const line of lines) {
    if (faults.has(line.node)) continue;
    const cut = clippedBy(line);
    if (cut !== null) faults.set(line.node, cut);
    const over = overhang(line.ink, screen, true, true);
    if (cut === null && over !== null) faults.set(line.node, { kind: 'outside', at: named(line.element), detail: over });
  }
  return [...faults.values()];
}

/** The nearest thing around it that has an edge above and below. */
function frameOf(element: Element): Element | null {
  for (let up: Element | null = element; up !== null && up !== document.body; up = up.parentElement) {
    const { borderTopWidth, borderBottomWidth, display } = getComputedStyle(up);
    if (display !== 'inline' && Number.parseFloat(borderTopWidth) >= 1 && Number.parseFloat(borderBottomWidth) >= 1) return up;
  }
  return null;
}

/** Words that cross the edge of what they stand in, though nothing cuts them. */
export function unframedTexts(lines: readonly TextLine[]): readonly Fault[] {
  const faults = new Map<HTMLElement, Fault>();
  for (const { element, drawn } of lines) {
    const frame = drawn === null || faults.has(element) ? null : frameOf(element);
    if (frame === null || drawn === null) continue;
    const over = overhang(drawn, paddingBox(frame, getComputedStyle(frame)), true, true);
    if (over !== null) faults.set(element, { kind: 'over the edge', at: named(element), detail: `${over} of ${named(frame)}` });
  }
  return [...faults.values()];
}

/** Words of ours that go on in the next line. */
export function brokenWords(lines: readonly TextLine[]): readonly Fault[] {
  return lines
    .filter((line) => line.inWord && line.drawn !== null && !isFromOutside(line))
    .map(({ element }) => ({ kind: 'broken word', at: named(element), detail: 'goes on in the next line' }));
}

/** Pixels by which two boxes share ground, across and along; not positive where they do not. */
export function shared(a: DOMRect, b: DOMRect): readonly [number, number] {
  return [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
}

/** Texts that are drawn over one another. */
export function overlappingTexts(lines: readonly TextLine[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [i, a] of lines.entries())
    for (const b of lines.slice(i + 1)) {
      if (a.node === b.node || a.drawn === null || b.drawn === null) continue;
      const [x, y] = shared(a.drawn, b.drawn);
      if (x > 2 && y > 2)
        faults.push({ kind: 'overlap', at: named(a.element), detail: `${Math.round(x)}×${Math.round(y)} px with ${named(b.element)}` });
    }
  return faults;
}

/** Words too small: capitals under 4.8 mm in large text, or letters under 19 px at any time. */
export function smallTexts(lines: readonly TextLine[], ruler: Ruler, mmPx: number, large: boolean): readonly Fault[] {
  const faults = new Map<HTMLElement, Fault>();
  for (const { element } of lines) {
    if (faults.has(element)) continue;
    const style = getComputedStyle(element);
    const capitalMm = ruler.capitals(style) / mmPx;
    if (large && capitalMm < 4.8 - 0.05)
      faults.set(element, { kind: 'capitals', at: named(element), detail: `${capitalMm.toFixed(2)} mm` });
    else if (Number.parseFloat(style.fontSize) < 19)
      faults.set(element, { kind: 'small words', at: named(element), detail: style.fontSize });
  }
  return [...faults.values()];
}
