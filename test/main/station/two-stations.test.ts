import { afterEach, describe, expect, test } from 'vitest';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { Screen } from '../../../preload/contract.ts';
import { signInWithPhone, startTestStation, type TestStation } from '../../support/station.ts';

let here: TestStation;
let there: TestStation;
const start = async (secondStart: 'refuse' | 'printsAgain', tasksVisibleToUsers = true) => {
  here = await startTestStation({
    tenant: { entraSettings: { deviceCodeIntervalS: 1 }, settings: { secondStart, tasksVisibleToUsers, readLagMs: 300 } },
  });
  there = await here.neighbour();
};
afterEach(async () => {
  await there.close();
  await here.close();
});

const stageOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs[0]?.stage.is : undefined);
const listed = (station: TestStation) => station.until((screen) => screen.name === 'jobs' && screen.jobs.length === 1);
const atRest = (screen: Screen) => ['done', 'notReleased', 'gone', undefined].includes(stageOf(screen));
const release = async (station: TestStation) => {
  const screen = station.screen();
  if (screen.name === 'jobs') await station.intend('release', { jobs: screen.jobs.map((job) => job.key) });
};

describe('the same person releases the same job at two stations at once', () => {
  test.each([
    ['resumes', 0, true],
    ['waits', 1, true],
    ['waits, with tasks that the person cannot see', 1, false],
  ] as const)(
    'held, on a printer that %s: it comes out once, even where a second start would print again',
    async (_kind, printer, visible) => {
      await start('printsAgain', visible);
      const [ada] = here.tenant.directory.people;
      await here.tenant.printAs(ada!, here.tenant.printers[printer]!.shareId, { name: 'a.pdf', bytes: await demoDocument('a', 1) });
      await Promise.all([signInWithPhone(here, ada!), signInWithPhone(there, ada!)]);
      await Promise.all([listed(here), listed(there)]);
      await Promise.all([release(here), release(there)]);
      await Promise.all([here.until(atRest), there.until(atRest)]);
      expect(here.tenant.tray()).toHaveLength(1);
    },
  );
  test('never started, where a second start is refused: it comes out once, and neither screen claims otherwise', async () => {
    await start('refuse');
    const [ada] = here.tenant.directory.people;
    await here.tenant.printAs(ada!, here.tenant.printers[2]!.shareId, { name: 'a.pdf', bytes: await demoDocument('a', 1) });
    await Promise.all([signInWithPhone(here, ada!), signInWithPhone(there, ada!)]);
    await Promise.all([listed(here), listed(there)]);
    await Promise.all([release(here), release(there)]);
    const shown = await Promise.all([here.until(atRest), there.until(atRest)]);
    expect(here.tenant.tray()).toHaveLength(1);
    expect(shown.map(stageOf)).not.toContain('notReleased');
  });
});

test('what one station began and cannot finish shows as held at the other, and is finished there', async () => {
  await start('printsAgain');
  const [ada] = here.tenant.directory.people;
  await here.tenant.printAs(ada!, here.tenant.printers[1]!.shareId, { name: 'a.pdf', bytes: await demoDocument('a', 1) });
  await signInWithPhone(here, ada!);
  await listed(here);
  // The task is completed; the start that the printer waits for never comes, because the station is switched off.
  here.tenant.faults.set([{ method: 'POST', path: '/print/shares/*/jobs/*/start', fault: { kind: 'hang' } }]);
  const completed = here.tenant.until(() => here.tenant.jobs()[0]?.phase === 'waiting');
  await release(here);
  await completed;
  await here.face.close();
  here.tenant.faults.set([]);
  await signInWithPhone(there, ada!);
  const screen = await listed(there);
  expect(stageOf(screen)).toBe('held');
  await release(there);
  await there.until((now) => stageOf(now) === 'done');
  expect(here.tenant.tray()).toHaveLength(1);
});
