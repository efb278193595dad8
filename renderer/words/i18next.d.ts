import type { en } from './en.ts';

/** A missing key, or a missing value for one, is a type error. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}
