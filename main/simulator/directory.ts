import type { RandomBytes } from '../ports.ts';
import type { DemoApp, DemoPerson, DemoPrinter, Directory } from './model.ts';
import { guid } from './random.ts';

/** How a station releases (product page, "Modes"). */
export type StationMode = 'user' | 'app' | 'redirect';

/** Application permissions that each mode needs and no more. */
export const applicationPermissionsOf: Readonly<Record<StationMode, readonly string[]>> = {
  user: ['PrintTaskDefinition.ReadWrite.All'],
  app: ['PrintTaskDefinition.ReadWrite.All', 'PrintJob.ReadBasic.All', 'Printer.Read.All'],
  redirect: ['PrintTaskDefinition.ReadWrite.All', 'PrintJob.Manage.All', 'PrintJob.ReadBasic.All', 'Printer.Read.All'],
};

/** What the mode `app` needs besides where people choose options at release: the least that changes a job (reference 2.A, A7). */
export const optionsPermission = 'PrintJob.ReadWriteBasic.All';

/** Application permissions for a mode, with or without options at release. */
export function applicationPermissionsFor(mode: StationMode, options = false): readonly string[] {
  return mode === 'app' && options ? [...applicationPermissionsOf.app, optionsPermission] : applicationPermissionsOf[mode];
}

/** What a caller may choose about the station's app registration. */
export interface StationAppOptions {
  /** Client secret. Made up where left out. */
  readonly secret?: string;
  /** PEM certificates that may sign for the app. */
  readonly certificates?: readonly string[];
  /** Consents to what a station of that mode needs and no more. Default `user`. */
  readonly mode?: StationMode;
  /** People choose options at release: the mode `app` takes one more permission for it, `redirect` none, `user` cannot. */
  readonly options?: boolean;
  /** Application permissions in place of the mode's. */
  readonly applicationPermissions?: readonly string[];
  readonly delegatedPermissions?: readonly string[];
}

/** Who and what is in the demo tenant. */
export interface DemoDirectory {
  readonly directory: Directory;
  readonly stationApp: DemoApp;
  /** The app through which people print at the desk. */
  readonly deskApp: DemoApp;
  readonly printers: readonly DemoPrinter[];
}

/** Names with signs that encodings and fonts get wrong, and badge numbers in the formats that readers type. All made up. */
const people: readonly Omit<DemoPerson, 'oid'>[] = [
  { displayName: 'Zoë Ångström-Müller', userPrincipalName: 'zoe.angstrom@lindenhof.example', badge: '0004711820' },
  { displayName: 'Nguyễn Thị Minh Khai', userPrincipalName: 'khai.nguyen@lindenhof.example', badge: '04A3F29B5C6E80' },
  { displayName: 'Łukasz Dąbrowski-Źródło', userPrincipalName: 'lukasz.dabrowski@lindenhof.example', badge: 'LDZRQK' },
  { displayName: "Siobhán O'Connor", userPrincipalName: "siobhan.o'connor@lindenhof.example", badge: '0000928341' },
  { displayName: 'José Ñandú Peña', userPrincipalName: 'jose.pena@lindenhof.example', badge: '3F00A1B2' },
  { displayName: 'فاطمة الزهراء', userPrincipalName: 'fatima@lindenhof.example', badge: '700000123456789' },
  {
    displayName: 'Ağaçlı Gülşen İpek',
    userPrincipalName: 'gulsen.ipek@lindenhof.example',
    badge: '9C41D07E55',
    printerAdministrator: true,
  },
  { displayName: 'Robin Example', userPrincipalName: 'robin@personal.example', badge: '55120099', personalAccount: true },
];

/** Name, kind and trigger of the four printers: one for each way in which a held job may behave. */
const printers: readonly Omit<DemoPrinter, 'printerId' | 'shareId'>[] = [
  { name: 'Lobby MFP', kind: 'resumes', trigger: true },
  { name: 'Second floor MFP', kind: 'waits', trigger: true, abilities: 'noColor' },
  { name: 'Copy room', kind: 'unstarted', trigger: false, abilities: 'noPageRanges' },
  { name: 'Archive', kind: 'unstarted', trigger: true },
];

const stationDelegated = ['PrintJob.ReadBasic', 'PrintJob.Create', 'PrintJob.ReadWriteBasic', 'PrinterShare.ReadBasic.All'];
const deskDelegated = ['PrintJob.Create', 'PrintJob.ReadWriteBasic', 'PrinterShare.ReadBasic.All'];

/** Builds the directory. `ids` decides every id; `secrets` the client secret where none is given. */
export function demoDirectory(ids: RandomBytes, secrets: RandomBytes, station: StationAppOptions = {}): DemoDirectory {
  const tenantId = guid(ids);
  const stationApp: DemoApp = {
    clientId: guid(ids),
    displayName: 'Release Station',
    servicePrincipalId: guid(ids),
    secrets: [station.secret ?? Buffer.from(secrets(30)).toString('base64url')],
    certificates: station.certificates ?? [],
    applicationPermissions: station.applicationPermissions ?? applicationPermissionsFor(station.mode ?? 'user', station.options),
    delegatedPermissions: station.delegatedPermissions ?? stationDelegated,
    // Device code is a public flow of the same registration that holds the certificate.
    publicClient: true,
  };
  const deskApp: DemoApp = {
    clientId: guid(ids),
    displayName: 'Print at your desk',
    servicePrincipalId: guid(ids),
    secrets: [],
    certificates: [],
    applicationPermissions: [],
    delegatedPermissions: deskDelegated,
    publicClient: true,
  };
  return {
    directory: {
      tenantId,
      tenantName: 'lindenhof.example',
      people: people.map((person) => ({ oid: guid(ids), ...person })),
      apps: [stationApp, deskApp],
    },
    stationApp,
    deskApp,
    printers: printers.map((printer) => ({ printerId: guid(ids), shareId: guid(ids), ...printer })),
  };
}
