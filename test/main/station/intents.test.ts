import { afterEach, expect, test } from 'vitest';
import { startTestStation, type TestStation } from '../../support/station.ts';

let station: TestStation;
afterEach(() => station.close());

test('an intent that is not of the contract, or whose argument is not, is refused with a code and changes nothing', async () => {
  station = await startTestStation();
  const before = JSON.stringify(station.screen());
  const hostile: readonly (readonly [string, unknown])[] = [
    ['unknown', {}],
    ['__proto__', {}],
    ['constructor', {}],
    ['release', {}],
    ['release', { jobs: [] }],
    ['release', { jobs: ['x'.repeat(201)] }],
    ['release', { jobs: Array.from({ length: 5_001 }, (_, i) => `${i}`) }],
    ['release', { jobs: ['a'], also: 'this' }],
    ['release', { jobs: [1] }],
    ['answerLink', { link: 'yes' }],
    ['signOut', null],
    ['signOut', { extra: true }],
    ['touch', undefined],
  ];
  for (const [name, argument] of hostile) {
    expect(await station.face.intend(name, argument), `${name} ${JSON.stringify(argument)}`).toEqual({ ok: false, error: 'badArgument' });
  }
  expect(await station.intend('release', { jobs: ['p/1'] })).toEqual({ ok: false, error: 'notNow' });
  expect(JSON.stringify(station.screen())).toBe(before);
});
