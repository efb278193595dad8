import type { TroubleCode } from '../../preload/contract.ts';
import type { Finding } from './finding.ts';
import type { History, SentEffect } from './history.ts';

/** Times that the decision rests on, in milliseconds (configuration `release`; reference 12.3, item 31). */
export interface StepTimes {
  /** How long an effect may take to land, or to show in what is read. */
  readonly settleMs: number;
  /** How long a job may take to move by itself once its task is completed. */
  readonly resumeMs: number;
}

/** What to do with a job that was just read. */
export type Step =
  | { readonly do: 'complete'; readonly taskId: string }
  | { readonly do: 'start' }
  /** Read again; `unanswered` while an effect's fate is not known. */
  | { readonly do: 'wait'; readonly unanswered: boolean }
  /** It moves: no effect is needed any more. */
  | { readonly do: 'follow' }
  /** It has ended, whoever ended it. */
  | { readonly do: 'end' }
  | { readonly do: 'giveUp'; readonly because: TroubleCode };

const maxTimes = 2;

/** The one next step of a release, from the job as read now and what was sent before. Sends nothing itself. */
export function nextStep(finding: Finding, history: History, now: number, times: StepTimes): Step {
  switch (finding.is) {
    case 'held':
      return stepForHeld(finding.taskId, history, now, times);
    case 'unstarted':
      return stepForUnstarted(history, now, times);
    case 'moving':
    case 'stopped':
      return { do: 'follow' };
    case 'done':
    case 'aborted':
    case 'cancelled':
      return { do: 'end' };
    case 'arriving':
      return { do: 'giveUp', because: 'jobChanged' };
    case 'unclear':
      return { do: 'wait', unanswered: false };
  }
}

function stepForHeld(taskId: string, history: History, now: number, times: StepTimes): Step {
  const sent = history.completed.get(taskId);
  if (!sent) return { do: 'complete', taskId };
  return again(sent, { do: 'complete', taskId }, now, times, { 403: 'notPermitted', 404: 'heldElsewhere' });
}

function stepForUnstarted(history: History, now: number, times: StepTimes): Step {
  if (history.started) return again(history.started, { do: 'start' }, now, times, { 403: 'notPermitted' });
  const lastCompletion = Math.max(...[...history.completed.values()].map((sent) => sent.at), Number.NEGATIVE_INFINITY);
  // A completed task lets some printers resume by themselves: starting before that had its chance could print twice.
  if (now < lastCompletion + times.resumeMs) return { do: 'wait', unanswered: false };
  return { do: 'start' };
}

/** An effect was sent, yet the job reads as if it had not been: wait out the lag, then once more, then give up. */
function again(
  sent: SentEffect,
  step: Step,
  now: number,
  times: StepTimes,
  refusals: Readonly<Partial<Record<number, TroubleCode>>>,
): Step {
  const { answer } = sent;
  switch (answer.is) {
    case 'throttled':
      if (now < answer.notBefore) return { do: 'wait', unanswered: false };
      return sent.times < maxTimes + 1 ? step : { do: 'giveUp', because: 'busy' };
    case 'refused':
      return { do: 'giveUp', because: refusals[answer.status] ?? 'jobChanged' };
    case 'done':
      // Carried out, says the service. Never sent again: what is read lags, or the service did something else.
      return now < sent.at + times.settleMs ? { do: 'wait', unanswered: true } : { do: 'giveUp', because: 'notSettled' };
    case 'unknown':
      if (now < sent.at + times.settleMs) return { do: 'wait', unanswered: true };
      return sent.times < maxTimes ? step : { do: 'giveUp', because: 'notSettled' };
  }
}
