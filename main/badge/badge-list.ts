import { createHmac, createSecretKey } from 'node:crypto';
import type { Log } from '../log/log.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import { type ListedLine, type ListFault, maxListBytes, type NumberRules, readBadgeList } from './badge-list-lines.ts';
import type { Card } from './model.ts';

/** The person that a list names for a card. */
export interface ListedPerson {
  /** Entra object id, lower case. */
  readonly oid: string;
  readonly tid: string;
  readonly name: string;
  readonly userPrincipalName: string;
}

/** What a tap found. */
export type FoundCard =
  | { readonly is: 'known'; readonly person: ListedPerson }
  /** Not in the list, or there for more than one person. */
  | { readonly is: 'unknown' }
  /** There is no list to look in: the file could not be read since the station started. */
  | { readonly is: 'unreadable' };

/** What the list of cards needs. */
export interface BadgeListOptions {
  /** `config.badge.list`, absolute; may be on another machine. */
  readonly file: string;
  /** `config.tenant.id`: whose people these are. */
  readonly tid: string;
  /** `config.badge`. */
  readonly rules: NumberRules;
  /** `fs.promises.readFile`; what it gives is wiped after use. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** `fs.promises.stat`. */
  readonly stat: (path: string) => Promise<FileVersion>;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

/** What tells one state of a file from another. */
export interface FileVersion {
  readonly mtimeMs: number;
  /** Bytes. */
  readonly size: number;
}

/** Cards that IT knows, for the modes `app` and `redirect`. */
export interface BadgeList {
  /** Looks a card up in memory; waits for the file only while there is no list yet. */
  find(card: Card): Promise<FoundCard>;
  /** Stops looking at the file and forgets the list. */
  close(): void;
}

/** Time between two looks at the file. Milliseconds. A changed file is read when two looks in a row find it the same. */
export const lookEveryMs = 5000;

/** Longest time that a tap waits for the first list. Milliseconds. */
export const firstListMs = 5000;

/** Line numbers that one log entry names. */
const linesInLog = 20;

/**
 * Opens the list and keeps up with its file. Returns at once: a file server that is away must not hold up a station, neither its start
 * nor a tap, so the file is looked at beside both, and the last list goes on until a new one has been read whole.
 * Numbers are kept as HMACs under a key of this run, so that memory shows none of them; who has all of the memory can still
 * guess them one by one.
 */
export function openBadgeList(options: BadgeListOptions): BadgeList {
  const { file, tid, clock, log } = options;
  const drawn = options.random(32);
  const key = createSecretKey(drawn);
  drawn.fill(0);
  const keyOf = (number: string) => createHmac('sha256', key).update(number).digest('base64');

  let cards: ReadonlyMap<string, ListedLine | null> | null = null;
  /** The file as it was last judged, good or bad. */
  let judged: FileVersion | null = null;
  /** The file as it was at the last look. */
  let lastSeen: FileVersion | null = null;
  let complaint: string | null = null;
  let looking: Promise<void> | null = null;
  let closed = false;
  let cancel = () => {};

  const refused = (why: ListFault) => log('badgeList.refused', { why, kept: cards !== null });

  const takeUp = async (version: FileVersion): Promise<void> => {
    const content = await options.readFile(file);
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const after = await options.stat(file);
    // Somebody is still writing. A first list is better than none, and the next look finds the change.
    if (cards !== null && !sameVersion(version, after)) return;
    const read = await readBadgeList(bytes, options.rules, keyOf);
    bytes.fill(0);
    if (closed) return;
    judged = version;
    if (read.is === 'refused') return refused(read.why);
    cards = read.cards;
    for (const [why, lines] of read.leftOut) log('badgeList.leftOut', { why, ...named(lines) });
    if (read.claimedTwice.length > 0) log('badgeList.claimedTwice', named(read.claimedTwice));
    log('badgeList.read', { cards: cards.size });
  };

  const lookOnce = async (): Promise<void> => {
    try {
      const { mtimeMs, size } = await options.stat(file);
      const version = { mtimeMs, size };
      const settled = cards === null || sameVersion(version, lastSeen);
      lastSeen = version;
      if (settled && !sameVersion(version, judged)) {
        if (size > maxListBytes) {
          judged = version;
          refused('tooLarge');
        } else await takeUp(version);
      }
      complaint = null;
    } catch (error) {
      const code = codeOf(error);
      if (!closed && complaint !== code) log('badgeList.unreadable', { code, kept: cards !== null });
      complaint = code;
    }
  };

  /** One look at a time: a file server that hangs must not gather them. */
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  };

  const keepLooking = (): void => {
    void look().then(() => {
      if (!closed) cancel = clock.after(lookEveryMs, keepLooking);
    });
  };
  keepLooking();

  return {
    async find(card) {
      if (cards === null && !closed) await atMost(clock, firstListMs, look());
      if (cards === null) return { is: 'unreadable' };
      const listed = cards.get(keyOf(card.number.reveal()));
      if (listed === undefined || listed === null) return { is: 'unknown' };
      return { is: 'known', person: { ...listed, tid } };
    },
    close() {
      closed = true;
      cards = null;
      cancel();
    },
  };
}

function sameVersion(a: FileVersion, b: FileVersion | null): boolean {
  return b !== null && a.mtimeMs === b.mtimeMs && a.size === b.size;
}

function named(lines: readonly number[]): { readonly count: number; readonly lines: string } {
  const first = lines.slice(0, linesInLog).join(', ');
  return { count: lines.length, lines: lines.length > linesInLog ? `${first}, …` : first };
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'unknown';
}

function atMost(clock: Clock, limitMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
}
