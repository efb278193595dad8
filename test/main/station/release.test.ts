import { createHash } from 'node:crypto';
import { describe, test } from 'vitest';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import { startOwnStation } from '../../support/own-station.ts';
import { enrol, listRead, signInWithPhone } from '../../support/station.ts';

/* Several at a time, each on a station of its own: most of the time is waiting. */

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const allDone = (screen: Screen): screen is JobsScreen => listRead(screen) && screen.jobs.every((job) => job.stage.is === 'done');

describe.concurrent('a real PDF, released', { timeout: 60_000 }, () => {
  test.for([0, 1, 2, 3])('comes out once, byte for byte, of each kind of printer (printer %i)', async (index, context) => {
    const station = await startOwnStation(context);
    const person = station.person();
    const printer = station.printer(index);
    const bytes = await demoDocument('Quarterly figures', 2);
    await station.tenant.printAs(person, printer.shareId, { name: 'figures.pdf', bytes });
    const { jobs } = await enrol(station, person);
    context.expect(jobs).toMatchObject([{ title: 'figures.pdf', printerName: printer.name, stage: { is: 'held' } }]);
    context.expect(station.tenant.tray()).toEqual([]);

    await station.intend('release', { jobs: [jobs[0]!.key] });
    await station.until(allDone);
    context.expect(station.tenant.tray().map((entry) => entry.sha256)).toEqual([sha256(bytes)]);
  });

  test('seven jobs on all printers come out once each, and nobody else’s', async (context) => {
    const station = await startOwnStation(context);
    const [ada, bob] = [station.person(0), station.person(1)];
    const sources = new Map<string, number>();
    for (let i = 0; i < 7; i += 1) {
      const printer = station.printer(i % station.tenant.printers.length);
      const bytes = await demoDocument(`Document ${i}`, 1);
      sources.set(sha256(bytes), 1);
      await station.tenant.printAs(ada, printer.shareId, { name: `document-${i}.pdf`, bytes });
      await station.tenant.printAs(bob, printer.shareId, { name: `other-${i}.pdf`, bytes: await demoDocument(`Other ${i}`, 1) });
    }
    const { jobs } = await enrol(station, ada);
    context.expect(jobs).toHaveLength(7);
    await station.intend('release', { jobs: jobs.map((job) => job.key) });
    await station.until((screen) => allDone(screen) && screen.jobs.length === 7);
    const out = new Map<string, number>();
    for (const { sha256: hash } of station.tenant.tray()) out.set(hash, (out.get(hash) ?? 0) + 1);
    context.expect(out).toEqual(sources);
  });

  test('a second tap needs no phone', async (context) => {
    const station = await startOwnStation(context);
    const ada = station.person();
    await enrol(station, ada);
    await station.intend('signOut', {});
    station.tap(ada.badge);
    const screen = await station.until(listRead);
    context.expect(screen).toMatchObject({ name: 'jobs', badge: 'linked', personName: ada.displayName });
  });

  test('a deleted job is gone after sign-out and never printed', async (context) => {
    const station = await startOwnStation(context);
    const ada = station.person();
    for (const name of ['keep.pdf', 'away.pdf']) await station.print(0, name);
    const { jobs } = await signInWithPhone(station, ada);
    const away = jobs.find((job) => job.title === 'away.pdf')!;
    await station.intend('deleteAtSignOut', { jobs: [away.key] });
    await station.intend('signOut', {});
    await station.tenant.until(() => station.tenant.jobs().filter((job) => job.phase === 'canceled').length === 1);
    const again = await signInWithPhone(station, ada);
    context.expect(again.jobs.map((job) => job.title)).toEqual(['keep.pdf']);
    context.expect(station.tenant.tray()).toEqual([]);
  });
});
