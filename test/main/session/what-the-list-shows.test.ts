import { describe, expect, test } from 'vitest';
import type { JobsScreen, PrinterView, Trouble } from '../../../preload/contract.ts';
import { ada, play } from '../../support/session-play.ts';

const trouble: Trouble = { code: 'notPermitted', reference: '' };
const printed = { is: 'printed', count: 1, latest: '2026-11-21T08:00:00.000Z' } as const;
const expiry = { at: '2026-12-01T08:00:00.000Z', soon: false };

function signedIn(person = ada) {
  const at = play();
  at.signIn(person);
  return { at, screen: () => at.screen as JobsScreen };
}

describe('why no job is listed', () => {
  test('is told where none is, with the account that was asked for', () => {
    const { at, screen } = signedIn({ ...ada, userPrincipalName: 'ada\u202e@example.test' });
    expect(screen().why).toEqual([]);
    at.list([], { why: [printed, { is: 'nothingHeld' }] });
    expect(screen().why).toEqual([printed, { is: 'nothingHeld', account: 'ada@example.test' }]);
  });
  test('names the person where Entra gave no account', () => {
    const { at, screen } = signedIn();
    at.list([], { why: [{ is: 'nothingHeld' }] });
    expect(screen().why).toEqual([{ is: 'nothingHeld', account: 'Ada Example' }]);
  });
  test('is not told while a job is on the screen, e.g. one that is on its way and not listed any more', () => {
    const { at, screen } = signedIn();
    at.list(['1']);
    at.intent('release', { jobs: ['p1/1'] });
    at.list([], { why: [printed, { is: 'nothingHeld' }] });
    expect(screen().jobs).toHaveLength(1);
    expect(screen().why).toEqual([]);
  });
  test('follows the last read of the list: a failure, no network, and all is well again', () => {
    const { at, screen } = signedIn();
    at.list([], { trouble, why: [{ is: 'notPermitted' }] });
    expect(screen()).toMatchObject({ list: 'failed', why: [{ is: 'notPermitted' }] });
    at.send({ is: 'network', epoch: at.epoch, online: false });
    expect(screen().why).toEqual([{ is: 'offline' }]);
    at.list([], { why: [{ is: 'nothingHeld' }] });
    expect(screen().why).toMatchObject([{ is: 'nothingHeld' }]);
  });
});

describe('when a job ends', () => {
  test('is shown while it may still be let go of, and not once it moves', () => {
    const { at, screen } = signedIn();
    at.list(['1', ['2', { is: 'arriving' }], ['3', { is: 'sent' }]], {
      expires: new Map(['p1/1', 'p1/2', 'p1/3'].map((key) => [key, expiry])),
    });
    expect(screen().jobs.map(({ expires }) => expires)).toEqual([expiry, expiry, null]);
    at.intent('release', { jobs: ['p1/1'] });
    expect(screen().jobs[0]?.expires).toBeNull();
    at.send({ is: 'progress', epoch: at.epoch, jobs: [{ key: 'p1/1', stage: { is: 'notReleased', trouble }, listed: null }] });
    expect(screen().jobs[0]?.expires).toEqual(expiry);
  });
  test('stays with a job whose list could not be read again', () => {
    const { at, screen } = signedIn();
    at.list(['1'], { expires: new Map([['p1/1', expiry]]) });
    at.list(['2'], { trouble });
    expect(screen().jobs.map(({ expires }) => expires)).toEqual([expiry, null]);
  });
});

describe('what is known of the printers', () => {
  const lobby: PrinterView = { name: 'Lobby', state: 'ready', problems: [], options: null };
  const able = { ...lobby, options: { copies: 2, sides: [], color: false, pages: false, pagesPerSheet: [] } };

  test('may come behind the list', () => {
    const { at, screen } = signedIn();
    at.list([], { printers: [lobby] });
    at.send({ is: 'printers', epoch: at.epoch, printers: [able], destinations: [] });
    expect(screen().printers).toEqual([able]);
  });
  test('shows nothing before the list, nor in another session', () => {
    const { at, screen } = signedIn();
    const old = at.epoch;
    at.send({ is: 'printers', epoch: old, printers: [able], destinations: [] });
    expect(screen().printers).toEqual([]);
    at.intent('signOut', {});
    at.signIn();
    at.list([]);
    at.send({ is: 'printers', epoch: old, printers: [able], destinations: [] });
    expect(screen().printers).toEqual([]);
  });
});
