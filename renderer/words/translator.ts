import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../preload/contract.ts';
import { localeFor } from '../format/locale.ts';
import { en } from './en.ts';
import { isolate } from './isolate.ts';
import { type Loaders, loaders } from './load-catalogue.ts';

/**
 * A translator of its own for one mounted page: nothing shared, ready at once, in English.
 * `machine`: the machine's own locales (`navigator.languages`), for the figures in sentences.
 */
export function createTranslator(machine: readonly string[] = []): i18n {
  const translator = createInstance();
  translator.use(initReactI18next);
  // English is bundled, so this finishes before it returns; a failure would be a bug that the first `t` shows.
  void translator.init({
    lng: 'en',
    fallbackLng: 'en',
    load: 'currentOnly',
    resources: { en: { translation: en } },
    initAsync: false,
    // React escapes what it shows; here only the direction of writing is guarded.
    interpolation: { escapeValue: true, escape: (value) => isolate(value, (translator.language ?? 'en') as Language) },
  });
  translator.services.formatter?.addCached('number', (language) => {
    const figures = new Intl.NumberFormat(localeFor(language ?? 'en', machine));
    return (value: number) => figures.format(value);
  });
  return translator;
}

/**
 * Speaks another language: loads its words, then changes over, so no screen is ever half translated.
 * False: its words could not be loaded, or `signal` was aborted meanwhile (somebody chose again); the language is as it was.
 */
export async function speak(translator: i18n, language: Language, signal?: AbortSignal, from: Loaders = loaders): Promise<boolean> {
  if (!translator.hasResourceBundle(language, 'translation')) {
    try {
      translator.addResourceBundle(language, 'translation', await from[language]());
    } catch {
      return false;
    }
  }
  if (signal?.aborted === true) return false;
  await translator.changeLanguage(language);
  return translator.language === language;
}
