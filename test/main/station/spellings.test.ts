import { describe, test } from 'vitest';
import { stateSpellings } from '../../../main/simulator/settings.ts';
import type { Screen } from '../../../preload/contract.ts';
import { quickTenant, startOwnStation } from '../../support/own-station.ts';
import { signInWithPhone } from '../../support/station.ts';

/** Graph's words for a job that is over: they end it, whatever its tasks say. */
const over: readonly string[] = ['completed', 'canceled', 'aborted'];
const kinds = stateSpellings.flatMap((spelling) => (['shown', 'hidden'] as const).map((tasks) => [spelling, tasks] as const));
const is = (stage: string) => (screen: Screen) => screen.name === 'jobs' && screen.jobs.length === 1 && screen.jobs[0]?.stage.is === stage;

describe.concurrent('a job that our task holds, in the list and read singly', { timeout: 60_000 }, () => {
  test.for(kinds.filter(([spelling]) => !over.includes(spelling)))(
    'spelt %s, its tasks %s: held, and released once',
    async ([spelling, tasks], context) => {
      const settings = { heldStateSpelling: spelling, startAnswer: 'asTheJobReads', tasksVisibleToUsers: tasks === 'shown' } as const;
      const at = await startOwnStation(context, { tenant: { ...quickTenant, settings } });
      await at.print(0);
      const screen = await signInWithPhone(at, at.person());
      context.expect(screen.jobs.map(({ stage }) => stage.is)).toEqual(['held']);
      await at.intend('release', { jobs: screen.jobs.map(({ key }) => key) });
      await at.until(is('done'));
      context.expect(at.tenant.tray()).toHaveLength(1);
    },
  );
  test.for(kinds.filter(([spelling]) => over.includes(spelling)))(
    'spelt %s, its tasks %s: over, and not offered',
    async ([spelling, tasks], context) => {
      const settings = { heldStateSpelling: spelling, tasksVisibleToUsers: tasks === 'shown' } as const;
      const at = await startOwnStation(context, { tenant: { ...quickTenant, settings } });
      await at.print(0);
      context.expect((await signInWithPhone(at, at.person())).jobs).toEqual([]);
      context.expect(at.tenant.tray()).toEqual([]);
    },
  );
});
