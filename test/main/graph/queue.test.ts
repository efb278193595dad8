import { describe, expect, it } from 'vitest';
import { readQueue } from '../../../main/graph/queue.ts';

const at = (minutesAgo: number, state: string) => ({
  id: String(minutesAgo),
  createdDateTime: new Date(Date.UTC(2026, 10, 21, 12) - minutesAgo * 60_000).toISOString(),
  createdBy: { id: 'oid', displayName: 'Ada Example', userPrincipalName: 'ada@example.test' },
  status: { state, details: [] },
});
const more = { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/print/printers/p/jobs?$skiptoken=x' };

describe('how many jobs stand before a new one', () => {
  it('counts those under way, not those that are held or over, and nothing else leaves it', () => {
    const value = [at(1, 'paused'), at(2, 'pending'), at(3, 'processing'), at(4, 'stopped'), at(5, 'completed'), at(6, 'canceled')];
    expect(readQueue({ value })).toEqual({ waiting: 3 });
    expect(readQueue({ value: [] })).toEqual({ waiting: 0 });
  });
  it('is believed of a first page that runs from new to old and ends in jobs that are over', () => {
    expect(readQueue({ value: [at(1, 'pending'), at(2, 'paused'), at(3, 'completed')], ...more })).toEqual({ waiting: 1 });
    expect(readQueue({ value: [at(1, 'completed'), at(2, 'paused')], ...more })).toEqual({ waiting: 0 });
  });
  it.each([
    ['runs from old to new', [at(9, 'completed'), at(2, 'pending'), at(1, 'completed')]],
    ['ends while jobs are under way', [at(1, 'completed'), at(2, 'pending')]],
    ['shows nothing that is over', [at(1, 'paused')]],
    ['has no dates', [{ ...at(1, 'pending'), createdDateTime: null }, at(2, 'completed')]],
    ['is empty', []],
  ])('is not known where a page with more behind it %s', (_how, value) => {
    expect(readQueue({ value, ...more })).toEqual({ waiting: null });
  });
  it('is not known where a job cannot be read, and no answer where it is no list', () => {
    expect(readQueue({ value: [at(1, 'pending'), { id: '2' }] })).toEqual({ waiting: null });
    expect(readQueue({ error: {} })).toBeNull();
  });
});
