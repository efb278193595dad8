import { expect, test } from 'vitest';
import { pingChannel } from '../../preload/pulse.ts';
import { coverInSilence, lookEveryMs, mostSilentLooks } from '../../preload/silence.ts';
import { type Ipc, snapshotChannel } from '../../preload/station-api.ts';
import { handClock } from '../support/badge.ts';

const limitMs = lookEveryMs * mostSilentLooks;

/** A page in a host that asks, and answers, only when a test says so. */
function page() {
  const clock = handClock();
  const covers: (string | null)[] = [];
  const listeners = new Map<string, (event: unknown, value: unknown) => void>();
  const answers: { readonly say: () => void; readonly refuse: () => void }[] = [];
  const ipc: Pick<Ipc, 'on' | 'invoke'> = {
    on: (channel, listener) => listeners.set(channel, listener),
    invoke: (channel) =>
      new Promise((resolve, reject) => {
        expect(channel).toBe(snapshotChannel);
        answers.push({ say: () => resolve(null), refuse: () => reject(new Error('refused')) });
      }),
  };
  coverInSilence(ipc, clock.after, (sentence) => covers.push(sentence));
  return { clock, covers, answers, ping: () => listeners.get(pingChannel)?.({}, null) };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('fifteen seconds after the host’s last question the page is covered, once', () => {
  expect(limitMs).toBe(15_000);
  const { clock, covers, ping } = page();
  ping();
  clock.advance(limitMs - 1);
  ping();
  clock.advance(limitMs - 1);
  expect(covers).toEqual([]);
  clock.advance(1);
  expect(covers).toEqual([expect.stringContaining('One moment')]);
  clock.advance(10 * limitMs);
  expect(covers).toHaveLength(1);
});

test('the cover goes when the host asks again and has said what to show, and comes again', async () => {
  const { clock, covers, answers, ping } = page();
  ping();
  clock.advance(limitMs);
  ping();
  await settled();
  expect([covers.length, answers.length]).toEqual([1, 1]);
  answers[0]?.refuse();
  await settled();
  expect(covers).toHaveLength(1);
  ping();
  answers[1]?.say();
  await settled();
  expect(covers.at(-1)).toBe(null);
  ping();
  expect(answers).toHaveLength(2);
  clock.advance(limitMs);
  expect(covers.map((sentence) => sentence !== null)).toEqual([true, false, true]);
});

test('a page that no host ever asked is not covered', () => {
  const { clock, covers } = page();
  clock.advance(10 * limitMs);
  expect(covers).toEqual([]);
});

test('a machine that slept, or a page that hung itself, has missed one look, not all of them', () => {
  let due: (() => void) | null = null;
  const covers: unknown[] = [];
  const listeners = new Map<string, (event: unknown, value: unknown) => void>();
  // However late a timer comes: one look.
  coverInSilence(
    { on: (channel, listener) => listeners.set(channel, listener), invoke: () => Promise.resolve(null) },
    (_delayMs, run) => {
      due = run;
      return () => undefined;
    },
    (sentence) => covers.push(sentence),
  );
  for (let turn = 0; turn < 20; turn += 1) {
    listeners.get(pingChannel)?.({}, null);
    (due as (() => void) | null)?.();
  }
  expect(covers).toEqual([]);
});
