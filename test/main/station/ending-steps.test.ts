import { expect, test } from 'vitest';
import { Secret } from '../../../main/secret.ts';
import { createEnding } from '../../../main/station/ending.ts';
import type { JobEffects } from '../../../main/station/job-effects.ts';
import type { StationParts } from '../../../main/station/parts.ts';
import { newVisit, type Visit } from '../../../main/station/visit.ts';
import { handClock } from '../../support/badge.ts';
import { cardA } from '../../support/session-play.ts';

/** All that the end of a visit does, in the order that a fault must not change. */
const order = [
  'left idle',
  'unlink',
  'remember oid-ada',
  'remove 2',
  'told 2 deleted',
  'settled',
  'reseal',
  'wipe session',
  'close row',
  'close releases',
];

/** Ends a visit in which one thing breaks; gives what was done all the same, and the lines of the log. */
async function endWith(broken: string | null) {
  const done: string[] = [];
  const logged: string[] = [];
  const does = (what: string) => {
    if (what === broken) throw new Error('broken');
    done.push(what);
  };
  const jobs = {
    left: (_visit: Visit, how: string) => does(`left ${how}`),
    remove: async (_visit: Visit, refs: readonly unknown[]) => {
      does(`remove ${refs.length}`);
      return refs.length;
    },
    settled: async () => does('settled'),
  } as unknown as JobEffects;
  const parts = {
    clock: handClock(),
    log: (event: string, fields?: { place?: string }) => void logged.push(`${event} ${fields?.place ?? ''}`.trim()),
    preferences: { keep: (oid: string) => does(`remember ${oid}`), recall: () => ({}) },
  } as unknown as StationParts;
  const unlinking = { begin: () => does('unlink'), isPending: () => false, close: () => {} };
  const ending = createEnding(parts, jobs, unlinking, (event) => {
    if (event.is === 'deleted') done.push(`told ${event.deleted} deleted`);
    return true;
  });
  const visit: Visit = {
    ...newVisit(1),
    session: { serialize: () => new Secret('newer'), wipe: () => does('wipe session') } as unknown as Visit['session'],
    access: { oid: 'oid-ada' } as Visit['access'],
    releases: { close: () => does('close releases') } as Visit['releases'],
    row: { reseal: () => does('reseal'), remove: () => {}, close: () => does('close row') } as unknown as Visit['row'],
    sealed: new Secret('older'),
  };
  const ref = { shareId: 's', printerId: 'p', jobId: '1' };
  await ending.end(visit, 'timedOut', { unlink: cardA, remember: { oid: 'oid-ada', wishes: {} }, remove: [ref, ref] });
  return { done, logged, visit };
}

test('a visit ends in its order, and nothing of it is left', async () => {
  const { done, logged, visit } = await endWith(null);
  expect(done).toEqual(order);
  expect(logged).toEqual(['session.wiped']);
  expect(visit).toMatchObject({ session: null, access: null, releases: null, row: null, sealed: null });
  for (const { signal } of [visit.left, visit.signIn, visit.stop]) expect(signal.aborted).toBe(true);
});

test.each(order.filter((step) => !step.startsWith('told')))('where "%s" breaks, all the rest is done all the same', async (broken) => {
  const { done, logged, visit } = await endWith(broken);
  // Of what could not be deleted the goodbye says so.
  const expected = broken.startsWith('remove') ? order.with(order.indexOf('told 2 deleted'), 'told 0 deleted') : order;
  expect(done).toEqual(expected.filter((step) => step !== broken));
  expect(logged).toEqual([expect.stringMatching(/^internal\.error endSession\./), 'session.wiped']);
  expect(visit).toMatchObject({ session: null, access: null, releases: null, row: null, sealed: null });
});
