import { describe, expect, test } from 'vitest';
import type { JobConfiguration } from '../../../../main/graph/model.ts';
import type { JobAccess } from '../../../../main/release/acting/access.ts';
import type { Capabilities } from '../../../../main/release/printers/model.ts';
import type { JobStage } from '../../../../preload/contract.ts';
import { job, listed, task } from '../../../support/print-jobs.ts';
import { type ReleaseWorld, releaseWorld } from '../../../support/release-world.ts';

const able: Capabilities = {
  copies: 99,
  duplexModes: ['oneSided', 'flipOnLongEdge'],
  colorModes: ['color', 'grayscale'],
  pageRanges: true,
  pagesPerSheet: [1, 2],
};
const printerLook = (capabilities: Capabilities | null): Pick<JobAccess, 'printerLook'> => ({
  printerLook: async () => ({ state: 'ready', problems: [], capabilities, waiting: null }),
});
const asStation = { reader: 'station', startJobs: null, ...printerLook(able) } as const;
const printed: JobConfiguration = { copies: 1, mediaSize: 'A4' };
const held = (configuration: JobConfiguration | null = printed) => job({ configuration, tasks: [task()] });
const moving = job({ state: 'processing', isFetchable: true });
const refused = (status: number) => ({ kind: 'refused', status, code: null, reference: null }) as const;
const lost = { kind: 'unreachable', timedOut: false } as const;
const twoCopies = 'configure 4711 {"copies":2}';

/** A held job 4711 as its owner printed it, at a station that changes settings. */
function heldWorld(): ReleaseWorld {
  const world = releaseWorld();
  world.configures = true;
  world.reads.set('4711', held());
  return world;
}
const begin = (world: ReleaseWorld, options: object, access: Partial<JobAccess> = {}) =>
  void world.releaser({ access: { ...asStation, ...access } }).release([listed()], null, options);
const trouble = (stage: JobStage | undefined) => (stage?.is === 'notReleased' ? stage.trouble.code : stage?.is);
/** Every effect is carried out as a service does it. */
const obeying = (world: ReleaseWorld) => {
  world.onEffect = (effect) => {
    const [kind, , settings = ''] = effect.split(' ');
    const seen = world.reads.get('4711');
    if (kind === 'configure' && seen && 'id' in seen) world.reads.set('4711', held({ ...seen.configuration, ...JSON.parse(settings) }));
    if (kind === 'complete') world.reads.set('4711', moving);
  };
};

describe('a release with options', () => {
  test('sets them before the job is let go, and lets it go then', async () => {
    const world = heldWorld();
    obeying(world);
    begin(world, { copies: 2 });
    await world.pass(1_000);
    expect(world.sent).toEqual([twoCopies, 'complete t1']);
    expect(world.last()).toEqual({ is: 'sent' });
  });
  test('has its row in the journal, with what was there before, when the change is sent', async () => {
    const world = heldWorld();
    const rows: unknown[] = [];
    world.onEffect = () => rows.push(world.journal.openFor('oid-ada')[0]?.effects, world.journal.formerSettings(listed().ref));
    begin(world, { copies: 2, color: true });
    await world.pass(100);
    const settings = { copies: 2, colorMode: 'color' };
    expect(rows).toEqual([[{ kind: 'configure', target: null, settings, answer: null, status: null }], { copies: 1, colorMode: null }]);
  });
  test('is not sent where the journal does not take the row', async () => {
    const world = heldWorld();
    const intend = () => {
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    };
    void world.releaser({ access: asStation, journal: { intend } }).release([listed()], null, { copies: 2 });
    await world.pass(1_000);
    expect(world.sent).toEqual([]);
    expect(trouble(world.last())).toBe('storage');
  });
  test('for twenty jobs sets them in one call, and completes in another', async () => {
    const world = releaseWorld();
    world.configures = true;
    const ids = Array.from({ length: 20 }, (_, i) => String(100 + i));
    for (const id of ids) world.reads.set(id, job({ id, tasks: [task({ id: `t${id}` })] }));
    void world.releaser({ access: asStation }).release(
      ids.map((id) => listed({ id })),
      null,
      { sides: 'oneSided' },
    );
    await world.pass(700);
    expect(world.calls).toEqual([20, 20]);
    expect(world.sent.slice(0, 20)).toEqual(ids.map((id) => `configure ${id} {"duplexMode":"oneSided"}`));
  });
  test.each([
    [400, 'optionsRefused'],
    [403, 'notPermitted'],
    [409, 'optionsRefused'],
  ] as const)('refused with %i leaves the job held, and says so', async (status, code) => {
    const world = heldWorld();
    world.effectFails = refused(status);
    begin(world, { copies: 2 });
    await world.pass(17_000);
    expect(world.sent).toEqual([twoCopies]);
    expect(trouble(world.last())).toBe(code);
    expect(world.journal.openFor('oid-ada')).toEqual([]);
  });
  test('that the service answers well and does not take is not completed', async () => {
    const world = heldWorld();
    const other = held({ ...printed, copies: 1 });
    world.onEffect = () => world.reads.set('4711', other);
    world.answered = { copies: 1 };
    begin(world, { copies: 2 });
    await world.pass(1_000);
    expect(world.sent).toEqual([twoCopies]);
    expect(trouble(world.last())).toBe('optionsRefused');
  });
  test('whose answer is lost is not completed with its options in doubt: read back, then completed', async () => {
    const world = heldWorld();
    world.effectFails = lost;
    begin(world, { copies: 2 });
    await world.pass(10_000);
    expect(world.sent).toEqual([twoCopies]);
    expect(world.last()).toEqual({ is: 'checking' });
    world.effectFails = undefined;
    obeying(world);
    world.reads.set('4711', held({ ...printed, copies: 2 }));
    await world.pass(3_000);
    expect(world.sent).toEqual([twoCopies, 'complete t1']);
  });
  test('whose answer is lost and that never landed is sent once more when it cannot land any more', async () => {
    const world = heldWorld();
    world.effectFails = lost;
    begin(world, { copies: 2 });
    await world.pass(14_000);
    expect(world.sent).toEqual([twoCopies]);
    world.effectFails = undefined;
    obeying(world);
    await world.pass(4_000);
    expect(world.sent).toEqual([twoCopies, twoCopies, 'complete t1']);
  });
  test('that cannot be set in half a minute is given up: nothing prints later by surprise', async () => {
    const world = heldWorld();
    world.effectFails = lost;
    begin(world, { copies: 2 });
    await world.pass(40_000);
    expect(world.sent).toEqual([twoCopies, twoCopies]);
    expect(world.last()?.is).toBe('notReleased');
    world.effectFails = undefined;
    await world.pass(60_000);
    expect(world.sent).toHaveLength(2);
  });
  test('asks the printer what it can do right before, and sends nothing that it does not offer', async () => {
    for (const capabilities of [null, { ...able, copies: 1 }]) {
      const world = heldWorld();
      begin(world, { copies: 2 }, printerLook(capabilities));
      await world.pass(1_000);
      expect(world.sent).toEqual([]);
      expect(trouble(world.last())).toBe('optionsRefused');
    }
  });
  test('is refused at a station that does not change settings', async () => {
    const world = heldWorld();
    world.configures = false;
    begin(world, { copies: 2 });
    await world.pass(1_000);
    expect(world.sent).toEqual([]);
    expect(trouble(world.last())).toBe('optionsRefused');
  });
});

describe('a job whose settings were changed, and that was not let go', () => {
  /** Configured with nine copies; its completion was refused. */
  async function changed(): Promise<ReleaseWorld> {
    const world = heldWorld();
    obeying(world);
    const carryOut = world.onEffect;
    world.onEffect = (effect) => {
      carryOut(effect);
      world.effectFails = refused(403);
    };
    begin(world, { copies: 9 });
    await world.pass(2_000);
    expect(world.sent).toEqual(['configure 4711 {"copies":9}', 'complete t1']);
    expect(trouble(world.last())).toBe('notPermitted');
    world.sent.length = 0;
    world.effectFails = undefined;
    obeying(world);
    return world;
  }
  test('is printed as it was printed when its owner releases it without options', async () => {
    const world = await changed();
    begin(world, {});
    await world.pass(2_000);
    expect(world.sent).toEqual(['configure 4711 {"copies":1}', 'complete t1']);
  });
  test('… or with others, and with nothing of what was chosen before', async () => {
    const world = await changed();
    world.reopen();
    begin(world, { color: true });
    await world.pass(2_000);
    expect(world.sent).toEqual(['configure 4711 {"copies":1,"colorMode":"color"}', 'complete t1']);
  });
  test('by a change whose answer was lost is not released before that cannot land any more', async () => {
    const world = heldWorld();
    world.effectFails = lost;
    const visit = world.releaser({ access: asStation });
    void visit.release([listed()], null, { copies: 9 });
    await world.pass(100);
    // Its owner leaves and comes back.
    visit.close();
    await world.pass(2_000);
    world.effectFails = undefined;
    obeying(world);
    const again = world.releaser({ access: asStation });
    void again.release([listed()], null);
    await world.pass(12_500);
    expect(world.sent).toEqual(['configure 4711 {"copies":9}']);
    await world.pass(3_000);
    expect(world.sent).toEqual(['configure 4711 {"copies":9}', 'configure 4711 {"copies":1}', 'complete t1']);
  });
  test('by a process that died stays held, and takes a new touch', async () => {
    const world = heldWorld();
    const [id = 0] = world.journal.begin([listed().ref], 'oid-ada');
    world.journal.intend([{ releaseId: id, kind: 'configure', target: null, change: { settings: { copies: 9 }, former: { copies: 1 } } }]);
    world.reopen();
    obeying(world);
    const releaser = world.releaser({ access: asStation });
    await releaser.takeUp();
    await world.pass(30_000);
    expect(world.sent).toEqual([]);
    expect(world.journal.openFor('oid-ada')).toEqual([]);
    void releaser.release([listed()], null);
    await world.pass(2_000);
    expect(world.sent).toEqual(['configure 4711 {"copies":1}', 'complete t1']);
  });
});

describe('a redirect with options', () => {
  const redirected = (configuration: JobConfiguration) => job({ id: '5000', configuration, tasks: [task({ id: 't5000' })] });
  const begin = (world: ReleaseWorld, options: object) => void world.releaser({ access: asStation }).release([listed()], 'p2', options);
  const chosen = 'redirect 4711 to p2 {"copies":2,"mediaSize":"A4"}';
  test('carries them, with the rest as it was printed: what is left out might be lost', async () => {
    const world = heldWorld();
    begin(world, { copies: 2 });
    await world.pass(100);
    expect(world.sent).toEqual([chosen]);
    expect(world.journal.openFor('oid-ada')[0]?.effects).toMatchObject([{ kind: 'redirect', target: 'p2', settings: { copies: 2 } }]);
  });
  test('whose new job is held again is completed as it is, or first set where it came without them', async () => {
    const world = heldWorld();
    world.reads.set('5000', redirected({ copies: 2 }));
    begin(world, { copies: 2 });
    await world.pass(2_000);
    expect(world.sent).toEqual([chosen, 'complete t5000']);
    const other = heldWorld();
    other.reads.set('5000', redirected({ copies: 1 }));
    begin(other, { copies: 2 });
    await other.pass(2_000);
    expect(other.sent).toEqual([chosen, 'configure 5000 {"copies":2}', 'complete t5000']);
  });
  test('in doubt after a crash is sent again with the same, whatever its owner asks for now', async () => {
    const world = heldWorld();
    const [id = 0] = world.journal.begin([listed().ref], 'oid-ada');
    world.journal.intend([{ releaseId: id, kind: 'redirect', target: 'p2', change: { settings: { copies: 2 }, former: { copies: 1 } } }]);
    world.reopen();
    begin(world, { copies: 5 });
    await world.pass(14_000);
    expect(world.sent).toEqual([]);
    await world.pass(3_000);
    expect(world.sent).toEqual([chosen]);
  });
  test('that a crash cut off sets them first where the new job is held and came without them', async () => {
    const world = heldWorld();
    const [id = 0] = world.journal.begin([listed().ref], 'oid-ada');
    world.journal.intend([{ releaseId: id, kind: 'redirect', target: 'p2', change: { settings: { copies: 2 }, former: { copies: 1 } } }]);
    world.reopen();
    world.reads.set('4711', job({ state: 'completed', redirectedTo: 'https://graph.microsoft.com/v1.0/print/printers/p2/jobs/5000' }));
    world.reads.set('5000', redirected({ copies: 1 }));
    void world.releaser({ access: asStation }).takeUp();
    await world.pass(3_000);
    expect(world.sent).toEqual(['configure 5000 {"copies":2}', 'complete t5000']);
  });
  test('without options leaves the job as it is', async () => {
    const world = heldWorld();
    begin(world, {});
    await world.pass(100);
    expect(world.sent).toEqual(['redirect 4711 to p2']);
  });
});
