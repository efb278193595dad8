import { describe, expect, test } from 'vitest';
import type { JobsScreen } from '../../../preload/contract.ts';
import { listed } from '../../support/print-jobs.ts';
import { play } from '../../support/session-play.ts';

function withMaskedJobs(titles: 'shown' | 'masked' = 'masked') {
  const at = play({ screen: { titles } });
  at.signIn();
  const named = (id: string, displayName: string | null) => ({
    ...listed({ id, documents: [{ id: 'd', displayName, contentType: null, size: 1 }] }),
    stage: { is: 'held' } as const,
  });
  const list = () =>
    at.send({
      is: 'listed',
      epoch: at.epoch,
      trouble: null,
      printers: [],
      destinations: [],
      jobs: [named('1', 'salary.pdf'), named('2', 'notice.pdf'), named('3', null)],
    });
  list();
  const names = () => (at.screen as JobsScreen).jobs.map(({ title, titleMasked }) => (titleMasked ? '***' : title));
  return { at, list, names };
}

describe('document names, masked by policy', () => {
  test('are not in the snapshot at all until they are asked for', () => {
    const { at, names } = withMaskedJobs();
    expect(at.screen).toMatchObject({ titles: 'masked' });
    expect(names()).toEqual(['***', '***', null]);
    expect(JSON.stringify(at.screen)).not.toMatch(/salary|notice/);
  });
  test('are all shown when asked for, and masked again', () => {
    const { at, list, names } = withMaskedJobs();
    at.intent('showTitles', { show: true });
    expect(at.screen).toMatchObject({ titles: 'unmasked' });
    list();
    expect(names()).toEqual(['salary.pdf', 'notice.pdf', null]);
    at.intent('showTitles', { show: false });
    expect(names()).toEqual(['***', '***', null]);
  });
  test('of one job show while a finger rests on it', () => {
    const { at, names } = withMaskedJobs();
    at.intent('showTitles', { show: true, jobs: ['p1/2'] });
    expect(names()).toEqual(['***', 'notice.pdf', null]);
    expect(at.screen).toMatchObject({ titles: 'masked' });
    expect(JSON.stringify(at.screen)).not.toContain('salary');
    at.intent('showTitles', { show: false, jobs: ['p1/2'] });
    expect(names()).toEqual(['***', '***', null]);
  });
  test('are masked again as soon as the person may have walked away, and stay so', () => {
    const { at, names } = withMaskedJobs();
    at.intent('showTitles', { show: true });
    at.wait(34_999);
    expect(names()[0]).toBe('salary.pdf');
    at.wait(1);
    expect(at.screen).toMatchObject({ idle: { remainingMs: 25_000 }, titles: 'masked' });
    expect(JSON.stringify(at.screen)).not.toMatch(/salary|notice/);
    at.intent('stay', {});
    expect(names()[0]).toBe('***');
  });
  test('are masked again in the next visit', () => {
    const { at, list, names } = withMaskedJobs();
    at.intent('showTitles', { show: true });
    at.intent('signOut', {});
    at.signIn();
    list();
    expect(names()[0]).toBe('***');
  });
  test('of jobs that are not on the screen cannot be asked for', () => {
    const { at } = withMaskedJobs();
    expect(at.accepts('showTitles', { show: true, jobs: ['p1/9'] })).toBe(false);
  });
});

test('where names are shown there is nothing to ask for', () => {
  const { at, names } = withMaskedJobs('shown');
  expect(at.screen).toMatchObject({ titles: 'shown' });
  expect(names()).toEqual(['salary.pdf', 'notice.pdf', null]);
  expect(at.accepts('showTitles', { show: true })).toBe(false);
  expect(at.accepts('showTitles', { show: false, jobs: ['p1/1'] })).toBe(false);
});
