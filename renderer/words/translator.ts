import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';

/** A translator of its own for one mounted page: nothing shared, ready at once. */
export function createTranslator(): i18n {
  const translator = createInstance();
  translator.use(initReactI18next);
  // The words are bundled, so this finishes before it returns; a failure would be a bug that the first `t` shows.
  void translator.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return translator;
}
