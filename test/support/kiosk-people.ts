import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoPerson } from '../../main/simulator/model.ts';
import type { Tenant } from '../../main/simulator/tenant.ts';
import type { JobsScreen } from '../../preload/contract.ts';
import { type KioskProcess, readyList } from './kiosk-process.ts';

/**
 * Writes a station's configuration for a tenant: `config.json` in `folder`, its data beside it. Waits are short, so that a round is.
 * Resolves to the file.
 */
export async function writeConfig(folder: string, tenant: Tenant, stationId: string, release: object): Promise<string> {
  await mkdir(folder, { recursive: true });
  const base = tenant.stationConfig() as Record<string, Record<string, unknown>>;
  const file = join(folder, 'config.json');
  const config = {
    ...base,
    station: { ...base.station, id: stationId },
    release: { ...base.release, ...release },
    session: { idleTimeoutSeconds: 900 },
    data: { folder: 'data' },
  };
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

/** Approves the sign-in whose code is on the screen, as the person's phone would. */
export async function approveOnPhone(kiosk: KioskProcess, tenant: Tenant, person: DemoPerson): Promise<void> {
  const code = await kiosk.until('a code to sign in with', (screen) =>
    screen.name === 'signIn' && screen.code.is === 'shown' ? screen.code.userCode : null,
  );
  tenant.entra.approve(code, person.oid);
}

/** From an unknown card to the linked session: tap, sign in, second tap, yes. */
export async function linkCard(kiosk: KioskProcess, tenant: Tenant, person: DemoPerson): Promise<JobsScreen> {
  kiosk.tap(person.badge);
  await approveOnPhone(kiosk, tenant, person);
  await kiosk.until('the second tap', (screen) => screen.name === 'linkBadge');
  kiosk.tap(person.badge);
  await kiosk.until('the question whose card it is', (screen) => screen.name === 'linkBadge' && screen.step === 'confirm');
  await kiosk.intend('answerLink', { link: true });
  return kiosk.until('the list', readyList);
}
