import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import { linkCard, writeConfig } from '../support/kiosk-people.ts';
import { startKioskProcess } from '../support/kiosk-process.ts';
import type { ProductView } from '../support/product-view.ts';
import { serveWatchedTenant, type WatchedTenant } from '../support/watched-tenant.ts';
import type { PrinterKind } from './plan.ts';
import type { KillStep } from './steps.ts';

/** A tenant and two stations at which one person's card is linked; every round begins with a copy of what these have on their disks. */
export interface Office {
  readonly product: ProductView;
  readonly watched: WatchedTenant;
  readonly person: DemoPerson;
  /** Copies both stations' folders, with the lag of this step in their configuration. */
  copyStations(step: KillStep): Promise<Stations>;
  /** Prints so many fresh jobs. Resolves to their ids by document name, which is how the screen tells them apart. */
  print(count: number, kind: PrinterKind): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

/** Two stations' files, for one round. */
export interface Stations {
  readonly here: StationFiles;
  readonly elsewhere: StationFiles;
  remove(): Promise<void>;
}

/** Where one station has its files. */
export interface StationFiles {
  readonly configFile: string;
  readonly dataFolder: string;
}

/**
 * The stated lag of a round (`release.settleSeconds`): short, save where a call lands late or never and its owner must have time to be back
 * before the lag is over. Milliseconds.
 */
export function settleMsOf(step: KillStep): number {
  if (step === 'sent, lands late') return 15_000;
  return step === 'sent, never lands' ? 4_000 : 2_000;
}

/** Short, so that a round is. Seconds. */
const resumeSeconds = 1;

/** Opens an office. A second start prints a second time there: the worst that a service could do. */
export async function openOffice(product: ProductView): Promise<Office> {
  const watched = await serveWatchedTenant({
    settings: { secondStart: 'printsAgain', acknowledgeMs: 5, printMs: 10 },
    entraSettings: { deviceCodeIntervalS: 1 },
  });
  const { tenant } = watched;
  const person = tenant.directory.people[0]!;
  const folder = await mkdtemp(join(tmpdir(), 'release-station-crash-'));
  const bytes = await demoDocument('x', 1);
  let printed = 0;

  await Promise.all(
    ['here', 'elsewhere'].map(async (name) => {
      const configFile = await writeConfig(join(folder, name), tenant, name, {});
      const kiosk = await startKioskProcess({ product, configFile });
      await linkCard(kiosk, tenant, person);
      await kiosk.stop();
    }),
  );

  return {
    product,
    watched,
    person,
    async copyStations(step) {
      const copy = await mkdtemp(join(tmpdir(), 'release-station-round-'));
      await cp(folder, copy, { recursive: true });
      const filesOf = async (name: string): Promise<StationFiles> => {
        const release = { settleSeconds: settleMsOf(step) / 1000, resumeSeconds };
        return { configFile: await writeConfig(join(copy, name), tenant, name, release), dataFolder: join(copy, name, 'data') };
      };
      const [here, elsewhere] = await Promise.all([filesOf('here'), filesOf('elsewhere')]);
      return { here, elsewhere, remove: () => rm(copy, { recursive: true, force: true }) };
    },
    async print(count, kind) {
      const shares = sharesOf(watched, kind);
      const ids = new Map<string, string>();
      for (let i = 0; i < count; i += 1) {
        printed += 1;
        const name = `Document ${printed}`;
        ids.set(name, await tenant.printAs(person, shares[i % shares.length]!, { name, bytes }));
      }
      return ids;
    },
    async close() {
      await watched.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sharesOf({ tenant }: WatchedTenant, kind: PrinterKind): readonly string[] {
  const of = (wanted: string, trigger: boolean) =>
    tenant.printers.filter((printer) => printer.kind === wanted && printer.trigger === trigger).map(({ shareId }) => shareId);
  switch (kind) {
    case 'resumes':
      return of('resumes', true);
    case 'waits':
      return of('waits', true);
    case 'unstarted':
      return of('unstarted', false);
    case 'unstarted, then held':
      return of('unstarted', true);
    case 'mixed':
      return tenant.printers.map(({ shareId }) => shareId);
  }
}
