import type { Look, Setup } from '../../preload/contract.ts';

/** The root element, as far as the look needs it. */
export type Root = Pick<HTMLElement, 'toggleAttribute' | 'setAttribute'> & {
  readonly style: Pick<CSSStyleDeclaration, 'setProperty' | 'removeProperty'>;
};

const colour = /^#[0-9a-f]{6}$/iu;

/**
 * Writes theme, large text, reach mode, the size of a millimetre and the organisation's colours to the root element, where the style sheets
 * look for them. Through attributes and the CSSOM: the pages' content policy allows no style in markup. `widthPx`: the page's own width.
 */
export function applyLook(root: Root, look: Look, setup: Setup, widthPx: number): void {
  root.setAttribute('data-theme', look.theme);
  root.toggleAttribute('data-large', look.largeText);
  root.toggleAttribute('data-reach', look.reach);
  const mm = millimetrePx(setup.widthMm, widthPx);
  set(root, '--mm', mm === null ? null : `${mm}px`);
  const { color, text } = setup.brand;
  const both = color !== null && text !== null && colour.test(color) && colour.test(text);
  set(root, '--brand', both ? color : null);
  set(root, '--brand-text', both ? text : null);
}

/** Pixels of one millimetre on the glass; null where nobody has measured it, or the figure is no panel's (under 50 mm, over 3 m). */
export function millimetrePx(widthMm: number | null, widthPx: number): number | null {
  if (widthMm === null || !(widthMm >= 50 && widthMm <= 3000) || !(widthPx > 0)) return null;
  return Math.round((widthPx / widthMm) * 10_000) / 10_000;
}

function set(root: Root, name: string, value: string | null): void {
  if (value === null) root.style.removeProperty(name);
  else root.style.setProperty(name, value);
}
