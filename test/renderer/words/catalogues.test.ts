import { describe, expect, test } from 'vitest';
import { type EmptyReason, type JobStage, type Language, languages, printerProblems } from '../../../preload/contract.ts';
import { en } from '../../../renderer/words/en.ts';
import { direction, languageNames } from '../../../renderer/words/languages.ts';
import { loaders } from '../../../renderer/words/load-catalogue.ts';
import { createTranslator, speak } from '../../../renderer/words/translator.ts';

type Words = ReadonlyMap<string, string>;

function flat(words: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[path + name, value] as const] : flat(value as object, `${path}${name}.`),
  );
}

async function wordsOf(language: Language): Promise<Words> {
  return new Map(flat(await loaders[language]()));
}

const english: Words = new Map(flat(en));
const formOf = /_(zero|one|two|few|many|other)$/u;
const counted = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(formOf, ''));
const uncounted = [...english.keys()].filter((key) => !formOf.test(key));
const translated = languages.filter((language) => language !== 'en' && language !== 'en-XA');

const inOrder = (list: readonly string[]): readonly string[] => list.toSorted((a, b) => (a < b ? -1 : 1));
const placeholders = (text: string): readonly string[] => inOrder([...text.matchAll(/\{\{[^}]*\}\}/gu)].map(([whole]) => whole));

/** Forms that stand for one single number, among those that a station could ever count and the round millions of `many`. */
function singleForms(language: Language): ReadonlySet<string> {
  const rules = new Intl.PluralRules(language);
  const numbers = [...Array(1_001).keys(), 10_000, 100_000, 1_000_000];
  const byForm = Map.groupBy(numbers, (number) => rules.select(number));
  return new Set([...byForm].filter(([, list]) => list.length === 1).map(([form]) => form));
}

/** Words that are the same in English by right: loan words, and names. */
const sameByRight: Readonly<Partial<Record<Language, readonly string[]>>> = {
  de: ['signIn.code'],
  fr: ['options.list', 'options.open', 'options.pageSet', 'options.pages', 'pager.label'],
  nl: ['choose.list', 'signIn.code'],
};

describe.each(languages)('the words in %s', (language) => {
  test('are exactly the English ones, in the plural forms of the language', async () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wanted = [...uncounted, ...counted.flatMap((key) => forms.map((form) => `${key}_${form}`))];
    expect(inOrder([...(await wordsOf(language)).keys()])).toEqual(inOrder(wanted));
  });

  test('leave the same gaps as in English; only a form for one single number may say that number in words', async () => {
    const single = singleForms(language);
    const wrong = [...(await wordsOf(language))].filter(([key, text]) => {
      const form = formOf.exec(key)?.[1];
      // Nothing is ever counted as none where Arabic has a form for it: those sentences stand for themselves.
      if (form === 'zero') return false;
      const here = placeholders(text);
      const inEnglish = placeholders(english.get(form === undefined ? key : key.replace(formOf, '_other')) ?? '');
      const wanted = inEnglish.filter(
        (gap) => gap !== '{{count, number}}' || here.includes(gap) || form === undefined || !single.has(form),
      );
      return here.join() !== wanted.join();
    });
    expect(wrong).toEqual([]);
  });

  test('hold no markup, no controls and no stray blanks', async () => {
    const bad = [...(await wordsOf(language))].filter(([, text]) => /[<>&`\\\p{Cc}\p{Cf}]|^\s|\s$| {2}|^$/u.test(text));
    expect(bad).toEqual([]);
  });

  test('begin no line with a sign, a counter or the unit of a number', async () => {
    const parted = / [:;!?»]|« |\}\} (?:s|sn|ث|שנ׳|秒|件|个)(?!\p{Script=Latin}|\p{Script=Arabic}|\p{Script=Hebrew})/u;
    expect([...(await wordsOf(language))].filter(([, text]) => parted.test(text))).toEqual([]);
  });

  test('say every number without a raw key or an open gap', async () => {
    const translator = createTranslator();
    expect(await speak(translator, language)).toBe(true);
    const say = translator.t as unknown as (key: string, values: object) => string;
    for (const key of counted) {
      for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000]) {
        const said = say(key, { count, done: count, seconds: 3, when: '14:05' });
        expect(said, `${key}, ${count}`).not.toContain(key);
        expect(said, `${key}, ${count}`).not.toMatch(/\{\{|\}\}|undefined|NaN/u);
      }
    }
  });
});

describe.each(translated)('the translation into %s', (language) => {
  test('leaves nothing in English', async () => {
    const allowed = sameByRight[language] ?? [];
    const same = [...(await wordsOf(language))].filter(
      ([key, text]) => text === english.get(key) && /\p{L}/u.test(text.replace(/\{\{[^}]*\}\}/gu, '')),
    );
    expect(inOrder(same.map(([key]) => key))).toEqual(allowed);
  });

  test('says each trouble, each state of a printer and each reason in full sentences', async () => {
    const sentences = [...(await wordsOf(language))].filter(([key]) => /^(trouble|printer|why)\..*\.(what|do)(_\w+)?$/u.test(key));
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.filter(([, text]) => !/[.?!。？！؟]$/u.test(text))).toEqual([]);
  });

  test('keeps buttons short enough for the smallest screen', async () => {
    const words = await wordsOf(language);
    const buttons = [
      'common.cancel',
      'common.signOut',
      'common.tryAgain',
      'common.close',
      'common.moreTime',
      'pager.previous',
      'pager.next',
    ];
    const inJobs = ['delete', 'undo', 'notNow', 'releaseNow', 'releaseIdle', 'lookAgain', 'showNames', 'hideNames'].map(
      (key) => `jobs.${key}`,
    );
    const others = ['linkBadge.link', 'linkBadge.doNotLink', 'options.open', 'options.done', 'idle.stay', 'idle.stayHere', 'choose.back'];
    const long = [...buttons, ...inJobs, ...others].map((key) => words.get(key) ?? '').filter((text) => text.length > 24);
    expect(long).toEqual([]);
  });
});

describe('the languages', () => {
  test('are twelve at least beside English and the pseudo-locale, each named in its own words', () => {
    expect(translated.length).toBeGreaterThanOrEqual(12);
    expect(new Set(Object.values(languageNames)).size).toBe(languages.length);
  });

  test('run from right to left in Arabic and Hebrew alone', () => {
    expect(languages.filter((language) => direction(language) === 'rtl')).toEqual(['ar', 'he']);
  });
});

describe('there are words', () => {
  test('for every state of a printer that the station tells apart, and no others', () => {
    expect(new Set(Object.keys(en.printer))).toEqual(new Set(printerProblems));
  });

  test('for every reason of an empty list', () => {
    const reasons: Record<EmptyReason['is'], true> = {
      nothingHeld: true,
      printed: true,
      expired: true,
      cancelled: true,
      releasedElsewhere: true,
      ownerNotNamed: true,
      notPermitted: true,
      noLicence: true,
      busy: true,
      serviceDown: true,
      offline: true,
      printerMoved: true,
    };
    const inWords = Object.entries(en.why).filter(([, value]) => typeof value === 'object');
    expect(new Set(inWords.map(([reason]) => reason))).toEqual(new Set(Object.keys(reasons)));
  });

  test('for every stage of a job', () => {
    const stages: Record<JobStage['is'], true> = {
      arriving: true,
      held: true,
      releasing: true,
      sent: true,
      printing: true,
      done: true,
      attention: true,
      cancelled: true,
      gone: true,
      checking: true,
      unsure: true,
      notReleased: true,
    };
    const attention: Record<Extract<JobStage, { is: 'attention' }>['why'], true> = {
      printerStopped: true,
      finishedWithWarnings: true,
      finishedWithErrors: true,
      aborted: true,
    };
    expect(Object.keys(en.stage)).toEqual(expect.arrayContaining([...Object.keys(stages), ...Object.keys(attention)]));
  });
});
