import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphFailure } from '../../../main/graph/model.ts';
import { nextAttempt, readPolicy } from '../../../main/graph/retry.ts';

const busy = (wait: number | null = null): GraphFailure => ({ kind: 'throttled', retryAfterMs: wait, reference: null });
const down = (status: number): GraphFailure => ({ kind: 'unavailable', status, retryAfterMs: null, reference: null });
const first = { tryNumber: 1, elapsedMs: 0, chance: 0.5 };

describe('whether a read is tried again', () => {
  it.each<[string, GraphFailure, boolean]>([
    ['429', busy(), true],
    ['500', down(500), true],
    ['503', down(503), true],
    ['504', down(504), true],
    ['a call that the service does not know', { kind: 'refused', status: 501, code: null, reference: null }, false],
    ['a call that was not sent', { kind: 'notSent' }, false],
    ['a lost connection', { kind: 'unreachable', timedOut: false }, true],
    ['a refusal', { kind: 'refused', status: 404, code: null, reference: null }, false],
    ['a refusal that speaks of the connection (407)', { kind: 'refused', status: 407, code: null, reference: null }, true],
    ['a refusal by the wrong server (421)', { kind: 'refused', status: 421, code: null, reference: null }, true],
    ['a 400 without a code', { kind: 'refused', status: 400, code: null, reference: null }, false],
    ['the word of a gateway', { kind: 'gateway', status: 404, reference: null }, true],
    ['an answer that makes no sense', { kind: 'badAnswer', what: 'x', reference: null }, false],
    ['an answer that came from something else, or not whole', { kind: 'badAnswer', what: 'x', reference: null, mayPass: true }, true],
    ['a list without end', { kind: 'tooMany', reference: null }, false],
    ['a refused token', { kind: 'unauthenticated', reference: null }, false],
  ])('after %s', (_name, failure, again) => {
    expect(nextAttempt({ ...first, failure }).again).toBe(again);
  });

  it('not a fourth time', () => {
    expect(nextAttempt({ ...first, failure: busy(), tryNumber: 2 }).again).toBe(true);
    expect(nextAttempt({ ...first, failure: busy(), tryNumber: 3 }).again).toBe(false);
  });

  it('not a third time where Graph itself refused', () => {
    const failure: GraphFailure = { kind: 'refused', status: 409, code: null, reference: null };
    expect(nextAttempt({ ...first, failure, tryNumber: 2 }).again).toBe(false);
  });

  it('waits as long as Graph asks, and gives up at once where that is longer than a person waits', () => {
    expect(nextAttempt({ ...first, failure: busy(3_000) })).toEqual({ again: true, pauseMs: 3_000 });
    expect(nextAttempt({ ...first, failure: busy(60_000) })).toEqual({ again: false });
  });

  it('backs off longer each time, with jitter', () => {
    const pause = (tryNumber: number, chance: number) => nextAttempt({ failure: busy(), tryNumber, elapsedMs: 0, chance });
    expect(pause(1, 0)).toEqual({ again: true, pauseMs: 250 });
    expect(pause(1, 0.5)).toEqual({ again: true, pauseMs: 375 });
    expect(pause(2, 0)).toEqual({ again: true, pauseMs: 500 });
  });

  it('never starts a try after the budget, whatever comes', () => {
    const failure = fc.oneof(
      fc.constant<GraphFailure>({ kind: 'unreachable', timedOut: true }),
      fc.option(fc.nat(20_000)).map((wait) => busy(wait)),
    );
    const seed = Date.now();
    console.info(`seed ${seed}`);
    fc.assert(
      fc.property(failure, fc.integer({ min: 1, max: 5 }), fc.nat(12_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (f, n, e, c) => {
        const next = nextAttempt({ failure: f, tryNumber: n, elapsedMs: e, chance: c });
        return !next.again || (n < readPolicy.maxTries && e + next.pauseMs < readPolicy.budgetMs && next.pauseMs > 0);
      }),
      { seed },
    );
  });
});
