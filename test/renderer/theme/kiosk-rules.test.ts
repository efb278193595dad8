import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stepsKnown } from '../../../renderer/screens/jobs/stage-line.tsx';

const renderer = resolve(import.meta.dirname, '../../../renderer');
const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' });
const read = (kind: RegExp): readonly { readonly name: string; readonly text: string }[] =>
  files.filter((name) => kind.test(name)).map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8') }));
const having = (kind: RegExp, pattern: RegExp): readonly string[] =>
  read(kind)
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name);

describe('the pages keep the rules of a station', () => {
  test('nothing waits for a pointer to hover, to drag or to touch twice', () => {
    expect(having(/\.css$/u, /:hover/u)).toEqual([]);
    expect(having(/\.tsx?$/u, /onDoubleClick|onDrag|onMouseEnter|onContextMenu/u)).toEqual([]);
  });

  test('nothing scrolls', () => {
    expect(having(/\.css$/u, /overflow(-[xy])?:\s*(auto|scroll)/u)).toEqual([]);
  });

  test('nothing brings markup, a style sheet or a file of its own', () => {
    expect(having(/\.tsx?$/u, /dangerouslySetInnerHTML|innerHTML|<style|type="file"|window\.print|\beval\(|new Function/u)).toEqual([]);
    expect(having(/\.css$/u, /data:|https?:/u)).toEqual([]);
  });

  test('every animation is under 5 s and only for those who have not asked for stillness', () => {
    for (const { text } of read(/\.css$/u)) {
      const [before = '', inside = ''] = text.split('@media (prefers-reduced-motion: no-preference)');
      // A thing that shows itself late moves nothing.
      expect(before.replaceAll(/animation: appear 0s [\d.]+s backwards;/gu, '')).not.toMatch(/animation:|transition:/u);
      for (const [, seconds, times] of inside.matchAll(/animation: \w+ ([\d.]+)s [\w-]+(?: [\d.]+s)? (\d+);/gu)) {
        expect(Number(seconds) * Number(times)).toBeLessThan(5);
      }
      expect(inside).not.toMatch(/infinite/u);
    }
  });

  test('the page has one place for the host, and no script or style in it', () => {
    const page = readFileSync(join(renderer, 'index.html'), 'utf8');
    expect(page.match(/<!--HEAD-->/gu)).toHaveLength(1);
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=/u);
  });

  test('only main.tsx takes the station from the window', () => {
    expect(having(/\.tsx?$/u, /window\.station\b/u)).toEqual(['main.tsx']);
  });

  test('only types come in from outside', () => {
    const outside = read(/\.tsx?$/u).flatMap(({ text }) => [
      ...text.matchAll(/^import (?!type ).*from '(?:\.\.\/)+(preload|main|test)\//gmu),
    ]);
    expect(outside).toEqual([]);
  });
});

describe('the bar of a release', () => {
  test('is never further than what is known', () => {
    expect((['releasing', 'sent', 'printing', 'done'] as const).map((is) => stepsKnown({ is }))).toEqual([0, 1, 2, 3]);
    expect(stepsKnown({ is: 'gone', sent: true })).toBeNull();
    expect(stepsKnown({ is: 'checking' })).toBeNull();
  });
});
