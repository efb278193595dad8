import { expect, test } from 'vitest';
import { mayStillSend } from '../../../../main/release/deciding/owner.ts';
import { mayHaveMoved, sameEffect, wakeAt } from '../../../../main/release/deciding/release.ts';
import { printedSeed } from '../../../support/badge.ts';
import { type Walked, walk } from '../../../support/release-machine/walks.ts';

const seed = printedSeed('walks of releases');
const walked = Array.from({ length: 4_000 }, (_, i) => walk(seed + i, 60));
const steps = walked.flat();

/** The steps for which something is not so: none, whatever happened in whatever order. */
const breaches = (isSound: (step: Walked) => boolean) =>
  steps.filter((step) => !isSound(step)).map(({ name, before, after, at }) => JSON.stringify({ name, at, before, after }));
const told = ({ commands }: Walked) => commands.flatMap((command) => (command.do === 'tell' ? [command.stage] : []));
const sent = ({ commands }: Walked) => commands.flatMap((command) => (command.do === 'send' ? [command.effect] : []));
const closes = ({ commands }: Walked) => commands.filter((command) => command.do === 'close').length;

test('nobody is told "not released" of what was seen on its way, or redirected, since they asked', () => {
  expect(breaches((step) => !step.after.moved || told(step).every(({ is }) => is !== 'notReleased'))).toEqual([]);
});

test('nobody is told that a job is on its way but by a read that shows it', () => {
  const shows = (name: string) => name === 'read moving' || name === 'read stopped' || name === 'back';
  expect(breaches((step) => shows(step.name) || told(step).every(({ is }) => is !== 'sent' && is !== 'printing'))).toEqual([]);
});

test('nothing is sent once its owner has left but what goes well, within ten seconds of their signing out', () => {
  expect(breaches((step) => sent(step).length === 0 || mayStillSend(step.before, step.at))).toEqual([]);
  const afterLeaving = steps.filter((step) => sent(step).length > 0 && step.before.left !== null);
  expect(afterLeaving.length).toBeGreaterThan(0);
  for (const { before, at } of afterLeaving) {
    expect(before.left?.how).toBe('signedOut');
    expect(at - (before.left?.at ?? 0)).toBeLessThanOrEqual(10_000);
    expect([before.doubted, before.outage]).toEqual([false, false]);
  }
});

test('one effect is on the wire at a time, and each send had its turn', () => {
  expect(breaches((step) => sent(step).length === 0 || (step.before.sending === null && step.name === 'turn'))).toEqual([]);
});

test('a start or a redirect that may still land is not sent again, whatever its owner touches', () => {
  for (const life of walked) {
    const landing = new Map<string, number>();
    for (const step of life) {
      const { event, before, rules, at } = step;
      for (const { kind } of sent(step)) {
        const since = landing.get(kind);
        // A new job is another thing to start.
        if (since !== undefined) expect(at, JSON.stringify({ before, kind, since })).toBeGreaterThanOrEqual(since + rules.settleMs);
      }
      if (step.after.place !== before.place) landing.clear();
      if (event.is !== 'answered') continue;
      const isOut = event.answer.is === 'unknown' || event.answer.is === 'done';
      if (isOut && (event.effect.kind === 'start' || event.effect.kind === 'redirect')) landing.set(event.effect.kind, at);
    }
  }
});

test('what the service said it did is not sent again for the same touch', () => {
  for (const life of walked) {
    let done: { readonly effect: Parameters<typeof sameEffect>[0]; readonly place: unknown } | null = null;
    for (const step of life) {
      if (step.name === 'asked') done = null;
      // A task that holds it since is another thing: behind it a job may wait for a start of its own.
      if (step.name === 'read held' && done?.effect.kind === 'start') done = null;
      for (const effect of sent(step)) {
        const isSame = done !== null && effect.kind !== 'configure' && sameEffect(done.effect, effect) && done.place === step.before.place;
        expect(isSame, JSON.stringify(step)).toBe(false);
      }
      if (step.event.is === 'answered' && step.event.answer.is === 'done') done = { effect: step.event.effect, place: step.after.place };
    }
  }
});

test('a release that is not over is always going to be looked at', () => {
  const awaits = ({ after }: Walked) => after.over || after.sending !== null || after.due !== null || wakeAt(after) !== null;
  expect(breaches((step) => awaits(step) || step.commands.some((command) => command.do === 'read') || step.before.readAt === null)).toEqual(
    [],
  );
});

test('a release ends once for each touch, and stays open only where something may have happened', () => {
  for (const life of walked) {
    let open = true;
    for (const step of life) {
      if (step.name === 'asked' && step.before.closed) open = true;
      if (closes(step) > 0) {
        expect(open, JSON.stringify(step)).toBe(true);
        expect(closes(step)).toBe(1);
        open = false;
      }
      if (step.after.over && !step.before.over && !step.after.closed) {
        expect(mayHaveMoved(step.before) || step.before.sending !== null || step.before.startedAt !== null, JSON.stringify(step)).toBe(
          true,
        );
      }
    }
  }
});
