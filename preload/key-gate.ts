/**
 * What one key event does: is it kept from the page, and does the reader's decoder hear of it?
 * Pure and without imports, so that both hosts decide alike: the Electron edge in `before-input-event`,
 * the browser host in its preload.
 */

/** One key event, from `Electron.Input` or a DOM `KeyboardEvent`. */
export interface GateEvent {
  readonly type: 'down' | 'up';
  /** `KeyboardEvent.code`: the place of the key on the keyboard, whatever layout is set. Empty where it is not known. */
  readonly code: string;
  readonly repeat: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** Milliseconds on any clock that does not jump (`event.timeStamp`, `performance.now()`). */
  readonly atMs: number;
}

/** A key as the decoder hears it. `other` is any key that no badge number holds: it spoils the read that it falls into. */
export type ReaderKey =
  | { readonly kind: 'char'; readonly char: string; readonly atMs: number }
  | { readonly kind: 'enter' | 'tab' | 'other'; readonly atMs: number };

/** What the gate remembers. Holds no characters. */
export interface GateState {
  /** When the last key that may belong to a reader went down. */
  readonly lastReaderKeyAtMs: number | null;
  /** Codes whose key-down went to the page, so that their key-up follows; never more than the keys in `pageKeys`. */
  readonly passed: readonly string[];
}

/** The answer to one event. */
export interface GateDecision {
  readonly state: GateState;
  /** True: keep the event from the page (`preventDefault`, stop propagation). */
  readonly keep: boolean;
  /** What to send to the station's decoder. */
  readonly forward: ReaderKey | null;
}

/** The state before the first key, and again after the window lost the focus. */
export const closedGate: GateState = { lastReaderKeyAtMs: null, passed: [] };

/** Enter and Tab this soon after a reader's key belong to the read, in milliseconds. */
export const readerTailMs = 60;

/** Keys that a person without a touchscreen needs. Everything else stays outside the page. */
const pageKeys: ReadonlySet<string> = new Set([
  'Tab',
  'Enter',
  'NumpadEnter',
  'Space',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Escape',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/** Keys that press the focused button: held down, they must not press it again and again. */
const pressingKeys: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Space']);

/** Keys that only change what other keys mean. Readers press them around letters; they are no part of the number. */
const modifierKeys: ReadonlySet<string> = new Set([
  'ShiftLeft',
  'ShiftRight',
  'ControlLeft',
  'ControlRight',
  'AltLeft',
  'AltRight',
  'AltGraph',
  'MetaLeft',
  'MetaRight',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'FnLock',
]);

/** Marks by their place on the US layout, which is what readers are set to; a reader set otherwise still reads each card the same way every time. */
const marks: ReadonlyMap<string, string> = new Map([
  ['Minus', '-'],
  ['Equal', '='],
  ['BracketLeft', '['],
  ['BracketRight', ']'],
  ['Backslash', '\\'],
  ['IntlBackslash', '\\'],
  ['Semicolon', ';'],
  ['Quote', "'"],
  ['Backquote', '`'],
  ['Comma', ','],
  ['Period', '.'],
  ['Slash', '/'],
  ['NumpadSubtract', '-'],
  ['NumpadAdd', '+'],
  ['NumpadMultiply', '*'],
  ['NumpadDivide', '/'],
  ['NumpadDecimal', '.'],
  ['NumpadComma', ','],
  ['NumpadEqual', '='],
]);

/**
 * The character of a key by its place, letters in upper case; null where the key types none.
 * Shift and Caps Lock change nothing: badge numbers compare without case, and a wrong layout must not change digits.
 */
export function charOfCode(code: string): string | null {
  const plain = /^(?:Digit|Numpad)([0-9])$|^Key([A-Z])$/.exec(code);
  return plain?.[1] ?? plain?.[2] ?? marks.get(code) ?? null;
}

/**
 * Decides one event. `tailMs` is at least `readerTailMs`; a station whose reader is slower
 * (`badge.maxKeyGapMs`) passes that, or the reader's Enter would reach the page.
 */
export function gateKey(state: GateState, event: GateEvent, tailMs: number = readerTailMs): GateDecision {
  return event.type === 'up' ? release(state, event) : press(state, event, Math.max(tailMs, readerTailMs));
}

function release(state: GateState, event: GateEvent): GateDecision {
  if (!state.passed.includes(event.code)) return { state, keep: true, forward: null };
  return { state: { ...state, passed: state.passed.filter((code) => code !== event.code) }, keep: false, forward: null };
}

function press(state: GateState, event: GateEvent, tailMs: number): GateDecision {
  if (modifierKeys.has(event.code)) return { state, keep: true, forward: null };
  const sinceMs = state.lastReaderKeyAtMs === null ? Number.POSITIVE_INFINITY : Math.abs(event.atMs - state.lastReaderKeyAtMs);
  const inRead = sinceMs <= tailMs;
  if (pageKeys.has(event.code) && !inRead && !chorded(event)) return toPage(state, event);
  // A page key of no read (Ctrl+Tab, Shift+Enter) is kept and forgotten; a key of a reader opens or prolongs the time for its Enter.
  if (pageKeys.has(event.code) && !inRead) return { state: withoutPassed(state, event), keep: true, forward: null };
  return {
    state: { ...withoutPassed(state, event), lastReaderKeyAtMs: event.atMs },
    keep: true,
    forward: readerKey(event),
  };
}

/** Shift belongs to Tab alone: Shift+Enter opens windows, Shift+Escape the browser's task manager. */
function chorded(event: GateEvent): boolean {
  return event.ctrl || event.alt || event.meta || (event.shift && event.code !== 'Tab');
}

function toPage(state: GateState, event: GateEvent): GateDecision {
  const known = state.passed.includes(event.code);
  // A key that is held and whose press was kept, or was meant for another window, stays outside.
  if (event.repeat && (!known || pressingKeys.has(event.code))) return { state, keep: true, forward: null };
  return { state: known ? state : { ...state, passed: [...state.passed, event.code] }, keep: false, forward: null };
}

/** A new press that is kept takes its key-up with it, even if an earlier key-up was lost with the focus. */
function withoutPassed(state: GateState, event: GateEvent): GateState {
  return event.repeat ? state : { ...state, passed: state.passed.filter((code) => code !== event.code) };
}

function readerKey(event: GateEvent): ReaderKey {
  const { atMs } = event;
  // A reader never holds a key down, and never types with Ctrl, Alt (AltGr) or Meta.
  if (event.repeat || event.ctrl || event.alt || event.meta) return { kind: 'other', atMs };
  if (event.code === 'Enter' || event.code === 'NumpadEnter') return { kind: 'enter', atMs };
  if (event.code === 'Tab') return { kind: 'tab', atMs };
  const char = event.code === 'Space' ? ' ' : charOfCode(event.code);
  return char === null ? { kind: 'other', atMs } : { kind: 'char', char, atMs };
}

/** True for a well-formed `ReaderKey`: for the host that receives keys from a page and must not trust them. */
export function isReaderKey(value: unknown): value is ReaderKey {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('atMs' in value)) return false;
  if (!Number.isFinite(value.atMs)) return false;
  const fields = Object.keys(value).length;
  if (value.kind === 'char') return fields === 3 && 'char' in value && typeof value.char === 'string' && /^[\x20-\x5f`]$/.test(value.char);
  return fields === 2 && (value.kind === 'enter' || value.kind === 'tab' || value.kind === 'other');
}
