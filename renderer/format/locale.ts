/** The machine's own region where its language is that of the words ("en-GB" keeps the 24-hour clock), else the words' language. */
export function localeFor(language: string, machine: readonly string[]): string {
  const base = language.split('-')[0];
  return machine.find((locale) => locale.split('-')[0] === base) ?? language;
}
