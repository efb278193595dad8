import type { Language } from '../../preload/contract.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';

/** How each language's words are brought: a chunk of its own, fetched when it is first spoken. English is there from the start. */
export type Loaders = { readonly [L in Language]: () => Promise<Catalogue<L>> };

/** The catalogues of this build. */
export const loaders: Loaders = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  it: async () => (await import('./it.ts')).it,
  nl: async () => (await import('./nl.ts')).nl,
  pl: async () => (await import('./pl.ts')).pl,
  pt: async () => (await import('./pt.ts')).pt,
  tr: async () => (await import('./tr.ts')).tr,
  ar: async () => (await import('./ar.ts')).ar,
  he: async () => (await import('./he.ts')).he,
  ja: async () => (await import('./ja.ts')).ja,
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
  'en-XA': async () => (await import('./pseudo.ts')).pseudo(en),
};
