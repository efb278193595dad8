import { describe, expect, test } from 'vitest';
import { job, listed, task } from '../../../support/print-jobs.ts';
import { type ReleaseWorld, releaseWorld } from '../../../support/release-world.ts';

const rested = { ...listed(), unstartedSince: 0 };
const held = job({ tasks: [task()] });
const moving = job({ state: 'processing', isFetchable: true });
const full = () => {
  throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
};

/** A job that rested long enough to be started at once. */
async function restedWorld(): Promise<ReleaseWorld> {
  const world = releaseWorld();
  await world.pass(5_000);
  return world;
}

describe('a release', () => {
  test('starts what rests, follows it to its end, and says no more than it reads', async () => {
    const world = await restedWorld();
    world.onEffect = () => world.reads.set('4711', moving);
    const done = world.releaser().release([rested], null);
    await world.pass(2_000);
    expect(world.last()).toEqual({ is: 'sent' });
    world.reads.set('4711', job({ state: 'completed' }));
    await world.pass(2_000);
    await done;
    expect(world.last()).toEqual({ is: 'done' });
    expect(world.sent).toEqual(['start 4711']);
    expect(world.journal.openFor('oid-ada')).toEqual([]);
  });

  test('of twenty held jobs sends one call for all', async () => {
    const world = releaseWorld();
    const ids = Array.from({ length: 20 }, (_, i) => String(100 + i));
    for (const id of ids) world.reads.set(id, job({ id, tasks: [task({ id: `t${id}` })] }));
    void world.releaser().release(
      ids.map((id) => listed({ id })),
      null,
    );
    await world.pass(100);
    expect(world.sent).toEqual(ids.map((id) => `complete t${id}`));
    expect(world.calls).toEqual([20]);
  });

  test('counts a read from the moment it was begun: one that took long is no proof that a start has not landed', async () => {
    const world = await restedWorld();
    world.effectFails = { kind: 'unreachable', timedOut: false };
    void world.releaser().release([rested], null);
    await world.pass(1_000);
    expect(world.sent).toEqual(['start 4711']);
    // Begun before the lag is over, back after it.
    await world.pass(11_500);
    world.readTakesMs = 4_000;
    await world.pass(4_900);
    expect(world.sent).toEqual(['start 4711']);
  });

  test.each([2_700, 6_000, 9_000, 10_000])('on a service that takes %i ms for each answer comes out all the same', async (ms) => {
    const world = await restedWorld();
    world.readTakesMs = ms;
    void world.releaser().release([rested], null);
    await world.pass(ms + 1_000);
    expect(world.sent).toEqual(['start 4711']);
  });

  test('whose first effect could not be sent within half a minute is given up: nothing prints later by surprise', async () => {
    const world = await restedWorld();
    world.reads.set('4711', { kind: 'unreachable', timedOut: false });
    void world.releaser().release([rested], null);
    await world.pass(29_000);
    expect(world.last()).toEqual({ is: 'releasing' });
    await world.pass(4_000);
    expect(world.last()).toEqual({ is: 'notReleased', trouble: { code: 'offline', reference: '' } });
    world.reads.set('4711', job());
    await world.pass(60_000);
    expect(world.sent).toEqual([]);
  });

  test('is given up as well when the read that would allow its first effect comes back too late', async () => {
    const world = await restedWorld();
    world.reads.set('4711', { kind: 'unreachable', timedOut: false });
    void world.releaser().release([rested], null);
    await world.pass(28_400);
    world.reads.set('4711', job());
    world.readTakesMs = 3_000;
    await world.pass(10_000);
    expect(world.sent).toEqual([]);
    expect(world.last()?.is).toBe('notReleased');
  });

  test('that is asked for twice at once is followed by one loop', async () => {
    const world = await restedWorld();
    const releaser = world.releaser();
    void releaser.release([rested], null);
    void releaser.release([rested], null);
    await world.pass(5_000);
    expect(world.sent).toEqual(['start 4711']);
  });

  test('that is given up can be asked for again at once, while others of the same touch are still being read', async () => {
    const world = await restedWorld();
    world.reads.set('4711', { kind: 'unauthenticated', reference: null });
    const releaser = world.releaser();
    let again: Promise<void> | null = null;
    world.onShown = ({ stage }) => {
      if (stage.is !== 'notReleased' || again !== null) return;
      world.reads.set('4711', job());
      again = releaser.release([rested], null);
    };
    void releaser.release([rested], null);
    await world.pass(2_000);
    expect(world.sent).toEqual(['start 4711']);
  });

  test('counts from the touch: time that went into tokens and printers is not added', async () => {
    const world = await restedWorld();
    world.reads.set('4711', { kind: 'unreachable', timedOut: false });
    const ready = async () => {
      await new Promise<void>((done) => world.clock.after(5_000, done));
      return null;
    };
    void world.releaser({ access: { ready } }).release([rested], null);
    await world.pass(30_500);
    world.reads.set('4711', job());
    await world.pass(2_500);
    expect(world.sent).toEqual([]);
  });

  test('of which something was sent and that can no longer be read is not called held: its owner is told, and the journal keeps it', async () => {
    const world = await restedWorld();
    world.onEffect = () => world.reads.set('4711', { kind: 'unauthenticated', reference: null });
    void world.releaser().release([rested], null);
    await world.pass(3_000);
    expect(world.last()).toEqual({ is: 'unsure', trouble: { code: 'signInAgain', reference: '' } });
    expect(world.journal.openFor('oid-ada')).toHaveLength(1);
  });

  test('for which something was sent does not end with one answer that it is not there', async () => {
    const world = await restedWorld();
    world.effectFails = { kind: 'unreachable', timedOut: false };
    void world.releaser().release([rested], null);
    await world.pass(1_000);
    world.reads.delete('4711');
    await world.pass(2_000);
    expect(world.last()).toEqual({ is: 'checking' });
    world.reads.set('4711', job());
    await world.pass(10_000);
    expect(world.sent).toEqual(['start 4711']);
    world.reads.delete('4711');
    await world.pass(16_600);
    expect(world.last()).toEqual({ is: 'gone', sent: true });
    expect(world.journal.openFor('oid-ada')).toEqual([]);
  });

  test('that was refused can be asked for again while another goes on', async () => {
    const world = await restedWorld();
    world.reads.set('1', job({ id: '1', state: 'processing', isFetchable: true }));
    world.reads.set('4711', job({ ownerId: 'oid-bob' }));
    const releaser = world.releaser();
    void releaser.release([rested, { ...listed({ id: '1' }), unstartedSince: 0 }], null);
    await world.pass(1_000);
    expect(world.last()?.is).toBe('notReleased');
    world.reads.set('4711', job());
    void releaser.release([rested], null);
    await world.pass(1_000);
    expect(world.sent).toEqual(['start 4711']);
  });

  test('of a job in a state that nobody knows is not called held after its effect, however long that lasts', async () => {
    const world = await restedWorld();
    world.onEffect = () => world.reads.set('4711', job({ state: 'notYetInvented' }));
    void world.releaser().release([rested], null);
    await world.pass(95_000);
    expect(world.sent).toEqual(['start 4711']);
    expect(world.last()?.is).toBe('unsure');
    expect(world.journal.openFor('oid-ada')).toHaveLength(1);
  });

  test('whose job is somebody else’s all of a sudden is not called held: something was sent for it', async () => {
    const world = await restedWorld();
    world.onEffect = () => world.reads.set('4711', job({ ownerId: null }));
    void world.releaser().release([rested], null);
    await world.pass(3_000);
    expect(world.last()).toMatchObject({ is: 'unsure', trouble: { code: 'jobChanged' } });
  });

  test('of a job of somebody else sends nothing, whatever was asked for', async () => {
    const world = await restedWorld();
    world.reads.set('4711', job({ ownerId: 'oid-bob' }));
    void world.releaser().release([rested], null);
    await world.pass(60_000);
    expect(world.sent).toEqual([]);
    expect(world.last()).toMatchObject({ is: 'notReleased', trouble: { code: 'jobChanged' } });
  });
});

describe('a disk that does not take the row', () => {
  test('of the request: nothing is sent, and the person is told', async () => {
    const world = await restedWorld();
    await world.releaser({ journal: { begin: full } }).release([rested], null);
    expect(world.sent).toEqual([]);
    expect(world.last()).toEqual({ is: 'notReleased', trouble: { code: 'storage', reference: '' } });
  });
  test('of the intent: nothing is sent, and the person is told', async () => {
    const world = await restedWorld();
    void world.releaser({ journal: { intend: full } }).release([rested], null);
    await world.pass(1_000);
    expect(world.sent).toEqual([]);
    expect(world.last()).toEqual({ is: 'notReleased', trouble: { code: 'storage', reference: '' } });
  });
  test('of an answer or an end: the release goes on, once', async () => {
    const world = await restedWorld();
    world.onEffect = () => world.reads.set('4711', job({ state: 'completed' }));
    void world.releaser({ journal: { answer: full, end: full } }).release([rested], null);
    await world.pass(20_000);
    expect(world.sent).toEqual(['start 4711']);
    expect(world.last()).toEqual({ is: 'done' });
  });
});

describe('a release that was cut off', () => {
  /** Dies after the start went out, before its answer. */
  async function cutOff(): Promise<ReleaseWorld> {
    const world = await restedWorld();
    const [id] = world.journal.begin([rested.ref], 'oid-ada');
    world.journal.intend([{ releaseId: id ?? 0, kind: 'start', target: null }]);
    world.reopen();
    return world;
  }
  test('is not begun anew when its owner releases the job again: what may still land is waited for', async () => {
    const world = await cutOff();
    void world.releaser().release([rested], null);
    await world.pass(14_000);
    expect(world.sent).toEqual([]);
    expect(world.last()).toEqual({ is: 'checking' });
    await world.pass(5_000);
    expect(world.sent).toEqual(['start 4711']);
  });
  test('waits the whole time from now on, wherever the wall clock was set meanwhile', async () => {
    const world = await cutOff();
    world.clock.set(world.clock.now() + 10 * 60_000);
    void world.releaser().takeUp();
    await world.pass(14_000);
    expect(world.sent).toEqual([]);
  });
  test.each([-3_600_000, 3_600_000])(
    'with a wall clock that is %i ms off it is watched until it is known, and then left held',
    async (offMs) => {
      const world = await cutOff();
      world.clock.set(world.clock.now() + offMs);
      void world.releaser().takeUp();
      await world.pass(14_000);
      expect(world.last()).toEqual({ is: 'checking' });
      await world.pass(3_000);
      expect(world.last()).toEqual({ is: 'held' });
      expect(world.journal.openFor('oid-ada')).toEqual([]);
      expect(world.sent).toEqual([]);
    },
  );
  test('long ago, and then it did move: that is what is shown', async () => {
    const world = await cutOff();
    world.clock.set(world.clock.now() + 3_600_000);
    void world.releaser().takeUp();
    await world.pass(2_000);
    world.reads.set('4711', job({ state: 'completed' }));
    await world.pass(2_000);
    expect(world.last()).toEqual({ is: 'done' });
  });
  test('is not forgotten where the clock was set meanwhile and its owner asks again: what may land is waited for', async () => {
    const world = await cutOff();
    world.clock.set(world.clock.now() - 3_600_000);
    void world.releaser().release([rested], null);
    await world.pass(14_500);
    expect(world.sent).toEqual([]);
    await world.pass(2_500);
    expect(world.sent).toEqual(['start 4711']);
  });
  test('before anything was sent stays held: it takes a new touch to print it', async () => {
    const world = await restedWorld();
    world.journal.begin([rested.ref], 'oid-ada');
    world.reopen();
    await world.releaser().takeUp();
    expect(world.sent).toEqual([]);
    expect(world.journal.openFor('oid-ada')).toEqual([]);
  });
  test('in the middle of a deletion is not a release', async () => {
    const world = await restedWorld();
    const [id] = world.journal.begin([rested.ref], 'oid-ada');
    world.journal.intend([{ releaseId: id ?? 0, kind: 'cancel', target: null }]);
    world.reopen();
    await world.releaser().takeUp();
    await world.pass(30_000);
    expect(world.sent).toEqual([]);
  });
  test('and touched twice is followed by one loop', async () => {
    const world = await cutOff();
    const releaser = world.releaser();
    void releaser.takeUp();
    void releaser.release([rested], null);
    void releaser.release([rested], null);
    await world.pass(17_500);
    expect(world.sent).toEqual(['start 4711']);
  });
});

describe('a redirect', () => {
  const asStation = { reader: 'station', startJobs: null } as const;
  test('goes on with the job that its answer names, though Graph leaves its owner blank and does not show it at once', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held);
    void world.releaser({ access: asStation }).release([listed()], 'p2');
    await world.pass(5_000);
    expect(world.sent).toEqual(['redirect 4711 to p2']);
    expect(world.last()?.is).not.toBe('gone');
    world.reads.set('5000', job({ id: '5000', ownerId: null, state: 'completed' }));
    await world.pass(2_000);
    expect(world.last()).toEqual({ is: 'done' });
  });
  test('whose answer was lost is read back from the source, and never sent blindly again', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held);
    world.effectFails = { kind: 'unreachable', timedOut: true };
    void world.releaser({ access: asStation }).release([listed()], 'p2');
    await world.pass(10_000);
    world.reads.set('4711', job({ state: 'completed', redirectedTo: 'https://graph.microsoft.com/v1.0/print/printers/p2/jobs/5000' }));
    world.reads.set('5000', job({ id: '5000', state: 'completed' }));
    await world.pass(5_000);
    expect(world.sent).toEqual(['redirect 4711 to p2']);
    expect(world.last()).toEqual({ is: 'done' });
  });
  test('to a destination whose trigger holds the new job completes that task too', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held);
    world.reads.set('5000', job({ id: '5000', tasks: [task({ id: 't5000' })] }));
    void world.releaser({ access: asStation }).release([listed()], 'p2');
    await world.pass(2_000);
    expect(world.sent).toEqual(['redirect 4711 to p2', 'complete t5000']);
  });
  test('whose new job is said to be somebody else’s is not followed', async () => {
    const world = releaseWorld();
    world.reads.set('4711', held);
    world.reads.set('5000', job({ id: '5000', ownerId: 'oid-bob', tasks: [task({ id: 't5000' })] }));
    void world.releaser({ access: asStation }).release([listed()], 'p2');
    await world.pass(2_000);
    expect(world.sent).toEqual(['redirect 4711 to p2']);
  });
});
