import type { Language } from '../../preload/contract.ts';
import type { en } from './en.ts';

/** Languages that a person translated; the pseudo-locale is made from English. */
export type Translated = Exclude<Language, 'en' | 'en-XA'>;

/** Plural forms of each language, as CLDR has them (`Intl.PluralRules`); a test compares them. */
export interface PluralForms {
  readonly en: 'one' | 'other';
  readonly de: 'one' | 'other';
  readonly fr: 'one' | 'many' | 'other';
  readonly es: 'one' | 'many' | 'other';
  readonly it: 'one' | 'many' | 'other';
  readonly nl: 'one' | 'other';
  readonly pl: 'one' | 'few' | 'many' | 'other';
  readonly pt: 'one' | 'many' | 'other';
  readonly tr: 'one' | 'other';
  readonly ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
  readonly he: 'one' | 'two' | 'other';
  readonly ja: 'other';
  readonly 'zh-Hans': 'other';
  readonly 'en-XA': 'one' | 'other';
}

/** The keys of `Source` with the plural forms `Form` in place of English's own two. */
type WithForms<Source, Form extends string> = {
  readonly [Key in keyof Source as Key extends `${infer Base}_other`
    ? `${Base}_${Form}`
    : Key extends `${string}_one`
      ? never
      : Key]: Source[Key] extends string ? string : WithForms<Source[Key], Form>;
};

/** Every sentence in one language: exactly English's keys, with that language's own plural forms. */
export type Catalogue<L extends Language> = WithForms<typeof en, PluralForms[L]>;
