/** What is wrong with a picture, in words for whoever mends it. */
export interface Fault {
  readonly kind: FaultKind;
  /** Where: a short selector and the first words. */
  readonly at: string;
  readonly detail: string;
}

export type FaultKind =
  | 'cut'
  | 'over the edge'
  | 'broken word'
  | 'overlap'
  | 'outside'
  | 'scrolls'
  | 'covered'
  | 'target'
  | 'close'
  | 'capitals'
  | 'small words'
  | 'reach'
  | 'no name'
  | 'focus'
  | 'contrast'
  | 'look'
  /** A name from outside that ends in an ellipsis: allowed, and counted. */
  | 'shortened';

/** What a screen reader would call it, near enough: axe holds the pages to the whole rule. */
export function nameOf(element: Element): string {
  const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter((id) => id !== '');
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const words = [...by.map((id) => document.getElementById(id)), ...labels].map((label) => label?.textContent ?? '');
  return [element.getAttribute('aria-label') ?? '', ...words, element.textContent ?? ''].find((name) => name.trim() !== '')?.trim() ?? '';
}

/** A short way to name an element in a sentence. */
export function named(element: Element): string {
  const classes = [...element.classList].slice(0, 2).map((name) => `.${name}`);
  return `${element.tagName.toLowerCase()}${classes.join('')} "${nameOf(element).slice(0, 36)}"`;
}
