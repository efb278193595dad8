import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test } from 'vitest';
import type { Screen, WelcomeNotice } from '../../../preload/contract.ts';
import { createLeapClock } from '../../support/leap-clock.ts';
import { type OwnStation, startOwnStation } from '../../support/own-station.ts';
import { enrol, listRead, signInWithPhone, type TestStation } from '../../support/station.ts';

const atOnce = { timeout: 60_000 };
/** Generous: the station shares its cores with the tests beside it. */
const patiently = { timeout: 15_000, interval: 50 };

/** Another program holds a file of the station, as a backup or a virus scanner does. */
function hold(context: TestContext, at: TestStation, name: string): () => void {
  const db = new DatabaseSync(join(at.folder, 'data', name));
  db.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
  let held = true;
  const release = () => {
    if (held) db.exec('ROLLBACK');
    if (held) db.close();
    held = false;
  };
  context.onTestFinished(release);
  return release;
}

const noticed =
  (is: WelcomeNotice['is'], more: object = {}) =>
  (screen: Screen) =>
    screen.name === 'welcome' &&
    screen.notice?.is === is &&
    Object.entries(more).every(([name, value]) => (screen.notice as unknown as Record<string, unknown>)[name] === value);
const lines = (at: TestStation, event: string) => at.log.filter((line) => line.includes(`"${event}"`)).length;
const wiped = (context: TestContext, at: TestStation, count: number) =>
  context.expect.poll(() => lines(at, 'session.wiped'), patiently).toBe(count);

/** What the audit trail says of sessions and badges. */
function audited(at: TestStation): readonly string[] {
  const db = new DatabaseSync(join(at.folder, 'data', 'audit.db'), { readOnly: true });
  const rows = db.prepare('SELECT * FROM entries ORDER BY seq').all();
  db.close();
  return rows.map((row) => Object.values(row).map(String).join(' ')).filter((row) => /session(Began|Ended)|badge(Unl|L)inked/.test(row));
}

describe.concurrent('"not you?" while another program holds the file of enrolments', atOnce, () => {
  const refused = async (context: TestContext) => {
    const clock = createLeapClock();
    const at = await startOwnStation(context, { clock });
    await enrol(at, at.person());
    const release = hold(context, at, 'enrolments.db');
    await at.intend('notMe', {});
    await at.until(noticed('cardUnlinked', { state: 'failed' }));
    return { at, clock, release };
  };
  test('says that the card is not unlinked, wipes the visit all the same, and the card opens nothing', async (context) => {
    const { at } = await refused(context);
    await wiped(context, at, 1);
    context.expect(at.log.join('')).not.toContain('"badge.unlinked"');
    at.tap(at.person().badge);
    await at.until((screen) => screen.name === 'welcome' && screen.opening);
    await at.until(noticed('cardUnlinked', { state: 'failed' }));
    context.expect(at.log.join('')).not.toContain('internal.error');
  });
  test('unlinks the card once the file is free again, and says so', async (context) => {
    const { at, clock, release } = await refused(context);
    release();
    clock.leap(5_000);
    await at.until(noticed('cardUnlinked', { state: 'done' }));
    at.tap(at.person().badge);
    await at.until((screen) => screen.name === 'signIn' && screen.purpose === 'linkBadge');
    context.expect(audited(at).filter((row) => row.includes('badgeUnlinked'))).toHaveLength(1);
  });
});

describe.concurrent('a tap while another program holds the file of enrolments', atOnce, () => {
  test('opens the jobs, also where the sign-in was renewed and cannot be kept now', async (context) => {
    const entraSettings = { deviceCodeIntervalS: 1, accessTokenLifetimeS: 1, caeTokenLifetimeS: 1 };
    const at = await startOwnStation(context, { tenant: { entraSettings } });
    await enrol(at, at.person());
    await at.intend('signOut', {});
    await wiped(context, at, 1);
    const release = hold(context, at, 'enrolments.db');
    at.tap(at.person().badge);
    await at.until(listRead);
    context.expect(lines(at, 'enrolments.failed')).toBeGreaterThan(0);
    release();
    await at.intend('signOut', {});
    await wiped(context, at, 2);
    at.tap(at.person().badge);
    await at.until(listRead);
    context.expect(at.log.join('')).not.toContain('internal.error');
  });
});

describe.concurrent('jobs that were marked', atOnce, () => {
  const marking = async (context: TestContext, options: Parameters<typeof startOwnStation>[1] = {}) => {
    const at = await startOwnStation(context, { ...options, config: { release: { allowDelete: true } } });
    await at.print(1);
    const screen = await signInWithPhone(at, at.person());
    await at.intend('deleteAtSignOut', { jobs: screen.jobs.map(({ key }) => key) });
    return at;
  };
  const tellsOnce = async (context: TestContext, at: OwnStation) => {
    const next = await signInWithPhone(at, at.person());
    context.expect(next).toMatchObject({ notDeleted: 1, jobs: [{ stage: { is: 'held' }, deleting: false }] });
    await at.intend('signOut', {});
    context.expect(await signInWithPhone(at, at.person())).toMatchObject({ notDeleted: 0, jobs: [{ stage: { is: 'held' } }] });
  };
  test('and deleted: the goodbye says so once it is so, and the job is gone', async (context) => {
    const at = await marking(context);
    await at.intend('signOut', {});
    await at.until(noticed('signedOut', { deleting: 0, deleted: 1, notDeleted: 0 }));
    context.expect(await signInWithPhone(at, at.person())).toMatchObject({ notDeleted: 0, jobs: [] });
  });
  test.for([
    ['a 500', { kind: 'status', status: 500, when: 'before' }],
    ['a gateway’s page', { kind: 'html', status: 404, when: 'before' }],
    ['no network', { kind: 'reset', when: 'before' }],
  ] as const)('%s: the goodbye says that it is not deleted, and so does the next visit, once', async ([, fault], context) => {
    const at = await marking(context);
    at.tenant.faults.set([{ method: 'POST', path: '/print/printers/*/jobs/*/cancel', fault, count: 20 }]);
    await at.intend('signOut', {});
    await at.until(noticed('signedOut', { deleting: 0, deleted: 0, notDeleted: 1 }));
    at.tenant.faults.set([]);
    await tellsOnce(context, at);
  });
  test('a journal that another program holds: said too, and the rest of the visit ends as ever', async (context) => {
    const at = await marking(context);
    const release = hold(context, at, 'journal.db');
    await at.intend('signOut', {});
    await at.until(noticed('signedOut', { deleting: 0, deleted: 0, notDeleted: 1 }));
    await wiped(context, at, 1);
    release();
    context.expect(await signInWithPhone(at, at.person())).toMatchObject({ notDeleted: 1 });
  });
});

describe.concurrent('the record of visits', atOnce, () => {
  test('has no beginning for whoever turned back while their card was looked up (mode app)', async (context) => {
    const at = await startOwnStation(context, { mode: 'app' });
    at.tap(at.person().badge);
    await at.intend('cancel', {});
    await wiped(context, at, 1);
    context.expect(audited(at)).toEqual([]);
  });
  test('has an end for whoever is there when the station stops', async (context) => {
    const at = await startOwnStation(context, { mode: 'app' });
    at.tap(at.person().badge);
    await at.until(listRead);
    await at.face.close();
    context
      .expect(audited(at))
      .toEqual([context.expect.stringContaining('sessionBegan'), context.expect.stringMatching(/sessionEnded.*stationStopped/)]);
    context.expect(lines(at, 'session.wiped')).toBe(1);
  });
});

describe.concurrent('what IT does not offer', atOnce, () => {
  test.for(['user', 'app'] as const)('signing in with the phone is refused in mode %s where only badges are', async (mode, context) => {
    const at = await startOwnStation(context, { mode, config: { signIn: { methods: ['badge'] } } });
    context.expect(await at.intend('signInWithPhone', {})).toEqual({ ok: false, error: 'notNow' });
    context.expect(at.screen().name).toBe('welcome');
  });
});
