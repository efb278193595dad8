import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { demoDocument } from '../../../main/simulator/desk/document.ts';
import type { JobsScreen, Screen } from '../../../preload/contract.ts';
import { enrol, listRead, signInWithPhone, startTestStation, type TestStation } from '../../support/station.ts';

let station: TestStation;
afterEach(() => station.close());

const tenant = { entraSettings: { deviceCodeIntervalS: 1 } } as const;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const allDone = (screen: Screen): screen is JobsScreen => listRead(screen) && screen.jobs.every((job) => job.stage.is === 'done');

describe('a real PDF, released', () => {
  test.each([0, 1, 2, 3])('comes out once, byte for byte, of each kind of printer (printer %i)', async (index) => {
    station = await startTestStation({ tenant });
    const [person] = station.tenant.directory.people;
    const printer = station.tenant.printers[index]!;
    const bytes = await demoDocument('Quarterly figures', 2);
    await station.tenant.printAs(person!, printer.shareId, { name: 'figures.pdf', bytes });
    const { jobs } = await enrol(station, person!);
    expect(jobs).toMatchObject([{ title: 'figures.pdf', printerName: printer.name, stage: { is: 'held' } }]);
    expect(station.tenant.tray()).toEqual([]);

    await station.intend('release', { jobs: [jobs[0]!.key] });
    await station.until(allDone);
    expect(station.tenant.tray().map((entry) => entry.sha256)).toEqual([sha256(bytes)]);
  });

  test('seven jobs on all printers come out once each, and nobody else’s', async () => {
    station = await startTestStation({ tenant });
    const [ada, bob] = station.tenant.directory.people;
    const sources = new Map<string, number>();
    for (let i = 0; i < 7; i += 1) {
      const printer = station.tenant.printers[i % station.tenant.printers.length]!;
      const bytes = await demoDocument(`Document ${i}`, 1);
      sources.set(sha256(bytes), 1);
      await station.tenant.printAs(ada!, printer.shareId, { name: `document-${i}.pdf`, bytes });
      await station.tenant.printAs(bob!, printer.shareId, { name: `other-${i}.pdf`, bytes: await demoDocument(`Other ${i}`, 1) });
    }
    const { jobs } = await enrol(station, ada!);
    expect(jobs).toHaveLength(7);
    await station.intend('release', { jobs: jobs.map((job) => job.key) });
    await station.until((screen) => allDone(screen) && screen.jobs.length === 7);
    const out = new Map<string, number>();
    for (const { sha256: hash } of station.tenant.tray()) out.set(hash, (out.get(hash) ?? 0) + 1);
    expect(out).toEqual(sources);
  });

  test('a second tap needs no phone', async () => {
    station = await startTestStation({ tenant });
    const [ada] = station.tenant.directory.people;
    await enrol(station, ada!);
    await station.intend('signOut', {});
    station.tap(ada!.badge);
    const screen = await station.until(listRead);
    expect(screen).toMatchObject({ name: 'jobs', badge: 'linked', personName: ada!.displayName });
  });

  test('a deleted job is gone after sign-out and never printed', async () => {
    station = await startTestStation({ tenant });
    const [ada] = station.tenant.directory.people;
    const printer = station.tenant.printers[0]!;
    for (const name of ['keep.pdf', 'away.pdf']) {
      await station.tenant.printAs(ada!, printer.shareId, { name, bytes: await demoDocument(name, 1) });
    }
    const { jobs } = await signInWithPhone(station, ada!);
    const away = jobs.find((job) => job.title === 'away.pdf')!;
    await station.intend('deleteAtSignOut', { jobs: [away.key] });
    await station.intend('signOut', {});
    await station.tenant.until(() => station.tenant.jobs().filter((job) => job.phase === 'canceled').length === 1);
    const again = await signInWithPhone(station, ada!);
    expect(again.jobs.map((job) => job.title)).toEqual(['keep.pdf']);
    expect(station.tenant.tray()).toEqual([]);
  });
});
