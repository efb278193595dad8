import { describe, expect, test } from 'vitest';
import { outOfServicePage, startPage } from '../../../main/electron/address.ts';
import { recoverScreen } from '../../../main/electron/recover-screen.ts';
import { type Failures, hangLimitMs, recover, recoveryWindowMs } from '../../../main/electron/recovery.ts';
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

  test('forgets failures after ten minutes, and those of a clock that was set back', () => {
    expect(recover([0, 1, 2], recoveryWindowMs + 2)).toMatchObject({ step: 'reload', delayMs: 0 });
    expect(recover([9_000, 9_001, 9_002], 10)).toMatchObject({ step: 'reload', delayMs: 0, failures: [10] });
  });
});

function screen() {
  const double = doubleWindow();
  const face = doubleFace();
  const clock = handClock();
  const { log, lines } = recordingLog();
  const stop = recoverScreen({ window: double.window, face, clock, log });
  const crash = () => bring(double.contents, 'render-process-gone', eventOf({}), { reason: 'crashed', exitCode: 139 });
  const toOutOfService = () => {
    for (let i = 0; i < 4; i += 1) {
      crash();
      if (i < 3) clock.advance(30_000);
    }
  };
  return { ...double, face, clock, lines, stop, crash, toOutOfService };
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
});
