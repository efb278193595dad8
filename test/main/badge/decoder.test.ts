import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DecoderState, decodeKey, idleDecoder, nextTickAtMs, quietMs, type ReaderRules, tick } from '../../../main/badge/decoder.ts';
import type { ReaderKey } from '../../../preload/key-gate.ts';
import { printedSeed, typed } from '../../support/badge.ts';

const rules: ReaderRules = { minLength: 4, maxLength: 12, maxKeyGapMs: 50, terminator: 'enter' };

/** Feeds keys and a closing silence; reads as short words: the number, or `!why`. */
function hear(keys: readonly ReaderKey[], by: ReaderRules = rules, start: DecoderState = idleDecoder) {
  let state = start;
  const heard: string[] = [];
  const take = (step: ReturnType<typeof decodeKey>) => {
    state = step.state;
    for (const read of step.reads) heard.push(read.is === 'card' ? read.card.number.reveal() : `!${read.why}`);
  };
  for (const key of keys) take(decodeKey(state, key, by));
  const lastAtMs = keys.at(-1)?.atMs ?? 0;
  take(tick(state, lastAtMs + quietMs(by) + 1, by));
  return { heard, state };
}

describe('a good read', () => {
  test.each([
    ['shortest', '1234\n', '1234'],
    ['longest', '123456789012\n', '123456789012'],
    ['leading zeros stay', '00001234\n', '00001234'],
    ['hexadecimal', '04A3F1B2\n', '04A3F1B2'],
    ['facility and number with a separator', '123-45678\n', '123-45678'],
    ['delimiters of the reader around it', ';12345678/\n', '12345678'],
    ['delimiters beside the longest number', '+++123456789012]]]\n', '123456789012'],
  ])('%s', (_, text, number) => expect(hear(typed(text, 0)).heard).toEqual([number]));

  test('Tab ends it where the reader is set so', () => {
    expect(hear(typed('12345678\t', 0), { ...rules, terminator: 'tab' }).heard).toEqual(['12345678']);
  });

  test('silence ends it where the reader sends no end, and a stray Enter ends it at once', () => {
    const none: ReaderRules = { ...rules, terminator: 'none' };
    expect(hear(typed('12345678', 0), none).heard).toEqual(['12345678']);
    expect(hear(typed('12345678\n', 0), none).heard).toEqual(['12345678']);
    const { state } = typed('12345678', 0).reduce((step, key) => decodeKey(step.state, key, none), { state: idleDecoder });
    expect(tick(state, 56 + quietMs(none), none).reads).toEqual([]);
    expect(nextTickAtMs(state, none)).toBe(56 + quietMs(none) + 1);
  });

  test('two reads back to back are two cards', () => {
    expect(hear([...typed('11111111\n', 0), ...typed('22222222\n', 75)]).heard).toEqual(['11111111', '22222222']);
  });

  test('keys exactly at the longest gap still belong together', () => {
    expect(hear(typed('12345678\n', 0, 50)).heard).toEqual(['12345678']);
  });
});

describe('what is not a badge number', () => {
  const gap = (text: string, startMs: number, gapMs?: number) => typed(text, startMs, gapMs);
  const table: readonly [string, readonly ReaderKey[], readonly string[], Partial<ReaderRules>?][] = [
    ['nothing but Enter', gap('\n', 0), []],
    ['many Enters', gap('\n\n\n\n\n\n', 0), []],
    ['nothing but Tab', gap('\t', 0), []],
    ['one key and Enter', gap('1\n', 0), []],
    ['two fingers and Enter', gap('12\n', 0), []],
    ['a number too short', gap('123\n', 0), ['!tooShort']],
    ['a number too short between delimiters', gap(';;123//\n', 0), ['!tooShort']],
    ['only delimiters', gap(';;;;;;\n', 0), ['!tooShort']],
    ['a number too long', gap('1234567890123\n', 0), ['!tooLong']],
    ['an endless number', gap(`${'7'.repeat(5000)}\n`, 0), ['!tooLong']],
    ['an endless number that never ends', gap('7'.repeat(5000), 0), ['!tooLong']],
    ['a character from outside numbers', gap('1234[5678\n', 0), ['!characters']],
    ['a quote inside', gap("1234'5678\n", 0), ['!characters']],
    ['a key that types nothing', gap('1234\x005678\n', 0), ['!unexpectedKey']],
    ['a key that types nothing before the Enter', gap('12345678\0\n', 0), ['!unexpectedKey']],
    ['a forged key of two characters', [...gap('1234', 0), { kind: 'char', char: '56', atMs: 40 }, ...gap('\n', 48)], ['!unexpectedKey']],
    ['a forged letter', [...gap('1234', 0), { kind: 'char', char: 'ß', atMs: 40 }, ...gap('\n', 48)], ['!unexpectedKey']],
    ['a forged line break', [...gap('1234', 0), { kind: 'char', char: '\n', atMs: 40 }, ...gap('\n', 48)], ['!unexpectedKey']],
    ['no end', gap('12345678', 0), ['!cutShort']],
    ['Tab where Enter is expected', gap('12345678\t', 0), ['!terminator']],
    ['Enter where Tab is expected', gap('12345678\n', 0), ['!terminator'], { terminator: 'tab' }],
    ['Tab between two halves', gap('123\t45678\n', 0), ['!terminator']],
    ['a pause in the middle', [...gap('123', 0), ...gap('45678901\n', 70)], ['!interrupted']],
    ['a pause before the Enter', [...gap('12345678', 0), ...gap('\n', 110)], ['!interrupted']],
    ['a pause in the middle, without an end', [...gap('1234', 0), ...gap('5678', 80)], ['!interrupted'], { terminator: 'none' }],
    ['a finger right before the card', [...gap('9', 0), ...gap('12345678\n', 60)], ['!interrupted']],
    ['a read that stops, then silence, then Enter', [...gap('12345678', 0), ...gap('\n', 3000)], ['!cutShort']],
    ['typing by hand', gap('12345678\n', 0, 120), []],
    ['typing by hand, one key a second', gap('12345678\n', 0, 1000), []],
    ['typing by hand without an end', gap('12345678', 0, 120), [], { terminator: 'none' }],
    ['three quick keys of a hand', [...gap('123', 0), ...gap('45\n', 300, 120)], []],
    ['one millisecond slower than the rule', gap('12345678\n', 0, 51), []],
    ['a clock that goes back in the middle', [...gap('12345', 1000), ...gap('678\n', 0)], ['!cutShort', '!tooShort']],
    ['times that are no numbers', gap('12345678\n', Number.NaN), []],
  ];
  test.each(table)('%s', (_, keys, expected, other = {}) => expect(hear(keys, { ...rules, ...other }).heard).toEqual(expected));

  test('a bad read leaves no trace in the next one', () => {
    for (const [, keys] of table) {
      const next = hear([...keys, ...typed('55556666\n', 1_000_000)]);
      expect(next.heard.at(-1)).toBe('55556666');
    }
  });
});

describe('the same card again', () => {
  const at = (...startsMs: readonly number[]) => hear(startsMs.flatMap((startMs) => typed('12345678\n', startMs))).heard.length;

  test('within 2 s is the reader repeating itself', () => {
    expect(at(0, 500)).toBe(1);
    expect(at(0, 1999)).toBe(1);
    expect(at(0, 2000)).toBe(2);
  });

  test('a card left on the reader stays one read: the time runs from the last one', () => {
    expect(at(0, 1500, 3000, 4500, 6000)).toBe(1);
    expect(at(0, 1500, 3500)).toBe(2);
  });

  test('another card in between is read, and so is the first one after it', () => {
    const keys = [...typed('11111111\n', 0), ...typed('22222222\n', 300), ...typed('11111111\n', 600)];
    expect(hear(keys).heard).toEqual(['11111111', '22222222', '11111111']);
  });

  test('a clock that went back does not make the card unreadable', () => {
    expect(at(50_000, 1000)).toBe(2);
  });
});

test('the number is forgotten 2 s after the read, and no state shows it', () => {
  const { state } = hear(typed('12345678\n1234', 0));
  expect(inspect(state, { depth: 9, showHidden: true }) + JSON.stringify(state)).not.toContain('1234');
  expect(nextTickAtMs(state, rules)).toBe(64 + 2001);
  expect(tick(state, 64 + 2001, rules).state).toEqual(idleDecoder);
  expect(nextTickAtMs(idleDecoder, rules)).toBeNull();
});

test('an endless stream of keys does not make the state grow', () => {
  let state = idleDecoder;
  for (const key of typed('7'.repeat(20_000), 0)) state = decodeKey(state, key, rules).state;
  expect(state.burst?.keys).toBeLessThan(30);
  expect(state.burst?.text.reveal().length).toBeLessThan(30);
});

const alphanumeric = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const terminators = fc.constantFrom<ReaderRules['terminator']>('enter', 'tab', 'none');
const endOf = { enter: '\n', tab: '\t', none: '' };

test('any number at a reader’s speed is read exactly, whatever was typed by hand before', () => {
  const number = fc
    .tuple(
      alphanumeric,
      fc.array(fc.oneof(alphanumeric, fc.constantFrom('-', '.', ' ', ';')), { minLength: 2, maxLength: 10 }),
      alphanumeric,
    )
    .map(([first, middle, last]) => first + middle.join('') + last);
  const slowKeys = fc.array(fc.tuple(fc.constantFrom(...'0123456789A\n\t\0'), fc.integer({ min: 51, max: 400 })), { maxLength: 30 });
  fc.assert(
    fc.property(
      number,
      terminators,
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 13, maxLength: 13 }),
      slowKeys,
      (text, terminator, gaps, slow) => {
        const by = { ...rules, terminator };
        let atMs = 0;
        const before = slow.flatMap(([char, gapMs]) => {
          atMs += gapMs;
          return typed(char, atMs);
        });
        atMs += quietMs(by) + 1;
        const read = [...text, ...endOf[terminator]].flatMap((char, index) => {
          atMs += gaps[index] ?? 0;
          return typed(char, atMs);
        });
        expect(hear([...before, ...read], by).heard).toEqual([text]);
      },
    ),
    { seed: printedSeed('numbers'), numRuns: 1000 },
  );
});

test('slow keys never make a card, however many and however mixed', () => {
  const key = fc.tuple(fc.constantFrom(...'0123456789ABC-\n\t\0'), fc.integer({ min: 51, max: 500 }));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 80 }), terminators, (keys, terminator) => {
      let atMs = 0;
      const events = keys.flatMap(([char, gapMs]) => {
        atMs += gapMs;
        return typed(char, atMs);
      });
      expect(hear(events, { ...rules, terminator }).heard).toEqual([]);
    }),
    { seed: printedSeed('slow keys'), numRuns: 1000 },
  );
});

test('every card stands in the keys as one uninterrupted fast run', () => {
  const key = fc.tuple(fc.constantFrom(...'01234567A;\n\t\0'), fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 400 })));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 120 }), terminators, (keys, terminator) => {
      const by = { ...rules, terminator };
      let atMs = 0;
      const events = keys.flatMap(([char, gapMs]) => {
        atMs += gapMs;
        return typed(char, atMs);
      });
      // The same keys as text, with a mark wherever the gap is too long for a reader.
      const text = keys.map(([char, gapMs]) => (gapMs > 50 ? `|${char}` : char)).join('');
      for (const heard of hear(events, by).heard) if (!heard.startsWith('!')) expect(text).toContain(heard);
    }),
    { seed: printedSeed('mixed keys'), numRuns: 2000 },
  );
});
