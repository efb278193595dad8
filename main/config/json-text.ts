/** Where and how a text stops being JSON. */
export interface JsonFault {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly why:
    | 'ends' /** The text ends too early. */
    | 'escape' /** A backslash that begins no escape: mostly a Windows path. */
    | 'lineBreak' /** A line break or tab inside quoted text. */
    | 'comment'
    | 'comma' /** A comma with nothing after it. */
    | 'noComma' /** Two things with no comma between them. */
    | 'quotes' /** Single, typographic or missing quotation marks. */
    | 'deep' /** Nested deeper than any configuration. */
    | 'other';
}

/** A key that stands twice in one object: only the last would count. */
export interface JsonDuplicate {
  readonly path: readonly (string | number)[];
  readonly line: number;
}

/** What a look over a text finds. `fault` is null where it is JSON. */
export interface JsonLook {
  readonly fault: JsonFault | null;
  readonly duplicates: readonly JsonDuplicate[];
}

const maxDepth = 64;

class Stop extends Error {}

/** Looks over a text as RFC 8259 defines JSON. Unlike the messages of `JSON.parse`, what it says quotes nothing of the text. */
export function lookOverJson(text: string): JsonLook {
  let at = 0;
  let fault: JsonFault | null = null;
  const duplicates: JsonDuplicate[] = [];

  const place = (offset: number) => {
    const lines = text.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  };
  const stop = (why: JsonFault['why']): never => {
    fault = { ...place(at), why };
    throw new Stop();
  };
  const space = () => {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  };
  const unexpected = (whyElse: JsonFault['why']): never => {
    if (at >= text.length) return stop('ends');
    if (text[at] === '/' || text[at] === '#') return stop('comment');
    return stop(whyElse);
  };

  const string = (): string => {
    const start = at;
    at += 1;
    for (;;) {
      if (at >= text.length) return stop('ends');
      const character = text.charAt(at);
      if (character === '"') break;
      if (character < ' ') return stop('lineBreak');
      if (character === '\\') {
        if (!/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at + 1, at + 6))) return stop('escape');
        at += 1;
      }
      at += 1;
    }
    at += 1;
    return JSON.parse(text.slice(start, at)) as string;
  };

  const scalar = () => {
    const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found === undefined) unexpected(/[A-Za-z'\u2018-\u201f]/.test(text.charAt(at)) ? 'quotes' : 'other');
    else at += found.length;
  };

  /** The members between an opening bracket and its `close`. */
  const members = (close: string, member: (index: number) => void) => {
    at += 1;
    space();
    if (text[at] === close) {
      at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      member(index);
      space();
      if (text[at] === close) break;
      if (text[at] !== ',') unexpected(at < text.length && '"{['.includes(text.charAt(at)) ? 'noComma' : 'other');
      at += 1;
      space();
      if (text[at] === close) stop('comma');
    }
    at += 1;
  };

  const value = (path: readonly (string | number)[]) => {
    if (path.length > maxDepth) stop('deep');
    space();
    if (text[at] === '{') {
      const seen = new Set<string>();
      members('}', () => {
        if (text[at] !== '"') unexpected('quotes');
        const keyAt = at;
        const key = string();
        if (seen.has(key)) duplicates.push({ path: [...path, key], line: place(keyAt).line });
        seen.add(key);
        space();
        if (text[at] !== ':') unexpected('other');
        at += 1;
        value([...path, key]);
      });
    } else if (text[at] === '[') members(']', (index) => value([...path, index]));
    else if (text[at] === '"') string();
    else scalar();
  };

  try {
    value([]);
    space();
    if (at < text.length) unexpected('other');
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { fault, duplicates };
}
