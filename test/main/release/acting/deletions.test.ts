import { expect, test } from 'vitest';
import type { AuditEntry } from '../../../../main/audit/model.ts';
import type { GraphFailure, GraphResult } from '../../../../main/graph/model.ts';
import type { JobAccess } from '../../../../main/release/acting/access.ts';
import { createDeletions } from '../../../../main/release/acting/deletions.ts';
import type { JobRef } from '../../../../main/release/job-ref.ts';
import { createWaitingPrinters } from '../../../../main/release/printers/waiting-printers.ts';
import type { StationJournal } from '../../../../main/release/storage/station-journal.ts';
import { job } from '../../../support/print-jobs.ts';
import { type ReleaseWorld, releaseWorld } from '../../../support/release-world.ts';

const ref = (jobId: string): JobRef => ({ shareId: 's1', printerId: 'p1', jobId });
const stop = new AbortController().signal;
const notThere: GraphFailure = { kind: 'refused', status: 404, code: null, reference: null };
const gateway: GraphFailure = { kind: 'gateway', status: 404, reference: null };
const serverError: GraphFailure = { kind: 'unavailable', status: 500, retryAfterMs: null, reference: null };
const noNetwork: GraphFailure = { kind: 'unreachable', timedOut: false };
const full = () => {
  throw new Error('database or disk is full');
};

function deletionsIn(world: ReleaseWorld, journal: Partial<StationJournal> = {}) {
  const recorded: AuditEntry[] = [];
  const deletions = createDeletions({
    ...world,
    journal: { ...world.journal, ...journal },
    taskDefinitionId: 'd1',
    app: {} as never,
    audit: { record: (...entries) => void recorded.push(...entries) },
    signature: '',
    waiting: createWaitingPrinters([], world.clock),
    times: { settleMs: 1, resumeMs: 1 },
    log: () => {},
  });
  const remove = async (ids: readonly string[], access: Partial<JobAccess> = {}) => [
    ...(await deletions.remove({ ...world.access, ...access }, ids.map(ref), stop)),
  ];
  return { deletions, remove, recorded, toTell: () => [...deletions.toTell('oid-ada')] };
}

/** Reads what each answer says, in turn. */
const readsOf = (...answers: readonly GraphResult<ReturnType<typeof job>>[]) => {
  const rest = [...answers];
  return { readJobs: async (refs: readonly JobRef[]) => refs.map(() => rest.shift()!) };
};

test('what the service accepted is deleted, and there is nothing to tell', async () => {
  const world = releaseWorld();
  const { remove, toTell, recorded } = deletionsIn(world);
  expect(await remove(['4711'])).toEqual(['p1/4711']);
  expect(world.sent).toEqual(['cancel 4711']);
  expect(toTell()).toEqual([]);
  expect(recorded).toEqual([{ kind: 'jobDeleted', person: 'oid-ada', job: 'p1/4711' }]);
});

test.each([
  ['a 500', serverError],
  ['no network', noNetwork],
  ['a gateway’s 404', gateway],
  ['a 403', { ...notThere, status: 403 }],
] as const)('%s to the deletion deletes nothing, and its owner is told at the next visit, once', async (_, failure) => {
  const world = releaseWorld();
  const { remove, toTell, recorded, deletions } = deletionsIn(world);
  world.effectFails = failure;
  expect(await remove(['4711'])).toEqual([]);
  expect(recorded).toEqual([]);
  expect(toTell()).toEqual(['p1/4711']);
  world.reopen();
  expect([...deletionsIn(world).deletions.toTell('oid-ada')]).toEqual(['p1/4711']);
  expect([...deletions.toTell('oid-bob')]).toEqual([]);
  deletionsIn(world).deletions.told('oid-ada');
  world.reopen();
  expect([...deletionsIn(world).deletions.toTell('oid-ada')]).toEqual([]);
});

test('an answer that was lost counts as a deletion where a read shows that it was carried out', async () => {
  const world = releaseWorld();
  const { remove } = deletionsIn(world);
  world.effectFails = noNetwork;
  const gone: GraphResult<never> = { ok: false, failure: notThere };
  expect(await remove(['4711'], readsOf({ ok: true, value: job() }, gone))).toEqual(['p1/4711']);
  const behindGateway: GraphResult<never> = { ok: false, failure: gateway };
  expect(await remove(['4711'], readsOf({ ok: true, value: job() }, behindGateway))).toEqual([]);
});

test.each([
  ['a gateway’s 404', { ok: false, failure: gateway }, 'not gone'],
  ['no answer', { ok: false, failure: noNetwork }, 'not gone'],
  ['a job that was cancelled', { ok: true, value: job({ state: 'canceled' }) }, 'gone'],
  ['a job that was printed', { ok: true, value: job({ state: 'completed' }) }, 'gone'],
  ['somebody else’s job', { ok: true, value: job({ ownerId: 'oid-bob' }) }, 'not gone'],
] as const)('%s to the read before: nothing is sent, and it counts as %3$s', async (_, read, counts) => {
  const world = releaseWorld();
  const { remove, toTell } = deletionsIn(world);
  expect(await remove(['4711'], readsOf(read as GraphResult<ReturnType<typeof job>>))).toEqual(counts === 'gone' ? ['p1/4711'] : []);
  expect(world.sent).toEqual([]);
  expect(toTell()).toEqual(counts === 'gone' ? [] : ['p1/4711']);
});

test('one answer that a job is not there is not believed: to the read before, and to the deletion', async () => {
  const world = releaseWorld();
  const { remove } = deletionsIn(world);
  const lost: GraphResult<never> = { ok: false, failure: notThere };
  const there: GraphResult<ReturnType<typeof job>> = { ok: true, value: job() };
  expect(await remove(['4711'], readsOf(lost, there))).toEqual(['p1/4711']);
  expect(await remove(['4711'], readsOf(lost, lost))).toEqual([]);
  expect(world.sent).toEqual(['cancel 4711']);
  world.effectFails = notThere;
  expect(await remove(['4711'], readsOf(there, there))).toEqual([]);
  expect(await remove(['4711'], readsOf(there, lost))).toEqual(['p1/4711']);
});

test('a journal that takes no row: nothing is sent without one, and its owner is told all the same', async () => {
  const world = releaseWorld();
  const { remove, toTell, deletions } = deletionsIn(world, { begin: full });
  expect(await remove(['4711'])).toEqual([]);
  expect(world.sent).toEqual([]);
  expect(toTell()).toEqual(['p1/4711']);
  deletions.told('oid-ada');
  expect(toTell()).toEqual([]);
});

test('a journal that does not take one job’s intent keeps no other from being deleted', async () => {
  const world = releaseWorld();
  world.reads.set('4712', job({ id: '4712' }));
  let calls = 0;
  const intend: StationJournal['intend'] = (intents) => {
    calls += 1;
    return calls === 1 ? full() : world.journal.intend(intents);
  };
  const { remove, toTell } = deletionsIn(world, { intend });
  expect(await remove(['4711', '4712'])).toEqual(['p1/4712']);
  expect(world.sent).toEqual(['cancel 4712']);
  expect(toTell()).toEqual(['p1/4711']);
});

test('what is still being deleted is not told as not deleted, and is no release that was cut off', async () => {
  const world = releaseWorld();
  const answer = Promise.withResolvers<GraphResult<null>>();
  const { remove, toTell } = deletionsIn(world);
  const removing = remove(['4711'], { cancelJob: () => answer.promise });
  await world.pass(100);
  expect(toTell()).toEqual([]);
  expect(world.journal.openFor('oid-ada')).toEqual([]);
  answer.resolve({ ok: true, value: null });
  expect(await removing).toEqual(['p1/4711']);
});

test('a deletion that a crash cut off is told at the next visit', async () => {
  const world = releaseWorld();
  const { remove } = deletionsIn(world);
  void remove(['4711'], { cancelJob: () => new Promise(() => {}) });
  await world.pass(100);
  world.reopen();
  expect([...deletionsIn(world).deletions.toTell('oid-ada')]).toEqual(['p1/4711']);
});

test('a mode without the right to cancel deletes nothing', async () => {
  const world = releaseWorld();
  const { remove } = deletionsIn(world);
  expect(await remove(['4711'], { cancelJob: null })).toEqual([]);
  expect(world.sent).toEqual([]);
});
