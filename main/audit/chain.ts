import { createHash } from 'node:crypto';
import type { AuditEntry, Head, OwnEntry } from './model.ts';

/** A row of the table, as it lies in the file. Nothing in it is trusted. */
export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly person: string | null;
  readonly job: string | null;
  /** What else the kind says, as JSON with its names in order. */
  readonly words: string;
  readonly hash: Uint8Array;
}

/** Kind of the first row after a prune: it stands for the last row that was removed and carries that row's hash. */
export const anchorKind = 'anchor';

/** What an anchor says besides. */
export const bareWords = '{}';

/** What the first row of a file stands on. */
export const genesis: Uint8Array = new Uint8Array(32);

/** How long rows are kept. */
export interface Retention {
  readonly days: number;
  /** The most rows that stay, whatever their age: a clock that stands still must not fill the disk. */
  readonly rows: number;
}

/** The rule of every station. Another one is for tests. */
export const retention: Retention = { days: 365, rows: 2_000_000 };

const dayMs = 86_400_000;

/** An entry as a row that is not yet linked. */
export function toContent(seq: number, at: number, entry: AuditEntry | OwnEntry): Omit<AuditRow, 'hash'> {
  const { kind, ...rest } = entry;
  const { person = null, job = null, ...words } = rest as { person?: string; job?: string } & Record<string, unknown>;
  const inOrder = Object.entries(words).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { seq, at, kind, person, job, words: JSON.stringify(Object.fromEntries(inOrder)) };
}

/** The entry of a row of a sound chain. */
export function toEntry({ kind, person, job, words }: AuditRow): AuditEntry | OwnEntry {
  const ids = { ...(person === null ? {} : { person }), ...(job === null ? {} : { job }) };
  return { kind, ...ids, ...(JSON.parse(words) as object) } as AuditEntry | OwnEntry;
}

/** SHA-256 over the hash of the row before and this row's content as one JSON list. The leading 1 is the version of this form. */
export function linkHash(before: Uint8Array, { seq, at, kind, person, job, words }: Omit<AuditRow, 'hash'>): Uint8Array {
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([1, seq, at, kind, person, job, words]))
    .digest();
}

/** A hash as it is written down, in groups of four. */
export function hashText(hash: Uint8Array): string {
  return (
    Buffer.from(hash)
      .toString('hex')
      .match(/.{1,4}/g) ?? []
  ).join(' ');
}

/** What a verifier finds. `prunedUpTo`: rows up to there were removed by the rule; 0 where none were. */
export type Finding =
  | { readonly is: 'whole'; readonly rows: number; readonly prunedUpTo: number; readonly head: Head | null }
  | { readonly is: 'broken'; readonly seq: number; readonly why: BrokenWhy };

/**
 * `content`: the row was changed, or the one before it. `gap`: rows are missing before it, or were put in. `cut`: the first rows are
 * missing and no prune accounts for it. `tail`: rows up to a known head are missing. `head`: a known head has another hash.
 */
export type BrokenWhy = 'content' | 'gap' | 'cut' | 'tail' | 'head';

interface Anchor {
  readonly row: AuditRow;
  accounted: boolean;
}

/**
 * Walks the rows in order of their numbers and reports the first that does not fit. `known` are heads that were written down outside the
 * station: each must still be there, unless the rule has removed it since.
 */
export function checkChain(rows: Iterable<AuditRow>, known: readonly Head[] = [], rule = retention): Finding {
  const heads = new Map(known.map(({ seq, hash }) => [seq, hash.replaceAll(' ', '').toLowerCase()]));
  let anchor: Anchor | null = null;
  let last: AuditRow | null = null;
  let count = 0;
  for (const row of rows) {
    count += 1;
    if (last === null && row.kind === anchorKind) {
      // No hash covers what else stands in an anchor, so nothing else may.
      if (row.person !== null || row.job !== null || row.words !== bareWords) return { is: 'broken', seq: row.seq, why: 'content' };
      anchor = { row, accounted: false };
    } else {
      const why = breakOf(row, last);
      if (why !== null) return { is: 'broken', seq: row.seq, why };
      if (anchor !== null && accountsFor(row, anchor.row, rule)) anchor.accounted = true;
    }
    const head = heads.get(row.seq);
    if (head !== undefined && head !== Buffer.from(row.hash).toString('hex')) return { is: 'broken', seq: row.seq, why: 'head' };
    last = row;
  }
  if (anchor !== null && !anchor.accounted) return { is: 'broken', seq: anchor.row.seq, why: 'cut' };
  const lastSeq = last?.seq ?? 0;
  if (known.some(({ seq }) => seq > lastSeq)) return { is: 'broken', seq: lastSeq + 1, why: 'tail' };
  const head = last === null ? null : { seq: last.seq, hash: hashText(last.hash) };
  return { is: 'whole', rows: count, prunedUpTo: anchor?.row.seq ?? 0, head };
}

function breakOf(row: AuditRow, last: AuditRow | null): BrokenWhy | null {
  if (last === null && row.seq !== 1) return 'cut';
  if (last !== null && row.seq !== last.seq + 1) return 'gap';
  return Buffer.compare(linkHash(last?.hash ?? genesis, row), row.hash) === 0 ? null : 'content';
}

/** Whether this row of the chain says that the rows up to the anchor were removed, and its own figures keep to the rule. */
function accountsFor(row: AuditRow, anchor: AuditRow, rule: Retention): boolean {
  if (row.kind !== 'pruned') return false;
  const entry = toEntry(row);
  if (entry.kind !== 'pruned' || entry.upTo !== anchor.seq || entry.lastAt !== anchor.at) return false;
  if (entry.hash !== Buffer.from(anchor.hash).toString('hex')) return false;
  return entry.rule === 'age' ? row.at - entry.lastAt > rule.days * dayMs : row.seq - entry.upTo > rule.rows;
}
