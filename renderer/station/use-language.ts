import type { i18n } from 'i18next';
import { useEffect, useRef } from 'react';
import type { Language } from '../../preload/contract.ts';
import { direction } from '../words/languages.ts';
import { speak } from '../words/translator.ts';
import { useScreen } from './station-context.tsx';

/**
 * Speaks the language of the last snapshot. The document says so, and turns round, when the words have changed and not before: until then all
 * of the screen stays in the old one. What could not be loaded is tried again with the next snapshot.
 */
export function useLanguage(translator: i18n): void {
  const look = useScreen((state) => state.snapshot?.look);
  const loading = useRef<{ readonly language: Language; readonly give: AbortController } | null>(null);
  useEffect(() => {
    const name = (language: string): void => {
      document.documentElement.lang = language;
      document.documentElement.dir = direction(language as Language);
    };
    name(translator.language);
    translator.on('languageChanged', name);
    return () => translator.off('languageChanged', name);
  }, [translator]);
  useEffect(() => {
    const wanted = look?.language;
    if (wanted === undefined || loading.current?.language === wanted) return;
    loading.current?.give.abort();
    loading.current = null;
    if (wanted === translator.language) return;
    const now = { language: wanted, give: new AbortController() };
    loading.current = now;
    void speak(translator, wanted, now.give.signal).finally(() => {
      if (loading.current === now) loading.current = null;
    });
  }, [look, translator]);
}
