const longestTitle = 120;

/**
 * A name from outside, made fit to be shown: control and format characters (direction overrides among them) become spaces or go
 * (joiners stay: scripts and emoji need them),
 * runs of white space fold into one, and the length is cut by whole characters. Null where nothing readable is left.
 */
export function cleanText(text: string | null, longest: number = longestTitle): string | null {
  if (text === null) return null;
  const plain = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[[\p{Cf}\p{Co}\p{Cn}]--[\u200C\u200D]]/gv, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (plain === '') return null;
  const characters = [...new Intl.Segmenter().segment(plain)].map(({ segment }) => segment);
  return characters.length <= longest
    ? plain
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
