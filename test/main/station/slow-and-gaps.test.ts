import { describe, test } from 'vitest';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import { quickTenant, startOwnStation } from '../../support/own-station.ts';
import { listRead, signInWithPhone } from '../../support/station.ts';

const onJobs = (screen: Screen): screen is JobsScreen => screen.name === 'jobs';

describe.concurrent('a service that takes its time', { timeout: 60_000 }, () => {
  test('is called slow, and is not called gone; its jobs come up all the same, and the word goes with the first quick answer', async (context) => {
    const at = await startOwnStation(context);
    await at.print(0);
    await signInWithPhone(at, at.person());
    const said: string[] = [];
    const stop = at.face.onSnapshot(({ screen }) => {
      if (onJobs(screen) && screen.trouble !== null) said.push(screen.trouble.code);
    });
    at.tenant.settings.change({ latencyMs: 3_500 });
    await at.intend('refresh', {});
    await at.until((screen) => onJobs(screen) && screen.slow);
    at.tenant.settings.change({ latencyMs: 0 });
    const quick = await at.until((screen): screen is JobsScreen => onJobs(screen) && !screen.slow);
    context.expect(quick.jobs).toHaveLength(1);
    // A network that is silent for a second and a half is called so until something answers: once, not on and off.
    context.expect(said.filter((code) => code !== 'offline')).toEqual([]);
    stop();
  });
});

describe.concurrent('a printer whose list is refused', { timeout: 60_000 }, () => {
  test.for([
    ['404: the share is gone', 404, 'listGone'],
    ['410', 410, 'listGone'],
    ['400', 400, 'listRefused'],
    ['405', 405, 'listRefused'],
    ['409', 409, 'listRefused'],
  ] as const)('%s: the others’ jobs are there, it is named, and nobody says that a job changed', async ([, status, code], context) => {
    const at = await startOwnStation(context, { tenant: quickTenant });
    await at.print(0);
    await at.print(1);
    const { shareId, name } = at.printer(1);
    at.tenant.faults.set([{ method: 'GET', path: `/v1.0/print/shares/${shareId}/jobs`, count: null, fault: { kind: 'status', status } }]);
    await signInWithPhone(at, at.person());
    const screen = await at.until((now): now is JobsScreen => listRead(now) && now.trouble !== null);
    context.expect(screen).toMatchObject({ trouble: { code }, unread: [name] });
    context.expect(screen.jobs).toHaveLength(1);
    at.tenant.faults.set([]);
    const whole = await at.until((now): now is JobsScreen => listRead(now) && now.trouble === null);
    context.expect(whole).toMatchObject({ unread: [] });
    context.expect(whole.jobs).toHaveLength(2);
  });
});
