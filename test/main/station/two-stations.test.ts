import { describe, type TestContext, test } from 'vitest';
import type { Screen } from '../../../preload/contract.ts';
import { quickTenant, startOwnStation } from '../../support/own-station.ts';
import { signInWithPhone, type TestStation } from '../../support/station.ts';

/* Several at a time, each on two stations of its own: most of the time is waiting. */

/** A station, which everything is asked of, and its neighbour. */
const start = async (context: TestContext, secondStart: 'refuse' | 'printsAgain', tasksVisibleToUsers = true) => {
  const here = await startOwnStation(context, {
    tenant: { ...quickTenant, settings: { secondStart, tasksVisibleToUsers, readLagMs: 300 } },
  });
  const there = await here.neighbour();
  context.onTestFinished(() => there.close());
  return { here, there };
};

const atOnce = { timeout: 60_000 };
const stageOf = (screen: Screen) => (screen.name === 'jobs' ? screen.jobs[0]?.stage.is : undefined);
const listed = (station: TestStation) => station.until((screen) => screen.name === 'jobs' && screen.jobs.length === 1);
const atRest = (screen: Screen) => ['done', 'notReleased', 'gone', undefined].includes(stageOf(screen));
const release = async (station: TestStation) => {
  const screen = station.screen();
  if (screen.name === 'jobs') await station.intend('release', { jobs: screen.jobs.map((job) => job.key) });
};

describe.concurrent('the same person releases the same job at two stations at once', atOnce, () => {
  test.for([
    ['resumes', 0, true],
    ['waits', 1, true],
    ['waits, with tasks that the person cannot see', 1, false],
  ] as const)(
    'held, on a printer that %s: it comes out once, even where a second start would print again',
    async ([, printer, visible], context) => {
      const { here, there } = await start(context, 'printsAgain', visible);
      const ada = here.person();
      await here.print(printer);
      await Promise.all([signInWithPhone(here, ada), signInWithPhone(there, ada)]);
      await Promise.all([listed(here), listed(there)]);
      await Promise.all([release(here), release(there)]);
      await Promise.all([here.until(atRest), there.until(atRest)]);
      context.expect(here.tenant.tray()).toHaveLength(1);
    },
  );
  test('never started, where a second start is refused: it comes out once, and neither screen claims otherwise', async (context) => {
    const { here, there } = await start(context, 'refuse');
    const ada = here.person();
    await here.print(2);
    await Promise.all([signInWithPhone(here, ada), signInWithPhone(there, ada)]);
    await Promise.all([listed(here), listed(there)]);
    await Promise.all([release(here), release(there)]);
    const shown = await Promise.all([here.until(atRest), there.until(atRest)]);
    context.expect(here.tenant.tray()).toHaveLength(1);
    context.expect(shown.map(stageOf)).not.toContain('notReleased');
  });
});

test.concurrent('what one station began and cannot finish shows as held at the other, and is finished there', atOnce, async (context) => {
  const { here, there } = await start(context, 'printsAgain');
  const ada = here.person();
  await here.print(1);
  await signInWithPhone(here, ada);
  await listed(here);
  // The task is completed; the start that the printer waits for never comes, because the station is switched off.
  here.tenant.faults.set([{ method: 'POST', path: '/print/shares/*/jobs/*/start', fault: { kind: 'hang' } }]);
  const completed = here.tenant.until(() => here.tenant.jobs()[0]?.phase === 'waiting');
  await release(here);
  await completed;
  await here.face.close();
  here.tenant.faults.set([]);
  await signInWithPhone(there, ada);
  const screen = await listed(there);
  context.expect(stageOf(screen)).toBe('held');
  await release(there);
  await there.until((now) => stageOf(now) === 'done');
  context.expect(here.tenant.tray()).toHaveLength(1);
});
