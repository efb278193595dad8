import { describe, expect, test } from 'vitest';
import type { JobStage, JobView } from '../../../preload/contract.ts';
import { deletable, inFixedOrder, inOrder, mainAction, orderOf, releasePlan, summarize } from '../../../renderer/format/jobs.ts';
import { manyJobs, sampleDestinations, sampleJob, sampleJobs, samplePrinter, sampleTrouble } from '../../support/snapshots.ts';

const none: ReadonlySet<string> = new Set();
const staged = (key: string, stage: JobStage, change: Partial<JobView> = {}): JobView => sampleJob(key, { stage, ...change });
const notReleased: JobStage = { is: 'notReleased', trouble: sampleTrouble('busy') };

describe('the big button', () => {
  test('releases all when nothing is chosen', () => {
    expect(mainAction(manyJobs(3), none)).toEqual({ is: 'release', how: 'all', keys: ['job-0', 'job-1', 'job-2'] });
  });

  test('releases what is chosen, oldest first', () => {
    const action = mainAction(manyJobs(3), new Set(['job-2', 'job-0']));
    expect(action).toEqual({ is: 'release', how: 'chosen', keys: ['job-0', 'job-2'] });
  });

  test('choosing every job is the same as choosing none', () => {
    expect(mainAction(manyJobs(2), new Set(['job-0', 'job-1']))).toMatchObject({ how: 'all' });
  });

  test('never releases a job that is arriving, under way, over, or marked to be deleted', () => {
    const jobs = [
      staged('a', { is: 'arriving' }),
      staged('b', { is: 'releasing' }),
      staged('c', { is: 'sent' }),
      staged('d', { is: 'printing' }),
      staged('e', { is: 'done' }),
      staged('f', { is: 'attention', why: 'aborted' }),
      staged('g', { is: 'cancelled' }),
      staged('h', { is: 'gone', sent: true }),
      staged('i', { is: 'checking' }),
      staged('k', { is: 'unsure', trouble: sampleTrouble('offline') }),
      sampleJob('j', { deleting: true }),
    ];
    expect(mainAction(jobs, new Set(jobs.map((job) => job.key)))).toEqual({ is: 'nothing' });
    expect(deletable(jobs, new Set(jobs.map((job) => job.key)))).toEqual([]);
  });

  test('offers another try for what was not released', () => {
    expect(mainAction([staged('a', notReleased), staged('b', { is: 'done' })], none)).toEqual({ is: 'release', how: 'again', keys: ['a'] });
    expect(mainAction([staged('a', notReleased), sampleJob('b')], none)).toMatchObject({ how: 'all' });
  });
});

describe('the printer guard', () => {
  const jobs = [sampleJob('here'), sampleJob('there', { printerName: 'Canteen, colour' })];
  const at = (lobby: 'ready' | 'stopped' | 'moved' | 'unknown', canteen: 'ready' | 'stopped') =>
    sampleJobs(jobs, { printers: [samplePrinter('Lobby MFP', { state: lobby }), samplePrinter('Canteen, colour', { state: canteen })] });

  test('releases what comes out elsewhere, and names what stays', () => {
    for (const state of ['stopped', 'moved'] as const) {
      expect(releasePlan(at(state, 'ready'), none)).toEqual({
        action: { is: 'release', how: 'chosen', keys: ['there'] },
        leftOut: ['here'],
      });
    }
  });

  test('releases nothing into printers that have stopped, also when the job was chosen', () => {
    expect(releasePlan(at('stopped', 'stopped'), none)).toEqual({ action: { is: 'nothing' }, leftOut: ['here', 'there'] });
    expect(releasePlan(at('stopped', 'ready'), new Set(['here']))).toEqual({ action: { is: 'nothing' }, leftOut: ['here'] });
  });

  test('leaves a printer whose state is not known to the person', () => {
    expect(releasePlan(at('unknown', 'ready'), none)).toEqual({
      action: { is: 'release', how: 'all', keys: ['here', 'there'] },
      leftOut: [],
    });
  });

  test('asks the one destination alone where jobs are sent on, and leaves the choice between several to the choice', () => {
    const [ready] = sampleDestinations(1);
    const queue = { printers: [samplePrinter('Lobby MFP', { state: 'stopped' })] };
    expect(releasePlan(sampleJobs(jobs, { ...queue, destinations: [ready!] }), none)).toMatchObject({ leftOut: [] });
    expect(releasePlan(sampleJobs(jobs, { destinations: [{ ...ready!, state: 'stopped' }] }), none).action).toEqual({ is: 'nothing' });
    expect(releasePlan(sampleJobs(jobs, { destinations: sampleDestinations(3) }), none)).toMatchObject({ leftOut: [] });
  });
});

describe('the order of the list', () => {
  test('is kept while it lives: a job that was printed earlier but has come later stands last', () => {
    const order = orderOf([], manyJobs(2));
    const late = sampleJob('late', { submitted: '2026-11-19T06:00:00Z' });
    expect(orderOf(order, [late, ...manyJobs(2)])).toEqual(['job-0', 'job-1', 'late']);
  });

  test('a job that is not listed for a moment comes back to its line', () => {
    const order = orderOf([], manyJobs(3));
    const [first, , third] = manyJobs(3);
    expect(inOrder(order, [third!, first!]).map(({ key }) => key)).toEqual(['job-0', 'job-2']);
    expect(inOrder(orderOf(order, [third!]), manyJobs(3)).map(({ key }) => key)).toEqual(['job-0', 'job-1', 'job-2']);
  });

  test('is by time, so a job stays on its line when it is released and a new one comes last', () => {
    const jobs = manyJobs(3);
    const released = jobs.map((job, index) => (index === 0 ? { ...job, stage: { is: 'sent' } as const } : job));
    const asTheStationSends = [...released.slice(1), released[0]!];
    expect(inFixedOrder(asTheStationSends).map((job) => job.key)).toEqual(['job-0', 'job-1', 'job-2']);
  });

  test('a job without a time comes after the others', () => {
    expect(inFixedOrder([sampleJob('none', { submitted: null }), sampleJob('some')]).map((job) => job.key)).toEqual(['some', 'none']);
  });
});

describe('the headline', () => {
  const of = (jobs: readonly JobView[]): string => summarize(sampleJobs(jobs)).is;

  test('says done only when every job is done', () => {
    expect(summarize(sampleJobs([staged('a', { is: 'done' })]))).toEqual({ is: 'finished', printers: ['Lobby MFP'] });
    expect(of([staged('a', { is: 'done' }), staged('b', { is: 'gone', sent: true })])).toBe('over');
    expect(of([staged('a', { is: 'done' }), staged('b', { is: 'sent' })])).toBe('working');
    expect(of([staged('a', { is: 'done' }), staged('b', { is: 'checking' })])).toBe('checking');
    expect(of([staged('a', { is: 'done' }), staged('b', { is: 'attention', why: 'finishedWithErrors' })])).toBe('needsLook');
    expect(of([staged('a', { is: 'done' }), staged('b', notReleased)])).toBe('stillHeld');
    const unsure = staged('c', { is: 'unsure', trouble: sampleTrouble('offline') });
    expect(of([staged('a', { is: 'done' }), unsure])).toBe('lostSight');
    expect(of([staged('a', { is: 'attention', why: 'finishedWithErrors' }), unsure])).toBe('needsLook');
    expect(of([staged('a', { is: 'sent' }), unsure])).toBe('working');
  });

  test('says "on its way" only of what was seen so', () => {
    const stages: readonly JobStage[] = [{ is: 'releasing' }, { is: 'checking' }, { is: 'sent' }, { is: 'printing' }];
    const jobs = stages.map((stage, i) => staged(`${i}`, stage));
    expect(summarize(sampleJobs(jobs))).toMatchObject({ is: 'working', count: 2 });
    expect(summarize(sampleJobs(jobs.slice(0, 2)))).toMatchObject({ is: 'releasing', count: 1 });
  });

  test('says of a job whose state was unclear only that it is looked at: perhaps nobody released it', () => {
    expect(summarize(sampleJobs([staged('a', { is: 'checking' })]))).toEqual({ is: 'checking', count: 1 });
    expect(summarize(sampleJobs([staged('a', { is: 'checking' }), sampleJob('b')]))).toMatchObject({ is: 'waiting', count: 1 });
  });

  test('says "or more" where a printer’s list could not be read', () => {
    expect(summarize(sampleJobs(manyJobs(2), { unread: ['Copy room'] }))).toEqual({ is: 'waiting', count: 2, atLeast: true });
  });

  test('tells an empty list from one that is read, one that failed, and one that is arriving', () => {
    expect(summarize(sampleJobs([], { list: 'loading' })).is).toBe('loading');
    expect(summarize(sampleJobs([], { list: 'failed' })).is).toBe('failed');
    expect(summarize(sampleJobs(manyJobs(2), { list: 'failed' }))).toEqual({ is: 'waiting', count: 2, atLeast: false });
    expect(of([])).toBe('empty');
    expect(summarize(sampleJobs([], { unread: ['Lobby MFP'] })).is).toBe('failed');
    expect(summarize(sampleJobs([], { unread: ['Copy room'] })).is).toBe('notAllRead');
    expect(summarize(sampleJobs([], { list: 'failed', unread: ['Copy room'] })).is).toBe('notAllRead');
    expect(summarize(sampleJobs([staged('a', { is: 'cancelled' })], { unread: ['Copy room'] })).is).toBe('notAllRead');
    expect(of([staged('a', { is: 'arriving' })])).toBe('arriving');
    expect(of([sampleJob('a', { deleting: true })])).toBe('allDeleting');
  });
});
