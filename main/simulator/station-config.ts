import { applicationPermissionsFor, type DemoDirectory, type StationMode } from './directory.ts';
import type { DemoPerson } from './model.ts';

/** What a configuration is to be for. `options`: people choose copies, sides and the like at release. */
export interface StationConfigOptions {
  readonly mode?: StationMode;
  readonly options?: boolean;
}

/**
 * A station configuration for the demo tenant. With `redirect` the first printer is the queue and the others are destinations.
 * Throws where the station's app was not given the permissions of the mode (`TenantOptions.station.mode`).
 */
export function stationConfig(
  demo: DemoDirectory,
  taskDefinitionId: string,
  origin: string,
  { mode = 'user', options }: StationConfigOptions,
): Record<string, unknown> {
  const missing = applicationPermissionsFor(mode, options).filter((one) => !demo.stationApp.applicationPermissions.includes(one));
  // Mode `user` shows a station what a missing consent looks like, so it is never refused.
  if (mode !== 'user' && missing.length > 0) {
    throw new Error(
      `The demo station app lacks ${missing.join(', ')}: make the tenant with station: { mode: '${mode}'${options ? ', options: true' : ''} }.`,
    );
  }
  const printers = demo.printers.map(({ shareId, printerId, name }) => ({ shareId, printerId, name }));
  const byBadge = mode !== 'user';
  return {
    station: { id: 'demo-lobby', name: 'Demo tenant', helpContact: 'IT desk, ext. 1200' },
    tenant: { id: demo.directory.tenantId, cloud: { graph: origin, authority: origin } },
    app: { clientId: demo.stationApp.clientId, secret: demo.stationApp.secrets[0] ?? '' },
    print: {
      taskDefinitionId,
      ...(mode === 'redirect'
        ? { printers: printers.slice(0, 1), destinations: printers.slice(1).map(({ printerId, name }) => ({ printerId, name })) }
        : { printers }),
    },
    release: { mode, ...(options === undefined ? {} : { options }) },
    signIn: { methods: byBadge ? ['badge'] : ['badge', 'deviceCode'] },
    ...(byBadge ? { badge: { list: 'badges.csv' } } : {}),
  };
}

/** The people of the tenant as a station's badge list: CSV (RFC 4180) with a header. Made-up numbers. */
export function badgeList(people: readonly DemoPerson[]): string {
  const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = people
    .filter(({ personalAccount }) => personalAccount !== true)
    .map(({ badge, oid, userPrincipalName, displayName }) => [badge, oid, userPrincipalName, displayName].map(field).join(','));
  return `${['badge,oid,userPrincipalName,name', ...rows].join('\r\n')}\r\n`;
}
