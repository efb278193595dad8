import { describe, expect, test } from 'vitest';
import { ada, cardA, play } from '../../support/session-play.ts';

describe('what the station does not offer is refused', () => {
  test('signing in with the phone where IT offers badges only', () => {
    const at = play({ ways: ['badge'] });
    expect(at.accepts('signInWithPhone', {})).toBe(false);
    expect(at.screen.name).toBe('welcome');
  });
  test('a card, and a read that is none, where IT offers the phone only', () => {
    const at = play({ ways: ['deviceCode'] });
    expect(at.tap(cardA)).toEqual([]);
    at.send({ is: 'badRead' });
    expect(at.screen).toMatchObject({ name: 'welcome', opening: false, notice: null });
  });
  test('deleting where the mode has no right to', () => {
    const at = play({ mode: { canDelete: false } });
    at.signIn();
    at.list(['1']);
    at.intent('deleteAtSignOut', { jobs: ['p1/1'] });
    at.intent('signOut', {});
    expect(at.effects).toMatchObject([{ do: 'endSession', remove: [] }]);
  });
  test('"not you?" and signing out before anybody is known, and turning back once somebody is', () => {
    const at = play();
    at.intent('signInWithPhone', {});
    expect(at.accepts('signOut', {})).toBe(false);
    expect(at.accepts('notMe', {})).toBe(false);
    at.send({ is: 'signedIn', epoch: at.epoch, person: ada, remembered: {} });
    at.intent('cancel', {});
    expect(at.screen.name).toBe('jobs');
  });
  test('a printer, a language, a way of sides: see the tests of destinations, of the look and of the options', () => {
    const at = play();
    expect(at.accepts('setLook', { language: 'ja' })).toBe(false);
  });
});
