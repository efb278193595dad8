import { expect, test } from 'vitest';
import type { Clock } from '../../../main/ports.ts';
import { askEveryMs, watchPulse } from '../../../main/process/pulse.ts';
import { handClock } from '../../support/badge.ts';

function watched(clock: Clock) {
  const asked: number[] = [];
  const troubles: string[] = [];
  const pulse = watchPulse({ clock, ask: () => asked.push(clock.elapsed()), onTrouble: (why) => troubles.push(why) });
  pulse.begin();
  return { asked, troubles, pulse };
}

const well = { shows: true };

test('a page that answered and then stops is in trouble after ten seconds, once', () => {
  const clock = handClock();
  const { asked, troubles, pulse } = watched(clock);
  clock.advance(askEveryMs);
  pulse.answered(well);
  clock.advance(4 * askEveryMs);
  expect(troubles).toEqual([]);
  clock.advance(askEveryMs);
  expect(troubles).toEqual(['silent']);
  clock.advance(3_600_000);
  expect(troubles).toEqual(['silent']);
  expect(asked).toHaveLength(5);
  expect(clock.waiting()).toBe(0);
});

test('one good answer in ten seconds is enough', () => {
  const clock = handClock();
  const { troubles, pulse } = watched(clock);
  for (let turn = 0; turn < 100; turn += 1) {
    clock.advance(askEveryMs);
    if (turn % 4 === 0) pulse.answered(well);
  }
  expect(troubles).toEqual([]);
});

test('a page begun anew has twenty seconds for its first picture again', () => {
  const clock = handClock();
  const { troubles, pulse } = watched(clock);
  clock.advance(askEveryMs);
  pulse.answered(well);
  pulse.begin();
  clock.advance(8 * askEveryMs);
  expect(troubles).toEqual([]);
  clock.advance(askEveryMs);
  expect(troubles).toEqual(['silent']);
});

test('nothing is asked after the end', () => {
  const clock = handClock();
  const { asked, pulse } = watched(clock);
  pulse.end();
  clock.advance(3_600_000);
  expect([asked, clock.waiting()]).toEqual([[], 0]);
});

test('a machine that slept for an hour, or a host that was busy, has missed one answer, not all of them', () => {
  let nowMs = 0;
  let due = () => {};
  const clock: Clock = {
    now: () => nowMs,
    elapsed: () => nowMs,
    after(_delayMs, run) {
      due = run;
      return () => {};
    },
  };
  const { troubles, pulse } = watched(clock);
  for (let hour = 0; hour < 20; hour += 1) {
    nowMs += 3_600_000;
    due();
    pulse.answered(well);
  }
  expect(troubles).toEqual([]);
});
