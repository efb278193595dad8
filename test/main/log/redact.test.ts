import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../../main/log/errors.ts';
import {
  type Redactor,
  redact,
  redactAddress,
  redactBearer,
  redactDigits,
  redactHex,
  redactHome,
  redactJwt,
  redactLongRuns,
} from '../../../main/log/redact.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJhIn0.c2lnbmF0dXJl-_';

describe('each redactor takes out its kind, and alone', () => {
  it.each<[string, Redactor, string, string]>([
    ['bearer', redactBearer, 'sent Authorization: Bearer abc.def', 'sent Authorization: [token]'],
    ['bearer in any case', redactBearer, 'BEARER  x', '[token]'],
    ['JWT', redactJwt, `token=${jwt};`, 'token=[token];'],
    ['JWT without signature', redactJwt, 'eyJhbGciOiJub25lIn0.eyJvaWQiOiJhIn0. x', '[token] x'],
    ['address', redactAddress, 'for ada@example.test, not found', 'for [address], not found'],
    ['guest name', redactAddress, '<ada_example.test#EXT#@contoso.example>', '<[address]>'],
    ['home on Linux', redactHome, "open '/home/ada/pay slips.pdf' failed", "open '[home path]' failed"],
    ['home on Windows', redactHome, 'C:\\Users\\Ada Example\\pay slips.pdf', '[home path]'],
    ['home on a Mac, as an address', redactHome, 'file:///Users/ada/x', 'file:[home path]'],
    ['home, encoded', redactHome, 'x=%2Fhome%2Fada%2Fpay', 'x=[home path]'],
    ['badge number', redactDigits, 'read 04123456789!', 'read [digits]!'],
    ['badge number in other digits', redactDigits, '\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667', '[digits]'],
    ['card UID', redactHex, 'uid 04A1B2C3D4E5F6.', 'uid [hex].'],
    ['thumbprint', redactHex, 'abcdefabcdefabcdef', '[hex]'],
    ['client secret', redactLongRuns, 'secret kQ8~Zr2.Yw5-Tn9_Lp3Vb7Xd1 given', 'secret [secret] given'],
    ['base64', redactLongRuns, 'SGVsbG8gd29ybGQsIGhvdyBhcmU=', '[secret]'],
    ['base64 without a digit', redactLongRuns, 'aGVsbGVyQWxzXkdGhlcWxzZQaBcDeF', '[secret]'],
    ['base32', redactLongRuns, 'k7q2m9x4p1z8w3n6b5v0', '[secret]'],
  ])('%s', (_name, redactor, text, expected) => {
    expect(redactor(text)).toBe(expected);
  });
});

describe('what IT needs stays', () => {
  it.each([
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'activityLimitReached',
    'PrintTaskDefinition.ReadWrite.All',
    '/etc/release-station/config.json',
    'C:\\ProgramData\\ReleaseStation\\config.json',
    '4f2a91c0-1234-4000-8000-123456789012',
    'request 4f2a91c0-1234-4000-8000-123456789012 failed',
    '4F2A-91C0',
    'AADSTS7000215',
    '2026-11-21T08:00:00.1234567Z',
    'print.printers[0].shareId',
    'hq-2-west',
    '1825',
    'The pages of the list lead back to each other.',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('no way around', () => {
  it('a badge number among letters is taken out', () => {
    expect(redact('card0412345678x')).toBe('card[digits]x');
  });
  it('a GUID in a path or a token keeps nothing behind it alive', () => {
    const id = '4f2a91c0-1234-4000-8000-123456789012';
    expect(redact(`/home/ada/${id}/pay slips.pdf`)).toBe('[home path]');
    expect(redact(`Bearer ${id}/x`)).toBe('[token]');
  });
});

describe('planted secrets', () => {
  const from = (alphabet: string, min: number, max: number) =>
    fc.array(fc.constantFrom(...alphabet), { minLength: min, maxLength: max }).map((all) => all.join(''));
  const digits = '0123456789';
  const lower = 'abcdefghijklmnopqrstuvwxyz';
  const base64url = `${lower}${lower.toUpperCase()}${digits}-_`;
  const secrets = {
    'a badge number': from(digits, 8, 20),
    'a card UID': from(`${digits}abcdef`, 8, 20).filter((text) => /\d/.test(text)),
    'a client secret': from(`${base64url}~.`, 40, 40),
    'a refresh token': from(base64url, 100, 300).map((text) => `0.A${text}`),
    'a token of a person': fc
      .tuple(fc.uuid(), from(base64url, 80, 300))
      .map(([oid, rest]) => `${btoa('{"alg":"RS256"}').replace(/=+$/, '')}.${btoa(JSON.stringify({ oid })).replace(/=+$/, '')}.${rest}`),
    'a bearer header': from(base64url, 8, 40).map((text) => `Bearer ${text}`),
    'an address': from(lower, 1, 20).map((text) => `${text}@example.test`),
  };
  const before = fc.constantFrom('', 'token=', 'got ', '"', '4f2a91c0-1234-4000-8000-123456789012 ', '{"a":"', '\n', '(', '/jobs/');
  const after = fc.constantFrom('', ' was refused', '"', '"}', '\n', ', 4f2a91c0-1234-4000-8000-123456789012', ')', '?x=1');

  it.each(Object.entries(secrets))('%s never comes through', (_name, secret) => {
    const seed = Date.now();
    console.info(`seed ${seed}`);
    fc.assert(
      fc.property(before, secret, after, (left, canary, right) => {
        const text = redact(`${left}${canary}${right}`);
        return !text.includes(canary.replace('Bearer ', '').replace('@example.test', '@'));
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('something thrown', () => {
  class StrangeError extends Error {
    override readonly name = 'eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJhIn0.c2ln';
  }
  it.each<[string, unknown, { name: string; code: string | null }]>([
    ['an error', new TypeError('CANARY'), { name: 'TypeError', code: null }],
    ['of Node', Object.assign(new Error('CANARY'), { code: 'ENOENT' }), { name: 'Error', code: 'ENOENT' }],
    [
      'of fetch',
      new TypeError('fetch failed', { cause: Object.assign(new Error('CANARY'), { code: 'ECONNREFUSED' }) }),
      { name: 'TypeError', code: 'ECONNREFUSED' },
    ],
    ['of SQLite', Object.assign(new Error('CANARY'), { code: 'ERR_SQLITE_ERROR', errcode: 11 }), { name: 'Error', code: '11' }],
    ['of MSAL', Object.assign(new Error('CANARY'), { errorCode: 'invalid_grant' }), { name: 'Error', code: 'invalid_grant' }],
    ['with a name that is a token', new StrangeError('CANARY'), { name: 'Error', code: null }],
    ['with a code that is a text', Object.assign(new Error('x'), { code: 'CANARY is in here' }), { name: 'Error', code: null }],
    ['with a code that is a badge number', Object.assign(new Error('x'), { code: 4_123_456_789 }), { name: 'Error', code: null }],
    ['a text', 'CANARY', { name: 'string', code: null }],
    ['nothing', undefined, { name: 'undefined', code: null }],
    ['null', null, { name: 'object', code: null }],
    [
      'an object that throws when it is asked',
      {
        get name() {
          throw new Error('CANARY');
        },
      },
      { name: 'Error', code: null },
    ],
  ])('%s is described by name and code', (_name, thrown, expected) => {
    expect(describeError(thrown)).toEqual(expected);
  });
});
