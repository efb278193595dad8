import { languages } from '../../preload/contract.ts';
import { bestTextOn, contrastOf, leastTextContrast } from './contrast.ts';
import type { ConfigProblem } from './model.ts';
import { member, problemAt } from './problems.ts';
import { color as colorSchema } from './schema.ts';

/** What is wrong between the keys of `screen`; a single key's own mistakes are the schema's to name. */
export function screenProblems(file: unknown): readonly ConfigProblem[] {
  const screen = member(file, 'screen');
  return [...languageProblems(screen), ...brandProblems(member(screen, 'brand'))];
}

function languageProblems(screen: unknown): readonly ConfigProblem[] {
  const path = 'screen.languages';
  const [first, offered] = [member(screen, 'language') ?? 'en', member(screen, 'languages')];
  if (!Array.isArray(offered)) return [];
  const twice = new Set(offered).size === offered.length ? [] : [problemAt(path, 'A language is listed twice.')];
  const known = languages.some((language) => language === first);
  if (!known || offered.length === 0 || offered.includes(first)) return twice;
  const problem = 'The language that the screen begins with ("language", which is "en" where it is left out) is not among them.';
  return [...twice, problemAt(path, problem, 'Add it to the list, or set "language" to one of the list.')];
}

/** Text on the organisation's colour has to be readable, whoever chose it. */
function brandProblems(brand: unknown): readonly ConfigProblem[] {
  const [ground, text] = [colorAt(brand, 'color'), colorAt(brand, 'text')];
  if (ground === null) {
    const alone = member(brand, 'text') !== undefined && member(brand, 'color') === undefined;
    return alone
      ? [problemAt('screen.brand.text', 'This is the colour of text on "color", which is missing.', 'Add "color", or remove "text".')]
      : [];
  }
  if (member(brand, 'text') !== undefined) {
    if (text === null) return [];
    const ratio = contrastOf(ground, text);
    return ratio >= leastTextContrast
      ? []
      : [problemAt('screen.brand.text', `Text in this colour on "color" reads badly: ${tooLow(ratio)}`)];
  }
  const ratio = contrastOf(ground, bestTextOn(ground));
  if (ratio >= leastTextContrast) return [];
  return [problemAt('screen.brand.color', `Neither white nor dark text reads well on this colour: at best ${tooLow(ratio)}`)];
}

/** Rounded down: 4.497 is not enough and must not be called 4.5. */
function tooLow(ratio: number): string {
  return `their contrast is ${(Math.floor(ratio * 100) / 100).toFixed(2)} to 1, and WCAG 2.2 asks for ${leastTextContrast} to 1.`;
}

function colorAt(brand: unknown, key: 'color' | 'text'): string | null {
  const parsed = colorSchema.safeParse(member(brand, key));
  return parsed.success ? parsed.data : null;
}
