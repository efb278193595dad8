import { describe, expect, test } from 'vitest';
import { outOfServicePage, startPage } from '../../../main/electron/address.ts';
import { hangLimitMs, recoverScreen } from '../../../main/electron/recover-screen.ts';
import { askEveryMs } from '../../../main/process/pulse.ts';
import { type Failures, recover, recoveryWindowMs } from '../../../main/process/recovery.ts';
import { pingChannel } from '../../../preload/pulse.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { bring, doubleWindow, eventOf } from '../../support/electron-double.ts';
import { doubleFace } from '../../support/face-double.ts';

describe('the decision about a failed screen', () => {
  test('is three reloads, each later, then out of service', () => {
    let failures: Failures = [];
    const steps = [0, 1_000, 2_000, 3_000, 4_000].map((nowMs) => {
      const decided = recover(failures, nowMs);
      failures = decided.failures;
      return [decided.step, decided.delayMs];
    });
    expect(steps).toEqual([
      ['reload', 0],
      ['reload', 5_000],
      ['reload', 30_000],
      ['outOfService', recoveryWindowMs],
      ['outOfService', recoveryWindowMs],
    ]);
  });

  test('forgets failures after ten minutes', () => {
    expect(recover([0, 1, 2], recoveryWindowMs + 2)).toMatchObject({ step: 'reload', delayMs: 0 });
  });
});

function screen() {
  const double = doubleWindow();
  const face = doubleFace();
  const clock = handClock();
  const { log, lines } = recordingLog();
  /** What the page does with a ping. */
  const page = { answer: { shows: true } as unknown };
  const pings: string[] = [];
  const watch = recoverScreen({ window: double.window, face, clock, log });
  Object.assign(double.contents, {
    send(channel: string) {
      pings.push(channel);
      if (page.answer !== null) watch.answered(page.answer);
    },
  });
  const crash = () => bring(double.contents, 'render-process-gone', eventOf({}), { reason: 'crashed', exitCode: 139 });
  const toOutOfService = () => {
    for (let i = 0; i < 4; i += 1) {
      crash();
      if (i < 3) clock.advance(30_000);
    }
  };
  return { ...double, face, clock, lines, page, pings, stop: watch.stop, crash, toOutOfService };
}

describe('the screen', () => {
  test('is back at once after its process ended, and the reader is deaf meanwhile', () => {
    const { loaded, face, crash, clock, contents } = screen();
    expect(loaded).toEqual([startPage]);
    crash();
    expect(face.heard.at(-1)).toBe(false);
    clock.advance(0);
    expect(loaded).toEqual([startPage, startPage]);
    bring(contents, 'did-finish-load');
    expect(face.heard.at(-1)).toBe(true);
  });

  test.each([
    ['preload-error', [eventOf({}), '/out/preload/index.cjs', new Error('x')]],
    ['did-fail-load', [eventOf({}), -6, 'ERR_FILE_NOT_FOUND', startPage, true, 1, 1]],
  ])('is loaded again after %s', (name, args) => {
    const { loaded, contents, clock } = screen();
    bring(contents, name, ...args);
    clock.advance(0);
    expect(loaded).toEqual([startPage, startPage]);
  });

  test.each([
    ['another load took its place', [eventOf({}), -3, 'ERR_ABORTED', startPage, true, 1, 1]],
    ['only a part of it failed', [eventOf({}), -6, 'ERR_FILE_NOT_FOUND', startPage, false, 1, 1]],
  ])('stays when %s', (_why, args) => {
    const { loaded, contents, clock } = screen();
    bring(contents, 'did-fail-load', ...args);
    clock.advance(recoveryWindowMs);
    expect(loaded).toEqual([startPage]);
  });

  test('counts one trouble once, however often it is reported', () => {
    const { contents, crash, lines, clock, loaded } = screen();
    crash();
    bring(contents, 'did-fail-load', eventOf({}), -2, 'ERR_FAILED', startPage, true, 1, 1);
    crash();
    clock.advance(0);
    expect(lines.filter(({ event }) => event === 'screen.failed')).toHaveLength(1);
    expect(loaded).toHaveLength(2);
  });

  test('is out of service after the fourth failure in ten minutes, and tries the kiosk again later', () => {
    const { loaded, toOutOfService, clock, face, contents } = screen();
    toOutOfService();
    expect(loaded.at(-1)).toBe(outOfServicePage);
    bring(contents, 'did-finish-load');
    expect(face.heard.at(-1)).toBe(false);
    clock.advance(recoveryWindowMs);
    expect(loaded.at(-1)).toBe(startPage);
  });

  test('does not load the static page again and again when that fails too', () => {
    const { loaded, toOutOfService, crash, clock } = screen();
    toOutOfService();
    const before = loaded.length;
    crash();
    crash();
    clock.advance(recoveryWindowMs - 1);
    expect(loaded).toHaveLength(before);
  });

  test('that hangs is ended after ten seconds; one that answers again is not', () => {
    const { window, calls, clock } = screen();
    bring(window, 'unresponsive');
    clock.advance(hangLimitMs - 1);
    bring(window, 'responsive');
    clock.advance(hangLimitMs);
    expect(calls).toEqual([]);
    bring(window, 'unresponsive');
    clock.advance(hangLimitMs);
    expect(calls).toEqual([['forcefullyCrashRenderer']]);
  });

  test('is left alone once the kiosk ends', () => {
    const { crash, stop, clock, loaded } = screen();
    crash();
    stop();
    clock.advance(recoveryWindowMs);
    expect(loaded).toEqual([startPage]);
  });

  test('that does not answer for ten seconds is ended, though Chromium noticed nothing, and comes back', () => {
    const { page, clock, calls, contents, face, loaded, lines, crash } = screen();
    clock.advance(60_000);
    bring(contents, 'did-finish-load');
    expect(face.heard.at(-1)).toBe(true);
    page.answer = null;
    clock.advance(3 * askEveryMs);
    page.answer = { shows: true };
    clock.advance(60_000);
    expect(calls).toEqual([]);
    page.answer = null;
    clock.advance(askEveryMs + 10_000 - 1);
    expect(calls).toEqual([]);
    clock.advance(1);
    expect(calls).toEqual([['forcefullyCrashRenderer']]);
    crash();
    clock.advance(0);
    expect(face.heard.at(-1)).toBe(false);
    expect(loaded).toEqual([startPage, startPage]);
    expect(lines.map(({ event }) => event)).toEqual(['screen.hangs', 'screen.failed']);
  });

  test('that cannot even be ended is loaded anew all the same', () => {
    const { page, clock, calls, loaded } = screen();
    clock.advance(askEveryMs);
    page.answer = null;
    clock.advance(40_000);
    expect(calls).toEqual([['forcefullyCrashRenderer']]);
    expect(loaded).toEqual([startPage, startPage]);
  });

  test.each([
    ['a white page', { shows: false }],
    ['an answer that is none', 'well'],
  ])('that answers with %s is loaded again, in the end out of service', (_what, answer) => {
    const { page, clock, calls, loaded, lines } = screen();
    clock.advance(60_000);
    page.answer = answer;
    clock.advance(10_000 + askEveryMs);
    expect(loaded).toEqual([startPage, startPage]);
    expect(lines.at(-1)).toEqual({ event: 'screen.failed', fields: { why: 'blank', step: 'reload', delayMs: 0 } });
    clock.advance(3 * 60_000);
    expect(loaded).toEqual([startPage, startPage, startPage, startPage, outOfServicePage]);
    expect(calls).toEqual([]);
  });

  test('may take twenty seconds for its first picture', () => {
    const { page, clock, loaded } = screen();
    page.answer = { shows: false };
    clock.advance(20_000);
    expect(loaded).toHaveLength(1);
    clock.advance(2 * askEveryMs);
    expect(loaded).toHaveLength(2);
  });

  test('is asked nothing while it is out of service, gone, or the kiosk has ended', () => {
    const { pings, state, clock, toOutOfService, stop } = screen();
    clock.advance(askEveryMs);
    expect(pings).toEqual([pingChannel]);
    state.crashed = true;
    clock.advance(askEveryMs);
    state.crashed = false;
    expect(pings).toHaveLength(1);
    toOutOfService();
    pings.length = 0;
    clock.advance(recoveryWindowMs);
    expect(pings).toEqual([]);
    clock.advance(askEveryMs);
    expect(pings).toHaveLength(1);
    stop();
    clock.advance(recoveryWindowMs);
    expect(pings).toHaveLength(1);
  });
});
