import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EventName } from '../../main/log/events.ts';
import type { Log, LogFields } from '../../main/log/log.ts';
import type { Clock } from '../../main/ports.ts';
import type { ReaderKey } from '../../preload/key-gate.ts';

/** A clock that moves only when told to; timers run in order of their time. */
export interface HandClock extends Clock {
  /** Moves on by `ms`, running the timers that fall due. */
  advance(ms: number): void;
  /** Sets the wall clock without running anything. */
  set(nowMs: number): void;
  /** Timers that are waiting. */
  waiting(): number;
}

/** Makes a `HandClock` that starts at `startMs`. */
export function handClock(startMs = Date.UTC(2026, 10, 21)): HandClock {
  let elapsedMs = 0;
  let wallAheadMs = startMs;
  let timers: { readonly dueMs: number; readonly run: () => void }[] = [];
  return {
    now: () => elapsedMs + wallAheadMs,
    elapsed: () => elapsedMs,
    after(delayMs, run) {
      const timer = { dueMs: elapsedMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const untilMs = elapsedMs + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        elapsedMs = Math.max(elapsedMs, next.dueMs);
        next.run();
      }
      elapsedMs = untilMs;
    },
    set(value) {
      wallAheadMs = value - elapsedMs;
    },
    waiting: () => timers.length,
  };
}

/** A log that remembers. */
export function recordingLog(): { readonly log: Log; readonly lines: { event: EventName; fields: LogFields }[] } {
  const lines: { event: EventName; fields: LogFields }[] = [];
  return { lines, log: (event, fields = {}) => lines.push({ event, fields }) };
}

/** A folder of this test's own, removed afterwards. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'badge-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new seed for each run, printed so that a failure can be repeated. */
export function printedSeed(name: string): number {
  const seed = Date.now() & 0x7fffffff;
  console.log(`${name}: seed ${seed}`);
  return seed;
}

/** The keys of `text` with `gapMs` between them; `\n` is Enter, `\t` Tab, `\0` a key that types nothing. */
export function typed(text: string, startMs: number, gapMs = 8): ReaderKey[] {
  return [...text].map((char, index) => {
    const atMs = startMs + index * gapMs;
    if (char === '\n') return { kind: 'enter', atMs };
    if (char === '\t') return { kind: 'tab', atMs };
    return char === '\0' ? { kind: 'other', atMs } : { kind: 'char', char, atMs };
  });
}
