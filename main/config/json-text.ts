import { createScanner, type JSONVisitor, printParseErrorCode, visit } from 'jsonc-parser';

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
/** An offset, and what is wrong there. */
type Found = readonly [offset: number, why: JsonFault['why']];

/** Looks over a text as RFC 8259 defines JSON. Unlike the messages of `JSON.parse`, what it says quotes nothing of the text. */
export function lookOverJson(text: string): JsonLook {
  const found = tooDeep(text);
  if (found !== null) return { fault: placed(text, found), duplicates: [] };
  const duplicates: JsonDuplicate[] = [];
  const objects: Set<string>[] = [];
  let first: Found | null = null;
  const visitor: JSONVisitor = {
    onObjectBegin: () => void objects.push(new Set()),
    onObjectEnd: () => void objects.pop(),
    onObjectProperty(key, _offset, _length, line, _column, pathSupplier) {
      if (objects.at(-1)?.has(key)) duplicates.push({ path: [...pathSupplier(), key], line: line + 1 });
      objects.at(-1)?.add(key);
    },
    onError(code, offset, length) {
      first ??= faultAt(text, printParseErrorCode(code), offset, length);
    },
  };
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  return { fault: placed(text, first ?? strictly(text)), duplicates };
}

/** The parser calls itself for each level: a text that is nothing but brackets must not get that far. */
function tooDeep(text: string): Found | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const bracket = scanner.getTokenLength() === 1 ? text.charAt(scanner.getTokenOffset()) : '';
    if (bracket === '{' || bracket === '[') depth += 1;
    if (bracket === '}' || bracket === ']') depth -= 1;
    if (depth > maxDepth) return [scanner.getTokenOffset(), 'deep'];
  }
  return null;
}

function faultAt(text: string, code: ReturnType<typeof printParseErrorCode>, offset: number, length: number): Found {
  const character = text.charAt(offset);
  const token = text.slice(offset, offset + length);
  switch (code) {
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return [offset, 'comment'];
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter':
      return [offset + token.search(/(?<=(?:^|[^\\])(?:\\\\)*)\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/), 'escape'];
    case 'InvalidCharacter':
      return [offset + Math.max(0, token.search(/[\p{Cc}]/u)), 'lineBreak'];
    case 'UnexpectedEndOfString':
      return offset + length >= text.length ? [text.length, 'ends'] : [offset + length, 'lineBreak'];
    default:
      if (offset >= text.length) return [text.length, 'ends'];
      if (character === '#' || character === '/') return [offset, 'comment'];
      if (strictly(text.slice(0, offset)) === null) return [offset, 'other'];
      if (/[}\]]/.test(character) && /,\s*$/.test(text.slice(0, offset))) return [offset, 'comma'];
      if (code === 'CommaExpected' && /["{[]/.test(character)) return [offset, 'noComma'];
      return [offset, /[A-Za-z'\u2018-\u201f]/.test(character) ? 'quotes' : 'other'];
  }
}

/** What the parser lets pass and JSON does not have. */
function strictly(text: string): Found | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    return [0, 'other'];
  }
}

function placed(text: string, found: Found | null): JsonFault | null {
  if (found === null) return null;
  const lines = text.slice(0, found[0]).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, why: found[1] };
}
