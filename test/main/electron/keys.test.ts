import { describe, expect, test } from 'vitest';
import { feedKeys } from '../../../main/electron/feed-keys.ts';
import { bring, doubleWindow, eventOf, inputOf } from '../../support/electron-double.ts';
import { doubleFace } from '../../support/face-double.ts';

function keyboard() {
  const double = doubleWindow();
  const face = doubleFace();
  let nowMs = 1_000;
  feedKeys(double.window, face, () => nowMs);
  const key = (fields: Parameters<typeof inputOf>[0], afterMs = 500) => {
    nowMs += afterMs;
    const event = eventOf({});
    bring(double.contents, 'before-input-event', event, inputOf(fields));
    return event.prevented ? 'kept' : 'page';
  };
  return { ...double, face, key };
}

describe('keys of the kiosk', () => {
  test.each([
    ['F5', {}],
    ['F11', {}],
    ['F12', {}],
    ['KeyR', { control: true }],
    ['KeyI', { control: true, shift: true }],
    ['KeyP', { control: true }],
    ['KeyW', { control: true }],
    ['KeyQ', { control: true }],
    ['Equal', { control: true }],
    ['Minus', { control: true }],
    ['Digit0', { control: true }],
    ['F4', { alt: true }],
    ['ArrowLeft', { alt: true }],
    ['Tab', { control: true }],
    ['Escape', { control: true, shift: true }],
    ['Enter', { alt: true }],
    ['Enter', { shift: true }],
    ['KeyA', { meta: true }],
    ['Backspace', {}],
    ['BrowserBack', {}],
    ['ContextMenu', {}],
    ['', {}],
  ])('%s with %j does not reach the page', (code, modifiers) => {
    const { key } = keyboard();
    expect(key({ code, ...modifiers })).toBe('kept');
    expect(key({ code, type: 'keyUp', ...modifiers })).toBe('kept');
  });

  test.each(['Tab', 'Enter', 'Space', 'ArrowUp', 'ArrowDown', 'Escape', 'Home', 'End'])('%s does', (code) => {
    const { key } = keyboard();
    expect([key({ code }), key({ code, type: 'keyUp' })]).toEqual(['page', 'page']);
  });

  test('a card goes to the reader, its Enter too, and nothing of it to the page', () => {
    const { key, face } = keyboard();
    const seen = ['Digit0', 'KeyA', 'Digit7', 'Enter'].flatMap((code) => [key({ code }, 5), key({ code, type: 'keyUp' }, 1)]);
    expect(new Set(seen)).toEqual(new Set(['kept']));
    expect(face.keys.map((read) => (read.kind === 'char' ? read.char : read.kind))).toEqual(['0', 'A', '7', 'enter']);
    expect(key({ code: 'Enter' }, 500)).toBe('page');
  });

  test('the station’s own pace of the reader holds', () => {
    const { key } = keyboard();
    key({ code: 'Digit1' });
    expect(key({ code: 'Enter' }, 85)).toBe('kept');
  });

  test('an event of another kind is kept', () => {
    const { key, face } = keyboard();
    expect(key({ type: 'char', code: 'Digit1' })).toBe('kept');
    expect(face.keys).toEqual([]);
  });

  test('the station hears whether the window has the keyboard', () => {
    const { window, face } = keyboard();
    bring(window, 'blur');
    bring(window, 'focus');
    expect(face.heard).toEqual([true, false, true]);
  });

  test('a key that was down when the window lost the keyboard is forgotten', () => {
    const { key, window } = keyboard();
    expect(key({ code: 'Enter' })).toBe('page');
    bring(window, 'blur');
    expect(key({ code: 'Enter', type: 'keyUp' })).toBe('kept');
  });
});
