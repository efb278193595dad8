import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StationConfig } from '../config/model.ts';
import { type CsvRecord, type CsvSeparator, csvRecords } from './badge-list-csv.ts';

/** The lengths that a reader's numbers may have: numbers outside of them would never be found. */
export type NumberRules = Pick<StationConfig['badge'], 'minLength' | 'maxLength'>;

/** A person as one line of the list names them. */
export interface ListedLine {
  /** Lower case. */
  readonly oid: string;
  readonly userPrincipalName: string;
  readonly name: string;
}

/** Why a line is left out. Safe to log. */
export type LineFault = 'quotes' | 'encoding' | 'columns' | 'badge' | 'oid' | 'userPrincipalName' | 'name';

/** Why a file is no list at all. Safe to log. */
export type ListFault =
  /** Saved as UTF-16, as Excel's "Unicode text" is. */
  | 'utf16'
  /** The first line does not name the four columns. */
  | 'header'
  /** No line of it can be used. */
  | 'empty'
  /** More than 100,000 lines, or 32 MB. */
  | 'tooLarge';

/** What a file says. Cards are under the key that `keyOf` makes; null where two people claim the number. */
export type ReadList =
  | { readonly is: 'refused'; readonly why: ListFault }
  | {
      readonly is: 'list';
      readonly cards: ReadonlyMap<string, ListedLine | null>;
      /** Lines that were left out, by what is wrong with them. */
      readonly leftOut: ReadonlyMap<LineFault, readonly number[]>;
      /** Lines whose number stands in the list for somebody else as well. */
      readonly claimedTwice: readonly number[];
    };

/** Size above which a file is not read. Bytes. */
export const maxListBytes = 32_000_000;

const maxLines = 100_000;
/** Lines that are read before the reader's keys and the screen get their turn. */
const linesInOneTurn = 2000;
const columns = ['badge', 'oid', 'userprincipalname', 'name'] as const;

/** Reads a list of cards. `keyOf` turns a number into what it is kept as. */
export async function readBadgeList(bytes: Buffer, rules: NumberRules, keyOf: (number: string) => string): Promise<ReadList> {
  if (bytes.length > maxListBytes) return { is: 'refused', why: 'tooLarge' };
  // No text of UTF-8 holds a zero byte; UTF-16 without its mark has one beside every Latin letter.
  if (/^(fffe|feff)/.test(bytes.toString('hex', 0, 2)) || bytes.subarray(0, 4096).includes(0)) return { is: 'refused', why: 'utf16' };
  const header = readHeader(bytes);
  if (header === null) return { is: 'refused', why: bytes.toString('utf8', 0, 4096).trim() === '' ? 'empty' : 'header' };
  const cards = new Map<string, { readonly listed: ListedLine; readonly line: number } | null>();
  const leftOut = new Map<LineFault, number[]>();
  const claimedTwice: number[] = [];
  let count = 0;
  for (const record of header.records) {
    count += 1;
    if (count > maxLines) return { is: 'refused', why: 'tooLarge' };
    if (count % linesInOneTurn === 0) await nextTurn();
    const read = readLine(record, header.places, header.width, rules);
    if (typeof read === 'string') {
      const lines = leftOut.get(read);
      if (lines === undefined) leftOut.set(read, [record.line]);
      else lines.push(record.line);
      continue;
    }
    const key = keyOf(read.number);
    const other = cards.get(key);
    if (other === undefined) cards.set(key, { listed: read.listed, line: record.line });
    else if (other === null) claimedTwice.push(record.line);
    else if (!samePerson(other.listed, read.listed)) {
      claimedTwice.push(other.line, record.line);
      cards.set(key, null);
    }
  }
  if (cards.size === 0) return { is: 'refused', why: 'empty' };
  const people = new Map([...cards].map(([key, card]) => [key, card === null ? null : card.listed]));
  return { is: 'list', cards: people, leftOut, claimedTwice };
}

interface Header {
  /** Where each of the four columns stands. */
  readonly places: readonly number[];
  readonly width: number;
  /** The records below it. */
  readonly records: Generator<CsvRecord>;
}

function readHeader(bytes: Buffer): Header | null {
  const separators: readonly CsvSeparator[] = [',', ';'];
  for (const separator of separators) {
    const records = csvRecords(bytes, separator);
    const first = records.next();
    const names = first.done === true ? [] : (first.value.fields ?? []).map((name) => name.trim().toLowerCase());
    const places = columns.map((column) => names.indexOf(column));
    const twice = columns.some((column) => names.indexOf(column) !== names.lastIndexOf(column));
    if (!places.includes(-1) && !twice) return { places, width: names.length, records };
  }
  return null;
}

function readLine(
  record: CsvRecord,
  places: readonly number[],
  width: number,
  rules: NumberRules,
): LineFault | { readonly number: string; readonly listed: ListedLine } {
  if (record.fields === null) return 'quotes';
  // A comma too many moves what stands behind it: no guess which of the fields is whose.
  if (record.fields.length < width || record.fields.slice(width).some((field) => field !== '')) return 'columns';
  const [badge = '', oid = '', userPrincipalName = '', name = ''] = places.map((place) => (record.fields?.[place] ?? '').trim());
  if ([badge, oid, userPrincipalName, name].some((field) => field.includes('\ufffd'))) return 'encoding';
  const number = normalNumber(badge, rules);
  if (number === null) return 'badge';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(oid) || /^[0-]+$/.test(oid)) return 'oid';
  if (!/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(userPrincipalName) || userPrincipalName.length > 320) return 'userPrincipalName';
  if (/\p{Cc}/u.test(name) || name.length > 200) return 'name';
  return { number, listed: { oid: oid.toLowerCase(), userPrincipalName, name: name === '' ? userPrincipalName : name } };
}

/**
 * A number as the decoder makes it of what the reader types: capitals, without the delimiters around it. Null for what no card can be read as.
 * A test holds the two together.
 */
export function normalNumber(text: string, rules: NumberRules): string | null {
  if (!/^[\x20-\x7e]*$/.test(text)) return null;
  const number = text.toUpperCase().replaceAll(/^[^0-9A-Z]+|[^0-9A-Z]+$/g, '');
  const fits = number.length >= rules.minLength && number.length <= rules.maxLength;
  return fits && number !== '' && /^[0-9A-Z\-./;= ]*$/.test(number) ? number : null;
}

function samePerson(a: ListedLine, b: ListedLine): boolean {
  return a.oid === b.oid && a.userPrincipalName.toLowerCase() === b.userPrincipalName.toLowerCase();
}
