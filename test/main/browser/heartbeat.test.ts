import { expect, test } from 'vitest';
import { joinScreen, type ScreenSocket } from '../../../main/browser/screen.ts';
import { askEveryMs } from '../../../main/process/pulse.ts';
import { recoveryWindowMs } from '../../../main/process/recovery.ts';
import { handClock, recordingLog } from '../../support/badge.ts';
import { doubleFace } from '../../support/face-double.ts';

/** A kiosk's host and pages that answer its pings as they are told. */
function joined() {
  const face = doubleFace();
  const clock = handClock();
  const { log, lines } = recordingLog();
  const screen = joinScreen({ face, clock, log });
  const connect = (page: { argument: unknown }) => {
    const told: string[] = [];
    const closed: (number | undefined)[] = [];
    let pings = 0;
    const socket: ScreenSocket = {
      send(text) {
        const message = JSON.parse(text) as { is: string; channel?: string };
        if (message.channel === undefined && message.is !== 'answer') told.push(message.is);
        if (message.channel !== 'station:ping') return;
        pings += 1;
        if (page.argument === undefined) return;
        screen.heard(socket, JSON.stringify({ is: 'invoke', id: 1, channel: 'station:pulse', argument: page.argument }));
      },
      close: (code) => void closed.push(code),
    };
    screen.opened(socket);
    screen.heard(socket, JSON.stringify({ is: 'attention', hears: true }));
    return { socket, told, closed, asked: () => pings };
  };
  return { face, clock, lines, screen, connect };
}

const well = { shows: true };

test('a page that answers stays connected, and no ping is an intent', () => {
  const { connect, clock, face } = joined();
  const { closed, told } = connect({ argument: well });
  clock.advance(3_600_000);
  expect([closed, told, face.intents, face.heard.at(-1)]).toEqual([[], ['tail'], [], true]);
});

test('a page that hangs is let go of: the reader is deaf, and the next page is the screen', () => {
  const { connect, clock, face, lines, screen } = joined();
  const page = { argument: well as unknown };
  const hung = connect(page);
  clock.advance(askEveryMs);
  page.argument = undefined;
  clock.advance(askEveryMs + 10_000);
  expect([hung.closed, face.heard.at(-1)]).toEqual([[4408], false]);
  expect(lines.map(({ event }) => event)).toEqual(['screen.hangs']);
  screen.heard(hung.socket, JSON.stringify({ is: 'attention', hears: true }));
  expect(face.heard.at(-1)).toBe(false);
  connect({ argument: well });
  expect(face.heard.at(-1)).toBe(true);
  screen.closed(hung.socket);
  expect(face.heard.at(-1)).toBe(true);
});

test('a white page is loaded again three times, each later than the last, then covered for ten minutes', () => {
  const { connect, clock, lines } = joined();
  const white = { argument: { shows: false } };
  const limitMs = 8 * askEveryMs + askEveryMs;
  for (const waitMs of [0, 5_000, 30_000]) {
    const { told } = connect(white);
    clock.advance(limitMs + waitMs);
    expect(told).toEqual(['tail', 'reload']);
  }
  const { told } = connect(white);
  clock.advance(limitMs);
  expect(told).toEqual(['tail', 'outOfOrder']);
  clock.advance(recoveryWindowMs);
  expect(told).toEqual(['tail', 'outOfOrder', 'reload']);
  expect(lines.map(({ event, fields }) => [event, fields.step])).toEqual([
    ...Array<unknown>(3).fill(['screen.blank', 'reload']),
    ['screen.blank', 'outOfService'],
  ]);
});

test('a white page hears from its host all the while, and does not take it for lost', () => {
  const { connect, clock } = joined();
  const page = { argument: { shows: false } as unknown };
  for (let turn = 0; turn < 3; turn += 1) {
    connect(page);
    clock.advance(9 * askEveryMs + 30_000);
  }
  const { asked } = connect(page);
  let before = 0;
  for (let passedMs = 0; passedMs < recoveryWindowMs; passedMs += 2 * askEveryMs) {
    clock.advance(2 * askEveryMs);
    expect(asked()).toBeGreaterThan(before);
    before = asked();
  }
});

test('a page that took the place of a white one is not loaded again for it', () => {
  const { connect, clock } = joined();
  const white = { argument: { shows: false } };
  connect(white);
  clock.advance(9 * askEveryMs);
  connect(white);
  clock.advance(9 * askEveryMs);
  const { told } = connect({ argument: well });
  clock.advance(60_000);
  expect(told).toEqual(['tail']);
});

test('what never answered is asked on, and kept', () => {
  const { connect, clock } = joined();
  const { closed, told } = connect({ argument: undefined });
  clock.advance(600_000);
  expect([closed, told]).toEqual([[], ['tail']]);
});

test('a page that has gone is neither asked nor told to load again', () => {
  const { connect, clock, screen } = joined();
  const { socket, told } = connect({ argument: { shows: false } });
  clock.advance(9 * askEveryMs - 1);
  screen.closed(socket);
  clock.advance(3_600_000);
  expect([told, clock.waiting()]).toEqual([['tail'], 0]);

  for (let turn = 0; turn < 2; turn += 1) {
    const white = connect({ argument: { shows: false } });
    clock.advance(9 * askEveryMs);
    screen.closed(white.socket);
    expect(clock.waiting()).toBe(0);
  }
});

test('nothing is left waiting when the kiosk ends', () => {
  const { connect, clock, screen } = joined();
  connect({ argument: well });
  screen.end();
  expect(clock.waiting()).toBe(0);
});
