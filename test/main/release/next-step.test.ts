import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../main/release/finding.ts';
import type { EffectAnswer, History, SentEffect } from '../../../main/release/history.ts';
import { nextStep } from '../../../main/release/next-step.ts';

const times = { settleMs: 15_000, resumeMs: 3_000 };
const held: Finding = { is: 'held', taskId: 't1' };
const unstarted: Finding = { is: 'unstarted' };
const now = 1_000_000;

function sent(ago: number, answer: EffectAnswer, count = 1): SentEffect {
  return { at: now - ago, times: count, answer };
}
const completed = (effect: SentEffect): History => ({ completed: new Map([['t1', effect]]), started: null });
const started = (effect: SentEffect): History => ({ completed: new Map(), started: effect });
const nothing: History = { completed: new Map(), started: null };
const step = (finding: Finding, history: History) => nextStep(finding, history, now, times);

describe('the next step of a release', () => {
  test('a held job: its task is completed', () => {
    expect(step(held, nothing)).toEqual({ do: 'complete', taskId: 't1' });
  });
  test('an unstarted job: it is started at once', () => {
    expect(step(unstarted, nothing)).toEqual({ do: 'start' });
  });
  test('after its task is completed a job has time to resume by itself before it is started', () => {
    expect(step(unstarted, completed(sent(2_999, { is: 'done' })))).toEqual({ do: 'wait', unanswered: false });
    expect(step(unstarted, completed(sent(3_000, { is: 'done' })))).toEqual({ do: 'start' });
  });
  test('a completion that was answered is never sent again, however long the read lags', () => {
    expect(step(held, completed(sent(14_999, { is: 'done' })))).toEqual({ do: 'wait', unanswered: true });
    expect(step(held, completed(sent(15_000, { is: 'done' })))).toEqual({ do: 'giveUp', because: 'notSettled' });
  });
  test('a start that was answered is never sent again', () => {
    expect(step(unstarted, started(sent(14_999, { is: 'done' })))).toEqual({ do: 'wait', unanswered: true });
    expect(step(unstarted, started(sent(60_000, { is: 'done' })))).toEqual({ do: 'giveUp', because: 'notSettled' });
  });
  test('a start whose answer was lost is not sent again while it may still land', () => {
    expect(step(unstarted, started(sent(14_999, { is: 'unknown' })))).toEqual({ do: 'wait', unanswered: true });
    expect(step(unstarted, started(sent(15_000, { is: 'unknown' })))).toEqual({ do: 'start' });
    expect(step(unstarted, started(sent(15_000, { is: 'unknown' }, 2)))).toEqual({ do: 'giveUp', because: 'notSettled' });
  });
  test('a refused effect of a job that has not moved ends the release with the reason', () => {
    expect(step(held, completed(sent(10, { is: 'refused', status: 404 })))).toEqual({ do: 'giveUp', because: 'heldElsewhere' });
    expect(step(held, completed(sent(10, { is: 'refused', status: 403 })))).toEqual({ do: 'giveUp', because: 'notPermitted' });
    expect(step(unstarted, started(sent(10, { is: 'refused', status: 409 })))).toEqual({ do: 'giveUp', because: 'jobChanged' });
  });
  test('a refusal of an effect that a read shows done is no error', () => {
    expect(step({ is: 'moving', acquired: false }, started(sent(10, { is: 'refused', status: 409 })))).toEqual({ do: 'follow' });
  });
  test('a throttled effect was not carried out and is sent again when it may be', () => {
    expect(step(unstarted, started(sent(10, { is: 'throttled', notBefore: now + 1 })))).toEqual({ do: 'wait', unanswered: false });
    expect(step(unstarted, started(sent(10, { is: 'throttled', notBefore: now })))).toEqual({ do: 'start' });
    expect(step(unstarted, started(sent(10, { is: 'throttled', notBefore: now }, 3)))).toEqual({ do: 'giveUp', because: 'busy' });
  });
  test('a task that came after a start is another task: it is completed', () => {
    expect(step({ is: 'held', taskId: 't2' }, completed(sent(10, { is: 'done' })))).toEqual({ do: 'complete', taskId: 't2' });
  });
  test('what moves is followed, what ended ends, what is unclear is read again', () => {
    expect(step({ is: 'stopped' }, nothing)).toEqual({ do: 'follow' });
    expect(step({ is: 'done', how: 'withErrors' }, nothing)).toEqual({ do: 'end' });
    expect(step({ is: 'cancelled' }, nothing)).toEqual({ do: 'end' });
    expect(step({ is: 'unclear' }, nothing)).toEqual({ do: 'wait', unanswered: false });
    expect(step({ is: 'arriving' }, nothing)).toEqual({ do: 'giveUp', because: 'jobChanged' });
  });
});
