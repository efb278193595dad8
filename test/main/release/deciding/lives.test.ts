import { expect, test } from 'vitest';
import type { GraphFailure, JobConfiguration } from '../../../../main/graph/model.ts';
import type { Finding } from '../../../../main/release/deciding/finding.ts';
import { step } from '../../../../main/release/deciding/machine.ts';
import { type Command, newRelease, type ReleaseEvent, type ReleaseRules } from '../../../../main/release/deciding/release.ts';
import { signatureOf } from '../../../../main/release/deciding/signature.ts';

/* Lives of one release that random walks have found, each told by what its owner would have seen. */

const rules: ReleaseRules = {
  settleMs: 15_000,
  resumeMs: 3_000,
  canStart: true,
  configures: false,
  signature: signatureOf('here'),
  blindUntil: 0,
  waits: false,
};
const silence: GraphFailure = { kind: 'unreachable', timedOut: true };
const refused: GraphFailure = { kind: 'refused', status: 403, code: null, reference: null };
const moving: Finding = { is: 'moving', settled: true, acquired: false };
const unstarted: Finding = { is: 'unstarted', ended: [] };
const held: Finding = { is: 'held', taskId: 't1' };

const read = (at: number, finding: Finding): ReleaseEvent => ({
  is: 'read',
  finding,
  spelt: 'paused',
  configuration: null,
  begun: at - 100,
  done: at,
});
const failed = (at: number, failure: GraphFailure): ReleaseEvent => ({
  is: 'readFailed',
  of: 'job',
  failure,
  identity: 'person',
  begun: at - 100,
  at,
});

/** Plays events; the commands of all of them, and the stage at the end. */
function live(to: string | null, ...events: readonly ReleaseEvent[]) {
  const here = to === null ? rules : { ...rules, canStart: false };
  let release = newRelease({ at: 0, wish: { redirectTo: to, settings: null }, unstartedSince: null, completedHere: false });
  const commands: Command[] = [];
  for (const event of events) {
    const next = step(release, event, here);
    release = next.release;
    commands.push(...next.commands);
  }
  return { release, commands, sent: commands.flatMap((command) => (command.do === 'send' ? [command.effect.kind] : [])) };
}

test('what somebody else let go while nothing answered is on its way: nobody is told "not released"', () => {
  const { release } = live(null, failed(1_000, silence), read(40_000, moving));
  expect(release.stage).toEqual({ is: 'sent' });
});

test('what is still held after half a minute without an answer stays held: it would surprise', () => {
  const { release, sent } = live(null, failed(1_000, silence), read(40_000, held));
  expect(release.stage).toMatchObject({ is: 'notReleased', trouble: { code: 'serviceDown' } });
  expect(sent).toEqual([]);
});

test('a redirect that was carried out and reads as held again is not sent twice', () => {
  const effect = { kind: 'redirect', destinationPrinterId: 'p2', settings: null } as const;
  const { sent } = live(
    'p2',
    read(1_000, held),
    { is: 'turn', at: 1_000 },
    { is: 'answered', effect, answer: { is: 'done' }, made: null, trouble: null, at: 2_000 },
    read(3_000, moving),
    read(60_000, held),
    { is: 'turn', at: 60_000 },
    read(120_000, held),
    { is: 'turn', at: 120_000 },
  );
  expect(sent).toEqual(['redirect']);
});

test('a start whose answer was lost is not sent again by another touch while it may land, whatever was seen between', () => {
  const events = [
    read(1_000, unstarted),
    read(5_000, unstarted),
    { is: 'turn', at: 5_000 },
    { is: 'answered', effect: { kind: 'start' }, answer: { is: 'unknown' }, made: null, trouble: null, at: 15_000 },
    read(16_000, { is: 'stopped' }),
    read(17_000, unstarted),
    failed(18_000, refused),
    { is: 'asked', at: 20_000, wish: { redirectTo: null, settings: null }, unstartedSince: null },
    read(21_000, unstarted),
    { is: 'turn', at: 21_000 },
  ] as const satisfies readonly ReleaseEvent[];
  expect(live(null, ...events).sent).toEqual(['start']);
  const later = [read(31_000, unstarted), { is: 'turn', at: 31_000 }] as const;
  expect(live(null, ...events, ...later).sent).toEqual(['start', 'start']);
});

const redirectTo = (settings: JobConfiguration | null) => ({ kind: 'redirect', destinationPrinterId: 'p2', settings }) as const;
const lost = (at: number): ReleaseEvent => ({
  is: 'answered',
  effect: redirectTo({ copies: 2 }),
  answer: { is: 'unknown' },
  made: null,
  trouble: null,
  at,
});

test.each([
  [10_000, 2],
  [90_000, 1],
] as const)(
  'a redirect of an earlier touch binds a new one only while it may land: after %i ms it goes with %i copies',
  (later, copies) => {
    const { commands } = live(
      'p2',
      { is: 'ready', settings: { copies: 2 } },
      read(1_000, held),
      { is: 'turn', at: 1_000 },
      lost(2_000),
      failed(3_000, refused),
      { is: 'asked', at: later, wish: { redirectTo: 'p2', settings: { copies: 1 } }, unstartedSince: null },
      { is: 'ready', settings: { copies: 1 } },
      read(later + 10_000, held),
      { is: 'turn', at: later + 10_000 },
    );
    expect(commands.findLast((command) => command.do === 'send')).toEqual({ do: 'send', effect: redirectTo({ copies }) });
  },
);

test('what was redirected to a printer that waits for a start is told so, and is over: nobody here may give it', () => {
  const { release } = live(
    'p2',
    read(1_000, held),
    { is: 'turn', at: 1_000 },
    { ...lost(2_000), answer: { is: 'done' }, made: { printerId: 'p2', jobId: '5000' } } as ReleaseEvent,
    read(3_000, unstarted),
    read(30_000, unstarted),
  );
  expect(release).toMatchObject({ over: true, closed: true, stage: { is: 'unsure', trouble: { code: 'notStartable' } } });
});

test('what was redirected, is held there again and cannot be let go now is its owner’s to ask for once more', () => {
  const refusal = { is: 'answered', effect: { kind: 'complete', taskId: 't2' }, answer: { is: 'refused', status: 403 } } as const;
  const events = [
    read(1_000, held),
    { is: 'turn', at: 1_000 },
    { ...lost(2_000), answer: { is: 'done' }, made: { printerId: 'p2', jobId: '5000' } } as ReleaseEvent,
    read(3_000, { is: 'held', taskId: 't2' }),
    { is: 'turn', at: 3_000 },
    { ...refusal, made: null, trouble: null, at: 4_000 },
    read(5_000, { is: 'held', taskId: 't2' }),
  ] as const satisfies readonly ReleaseEvent[];
  expect(live('p2', ...events).release).toMatchObject({ over: true, closed: true, stage: { is: 'held' } });
  const again = [
    { is: 'asked', at: 9_000, wish: { redirectTo: 'p2', settings: null }, unstartedSince: null },
    read(10_000, { is: 'held', taskId: 't2' }),
    { is: 'turn', at: 10_000 },
  ] as const satisfies readonly ReleaseEvent[];
  expect(live('p2', ...events, ...again).sent).toEqual(['redirect', 'complete', 'complete']);
});

test('an effect whose turn comes long after its read is not sent on the strength of it: the job is read again', () => {
  const late = live(null, read(1_000, held), { is: 'turn', at: 6_001 });
  expect(late.sent).toEqual([]);
  expect(late.release.readAt).toBe(6_001);
  expect(live(null, read(1_000, held), { is: 'turn', at: 6_000 }).sent).toEqual(['complete']);
  // Slow is not old: what counts is when the read came back.
  const slow = { ...read(11_000, held), begun: 1_000 } as ReleaseEvent;
  expect(live(null, slow, { is: 'turn', at: 11_000 }).sent).toEqual(['complete']);
});
