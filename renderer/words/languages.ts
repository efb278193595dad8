import type { Language } from '../../preload/contract.ts';

/** Each language's own name for itself, as a list of languages shows it; the pseudo-locale names itself plainly. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  tr: 'Türkçe',
  ar: 'العربية',
  he: 'עברית',
  ja: '日本語',
  'zh-Hans': '简体中文',
  'en-XA': '[Þšéûđó]',
};

/** Which way a language is written: for `dir` of the document, or of a word in another language. */
export function direction(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' || language === 'he' ? 'rtl' : 'ltr';
}
