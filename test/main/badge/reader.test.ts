import { expect, test } from 'vitest';
import { quietMs, type ReaderRules } from '../../../main/badge/decoder.ts';
import { createReader } from '../../../main/badge/reader.ts';
import { handClock, typed } from '../../support/badge.ts';

const rules: ReaderRules = { minLength: 4, maxLength: 12, maxKeyGapMs: 50, terminator: 'enter' };

function listen(config: ReaderRules) {
  const clock = handClock();
  const heard: string[] = [];
  const reader = createReader({
    config,
    clock,
    onCard: (card) => heard.push(card.number.reveal()),
    onBadRead: (why) => heard.push(`!${why}`),
  });
  const type = (text: string, keyClockMs: number) => {
    for (const key of typed(text, keyClockMs)) {
      reader.key(key);
      clock.advance(8);
    }
  };
  return { clock, heard, reader, type };
}

test('a card is reported with its Enter, and no timer stays behind', () => {
  const { clock, heard, type } = listen(rules);
  type('12345678\n', 5);
  expect(heard).toEqual(['12345678']);
  clock.advance(3000);
  expect(clock.waiting()).toBe(0);
});

test('without an end key the card is reported once the reader is silent', () => {
  const none: ReaderRules = { ...rules, terminator: 'none' };
  const { clock, heard, type } = listen(none);
  type('12345678', 1_000_000);
  clock.advance(quietMs(none) - 20);
  expect(heard).toEqual([]);
  clock.advance(30);
  expect(heard).toEqual(['12345678']);
});

test('a read without its end is reported as bad by itself', () => {
  const { clock, heard, type } = listen(rules);
  type('12345678', 0);
  clock.advance(1000);
  expect(heard).toEqual(['!cutShort']);
});

test('keys that waited while the process was busy are not cut into two numbers', () => {
  const none: ReaderRules = { ...rules, terminator: 'none' };
  const { clock, heard, reader } = listen(none);
  const keys = typed('123456789012', 0);
  for (const key of keys.slice(0, 6)) reader.key(key);
  // The process is busy for 400 ms: the timer is due, and the rest of the keys wait behind it.
  const stop = clock.after(quietMs(none) + 1, () => {
    for (const key of keys.slice(6)) reader.key(key);
  });
  clock.advance(400);
  stop();
  clock.advance(1000);
  expect(heard).toEqual(['123456789012']);
});

test('a closed reader hears nothing and forgets what it heard', () => {
  const { clock, heard, reader, type } = listen({ ...rules, terminator: 'none' });
  type('12345678', 0);
  reader.close();
  expect(clock.waiting()).toBe(0);
  clock.advance(5000);
  type('12345678\n', 9000);
  expect(heard).toEqual([]);
  expect(clock.waiting()).toBe(0);
});
