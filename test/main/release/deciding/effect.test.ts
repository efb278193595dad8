import { expect, test } from 'vitest';
import type { AuthFailure } from '../../../../main/auth/model.ts';
import type { GraphFailure } from '../../../../main/graph/model.ts';
import { answerOf, type EffectAnswer, journalledAnswer, releaseEffectOf } from '../../../../main/release/deciding/effect.ts';

const reference = '4F2A-91C0';
const auth: AuthFailure = { kind: 'signInAgain', aadsts: 50173, correlationId: null };

const failures = {
  refused: { kind: 'refused', status: 409, code: null, reference },
  gone: { kind: 'refused', status: 410, code: null, reference },
  notFound: { kind: 'refused', status: 404, code: null, reference },
  forbidden: { kind: 'refused', status: 403, code: null, reference },
  unauthenticated: { kind: 'unauthenticated', reference },
  throttled: { kind: 'throttled', retryAfterMs: 1, reference },
  throttledWithoutATime: { kind: 'throttled', retryAfterMs: null, reference },
  unavailable: { kind: 'unavailable', status: 503, retryAfterMs: null, reference },
  unreachable: { kind: 'unreachable', timedOut: true },
  badAnswer: { kind: 'badAnswer', what: 'x', reference },
  notSent: { kind: 'notSent' },
  noToken: { kind: 'noToken', failure: auth },
} as const satisfies Record<string, GraphFailure>;
const answers: Readonly<Record<keyof typeof failures, EffectAnswer>> = {
  refused: { is: 'refused', status: 409 },
  gone: { is: 'refused', status: 410 },
  notFound: { is: 'refused', status: 404 },
  forbidden: { is: 'refused', status: 403 },
  unauthenticated: { is: 'refused', status: 401 },
  throttled: { is: 'throttled', retryAfterMs: 1 },
  throttledWithoutATime: { is: 'throttled', retryAfterMs: 2_000 },
  unavailable: { is: 'unknown' },
  unreachable: { is: 'unknown' },
  badAnswer: { is: 'unknown' },
  notSent: { is: 'notSent' },
  noToken: { is: 'refused', status: 0 },
};

test.each(Object.entries(failures))('an effect that ended as %s is unknown only where it may have happened', (name, failure) => {
  expect(answerOf({ ok: false, failure })).toEqual(answers[name as keyof typeof failures]);
});

test('a row that announces an effect and has no answer is one that may have happened', () => {
  expect(journalledAnswer({ kind: 'start', target: null, settings: null, answer: null, status: null })).toEqual({ is: 'unknown' });
});

test('a deletion is no step of a release', () => {
  expect(releaseEffectOf({ kind: 'cancel', target: null, settings: null, answer: null, status: null })).toBeNull();
});
