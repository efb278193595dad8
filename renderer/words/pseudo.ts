import type { Catalogue } from './catalogue.ts';

/** Letters that keep their look, so that a sentence can still be read. Of the bundled face only: what else is shown differs from machine to machine. */
const accented: Readonly<Record<string, string>> = {
  a: 'å',
  c: 'ç',
  d: 'ð',
  e: 'é',
  g: 'ğ',
  h: 'ħ',
  i: 'î',
  k: 'ķ',
  l: 'ļ',
  n: 'ñ',
  o: 'ö',
  p: 'þ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'û',
  w: 'ŵ',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  C: 'Ç',
  D: 'Ð',
  E: 'É',
  G: 'Ğ',
  H: 'Ħ',
  I: 'Î',
  K: 'Ķ',
  L: 'Ļ',
  N: 'Ñ',
  O: 'Ö',
  P: 'Þ',
  R: 'Ŕ',
  S: 'Š',
  T: 'Ţ',
  U: 'Û',
  W: 'Ŵ',
  Y: 'Ý',
  Z: 'Ž',
};

/** Longer translations than English are common; this much longer shows what will be cut. */
const longerBy = 0.4;
const filler = ' ļöñğéŕ';

/** One English sentence, accented, 40 % longer and in brackets; what stands in `{{…}}` is kept. */
export function pseudoText(text: string): string {
  const pieces = text.split(/(\{\{[^}]*\}\})/u);
  const letters = pieces.filter((_, index) => index % 2 === 0).join('').length;
  const wanted = Math.ceil(letters * longerBy);
  const more = filler.repeat(Math.ceil(wanted / filler.length)).slice(0, wanted);
  const changed = pieces.map((piece, index) => (index % 2 === 1 ? piece : [...piece].map((letter) => accented[letter] ?? letter).join('')));
  return `[${changed.join('')}${more}]`;
}

/** The whole catalogue in the pseudo-locale `en-XA`, for tests of the layout. */
export function pseudo(words: Catalogue<'en'>): Catalogue<'en-XA'> {
  return changeAll(words);
}

function changeAll<T extends object>(words: T): T {
  const texts = Object.fromEntries(Object.entries(words));
  const entries = Object.entries(words).map(([key, value]) => [
    key,
    typeof value === 'string' ? pseudoNamed(value, texts[key.replace(/Named$/u, '')]) : changeAll(value as object),
  ]);
  return Object.fromEntries(entries) as T;
}

/** A spoken name that begins with the words that are seen (`undoNamed`: `undo`) begins with them here too, longer as they are. */
function pseudoNamed(text: string, seen: unknown): string {
  if (typeof seen !== 'string' || seen === text || !text.startsWith(seen)) return pseudoText(text);
  return `${pseudoText(seen)}${pseudoText(text.slice(seen.length))}`;
}
