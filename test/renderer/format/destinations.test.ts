import { describe, expect, test } from 'vitest';
import type { DestinationView } from '../../../preload/contract.ts';
import { canBeChosen, inOrderOf, leastBusy } from '../../../renderer/format/destinations.ts';
import { sampleOptions, samplePrinter } from '../../support/snapshots.ts';

const place = (key: string, waiting: number | null, change: Partial<DestinationView> = {}): DestinationView => ({
  ...samplePrinter(key),
  key,
  waiting,
  ...change,
});

describe('the least busy printer', () => {
  test('is the first, where all numbers are known and somebody has more', () => {
    expect(leastBusy([place('a', 0), place('b', 2)], {})).toBe('a');
    expect(leastBusy([place('a', 1), place('b', 1)], {})).toBeNull();
    expect(leastBusy([place('a', 3), place('b', 2)], {})).toBeNull();
    expect(leastBusy([place('a', 0), place('b', null), place('c', 5)], {})).toBeNull();
    expect(leastBusy([place('a', null), place('b', 2)], {})).toBeNull();
    expect(leastBusy([], {})).toBeNull();
  });

  test('is sought among those that can take the jobs as they are to come out', () => {
    const stopped = place('a', 0, { state: 'stopped' });
    expect(leastBusy([stopped, place('b', 1), place('c', 2)], {})).toBe('b');
    const able = { options: sampleOptions };
    expect(leastBusy([place('a', 0), place('b', 1, able), place('c', 2, able)], { copies: 2 })).toBe('b');
  });
});

describe('a destination', () => {
  test('can be chosen when it takes jobs and does all that was set', () => {
    expect(canBeChosen(place('a', 0), {})).toBe(true);
    expect(canBeChosen(place('a', 0, { state: 'unknown' }), {})).toBe(true);
    expect(canBeChosen(place('a', 0, { state: 'moved' }), {})).toBe(false);
    expect(canBeChosen(place('a', 0), { color: false })).toBe(false);
    expect(canBeChosen(place('a', 0, { options: sampleOptions }), { color: false })).toBe(true);
  });

  test('keeps its place while the choice is open, whatever the station thinks meanwhile; a new one stands last', () => {
    const now = [place('new', 0), place('b', 0), place('a', 9)];
    expect(inOrderOf(['a', 'b', 'gone'], now).map(({ key }) => key)).toEqual(['a', 'b', 'new']);
  });
});
