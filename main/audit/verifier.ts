import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { diskFailureOf } from '../disk/failure.ts';
import { checkChain, type Finding } from './chain.ts';
import type { Head } from './model.ts';
import { auditKind, readRows } from './rows.ts';

/** What the verifier says, and the exit code that it ends with. */
export interface Verified {
  readonly code: 0 | 1 | 64 | 66;
  readonly stdout: string;
  readonly stderr: string;
}

const usage = 'Usage: verify.ts FILE [--head SEQ:HASH]...\n';

interface Asked {
  readonly file: string;
  readonly heads: readonly Head[];
}

function readArguments(words: readonly string[]): Asked | null {
  const heads: Head[] = [];
  const files: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--head') {
      index += 1;
      const parts = /^([1-9]\d*):([0-9a-f ]+)$/i.exec(words[index] ?? '');
      if (parts?.[2]?.replaceAll(' ', '').length !== 64) return null;
      heads.push({ seq: Number(parts[1]), hash: parts[2] });
    } else if (word.startsWith('-')) return null;
    else files.push(word);
  }
  const [file, ...more] = files;
  return file === undefined || more.length > 0 ? null : { file, heads };
}

/** Opened without the right to write. On a medium where SQLite may lay nothing beside the file it is read as it lies, if it has no log. */
function check({ file, heads }: Asked): Finding {
  try {
    return checkWith(new DatabaseSync(file, { readOnly: true }), heads);
  } catch (error) {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    const why = diskFailureOf(error);
    if (log > 0 || why === 'damaged' || why === 'locked') throw error;
    const address = pathToFileURL(file);
    address.search = 'immutable=1';
    return checkWith(new DatabaseSync(address, { readOnly: true }), heads);
  }
}

function checkWith(db: DatabaseSync, heads: readonly Head[]): Finding {
  try {
    const applicationId = Number(db.prepare('PRAGMA application_id').get()?.application_id);
    if (applicationId !== auditKind.applicationId) throw new Error('This is no audit trail of a station.');
    return checkChain(readRows(db), heads);
  } finally {
    db.close();
  }
}

const sentences = {
  content: 'it, or the row before it, was changed',
  gap: 'rows before it are missing, or were put in',
  cut: 'rows before it are missing, and no removal by the rule accounts for that',
  tail: 'rows from here up to the known head are missing',
  head: 'its hash is not the one that was written down',
} as const;

/**
 * Checks the audit trail that the words of a command line name: `FILE [--head SEQ:HASH]...`. Exit codes: 0 whole, 1 broken (with the first
 * row that does not fit), 64 usage, 66 no such file. Never throws.
 */
export function verify(words: readonly string[]): Verified {
  const asked = readArguments(words);
  if (asked === null) return { code: 64, stdout: '', stderr: usage };
  if (!statSync(asked.file, { throwIfNoEntry: false })?.isFile()) {
    return { code: 66, stdout: '', stderr: `There is no file ${asked.file}.\n` };
  }
  try {
    const finding = check(asked);
    const code = finding.is === 'whole' ? 0 : 1;
    return { code, stdout: sentenceOf(finding), stderr: '' };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    return { code: 1, stdout: `Broken: the file cannot be read as an audit trail (${why}).\n`, stderr: '' };
  }
}

function sentenceOf(finding: Finding): string {
  if (finding.is === 'broken') return `Broken at row ${finding.seq}: ${sentences[finding.why]}.\n`;
  const { rows, prunedUpTo, head } = finding;
  const pruned = prunedUpTo > 0 ? ` Rows up to ${prunedUpTo} were removed by the rule.` : '';
  return `Whole: ${rows} rows.${pruned}${head === null ? '' : ` Head ${head.seq}:${head.hash.replaceAll(' ', '')}`}\n`;
}
