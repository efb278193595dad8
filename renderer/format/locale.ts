/** Where a language's own rules differ by region and no machine says which: the region of the words. */
const ownRegion: Readonly<Record<string, string>> = { pt: 'pt-PT', 'en-XA': 'en' };

/**
 * The locale for figures, sizes and times: the machine's own region where its language and script are those of the words
 * ("en-GB" keeps the 24-hour clock), else the words' language.
 * A machine may name a locale that `Intl` throws at: with LANG=C, Chromium says "en-US@posix".
 */
export function localeFor(language: string, machine: readonly string[]): string {
  const words = ownRegion[language] ?? language;
  const wanted = written(words);
  return machine.find((locale) => wanted !== null && written(locale) === wanted) ?? words;
}

/** Language and script of a locale, as "zh-Hans"; null for what is none. */
function written(locale: string): string | null {
  try {
    const { language, script } = new Intl.Locale(locale).maximize();
    return `${language}-${script ?? ''}`;
  } catch {
    return null;
  }
}
