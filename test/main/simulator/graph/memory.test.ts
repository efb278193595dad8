import { expect, test } from 'vitest';
import { createDocumentStore } from '../../../../main/simulator/graph/documents.ts';
import { newJob } from '../../../../main/simulator/graph/new-job.ts';
import { createTimeline } from '../../../../main/simulator/graph/timeline.ts';
import { createTray } from '../../../../main/simulator/graph/tray.ts';
import { noise } from '../../../support/simulator.ts';

test('documents of finished jobs are dropped above the bound, oldest first; unfinished ones never', () => {
  const finished = new Set(['a', 'c']);
  const store = createDocumentStore(250, (jobId) => finished.has(jobId));
  for (const jobId of ['a', 'b', 'c', 'd']) store.put(jobId, noise(100));
  expect(['a', 'b', 'c', 'd'].map((jobId) => store.get(jobId) !== undefined)).toEqual([false, true, false, true]);
  store.put('e', noise(1000));
  expect(['b', 'd', 'e'].map((jobId) => store.get(jobId) !== undefined)).toEqual([true, true, true]);
});

test('a tray in memory keeps every record and the newest 200 documents', () => {
  const tray = createTray();
  const owner = { oid: 'o', displayName: 'n', userPrincipalName: 'u' };
  for (let count = 0; count < 205; count++) {
    tray.put(newJob({ id: String(count), documentId: 'd', now: 0 }, owner, 'p', {}), 'Printer', noise(3, count), count);
  }
  const entries = tray.entries();
  expect(entries).toHaveLength(205);
  expect(tray.read(entries[4]!)).toBeUndefined();
  expect(tray.read(entries[5]!)).toEqual(noise(3, 5));
});

test('a timeline answers for two minutes back and forgets what was before', () => {
  const timeline = createTimeline('a', 1000);
  for (let minute = 1; minute <= 10; minute++) timeline.set(String(minute), 1000 + minute * 60_000);
  expect(timeline.at(999)).toBeUndefined();
  expect(timeline.at(1000 + 10 * 60_000)).toBe('10');
  expect(timeline.at(1000 + 9 * 60_000 - 1)).toBe('8');
  expect(timeline.at(1000)).toBeUndefined();
  expect(timeline.current()).toBe('10');
});
