import type { Language } from '../../preload/contract.ts';
import { direction } from './languages.ts';

const firstStrong = '\u2068';
const end = '\u2069';

/** Letters of the scripts that run from right to left. */
const fromTheRight = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** One sign of ours that stands for a name, or a figure: neither can turn a sentence round. */
const harmless = /^(?:\p{Co}|\p{Nd}+)$/u;

/**
 * A value as it may stand in a sentence: apart, where it could turn the words around it or be turned by them.
 * From right to left that is every address, number with blanks in it and name; from left to right only what is written the other way.
 */
export function isolate(value: string, language: Language): string {
  if (value === '' || harmless.test(value)) return value;
  return direction(language) === 'rtl' || fromTheRight.test(value) ? `${firstStrong}${value}${end}` : value;
}
