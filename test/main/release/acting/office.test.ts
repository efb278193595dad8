import { describe, expect, test } from 'vitest';
import type { GraphFailure } from '../../../../main/graph/model.ts';
import type { JobAccess } from '../../../../main/release/acting/access.ts';
import { job, listed, task } from '../../../support/print-jobs.ts';
import { type ReleaseWorld, releaseWorld } from '../../../support/release-world.ts';

/* What an office does that the demo tenant does not: slow, long, and left by its people. Told by what somebody there would see. */

const silence: GraphFailure = { kind: 'unreachable', timedOut: false };
const notThere: GraphFailure = { kind: 'refused', status: 404, code: null, reference: null };
const held = () => job({ tasks: [task({ id: 't1' })] });
const letGo = () => job({ tasks: [task({ id: 't1', state: 'completed' })] });
const printing = () => job({ state: 'processing', isFetchable: true, isAcquiredByPrinter: true });
const done = () => job({ state: 'completed', details: ['completedSuccessfully'] });
/** With the station's rights, which start nothing. */
const asStation: Partial<JobAccess> = { reader: 'station', startJobs: null };
/** Stages that were told, in turn. */
const told = (world: ReleaseWorld) => world.shown.map(({ stage }) => stage.is);
const effects = (world: ReleaseWorld) => world.sent;

/** The network goes in the moment in which the job is completed: nothing was carried out. */
async function cutWhileCompleting() {
  const world = releaseWorld();
  world.reads.set('4711', held());
  world.effectFails = silence;
  const visit = world.releaser();
  void visit.release([listed()], null);
  await world.pass(1_000);
  expect(effects(world)).toEqual(['complete t1']);
  world.reads.set('4711', silence);
  visit.outage();
  return { world, visit };
}
const back = (world: ReleaseWorld) => {
  world.reads.set('4711', held());
  world.effectFails = undefined;
};

describe('pages never come out with their owner gone', () => {
  test.each([
    ['signs out', 'signedOut', 5_000],
    ['is signed out because nobody touches the screen', 'idle', 60_000],
    ['was not them at all', 'notMe', 5_000],
  ] as const)('the network goes, its owner %s, and comes back: the job waits for their next tap', async (_, how, afterMs) => {
    const { world, visit } = await cutWhileCompleting();
    await world.pass(afterMs);
    visit.left(how);
    await world.pass(20_000);
    back(world);
    await world.pass(120_000);
    expect(effects(world)).toEqual(['complete t1']);
    const next = world.releaser();
    void next.takeUp();
    await world.pass(60_000);
    expect(effects(world)).toEqual(['complete t1', 'complete t1']);
  });
  test('after a doubt alone, with a network that never went, nothing is sent again either', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.effectFails = { ...silence, timedOut: true };
    const visit = world.releaser();
    void visit.release([listed()], null);
    await world.pass(1_000);
    world.effectFails = undefined;
    visit.left('signedOut');
    await world.pass(60_000);
    expect(effects(world)).toEqual(['complete t1']);
  });
  test('whoever releases and signs out at once on a service that answers gets every page', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.onEffect = (effect) => world.reads.set('4711', effect.startsWith('complete') ? letGo() : printing());
    const visit = world.releaser();
    void visit.release([listed()], null);
    visit.left('signedOut');
    await world.pass(60_000);
    expect(effects(world)).toEqual(['complete t1', 'start 4711']);
  });
  test('ten seconds after they left even what goes well is not begun any more', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.readTakesMs = 9_000;
    world.onEffect = () => world.reads.set('4711', letGo());
    const visit = world.releaser();
    void visit.release([listed()], null);
    visit.left('signedOut');
    await world.pass(120_000);
    expect(effects(world)).toEqual(['complete t1']);
  });
});

describe('a print of minutes', () => {
  const longPrint = async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.onEffect = (effect) => world.reads.set('4711', effect.startsWith('complete') ? letGo() : printing());
    void world.releaser().release([listed()], null);
    await world.pass(150_000);
    expect(world.last()).toEqual({ is: 'printing' });
    return world;
  };
  test.each([
    ['as resting', letGo],
    ['as held', held],
    ['as a state that nobody knows', () => job({ state: 'teleported' })],
  ] as const)('that reads once %s is never called "not released", and is followed to its end', async (_, reads) => {
    const world = await longPrint();
    world.reads.set('4711', reads());
    await world.pass(2_500);
    world.reads.set('4711', printing());
    await world.pass(10_000);
    world.reads.set('4711', done());
    await world.pass(5_000);
    expect(told(world)).not.toContain('notReleased');
    expect(world.last()).toEqual({ is: 'done' });
    expect(effects(world)).toEqual(['complete t1', 'start 4711']);
  });
  test('that comes to rest is started again only by a touch, and not before the first start cannot land any more', async () => {
    const world = await longPrint();
    world.reads.set('4711', letGo());
    await world.pass(100_000);
    expect(told(world)).not.toContain('notReleased');
    expect(effects(world)).toHaveLength(2);
    void world.releaser().release([listed({ unstartedSince: 0 } as never)], null);
    await world.pass(30_000);
    expect(effects(world)).toEqual(['complete t1', 'start 4711', 'start 4711']);
  });
  test('touched again while it may still land is not started twice', async () => {
    const world = releaseWorld();
    world.reads.set('4711', letGo());
    world.effectFails = { kind: 'refused', status: 403, code: null, reference: null };
    const visit = world.releaser();
    void visit.release([listed()], null);
    await world.pass(25_000);
    expect(effects(world)).toEqual(['start 4711']);
    expect(world.last()).toMatchObject({ is: 'notReleased', trouble: { code: 'startNotAllowed' } });
    world.effectFails = { ...silence, timedOut: true };
    void visit.release([listed()], null);
    await world.pass(6_000);
    const since = effects(world).length;
    void visit.release([listed()], null);
    await world.pass(6_000);
    expect(effects(world)).toHaveLength(since);
  });
});

describe('a redirect', () => {
  test.each([
    ['is uploading', job({ id: '5000', details: ['uploadPending'] })],
    ['says nothing that anybody knows', job({ id: '5000', state: 'teleported' })],
    ['is not there yet', notThere],
  ] as const)('whose new job %s for minutes is not called "not released": it went to another printer', async (_, reads) => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.reads.set('5000', reads);
    void world.releaser({ access: asStation }).release([listed()], 'p2');
    await world.pass(200_000);
    expect(effects(world)).toEqual(['redirect 4711 to p2']);
    expect(told(world)).not.toContain('notReleased');
    expect(told(world)).not.toContain('held');
  });
});

describe('mode app', () => {
  test('a task definition that was deleted is said so: the jobs are not called gone', async () => {
    const world = releaseWorld();
    world.reads.set('4711', job({ tasks: null }));
    world.tasks = notThere;
    void world.releaser({ access: asStation }).release([listed()], null);
    await world.pass(40_000);
    expect(world.last()).toMatchObject({ is: 'notReleased', trouble: { code: 'definitionGone' } });
    expect(world.journal.endedSince('oid-ada', 0).map(({ outcome }) => outcome)).toEqual(['notReleased']);
  });
  test('a printer that waits for a start is found out by one job; the next one’s task is not spent', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.reads.set('4712', job({ id: '4712', tasks: [task({ id: 't2' })] }));
    world.onEffect = () => world.reads.set('4711', letGo());
    const visit = world.releaser({ access: asStation });
    void visit.release([listed()], null);
    await world.pass(60_000);
    expect(world.last()).toMatchObject({ is: 'notReleased', trouble: { code: 'waitsForStart' } });
    void visit.release([listed({ id: '4712' })], null);
    await world.pass(60_000);
    expect(world.last('p1/4712')).toMatchObject({ is: 'notReleased', trouble: { code: 'printerWaits' } });
    expect(effects(world)).toEqual(['complete t1']);
  });
});

describe('what the service asks to wait', () => {
  test('after a 503 is waited: the effect is not sent again before', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.effectFails = { kind: 'unavailable', status: 503, retryAfterMs: 40_000, reference: null };
    void world.releaser().release([listed()], null);
    await world.pass(39_000);
    expect(effects(world)).toEqual(['complete t1']);
    await world.pass(10_000);
    expect(effects(world)).toEqual(['complete t1', 'complete t1']);
  });
  test('after a 429 of two minutes is waited, whoever touches meanwhile', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.effectFails = { kind: 'throttled', retryAfterMs: 120_000, reference: null };
    const visit = world.releaser();
    void visit.release([listed()], null);
    await world.pass(5_000);
    expect(world.last()).toMatchObject({ is: 'notReleased', trouble: { code: 'busy' } });
    world.effectFails = undefined;
    void visit.release([listed()], null);
    await world.pass(95_000);
    expect(effects(world)).toEqual(['complete t1']);
  });
});

describe('the journal', () => {
  test('that cannot be read when jobs are released: nothing is sent, its owner is told, and nothing is thrown', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    const openFor = () => {
      throw new Error('database is locked');
    };
    await world.releaser({ journal: { openFor } }).release([listed()], null);
    expect(effects(world)).toEqual([]);
    expect(world.last()).toMatchObject({ is: 'notReleased', trouble: { code: 'storage' } });
  });
  test('keeps open what was seen settled and then cannot be read any more: the next visit looks', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.onEffect = (effect) => world.reads.set('4711', effect.startsWith('complete') ? letGo() : printing());
    const visit = world.releaser();
    void visit.release([listed()], null);
    await world.pass(10_000);
    expect(world.last()).toEqual({ is: 'printing' });
    world.reads.set('4711', { kind: 'unauthenticated', reference: null } as GraphFailure);
    await world.pass(10_000);
    expect(world.last()).toMatchObject({ is: 'unsure', trouble: { code: 'signInAgain' } });
    expect(world.journal.openFor('oid-ada')).toHaveLength(1);
    visit.close();
    world.reads.set('4711', done());
    void world.releaser().takeUp();
    await world.pass(5_000);
    expect(world.last()).toEqual({ is: 'done' });
    expect(world.journal.openFor('oid-ada')).toEqual([]);
  });
  test('of a release that only saw its job redirected before sends nothing by itself after a crash: it takes a new touch', async () => {
    const world = releaseWorld();
    world.reads.set('4711', job({ redirectedTo: 'https://graph.microsoft.com/v1.0/print/printers/p2/jobs/5000' }));
    world.reads.set('5000', { ...silence, timedOut: true });
    const visit = world.releaser({ access: asStation });
    void visit.release([listed()], 'p2');
    await world.pass(3_000);
    visit.close();
    world.reopen();
    world.reads.set('5000', job({ id: '5000', tasks: [task({ id: 't5' })] }));
    void world.releaser({ access: asStation }).takeUp();
    await world.pass(60_000);
    expect(effects(world)).toEqual([]);
    expect(world.last()).toEqual({ is: 'held' });
    void world.releaser({ access: asStation }).release([listed()], 'p2');
    await world.pass(20_000);
    expect(effects(world)).toEqual(['complete t5']);
  });
  test('has one row and one end for a release that is touched twice in one moment', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held());
    world.onEffect = (effect) => world.reads.set('4711', effect.startsWith('complete') ? letGo() : done());
    const visit = world.releaser();
    void visit.release([listed()], null);
    void visit.release([listed()], null);
    void world.releaser().release([listed()], null);
    await world.pass(60_000);
    expect(effects(world)).toEqual(['complete t1', 'start 4711']);
    expect(world.journal.endedSince('oid-ada', 0)).toHaveLength(1);
    expect(world.journal.openFor('oid-ada')).toEqual([]);
  });
});
