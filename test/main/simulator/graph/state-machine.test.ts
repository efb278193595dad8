import { describe, expect, test } from 'vitest';
import { type Input, isFinal, next, type Phase, type Rules } from '../../../../main/simulator/graph/state-machine.ts';

const plain: Rules = {
  triggerHolds: false,
  afterTask: 'resumes',
  secondStart: 'refuse',
  jobAfterTaskAborted: 'aborted',
  sourceAfterRedirect: 'completed',
  printsOwed: 0,
};

const inputs: readonly Input[] = [
  'uploaded',
  'start',
  'taskCompleted',
  'taskAborted',
  'redirect',
  'abort',
  'cancel',
  'interpreted',
  'acknowledged',
  'trouble',
  'troubleCleared',
  'printed',
  'failed',
];

/** What follows each input, in the order of `inputs`; a dash where it is refused. */
const table: Readonly<Record<Phase, string>> = {
  uploadPending: 'uploaded - - - - - canceled - - - - - -',
  uploaded: '- interpreting - - - - canceled - - - - - -',
  held: '- - interpreting aborted completed aborted canceled - - - - - -',
  waiting: '- interpreting - - - - canceled - - - - - -',
  interpreting: '- - - - - - canceled pending - - - - -',
  pending: '- - - - - - canceled - printing - - - -',
  printing: '- - - - - - canceled - - stopped - completed aborted',
  stopped: '- - - - - - canceled - - - printing - aborted',
  completed: '- - - - - - - - - - - - -',
  canceled: '- - - - - - - - - - - - -',
  aborted: '- - - - - - - - - - - - -',
};

describe('a job without a trigger, by default', () => {
  for (const [phase, row] of Object.entries(table)) {
    test(`goes on from ${phase} only as the table says`, () => {
      const results = inputs.map((input) => {
        const step = next(phase as Phase, input, plain);
        return step.ok ? step.phase : '-';
      });
      expect(results.join(' ')).toBe(row);
    });
  }
});

test('a trigger holds a job at its first start, with a task', () => {
  expect(next('uploaded', 'start', { ...plain, triggerHolds: true })).toEqual({ ok: true, phase: 'held', effects: ['createTask'] });
});

test('a printer that waits keeps the job after its task until a start, which no trigger catches', () => {
  const waits: Rules = { ...plain, afterTask: 'waits', triggerHolds: true };
  expect(next('held', 'taskCompleted', waits)).toEqual({ ok: true, phase: 'waiting', effects: [] });
  expect(next('waiting', 'start', waits)).toEqual({ ok: true, phase: 'interpreting', effects: [] });
});

test('a start before the upload is refused for that reason', () => {
  expect(next('uploadPending', 'start', plain)).toEqual({ ok: false, why: 'notUploaded' });
});

const started: readonly Phase[] = ['held', 'interpreting', 'pending', 'printing', 'stopped', 'completed'];

test.each(started)('a second start of a job that is %s: refused, ignored, or printed again', (phase) => {
  expect(next(phase, 'start', plain)).toEqual({ ok: false, why: 'alreadyStarted' });
  expect(next(phase, 'start', { ...plain, secondStart: 'ignore' })).toEqual({ ok: true, phase, effects: [] });
  const worst = next(phase, 'start', { ...plain, secondStart: 'printsAgain' });
  if (phase === 'held') expect(worst).toEqual({ ok: true, phase: 'held', effects: [] });
  else if (phase === 'completed') expect(worst).toEqual({ ok: true, phase: 'pending', effects: [] });
  else expect(worst).toEqual({ ok: true, phase, effects: ['printAgain'] });
});

test('a cancelled or aborted job never prints, whatever the setting', () => {
  for (const phase of ['canceled', 'aborted'] as const) {
    for (const secondStart of ['refuse', 'ignore', 'printsAgain'] as const) {
      const step = next(phase, 'start', { ...plain, secondStart });
      expect(step.ok ? step.phase : phase).toBe(phase);
    }
  }
});

test('a job that owes a print goes back to the queue', () => {
  expect(next('printing', 'printed', { ...plain, printsOwed: 1 })).toMatchObject({ phase: 'pending' });
});

test('settings decide what an aborted task and a redirect leave behind', () => {
  expect(next('held', 'taskAborted', { ...plain, jobAfterTaskAborted: 'held' })).toMatchObject({ phase: 'held' });
  expect(next('held', 'redirect', { ...plain, sourceAfterRedirect: 'aborted' })).toMatchObject({ phase: 'aborted' });
});

test('ending a held job ends its task', () => {
  expect(next('held', 'abort', plain)).toMatchObject({ effects: ['endTask'] });
  expect(next('held', 'cancel', plain)).toMatchObject({ effects: ['endTask'] });
});

test('only completed, canceled and aborted are final', () => {
  expect(Object.keys(table).filter((phase) => isFinal(phase as Phase))).toEqual(['completed', 'canceled', 'aborted']);
});
