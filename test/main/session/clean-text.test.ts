import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../main/session/clean-text.ts';

describe('a document name on the screen', () => {
  test.each([
    ['plain', 'minutes.pdf', 'minutes.pdf'],
    ['white space folds', '  a \t\n b  ', 'a b'],
    ['right-to-left overrides go', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['isolates and zero widths go', '\u2066a\u200Bb\u2069', 'ab'],
    ['line separators become spaces', 'a\u2028b', 'a b'],
    ['NUL and escape become spaces', 'a\u0000\u001Bb', 'a b'],
    ['markup stays text', '<img src=x onerror=1>', '<img src=x onerror=1>'],
    ['a lone surrogate does no harm', 'a\uD800b', 'a\uFFFDb'],
    ['nothing readable is no name', '\u202E \u200B', null],
    ['none is none', null, null],
  ])('%s', (_name, given, shown) => {
    expect(cleanText(given)).toBe(shown);
  });
  test('500 characters are cut to 120, whole ones', () => {
    const family = '👨‍👩‍👧';
    expect([...new Intl.Segmenter().segment(cleanText(family.repeat(500)) ?? '')]).toHaveLength(60);
    expect(cleanText('x'.repeat(500))).toHaveLength(120);
  });
});
