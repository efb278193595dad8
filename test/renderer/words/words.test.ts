import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TroubleCode } from '../../../preload/contract.ts';
import { en } from '../../../renderer/words/en.ts';
import { nameMark, piecesOf } from '../../../renderer/words/sentence.tsx';
import { createTranslator } from '../../../renderer/words/translator.ts';

const renderer = resolve(import.meta.dirname, '../../../renderer');

function keysOf(words: object, path = ''): readonly string[] {
  return Object.entries(words).flatMap(([name, value]) => (typeof value === 'string' ? [path + name] : keysOf(value, `${path}${name}.`)));
}

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name) && !name.startsWith('words'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

/** Every key that the sources ask for: plain ones as they are, those with a `${…}` as a pattern. */
function asked(text: string): readonly RegExp[] {
  const plain = [...text.matchAll(/'([a-zA-Z]+(?:\.[a-zA-Z]+)*)'/gu)].map((match) => match[1] ?? '');
  const patterns = [...text.matchAll(/`([a-zA-Z]+\.[^`]*\$\{[^`]+)`/gu)].map((match) => match[1] ?? '');
  const whole = (pattern: string): RegExp => new RegExp(`^${pattern}(_(zero|one|two|few|many|other))?$`, 'u');
  return [
    ...plain.map((key) => whole(key.replaceAll('.', '\\.'))),
    ...patterns.map((key) => whole(key.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/gu, '[^.]+'))),
  ];
}

describe('the words', () => {
  test('are all used: no key is left over', () => {
    const used = asked(sources(renderer));
    expect(keysOf(en).filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  test('every key that a screen asks for exists', () => {
    const keys = keysOf(en);
    const calls = [...sources(renderer).matchAll(/\bt\(\s*'([^']+)'/gu)].map((match) => match[1] ?? '');
    expect(calls.length).toBeGreaterThan(50);
    expect(calls.filter((key) => !keys.includes(key) && !keys.includes(`${key}_other`))).toEqual([]);
  });

  test('every plural has both English forms', () => {
    const keys = keysOf(en);
    const ones = keys.filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4));
    const others = keys.filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6));
    expect(ones).toEqual(others);
  });

  test('every trouble has what happened and what to do, each a full sentence', () => {
    const codes: Record<TroubleCode, true> = {
      offline: true,
      serviceDown: true,
      busy: true,
      signInDeclined: true,
      signInBlocked: true,
      signInWrongAccount: true,
      signInConsent: true,
      signInNotAllowed: true,
      signInFailed: true,
      signInAgain: true,
      stationCredential: true,
      stationClock: true,
      notPermitted: true,
      startNotAllowed: true,
      listRefused: true,
      listGone: true,
      tooMany: true,
      definitionGone: true,
      printerWaits: true,
      waitsForStart: true,
      noAnswer: true,
      unknownState: true,
      cameToRest: true,
      badAnswer: true,
      printerStopped: true,
      printerMoved: true,
      optionsRefused: true,
      heldElsewhere: true,
      jobChanged: true,
      notStartable: true,
      notSettled: true,
      storage: true,
      dataNewer: true,
      internal: true,
    };
    expect(new Set(Object.keys(en.trouble))).toEqual(new Set(Object.keys(codes)));
    for (const words of Object.values(en.trouble)) {
      expect(words.what).toMatch(/^[A-Z].*\.$/u);
      expect(words.do).toMatch(/^[A-Z].*\.$/u);
    }
  });

  test('never say "printed" of a job', () => {
    const claims = keysOf(en.stage).map((key) => en.stage[key as keyof typeof en.stage]);
    expect(claims.filter((words) => /\bprinted\b/iu.test(words))).toEqual([]);
  });

  test('count jobs by the rules of the language', () => {
    const { t } = createTranslator();
    expect(t('jobs.releaseAll', { count: 1 })).toBe('Release 1 job');
    expect(t('jobs.releaseAll', { count: 7 })).toBe('Release all 7 jobs');
    expect(t('jobs.release', { count: 1200 })).toBe('Release 1,200 jobs');
  });
});

describe('a name in a sentence', () => {
  test('stands apart, whatever it holds', () => {
    const { t } = createTranslator();
    const name = '</bdi>{{name}} $t(common.cancel) \u202E';
    expect(piecesOf(t('linkBadge.confirmTitle', { name: nameMark }), name)).toEqual([
      { is: 'words', text: 'Link this card to ' },
      { is: 'name', text: name },
      { is: 'words', text: '?' },
    ]);
  });

  test('a sentence without a name stays whole', () => {
    expect(piecesOf('Saving', 'Ada')).toEqual([{ is: 'words', text: 'Saving' }]);
  });
});
