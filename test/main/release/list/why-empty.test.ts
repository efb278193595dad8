import { describe, expect, test } from 'vitest';
import type { GraphFailure } from '../../../../main/graph/model.ts';
import type { Finding } from '../../../../main/release/deciding/finding.ts';
import type { Outcome } from '../../../../main/release/deciding/release.ts';
import { type EmptyEvidence, type EndedJob, whyEmpty } from '../../../../main/release/list/why-empty.ts';
import type { EndedRelease } from '../../../../main/release/storage/journal.ts';

const now = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** All lists were read, and there is nothing in them. */
const nothing: EmptyEvidence = {
  failures: [],
  whole: true,
  reader: 'person',
  moved: [],
  ended: [],
  ownerless: 0,
  released: [],
  seen: [],
  listed: new Set(),
  keptDays: 10,
  now,
};
const why = (evidence: Partial<EmptyEvidence>) => whyEmpty({ ...nothing, ...evidence });
const inList = (is: 'done' | 'cancelled' | 'aborted' | 'redirected', changes: Partial<EndedJob> = {}): EndedJob => {
  const finding: Finding =
    is === 'done' ? { is, how: 'successfully' } : is === 'redirected' ? { is, printerId: 'p2', jobId: '5000' } : { is };
  return { key: 'p1/1', finding, submittedAt: now - hourMs, takenAt: null, ...changes };
};
const here = (outcome: Outcome, agoMs = hourMs, jobId = '1'): EndedRelease => ({
  ref: { shareId: 's1', printerId: 'p1', jobId },
  outcome,
  endedAt: now - agoMs,
});
const seen = (submittedAgoMs: number, changes: object = {}) => ({
  key: 'p1/1',
  submittedAt: now - submittedAgoMs,
  seenAt: now - submittedAgoMs,
  over: false,
  ...changes,
});
const reasons = (evidence: Partial<EmptyEvidence>) => why(evidence).filter(({ is }) => is !== 'nothingHeld');
const refused = (status: number, code: string | null = null): GraphFailure => ({ kind: 'refused', status, code, reference: null });

test('nothing held is said only where every list was read to its last job', () => {
  expect(why({})).toEqual([{ is: 'nothingHeld' }]);
  expect(why({ whole: false })).toEqual([]);
  expect(why({ whole: false, failures: [{ kind: 'badAnswer', what: 'HTML', reference: null }] })).toEqual([]);
});

describe('printed', () => {
  test('where this station saw it finish', () => {
    expect(reasons({ released: [here('done', 2 * hourMs), here('done', hourMs, '2')] })).toEqual([
      { is: 'printed', count: 2, latest: new Date(now - hourMs).toISOString() },
    ]);
  });
  test('where this station released it and the list shows it finished since', () => {
    expect(reasons({ released: [here('moving')], ended: [inList('done')] })).toMatchObject([{ is: 'printed', count: 1 }]);
    expect(reasons({ released: [here('attention')], ended: [inList('done')] })).toMatchObject([{ is: 'printed', count: 1 }]);
  });
  test('not where it was on its way when it was last seen', () => {
    expect(reasons({ released: [here('moving'), here('attention', hourMs, '2'), here('gone', hourMs, '3')] })).toEqual([]);
  });
});

describe('expired', () => {
  test('where it was seen held here, its time is over and the list has it no more', () => {
    expect(reasons({ seen: [seen(10 * dayMs)] })).toEqual([{ is: 'expired', count: 1 }]);
    expect(reasons({ seen: [seen(10 * dayMs - hourMs)] })).toEqual([{ is: 'expired', count: 1 }]);
  });
  test.each([
    ['its time is not over', { seen: [seen(10 * dayMs - 2 * hourMs)] }],
    ['it moved', { seen: [seen(11 * dayMs, { over: true })] }],
    ['a list still has it', { seen: [seen(11 * dayMs)], listed: new Set(['p1/1']) }],
    ['nobody knows how long jobs are kept', { seen: [seen(11 * dayMs)], keptDays: 0 }],
  ])('not where %s', (_why, evidence) => {
    expect(reasons(evidence)).toEqual([]);
  });
});

describe('cancelled', () => {
  test('by somebody, by the service, or here: each job once', () => {
    const ended = [inList('cancelled'), inList('aborted', { key: 'p1/2' })];
    expect(reasons({ ended, released: [here('cancelled')] })).toEqual([{ is: 'cancelled', count: 2 }]);
    expect(reasons({ released: [here('cancelled')] })).toEqual([{ is: 'cancelled', count: 1 }]);
  });
  test('not where that was long ago', () => {
    expect(reasons({ ended: [inList('cancelled', { submittedAt: now - 13 * hourMs })] })).toEqual([]);
    expect(reasons({ ended: [inList('cancelled', { submittedAt: null })] })).toEqual([]);
  });
  test('an old job counts where it was still seen held here lately', () => {
    const ended = [inList('cancelled', { submittedAt: now - 3 * dayMs })];
    expect(reasons({ ended, seen: [seen(3 * dayMs, { seenAt: now - hourMs, over: true })] })).toEqual([{ is: 'cancelled', count: 1 }]);
  });
});

describe('released elsewhere', () => {
  test.each(['done', 'redirected'] as const)('where the list shows it as %s and this station did nothing', (is) => {
    expect(reasons({ ended: [inList(is)] })).toEqual([{ is: 'releasedElsewhere', count: 1 }]);
    expect(reasons({ ended: [inList(is)], released: [here('notReleased')] })).toEqual([{ is: 'releasedElsewhere', count: 1 }]);
  });
  test('also one that waited for days and was taken by a printer lately', () => {
    expect(reasons({ ended: [inList('done', { submittedAt: now - 5 * dayMs, takenAt: now - hourMs })] })).toHaveLength(1);
    expect(reasons({ ended: [inList('done', { submittedAt: now - 5 * dayMs, takenAt: now - 4 * dayMs })] })).toEqual([]);
  });
  test.each(['done', 'moving', 'attention', 'gone'] as const)('not where this station released it (%s)', (outcome) => {
    expect(reasons({ ended: [inList('redirected')], released: [here(outcome)] }).filter(({ is }) => is === 'releasedElsewhere')).toEqual(
      [],
    );
  });
});

describe('failures', () => {
  const cases: readonly (readonly [GraphFailure, string | undefined])[] = [
    [refused(403), 'notPermitted'],
    [refused(403, 'accessDenied'), 'notPermitted'],
    [refused(402), 'noLicence'],
    [refused(403, 'licenseRequired'), 'noLicence'],
    [refused(403, 'NoSubscription'), 'noLicence'],
    [refused(404, 'licenseRequired'), undefined],
    [{ kind: 'throttled', retryAfterMs: null, reference: null }, 'busy'],
    [{ kind: 'unavailable', status: 503, retryAfterMs: null, reference: null }, 'serviceDown'],
    [{ kind: 'unreachable', timedOut: true }, 'serviceDown'],
    [{ kind: 'noToken', failure: { kind: 'unreachable', aadsts: null, correlationId: null } }, 'offline'],
    [{ kind: 'unauthenticated', reference: null }, undefined],
    [{ kind: 'badAnswer', what: 'HTML', reference: null }, undefined],
  ];
  test.each(cases)('%j is %s', (failure, is) => {
    expect(why({ failures: [failure], whole: false })).toEqual(is === undefined ? [] : [{ is }]);
  });
  test('several come once each, what explains most first', () => {
    const failures = [refused(403), refused(403), { kind: 'unreachable', timedOut: false } as const];
    expect(why({ failures, whole: false })).toEqual([{ is: 'offline' }, { is: 'notPermitted' }]);
  });
});

test('the most telling comes first', () => {
  const found = why({
    moved: ['Lobby'],
    ended: [inList('cancelled'), inList('done', { key: 'p1/2' })],
    ownerless: 2,
    released: [here('done', hourMs, '3')],
    seen: [seen(11 * dayMs, { key: 'p1/4' })],
  });
  expect(found).toMatchObject([
    { is: 'printerMoved', printers: ['Lobby'] },
    { is: 'expired', count: 1 },
    { is: 'cancelled', count: 1 },
    { is: 'releasedElsewhere', count: 1 },
    { is: 'ownerNotNamed', count: 2 },
    { is: 'printed', count: 1 },
    { is: 'nothingHeld' },
  ]);
});
