/**
 * The machine's own region where its language is that of the words ("en-GB" keeps the 24-hour clock), else the words' language.
 * A machine may name a locale that `Intl` throws at: with LANG=C, Chromium says "en-US@posix".
 */
export function localeFor(language: string, machine: readonly string[]): string {
  const base = language.split('-')[0];
  return machine.find((locale) => locale.split('-')[0] === base && isLocale(locale)) ?? language;
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
