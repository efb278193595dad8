import { describe, expect, test } from 'vitest';
import { findingOf, stageOf, tasksOfJob } from '../../../../main/release/deciding/finding.ts';
import { job, task } from '../../../support/print-jobs.ts';

describe('what a read of a job means', () => {
  const cases = [
    ['paused, uploaded, no task: unstarted', job(), [], { is: 'unstarted', ended: [] }],
    ['paused while uploading: arriving', job({ details: ['uploadPending'] }), [], { is: 'arriving' }],
    ['paused under a task in processing: held', job(), [task()], { is: 'held', taskId: 't1' }],
    ['pending under a task in processing: held all the same', job({ state: 'pending' }), [task()], { is: 'held', taskId: 't1' }],
    [
      'paused, its task completed: unstarted, and it was held before',
      job(),
      [task({ state: 'completed' })],
      { is: 'unstarted', ended: [{ signedBy: null }] },
    ],
    ['a task that has not begun yet: unclear, it may be about to hold the job', job(), [task({ state: 'pending' })], { is: 'unclear' }],
    ['a task of a state that nobody knows: unclear', job(), [task({ state: 'notYetInvented' })], { is: 'unclear' }],
    [
      'completed, but it went on elsewhere: the new job counts',
      job({ state: 'completed', redirectedTo: 'https://graph.microsoft.com/v1.0/print/printers/p2/jobs/5000' }),
      [],
      { is: 'redirected', printerId: 'p2', jobId: '5000' },
    ],
    [
      'a redirect to no readable address says nothing',
      job({ state: 'completed', redirectedTo: 'elsewhere' }),
      [],
      { is: 'done', how: 'successfully' },
    ],
    [
      'processing, taken by the printer: moving',
      job({ state: 'processing', isAcquiredByPrinter: true }),
      [],
      { is: 'moving', settled: true, acquired: true },
    ],
    [
      'pending: moving, and a task may still come to hold it',
      job({ state: 'pending' }),
      [],
      { is: 'moving', settled: false, acquired: false },
    ],
    [
      'fetchable: moving, and nothing can hold it any more',
      job({ state: 'pending', isFetchable: true }),
      [],
      { is: 'moving', settled: true, acquired: false },
    ],
    ['stopped', job({ state: 'stopped' }), [], { is: 'stopped' }],
    ['completed', job({ state: 'completed', details: ['completedSuccessfully'] }), [], { is: 'done', how: 'successfully' }],
    ['completed with errors', job({ state: 'completed', details: ['completedWithErrors'] }), [], { is: 'done', how: 'withErrors' }],
    ['completed with warnings', job({ state: 'completed', details: ['completedWithWarnings'] }), [], { is: 'done', how: 'withWarnings' }],
    ['completed although a task still says processing', job({ state: 'completed' }), [task()], { is: 'done', how: 'successfully' }],
    ['cancelled', job({ state: 'canceled' }), [task()], { is: 'cancelled' }],
    ['aborted', job({ state: 'aborted' }), [], { is: 'aborted' }],
    ['a state from the future is never taken for done', job({ state: 'teleported' }), [], { is: 'unclear' }],
  ] as const;
  test.each(cases)('%s', (_name, read, tasks, finding) => {
    expect(findingOf(read, tasks)).toEqual(finding);
  });

  const words = ['unknown', 'pending', 'processing', 'paused', 'stopped', 'unknownFutureValue', 'pendingHeld', 'notYetInvented', ''];
  test.each(words)('our task holds a job whatever its state is called: %j', (state) => {
    for (const details of [[], ['releaseWait'], ['notYetInvented'], ['uploadPending']]) {
      expect(findingOf(job({ state, details }), [task()])).toEqual({ is: 'held', taskId: 't1' });
    }
    // Without its tasks nobody says that it is on its way, unless the printer has it or may fetch it.
    expect(['unclear', 'arriving']).toContain(findingOf(job({ state }), null).is);
    if (state === 'pending' || state === 'processing') expect(findingOf(job({ state, isFetchable: true }), null).is).toBe('moving');
  });
  test.each(['completed', 'canceled', 'aborted'])('%s ends a job, whatever its tasks say', (state) => {
    for (const tasks of [null, [], [task()]]) expect(['done', 'cancelled', 'aborted']).toContain(findingOf(job({ state }), tasks).is);
  });

  test('a task belongs to a job by the end of its parentUrl, without regard to case or host', () => {
    const ref = { shareId: 's1', printerId: 'P1', jobId: '4711' };
    const other = task({ id: 't2', parentUrl: 'https://graph.microsoft.com/v1.0/print/printers/p1/jobs/14711' });
    const broken = task({ id: 't3', parentUrl: 'not a url' });
    const none = task({ id: 't4', parentUrl: null });
    expect(tasksOfJob([task(), other, broken, none], ref).map(({ id }) => id)).toEqual(['t1']);
  });

  test('the screen says done only of what completed successfully', () => {
    expect(stageOf({ is: 'done', how: 'successfully' })).toEqual({ is: 'done' });
    expect(stageOf({ is: 'done', how: 'withErrors' })).toEqual({ is: 'attention', why: 'finishedWithErrors' });
    expect(stageOf({ is: 'moving', settled: false, acquired: false })).toEqual({ is: 'sent' });
    expect(stageOf({ is: 'unclear' })).toEqual({ is: 'checking' });
  });
});
