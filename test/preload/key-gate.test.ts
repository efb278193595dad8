import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charOfCode, closedGate, type GateEvent, type GateState, gateKey, isReaderKey, type ReaderKey } from '../../preload/key-gate.ts';
import { printedSeed } from '../support/badge.ts';

const plain = { repeat: false, alt: false, ctrl: false, meta: false, shift: false };

function down(code: string, atMs: number, extra: Partial<GateEvent> = {}): GateEvent {
  return { type: 'down', code, atMs, ...plain, ...extra };
}

function up(code: string, atMs: number): GateEvent {
  return { type: 'up', code, atMs, ...plain };
}

/** Runs events through the gate; what reached the page and what the decoder heard. */
function run(events: readonly GateEvent[], tailMs?: number, start: GateState = closedGate) {
  let state = start;
  const page: string[] = [];
  const heard: ReaderKey[] = [];
  for (const event of events) {
    const decision = gateKey(state, event, tailMs);
    state = decision.state;
    if (!decision.keep) page.push(`${event.type} ${event.code}`);
    if (decision.forward !== null) heard.push(decision.forward);
  }
  return { state, page, heard, text: heard.map((key) => (key.kind === 'char' ? key.char : `<${key.kind}>`)).join('') };
}

const navigation = [
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
];

describe('a keyboard user', () => {
  test.each(navigation)('%s pressed alone reaches the page, down and up', (code) => {
    const result = run([down(code, 1000), up(code, 1090)]);
    expect(result.page).toEqual([`down ${code}`, `up ${code}`]);
    expect(result.heard).toEqual([]);
    expect(result.state.passed).toEqual([]);
  });

  test('Shift+Tab goes back through the page', () => {
    const events = [down('ShiftLeft', 1, { shift: true }), down('Tab', 50, { shift: true }), up('Tab', 90), up('ShiftLeft', 99)];
    expect(run(events).page).toEqual(['down Tab', 'up Tab']);
  });

  test('a held arrow moves on, a held Enter or Space presses once', () => {
    const held = (code: string) =>
      run([down(code, 0), down(code, 500, { repeat: true }), down(code, 530, { repeat: true }), up(code, 560)]).page;
    expect(held('ArrowDown')).toEqual(['down ArrowDown', 'down ArrowDown', 'down ArrowDown', 'up ArrowDown']);
    expect(held('Enter')).toEqual(['down Enter', 'up Enter']);
    expect(held('Space')).toEqual(['down Space', 'up Space']);
  });

  test('the key-up of Enter follows its key-down to the page even while a card is read', () => {
    expect(run([down('Enter', 0), down('Digit1', 50), up('Digit1', 52), up('Enter', 55)]).page).toEqual(['down Enter', 'up Enter']);
  });

  test('Enter 61 ms after a letter is a person, 60 ms after it is a reader', () => {
    expect(run([down('KeyA', 0), down('Enter', 61)]).page).toEqual(['down Enter']);
    expect(run([down('KeyA', 0), down('Enter', 60)]).page).toEqual([]);
  });

  test('keys pass again after the clock went back', () => {
    expect(run([down('KeyA', 90_000), down('Enter', 100)]).page).toEqual(['down Enter']);
  });
});

describe('a reader', () => {
  const read = (codes: readonly string[], startMs = 0) =>
    codes.flatMap((code, index) => [down(code, startMs + index * 10), up(code, startMs + index * 10 + 5)]);

  test('nothing of a read reaches the page, with its Enter and all key-ups', () => {
    const result = run(read(['Digit0', 'Numpad4', 'KeyF', 'Minus', 'Digit7', 'Enter']));
    expect(result.page).toEqual([]);
    expect(result.text).toBe('04F-7<enter>');
  });

  test('the key-up of the Enter is kept even when it comes late', () => {
    expect(run([down('Digit1', 0), down('Enter', 10), up('Enter', 5000)]).page).toEqual([]);
  });

  test('Tab, Enter and Enter (line feed) at the end are all kept', () => {
    const result = run(read(['Digit1', 'Tab', 'Enter', 'NumpadEnter']));
    expect(result.page).toEqual([]);
    expect(result.text).toBe('1<tab><enter><enter>');
  });

  test('Space and arrows in the middle of a read do not press or move anything', () => {
    const result = run(read(['Digit1', 'Space', 'Digit2', 'ArrowDown', 'Escape']));
    expect(result.page).toEqual([]);
    expect(result.text).toBe('1 2<other><other>');
  });

  test('a slower reader keeps its Enter when the station says how slow it is', () => {
    const events = [down('Digit1', 0), down('Enter', 100)];
    expect(run(events).page).toEqual(['down Enter']);
    expect(run(events, 120).page).toEqual([]);
    expect(run([down('Digit1', 0), down('Enter', 55)], 20).page).toEqual([]);
  });

  test('an Enter whose earlier key-up was lost with the focus still keeps its own key-up', () => {
    expect(run([down('Enter', 0), down('Digit1', 5000), down('Enter', 5010), up('Enter', 5015)]).page).toEqual(['down Enter']);
  });

  test('letters are upper case and digits are digits, whatever Shift, Caps Lock or layout say', () => {
    const shift = { shift: true };
    const result = run([
      down('CapsLock', 0),
      down('ShiftLeft', 1, shift),
      down('KeyQ', 5, shift),
      down('Digit5', 9, shift),
      down('KeyQ', 14),
    ]);
    expect(result.text).toBe('Q5Q');
  });

  test('a held key, AltGr, Alt codes and unknown keys are heard as keys that no number holds', () => {
    const spoiled = [
      down('Digit1', 0, { repeat: true }),
      down('KeyQ', 9, { ctrl: true, alt: true }),
      down('Numpad4', 18, { alt: true }),
      down('KeyJ', 27, { ctrl: true }),
      down('', 36),
      down('Unidentified', 45),
      down('Backspace', 54),
    ];
    expect(run(spoiled).text).toBe('<other>'.repeat(spoiled.length));
    expect(run(spoiled).page).toEqual([]);
  });
});

describe('ways out of the kiosk', () => {
  const combinations: readonly [string, Partial<GateEvent>][] = [
    ...[
      'F1',
      'F3',
      'F5',
      'F6',
      'F7',
      'F10',
      'F11',
      'F12',
      'ContextMenu',
      'BrowserBack',
      'BrowserHome',
      'Backspace',
      'Delete',
      'Insert',
    ].map((code): [string, Partial<GateEvent>] => [code, {}]),
    ...['KeyR', 'KeyW', 'KeyP', 'KeyS', 'KeyO', 'KeyF', 'KeyU', 'KeyL', 'KeyT', 'KeyN', 'Equal', 'Minus', 'Digit0', 'Tab', 'F5'].map(
      (code): [string, Partial<GateEvent>] => [code, { ctrl: true }],
    ),
    ['KeyI', { ctrl: true, shift: true }],
    ['Escape', { ctrl: true, shift: true }],
    ['F4', { alt: true }],
    ['Tab', { alt: true }],
    ['Escape', { alt: true }],
    ['Space', { alt: true }],
    ['ArrowLeft', { alt: true }],
    ['Home', { alt: true }],
    ['Enter', { alt: true }],
    ['KeyQ', { meta: true }],
    ['ArrowUp', { meta: true }],
    ['F10', { shift: true }],
    ['Enter', { shift: true }],
    ['Escape', { shift: true }],
  ];
  test.each(combinations)('%s with %o never reaches the page', (code, held) => {
    expect(run([down(code, 1000, held), up(code, 1050)]).page).toEqual([]);
  });
});

test('no key that types a character ever reaches the page, whatever comes before it', () => {
  const typing = ['Digit1', 'Numpad9', 'KeyA', 'Minus', 'IntlBackslash', 'NumpadDecimal', '', 'Unidentified', 'Lang1', 'IntlRo'];
  const code = fc.oneof(fc.constantFrom(...typing), fc.constantFrom(...navigation, 'F5', 'ShiftLeft', 'AltRight'), fc.string());
  const event = fc.record({
    type: fc.constantFrom<'down' | 'up'>('down', 'up'),
    code,
    repeat: fc.boolean(),
    alt: fc.boolean(),
    ctrl: fc.boolean(),
    meta: fc.boolean(),
    shift: fc.boolean(),
    atMs: fc.oneof(fc.nat(500), fc.double()),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const result = run(events);
      for (const seen of result.page) expect(navigation).toContain(seen.replace(/^(down|up) /, ''));
      expect(result.state.passed.length).toBeLessThanOrEqual(navigation.length);
    }),
    { seed: printedSeed('key gate'), numRuns: 500 },
  );
});

test('a key that arrives from a page is believed only when it is exactly a key', () => {
  const good: unknown[] = [
    { kind: 'char', char: '7', atMs: 1 },
    { kind: 'char', char: ' ', atMs: 1.5 },
    { kind: 'enter', atMs: 0 },
    { kind: 'tab', atMs: 0 },
    { kind: 'other', atMs: 0 },
  ];
  const bad: unknown[] = [
    null,
    'enter',
    [],
    {},
    { kind: 'enter' },
    { kind: 'enter', atMs: '1' },
    { kind: 'enter', atMs: Number.NaN },
    { kind: 'enter', atMs: 1, char: '1' },
    { kind: 'char', atMs: 1 },
    { kind: 'char', char: '12', atMs: 1 },
    { kind: 'char', char: 'a', atMs: 1 },
    { kind: 'char', char: '\n', atMs: 1 },
    { kind: 'char', char: 'ß', atMs: 1 },
    { kind: 'char', char: '1', atMs: 1, more: true },
    { kind: 'shift', atMs: 1 },
  ];
  expect(good.map(isReaderKey)).toEqual(good.map(() => true));
  expect(bad.map(isReaderKey)).toEqual(bad.map(() => false));
});

test('every character that a key types is one that the station believes', () => {
  const codes = ['Digit0', 'Numpad9', 'KeyA', 'KeyZ', 'Backquote', 'BracketLeft', 'Backslash', 'Quote', 'NumpadMultiply', 'NumpadComma'];
  for (const code of codes) expect(isReaderKey({ kind: 'char', char: charOfCode(code), atMs: 0 })).toBe(true);
  for (const code of ['', 'Key', 'KeyAA', 'Digit10', 'Numpad', 'F1', 'Enter', 'Space']) expect(charOfCode(code)).toBeNull();
});
