import { beforeEach, expect, test } from 'vitest';
import { captureKeys } from '../../../preload/browser/capture-keys.ts';
import type { ReaderKey } from '../../../preload/key-gate.ts';

type Handler = (event: unknown) => void;

let handlers: Map<string, { readonly handler: Handler; readonly capture: unknown }>;
let forwarded: ReaderKey[];
let attention: boolean[];
let tailMs: number;

beforeEach(() => {
  handlers = new Map();
  forwarded = [];
  attention = [];
  tailMs = 60;
  const page = { addEventListener: (type: string, handler: Handler, capture?: unknown) => handlers.set(type, { handler, capture }) };
  captureKeys(page as unknown as Window, {
    onReaderKey: (key) => void forwarded.push(key),
    onAttention: (hears) => void attention.push(hears),
    tailMs: () => tailMs,
  });
});

/** Plays one key event as the browser would; says whether the page would have heard it. */
function press(code: string, timeStamp: number, isTrusted = true): { readonly reachesPage: boolean; readonly acts: boolean } {
  let reachesPage = true;
  let acts = true;
  handlers.get('keydown')?.handler({
    type: 'keydown',
    code,
    timeStamp,
    isTrusted,
    repeat: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    preventDefault: () => {
      acts = false;
    },
    stopImmediatePropagation: () => {
      reachesPage = false;
    },
  });
  return { reachesPage, acts };
}

test('a reader’s digit never reaches the page and goes to the station', () => {
  expect(press('Digit7', 10)).toEqual({ reachesPage: false, acts: false });
  expect(forwarded).toEqual([{ kind: 'char', char: '7', atMs: 10 }]);
});

test('the arrow keys of a person reach the page', () => {
  expect(press('ArrowDown', 10)).toEqual({ reachesPage: true, acts: true });
  expect(forwarded).toEqual([]);
});

test('the Enter that ends a read is the station’s, at the pace that the station set', () => {
  tailMs = 200;
  press('Digit7', 0);
  expect(press('Enter', 150).reachesPage).toBe(false);
  expect(forwarded.at(-1)).toEqual({ kind: 'enter', atMs: 150 });
});

test('a key that a script of the page made up is no key', () => {
  expect(press('Digit7', 10, false).reachesPage).toBe(false);
  expect(forwarded).toEqual([]);
});

test('listens before the page does', () => {
  expect(handlers.get('keydown')?.capture).toBe(true);
  expect(handlers.get('keyup')?.capture).toBe(true);
});

test('says when the window loses and gains the keyboard, and forgets the read under way', () => {
  press('Digit7', 0);
  handlers.get('blur')?.handler({});
  handlers.get('focus')?.handler({});
  expect(attention).toEqual([false, true]);
  expect(press('Enter', 20).reachesPage).toBe(true);
});
