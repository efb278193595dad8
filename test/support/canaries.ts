/** The ways in which a text may lie in a file: plain, base64 at each of its three offsets, UTF-16 in both orders, percent-encoded. */
export function disguises(text: string): readonly Buffer[] {
  const utf16 = Buffer.from(text, 'utf16le');
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString('base64');
    // The first and last characters depend on the neighbours; what lies between does not.
    return encoded.slice(offset === 0 ? 0 : 4, Math.floor(((offset + Buffer.byteLength(text)) * 8) / 6) - 1);
  });
  return [
    Buffer.from(text),
    Buffer.from(encodeURIComponent(text)),
    utf16,
    Buffer.from(utf16).swap16(),
    ...base64.flatMap((part) => [Buffer.from(part), Buffer.from(part.replaceAll('+', '-').replaceAll('/', '_'))]),
  ];
}

/** Names of the canaries of which any disguise lies in the bytes. */
export function canariesIn(bytes: Buffer, canaries: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(canaries)
    .filter(([, text]) => disguises(text).some((disguise) => bytes.includes(disguise)))
    .map(([name]) => name);
}
