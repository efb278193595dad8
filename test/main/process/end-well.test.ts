import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { closeInTime, closingLimitMs, endOnSignals, type Signalled } from '../../../main/process/end-well.ts';
import { handClock, recordingLog } from '../../support/badge.ts';

function told() {
  const clock = handClock();
  const kills: unknown[] = [];
  const process = Object.assign(new EventEmitter(), { pid: 7, kill: (...args: unknown[]) => kills.push(args) });
  let ends = 0;
  const letGo = endOnSignals(process as unknown as Signalled, clock, () => {
    ends += 1;
  });
  return { clock, process, kills, letGo, ends: () => ends };
}

describe('told to end', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends in order; told again, the process ends at once', (signal) => {
    const { clock, process, kills, ends } = told();
    process.emit(signal, signal);
    expect([ends(), kills]).toEqual([1, []]);
    clock.advance(1_000);
    process.emit('SIGTERM', 'SIGTERM');
    expect([ends(), kills]).toEqual([1, [[7, 'SIGTERM']]]);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  test('one Ctrl+C that arrives twice, from the terminal and from npm, is one', () => {
    const { clock, process, kills, ends } = told();
    process.emit('SIGINT', 'SIGINT');
    clock.advance(100);
    process.emit('SIGINT', 'SIGINT');
    expect([ends(), kills]).toEqual([1, []]);
  });

  test('gives the signals back', () => {
    const { process, letGo } = told();
    letGo();
    expect(process.eventNames()).toEqual([]);
  });
});

describe('closing', () => {
  test('takes five seconds at most, and leaves no timer behind', async () => {
    const clock = handClock();
    const { log, lines } = recordingLog();
    const closed = closeInTime(() => new Promise(() => undefined), clock, log);
    clock.advance(closingLimitMs);
    await closed;
    await closeInTime(async () => {}, clock, log);
    expect([lines, clock.waiting()]).toEqual([[], 0]);
  });

  test('that fails is a line in the log', async () => {
    const { log, lines } = recordingLog();
    await closeInTime(() => Promise.reject(new RangeError('secret')), handClock(), log);
    expect(lines).toEqual([{ event: 'internal.error', fields: { place: 'stop', name: 'RangeError', code: null } }]);
  });
});
