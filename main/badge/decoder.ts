import type { ReaderKey } from '../../preload/key-gate.ts';
import type { StationConfig } from '../config/model.ts';
import { Secret } from '../secret.ts';
import type { Card } from './model.ts';

/** The rules that a read is judged by: the badge section of the configuration without the age of enrolments. */
export type ReaderRules = Pick<StationConfig['badge'], 'minLength' | 'maxLength' | 'maxKeyGapMs' | 'terminator'>;

/** Why something that came like a read is not a badge number. Safe to log. */
export type BadReadWhy =
  | 'tooShort'
  | 'tooLong'
  /** A character inside the number that no badge number holds. */
  | 'characters'
  /** A key that types nothing fell into the read. */
  | 'unexpectedKey'
  /** A pause inside the read, or another key right before it: part of the number may be missing. */
  | 'interrupted'
  /** The reader ends its numbers in another way than the configuration says. */
  | 'terminator'
  /** The read stopped without its end. */
  | 'cutShort';

/** What one key or tick brought to light. */
export type Read = { readonly is: 'card'; readonly card: Card } | { readonly is: 'badRead'; readonly why: BadReadWhy };

/** Keys that followed each other without a quiet time between them. */
interface Burst {
  /** Characters so far; empty once the burst cannot become a read. */
  readonly text: Secret;
  readonly keys: number;
  /** Length of the current and of the longest run of keys at a reader's speed. */
  readonly fastRun: number;
  readonly longestFastRun: number;
  readonly flaw: BadReadWhy | null;
  readonly lastAtMs: number;
}

/** What the decoder remembers between keys. Numbers are held as secrets and forgotten by `tick`. */
export interface DecoderState {
  readonly burst: Burst | null;
  readonly lastRead: { readonly number: Secret; readonly atMs: number } | null;
}

/** A step of the decoder: its next state and what was read, in order. */
export interface DecoderStep {
  readonly state: DecoderState;
  readonly reads: readonly Read[];
}

/** The decoder before the first key. */
export const idleDecoder: DecoderState = { burst: null, lastRead: null };

/** The same card read again this soon after its last read is the reader repeating itself (reference, stations 1D), in milliseconds. */
export const sameCardMs = 2000;

/** Fewer keys than this at a reader's speed are fingers, not a reader: nobody is told of a bad read. */
const readerLikeKeys = 4;

/** Room for the delimiters that readers put around a number; rf IDEAS sends up to 3 (reference, stations 1D). */
const delimiterRoom = 8;

/**
 * Silence that ends a read, in milliseconds. Longer than the gap between keys on purpose: where the machine hiccups
 * in the middle of a number, each half would look like a shorter number of its own, perhaps of somebody else.
 */
export function quietMs(rules: ReaderRules): number {
  return Math.max(150, 3 * rules.maxKeyGapMs);
}

/** Hears one key. */
export function decodeKey(state: DecoderState, key: ReaderKey, rules: ReaderRules): DecoderStep {
  const before = endByPause(state, key.atMs, rules);
  const burst = before.state.burst;
  if (burst === null && key.kind !== 'char') return before;
  const next = extend(burst, key, rules);
  if (!ends(key, rules)) return { state: { ...before.state, burst: next }, reads: before.reads };
  const ended = finish(before.state, next, null, key.atMs, rules);
  return { state: ended.state, reads: [...before.reads, ...ended.reads] };
}

/** Lets time pass: ends a read by its pause, and forgets the last card. `nowMs` is on the clock of the keys. */
export function tick(state: DecoderState, nowMs: number, rules: ReaderRules): DecoderStep {
  const step = endByPause(state, nowMs, rules);
  const { lastRead } = step.state;
  const keep = lastRead !== null && within(nowMs - lastRead.atMs, sameCardMs);
  return keep ? step : { ...step, state: { ...step.state, lastRead: null } };
}

/** When `tick` next has something to do, on the clock of the keys; null while there is nothing to wait for. */
export function nextTickAtMs(state: DecoderState, rules: ReaderRules): number | null {
  if (state.burst !== null) return state.burst.lastAtMs + quietMs(rules) + 1;
  return state.lastRead === null ? null : state.lastRead.atMs + sameCardMs + 1;
}

/** False for negative and for unknown (NaN) spans too: a clock that went back ends what it was measuring. */
function within(elapsedMs: number, limitMs: number): boolean {
  return elapsedMs >= 0 && elapsedMs <= limitMs;
}

function endByPause(state: DecoderState, nowMs: number, rules: ReaderRules): DecoderStep {
  if (state.burst === null || within(nowMs - state.burst.lastAtMs, quietMs(rules))) return { state, reads: [] };
  const flaw = rules.terminator === 'none' ? null : 'cutShort';
  return finish(state, state.burst, flaw, state.burst.lastAtMs, rules);
}

/** A terminator ends a read at once where none is expected, too. A wrong one spoils it: what follows may be the number's second half. */
function ends(key: ReaderKey, rules: ReaderRules): boolean {
  if (key.kind !== 'enter' && key.kind !== 'tab') return false;
  return rules.terminator === 'none' || rules.terminator === key.kind;
}

/** Judges the pause before the next key of a burst. */
function paced(burst: Burst, atMs: number, rules: ReaderRules): Burst {
  if (within(atMs - burst.lastAtMs, rules.maxKeyGapMs)) return burst;
  return flawed({ ...burst, fastRun: 0 }, 'interrupted');
}

function flawed(burst: Burst, flaw: BadReadWhy): Burst {
  return { ...burst, text: new Secret(''), flaw: burst.flaw ?? flaw };
}

function extend(burst: Burst | null, key: ReaderKey, rules: ReaderRules): Burst {
  const start: Burst = { text: new Secret(''), keys: 0, fastRun: 0, longestFastRun: 0, flaw: null, lastAtMs: key.atMs };
  const old = burst === null ? start : paced(burst, key.atMs, rules);
  // Counting stops at the cap, so that an endless stream costs nothing.
  const room = rules.maxLength + delimiterRoom;
  const fastRun = Math.min(old.fastRun + 1, room);
  const next: Burst = {
    ...old,
    keys: Math.min(old.keys + 1, room + 1),
    fastRun,
    longestFastRun: Math.max(old.longestFastRun, fastRun),
    lastAtMs: key.atMs,
  };
  if (next.flaw !== null || ends(key, rules)) return next;
  if (key.kind === 'enter' || key.kind === 'tab') return flawed(next, 'terminator');
  if (key.kind !== 'char' || !/^[\x20-\x7e]$/.test(key.char)) return flawed(next, 'unexpectedKey');
  if (next.keys > room) return flawed(next, 'tooLong');
  return { ...next, text: new Secret(old.text.reveal() + key.char.toUpperCase()) };
}

function finish(state: DecoderState, burst: Burst, flaw: BadReadWhy | null, atMs: number, rules: ReaderRules): DecoderStep {
  const judged = judge(burst, flaw, rules);
  const idle = { ...state, burst: null };
  if (judged.is === 'bad') {
    const readerLike = burst.longestFastRun >= readerLikeKeys;
    return { state: idle, reads: readerLike ? [{ is: 'badRead', why: judged.why }] : [] };
  }
  const { number } = judged;
  const last = state.lastRead;
  const repeated = last !== null && last.number.reveal() === number.reveal() && atMs - last.atMs >= 0 && atMs - last.atMs < sameCardMs;
  // The time runs from the last read, not the first: a card left lying on the reader stays one read.
  return { state: { burst: null, lastRead: { number, atMs } }, reads: repeated ? [] : [{ is: 'card', card: { number } }] };
}

function judge(
  burst: Burst,
  flaw: BadReadWhy | null,
  rules: ReaderRules,
): { readonly is: 'bad'; readonly why: BadReadWhy } | { readonly is: 'good'; readonly number: Secret } {
  const why = burst.flaw ?? flaw;
  if (why !== null) return { is: 'bad', why };
  // Delimiters around the number are the reader's, not the card's.
  const number = burst.text.reveal().replaceAll(/^[^0-9A-Z]+|[^0-9A-Z]+$/g, '');
  if (!/^[0-9A-Z\-./;= ]*$/.test(number)) return { is: 'bad', why: 'characters' };
  if (number.length < rules.minLength) return { is: 'bad', why: 'tooShort' };
  if (number.length > rules.maxLength) return { is: 'bad', why: 'tooLong' };
  return { is: 'good', number: new Secret(number) };
}
