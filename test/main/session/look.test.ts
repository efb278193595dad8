import { describe, expect, test } from 'vitest';
import { times } from '../../../main/session/times.ts';
import { bob, cardA2, cardB, plainPolicy, play } from '../../support/session-play.ts';

const trouble = { code: 'offline', reference: '' } as const;
const remembered = (at: ReturnType<typeof play>) =>
  at.asked.flatMap((effect) => (effect.do === 'endSession' ? (effect.remember ?? []) : []));

describe('the look of the first screen', () => {
  test('changes at once, by the members that were named', () => {
    const at = play();
    expect(at.accepts('setLook', { language: 'de' })).toBe(true);
    at.intent('setLook', { theme: 'dark', largeText: true });
    expect(at.look).toEqual({ language: 'de', theme: 'dark', largeText: true, reach: false });
  });
  test('falls back to the station’s own when nobody has touched the screen for a minute', () => {
    const at = play({ screen: { look: { ...plainPolicy.look, language: 'de' } } });
    at.intent('setLook', { language: 'ar' });
    at.wait(times.lookMs - 1);
    expect(at.look.language).toBe('ar');
    at.wait(1);
    expect(at.look.language).toBe('de');
    expect(at.deadline).toBeNull();
  });
  test('stays while somebody touches the screen', () => {
    const at = play();
    at.intent('setLook', { reach: true });
    at.wait(50_000);
    at.intent('touch', {});
    at.wait(50_000);
    expect(at.look.reach).toBe(true);
    at.wait(10_000);
    expect(at.look.reach).toBe(false);
  });
  test('a language that is not offered is refused, and what was asked for with it', () => {
    const at = play();
    expect(at.accepts('setLook', { language: 'ja', theme: 'dark' })).toBe(false);
    expect(at.look).toEqual(plainPolicy.look);
    at.signIn();
    expect(at.accepts('setLook', { language: 'ja' })).toBe(false);
  });
  test('is kept by whoever turns back from the sign-in, or whose card was not opened', () => {
    const at = play();
    at.intent('setLook', { language: 'de' });
    at.intent('signInWithPhone', {});
    expect(at.look.language).toBe('de');
    at.intent('cancel', {});
    expect(at.look.language).toBe('de');
    at.tap(cardB);
    at.send({ is: 'cardFailed', epoch: at.epoch, trouble });
    expect(at.look.language).toBe('de');
    at.wait(times.lookMs);
    expect(at.look.language).toBe('en');
  });
  test('is not kept where a sign-in was left standing', () => {
    const at = play();
    at.intent('setLook', { language: 'de' });
    at.intent('signInWithPhone', {});
    at.send({ is: 'codeExpired', epoch: at.epoch });
    at.wait(times.signInLeaveMs);
    expect(at.screen.name).toBe('welcome');
    expect(at.look.language).toBe('en');
  });
});

describe('the look of a person', () => {
  test('comes with them, however they sign in', () => {
    const at = play();
    at.signIn(bob, { language: 'ar', theme: 'contrast' });
    expect(at.look).toEqual({ language: 'ar', theme: 'contrast', largeText: false, reach: false });
    at.intent('signOut', {});
    at.phone(bob, { largeText: true });
    expect(at.look).toMatchObject({ language: 'en', largeText: true });
  });
  test('goes with them: by sign-out, by time, and when another card is tapped', () => {
    const at = play();
    at.signIn(bob, { language: 'ar' });
    at.intent('signOut', {});
    expect(at.look.language).toBe('en');
    at.signIn(bob, { language: 'ar' });
    at.wait(60_000);
    expect(at.screen.name).toBe('welcome');
    expect(at.look.language).toBe('en');
    at.signIn(bob, { language: 'ar' });
    at.intent('setLook', { theme: 'dark' });
    at.tap(cardB);
    expect(at.look).toEqual(plainPolicy.look);
    at.send({ is: 'cardOpened', epoch: at.epoch, person: bob, remembered: { reach: true } });
    expect(at.look).toEqual({ ...plainPolicy.look, reach: true });
  });
  test('in a language that is no longer offered falls back, and is not forgotten for that', () => {
    const at = play();
    at.signIn(bob, { language: 'ja', theme: 'dark' });
    expect(at.look).toMatchObject({ language: 'en', theme: 'dark' });
    at.intent('setLook', { theme: 'light' });
    at.intent('signOut', {});
    expect(remembered(at)).toMatchObject([{ wishes: { theme: 'light' } }]);
    expect(JSON.stringify(remembered(at))).not.toContain('language');
  });
  test('that they chose on the first screen just before signing in is theirs from then on, before what was remembered', () => {
    const at = play();
    at.intent('setLook', { language: 'de' });
    at.signIn(bob, { language: 'ar', theme: 'dark' });
    expect(at.look).toMatchObject({ language: 'de', theme: 'dark' });
    at.intent('signOut', {});
    expect(remembered(at)).toMatchObject([{ oid: 'oid-bob', wishes: { language: 'de' } }]);
  });
  test('chosen in the session is kept for them when they leave, however they leave', () => {
    for (const leave of ['signOut', 'time', 'handover'] as const) {
      const at = play();
      at.signIn(bob);
      at.intent('setLook', { largeText: true });
      expect(at.look.largeText).toBe(true);
      if (leave === 'signOut') at.intent('signOut', {});
      if (leave === 'time') at.wait(60_000);
      if (leave === 'handover') at.tap(cardB);
      expect(remembered(at), leave).toMatchObject([{ oid: 'oid-bob', wishes: { largeText: true } }]);
    }
  });
  test('who chose nothing is not written down', () => {
    const at = play();
    at.signIn(bob, { language: 'ar' });
    at.intent('signOut', {});
    expect(remembered(at)).toEqual([]);
  });
  test('chosen while linking a card is kept once the jobs are there', () => {
    const at = play();
    at.tap(cardB);
    at.send({ is: 'cardUnknown', epoch: at.epoch });
    at.send({ is: 'signedIn', epoch: at.epoch, person: bob, remembered: { theme: 'dark' } });
    expect(at.screen.name).toBe('linkBadge');
    expect(at.look.theme).toBe('dark');
    at.intent('setLook', { language: 'de' });
    expect(at.look.language).toBe('de');
    at.intent('answerLink', { link: false });
    at.intent('signOut', {});
    expect(remembered(at)).toMatchObject([{ oid: 'oid-bob', wishes: { language: 'de' } }]);
  });
});

describe('"not you?"', () => {
  test.each(['card', 'phone'] as const)('changes nothing that is remembered of the other person, signed in by %s', (by) => {
    const at = play();
    at.intent('setLook', { language: 'de' });
    if (by === 'card') at.signIn(bob, { language: 'ar' });
    else at.phone(bob, { language: 'ar' });
    at.intent('setLook', { theme: 'dark' });
    at.intent('setOneGesture', { on: true });
    expect(at.intent('notMe', {})).toEqual(['endSession']);
    expect(at.screen).toMatchObject({ name: 'welcome', notice: { is: by === 'card' ? 'cardUnlinked' : 'signedOut' } });
    expect(at.look).toEqual(plainPolicy.look);
    expect(remembered(at)).toEqual([]);
  });
  test('nor does turning back while linking', () => {
    const at = play();
    at.tap(cardB);
    at.send({ is: 'cardUnknown', epoch: at.epoch });
    at.send({ is: 'signedIn', epoch: at.epoch, person: bob, remembered: {} });
    at.intent('setLook', { language: 'de' });
    at.intent('cancel', {});
    expect(at.screen.name).toBe('welcome');
    expect(at.look.language).toBe('en');
    expect(remembered(at)).toEqual([]);
  });
});

test('the same card tapped again keeps the look', () => {
  const at = play();
  at.signIn(bob);
  at.intent('setLook', { language: 'de' });
  at.tap(cardA2);
  expect(at.look.language).toBe('de');
});
