/** One record of a CSV file. */
export interface CsvRecord {
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  /** Null where its quotation marks cannot be made out. */
  readonly fields: readonly string[] | null;
}

/** What parts the fields: a comma, or a semicolon where Excel's language writes decimals with a comma. */
export type CsvSeparator = ',' | ';';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A quoted field longer than this, in bytes, is a quotation mark that somebody forgot to close. */
const maxQuotedBytes = 1000;

/** A field, and where the byte behind it stands. */
interface Field {
  readonly text: string;
  readonly end: number;
}

/**
 * The records of a CSV file in UTF-8 (RFC 4180; a carriage return alone ends a line as well, blank lines are passed over).
 * A quotation mark that is never closed, or followed by text, spoils its own line only: reading goes on with the next one.
 * Each field becomes a string of its own: a slice of one long string would keep the whole file alive with it.
 */
export function* csvRecords(bytes: Buffer, separator: CsvSeparator): Generator<CsvRecord> {
  const parts = separator.charCodeAt(0);
  let at = bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  let line = 1;
  while (at < bytes.length) {
    const record = readRecord(bytes, at, parts);
    const end = record === null ? lineEnd(bytes, at) : record.end;
    const blank = record !== null && record.fields.length === 1 && record.fields[0] === '';
    if (!blank) yield { line, fields: record === null ? null : record.fields };
    const next = pastLineBreak(bytes, end);
    line += countLines(bytes, at, next);
    at = next;
  }
}

function readRecord(bytes: Buffer, start: number, parts: number): { readonly fields: readonly string[]; readonly end: number } | null {
  const fields: string[] = [];
  for (let at = start; ; ) {
    const field = bytes[at] === quote ? quotedField(bytes, at) : plainField(bytes, at, parts);
    if (field === null) return null;
    fields.push(field.text);
    const behind = bytes[field.end];
    if (behind === undefined || isLineBreak(behind)) return { fields, end: field.end };
    if (behind !== parts) return null;
    at = field.end + 1;
  }
}

function plainField(bytes: Buffer, start: number, parts: number): Field {
  let end = start;
  while (end < bytes.length && bytes[end] !== parts && !isLineBreak(bytes[end])) end += 1;
  return { text: bytes.toString('utf8', start, end), end };
}

function quotedField(bytes: Buffer, start: number): Field | null {
  for (let at = start + 1; ; ) {
    const mark = bytes.indexOf(quote, at);
    if (mark === -1 || mark - start > maxQuotedBytes) return null;
    if (bytes[mark + 1] !== quote) return { text: bytes.toString('utf8', start + 1, mark).replaceAll('""', '"'), end: mark + 1 };
    at = mark + 2;
  }
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

function lineEnd(bytes: Buffer, start: number): number {
  let end = start;
  while (end < bytes.length && !isLineBreak(bytes[end])) end += 1;
  return end;
}

function pastLineBreak(bytes: Buffer, end: number): number {
  if (end >= bytes.length) return end;
  return bytes[end] === carriageReturn && bytes[end + 1] === lineFeed ? end + 2 : end + 1;
}

function countLines(bytes: Buffer, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at = pastLineBreak(bytes, lineEnd(bytes, at))) lines += 1;
  return lines;
}
