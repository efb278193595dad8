import { describe, expect, test } from 'vitest';
import { times } from '../../../main/session/times.ts';
import { ada, bob, cardA, cardB, play } from '../../support/session-play.ts';

const trouble = { code: 'signInDeclined', reference: '' } as const;

describe('a sign-in whose code has ended', () => {
  function ended(how: 'expired' | 'failed' = 'expired') {
    const at = play();
    at.intent('signInWithPhone', {});
    if (how === 'expired') at.send({ is: 'codeExpired', epoch: at.epoch });
    else at.send({ is: 'signInFailed', epoch: at.epoch, trouble });
    return at;
  }
  test.each(['expired', 'failed'] as const)('(%s) goes back by itself after a minute, the last 25 s of it counted down', (how) => {
    const at = ended(how);
    at.wait(34_999);
    expect(at.screen).toMatchObject({ name: 'signIn', idle: null });
    at.wait(1);
    expect(at.screen).toMatchObject({ name: 'signIn', idle: { remainingMs: 25_000, totalMs: 25_000 } });
    at.wait(24_999);
    expect(at.screen.name).toBe('signIn');
    at.wait(1);
    expect(at.screen.name).toBe('welcome');
  });
  test.each([['stay'], ['touch'], ['setLook']] as const)('"%s" starts the minute anew, as often as somebody likes', (name) => {
    const at = ended();
    for (let time = 0; time < 20; time += 1) {
      at.wait(59_999);
      expect(at.screen).toMatchObject({ name: 'signIn', idle: { totalMs: 25_000 } });
      at.intent(name, {});
      expect(at.screen).toMatchObject({ idle: null });
    }
    at.wait(60_000);
    expect(at.screen.name).toBe('welcome');
  });
  test('a new code ends the countdown', () => {
    const at = ended();
    at.wait(40_000);
    at.intent('renewCode', {});
    expect(at.screen).toMatchObject({ idle: null });
    at.wait(600_000);
    expect(at.screen.name).toBe('signIn');
  });
});

describe('linking a card', () => {
  function linking(step: 'tapAgain' | 'confirm') {
    const at = play();
    at.tap(cardA);
    at.send({ is: 'cardUnknown', epoch: at.epoch });
    at.send({ is: 'signedIn', epoch: at.epoch, person: ada, remembered: {} });
    if (step === 'confirm') at.tap(cardA);
    return at;
  }
  test.each(['tapAgain', 'confirm'] as const)('has no limit for whoever asks for more time (%s)', (step) => {
    const at = linking(step);
    for (let time = 0; time < 20; time += 1) {
      at.wait(times.linkMs - 1);
      expect(at.accepts('stay', {})).toBe(true);
      expect(at.screen).toMatchObject({ name: 'linkBadge', step, left: { remainingMs: times.linkMs, totalMs: times.linkMs } });
    }
    at.wait(times.linkMs);
    expect(at.screen.name).toBe('welcome');
  });
});

describe('the idle time of the jobs', () => {
  test.each([['stay'], ['touch'], ['refresh']] as const)('shows at least 20 s and "%s" starts it anew', (name) => {
    const at = play();
    at.signIn(bob);
    for (let time = 0; time < 20; time += 1) {
      at.wait(35_000);
      expect(at.screen).toMatchObject({ name: 'jobs', idle: { remainingMs: 25_000 } });
      at.wait(24_999);
      at.intent(name, {});
      expect(at.screen).toMatchObject({ name: 'jobs', idle: null });
    }
    at.wait(60_000);
    expect(at.screen.name).toBe('welcome');
  });
});

describe('a notice on the first screen', () => {
  test('is there for 12 s, and a touch keeps it', () => {
    const at = play();
    at.signIn();
    at.tap(cardB);
    at.send({ is: 'cardFailed', epoch: at.epoch, trouble });
    at.wait(11_999);
    expect(at.screen).toMatchObject({ notice: { is: 'trouble' } });
    at.intent('touch', {});
    at.wait(11_999);
    expect(at.screen).toMatchObject({ notice: { is: 'trouble' } });
    at.wait(1);
    expect(at.screen).toMatchObject({ notice: null });
  });
});
