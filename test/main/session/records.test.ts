import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordsOf, type SessionRecord } from '../../../main/session/records.ts';
import type { State } from '../../../main/session/state.ts';
import { nobody } from '../../../main/session/state.ts';
import { printedSeed } from '../../support/badge.ts';
import { ada, bob, cardA, cardB, play } from '../../support/session-play.ts';

/** A session with what log and audit say of it. */
function recorded() {
  const at = play();
  const records: SessionRecord[] = [];
  let before: State = at.state;
  const note = () => {
    records.push(...recordsOf(before, at.state));
    before = at.state;
  };
  return { at, records, note, stop: () => records.push(...recordsOf(before, { ...nobody, epoch: before.epoch + 1 })) };
}

describe('the records of a visit', () => {
  test.each([
    ['a card', 'badge'],
    ['the phone', 'phone'],
  ] as const)('by %s: when they came and by which way, and how they left', (_, via) => {
    const { at, records, note } = recorded();
    if (via === 'badge') at.tap(cardA);
    else at.intent('signInWithPhone', {});
    note();
    expect(records).toEqual([]);
    if (via === 'badge') at.send({ is: 'cardOpened', epoch: at.epoch, person: ada, remembered: {} });
    else at.send({ is: 'signedIn', epoch: at.epoch, person: ada, remembered: {} });
    note();
    expect(records).toEqual([{ is: 'began', person: ada.oid, via }]);
    at.intent('signOut', {});
    note();
    expect(records).toEqual([
      { is: 'began', person: ada.oid, via },
      { is: 'ended', person: ada.oid, why: 'signedOut' },
    ]);
  });
  test('a card that is linked in the visit begins none of its own', () => {
    const { at, records, note } = recorded();
    at.tap(cardA);
    at.send({ is: 'cardUnknown', epoch: at.epoch });
    note();
    at.send({ is: 'signedIn', epoch: at.epoch, person: ada, remembered: {} });
    note();
    at.intent('answerLink', { link: false });
    note();
    expect(records).toEqual([{ is: 'began', person: ada.oid, via: 'phone' }]);
    at.tap(cardB);
    note();
    expect(records.at(-1)).toEqual({ is: 'ended', person: ada.oid, why: 'otherCard' });
  });
  test('cancelled while the card is looked up: nobody came, and what comes late says nothing', () => {
    const { at, records, note } = recorded();
    at.tap(cardA);
    note();
    const { epoch } = at;
    at.intent('cancel', {});
    note();
    at.send({ is: 'cardOpened', epoch, person: ada, remembered: {} });
    note();
    expect(records).toEqual([]);
  });
  test('whoever is there when the station stops has an end too', () => {
    const { at, note, stop, records } = recorded();
    at.signIn(bob);
    note();
    stop();
    expect(records.at(-1)).toEqual({ is: 'ended', person: bob.oid, why: 'stationStopped' });
  });
  test('nobody there when the station stops: nothing to say', () => {
    const { stop, records } = recorded();
    stop();
    expect(records).toEqual([]);
  });
});

type Act = (at: ReturnType<typeof play>) => void;
const acts: readonly Act[] = [
  (at) => at.tap(cardA),
  (at) => at.tap(cardB),
  (at) => at.send({ is: 'cardOpened', epoch: at.epoch, person: ada, remembered: {} }),
  (at) => at.send({ is: 'cardOpened', epoch: at.epoch - 1, person: bob, remembered: {} }),
  (at) => at.send({ is: 'cardUnknown', epoch: at.epoch }),
  (at) => at.send({ is: 'signedIn', epoch: at.epoch, person: bob, remembered: {} }),
  (at) => at.send({ is: 'linked', epoch: at.epoch }),
  (at) => at.list(['1']),
  (at) => at.intent('signInWithPhone', {}),
  (at) => at.intent('answerLink', { link: true }),
  (at) => at.intent('answerLink', { link: false }),
  (at) => at.intent('cancel', {}),
  (at) => at.intent('signOut', {}),
  (at) => at.intent('notMe', {}),
  (at) => at.after(60_000),
];

test('for each beginning there is one end of the same person, in turn, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: acts.length - 1 }), { maxLength: 30 }), (order) => {
      const { at, records, note, stop } = recorded();
      for (const one of order) {
        acts[one]?.(at);
        note();
      }
      stop();
      expect(records.length % 2).toBe(0);
      records.forEach(({ is, person }, i) => {
        expect(is).toBe(i % 2 === 0 ? 'began' : 'ended');
        if (i % 2 === 1) expect(person).toBe(records[i - 1]?.person);
      });
    }),
    { seed: printedSeed('records of visits') },
  );
});

test('and one effect ends it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: acts.length - 1 }), { maxLength: 30 }), (order) => {
      const { at, records, note } = recorded();
      for (const one of order) {
        acts[one]?.(at);
        note();
      }
      const ended = at.asked.flatMap((effect) => (effect.do === 'endSession' ? [effect.epoch] : []));
      expect(new Set(ended).size).toBe(ended.length);
      expect(ended.length).toBeGreaterThanOrEqual(records.filter(({ is }) => is === 'ended').length);
    }),
    { seed: printedSeed('ends of visits') },
  );
});
