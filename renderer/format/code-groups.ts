/** Splits a sign-in code into groups that an eye can carry to a phone: threes where they fit, else fours. A separator of its own is kept. */
export function groupCode(code: string): readonly string[] {
  const own = code.match(/[^\s-]+-?/gu) ?? [];
  if (own.length > 1) return own;
  const characters = [...code.trim()];
  const size = characters.length % 3 === 0 ? 3 : 4;
  const groups: string[] = [];
  for (let start = 0; start < characters.length; start += size) groups.push(characters.slice(start, start + size).join(''));
  return groups;
}

/** The code as a screen reader should speak it: one character after the other. */
export function spellCode(code: string): string {
  return [...code].filter((character) => character.trim() !== '').join(' ');
}
