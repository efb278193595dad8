import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupCode, spellCode } from '../../../renderer/format/code-groups.ts';

describe('the sign-in code on the screen', () => {
  test('nine characters stand in threes, eight in fours, seven in four and three', () => {
    expect(groupCode('C7KQX4M2P')).toEqual(['C7K', 'QX4', 'M2P']);
    expect(groupCode('ABCD1234')).toEqual(['ABCD', '1234']);
    expect(groupCode('ABCD123')).toEqual(['ABCD', '123']);
  });

  test('a separator that the code has of its own stays to be seen', () => {
    expect(groupCode('ABCD-1234')).toEqual(['ABCD-', '1234']);
  });

  test('no character is lost, added or moved', () => {
    const seed = Date.now();
    const code = fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789-'), minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(
        code.filter((text) => /^[^-]+(-[^-]+)*$/u.test(text)),
        (text) => groupCode(text).join('') === text,
      ),
      { seed },
    );
  });

  test('a screen reader speaks it character by character', () => {
    expect(spellCode('AB-12')).toBe('A B - 1 2');
  });
});
