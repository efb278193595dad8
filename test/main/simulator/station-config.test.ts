import { describe, expect, test } from 'vitest';
import { badgeList } from '../../../main/simulator/station-config.ts';
import { demoTenant } from '../../support/simulator.ts';

const user = ['PrintTaskDefinition.ReadWrite.All'];

describe('a station configuration for each mode', () => {
  test('user, as ever', async () => {
    const tenant = await demoTenant();
    expect(tenant.stationConfig()).toMatchObject({ release: { mode: 'user' }, signIn: { methods: ['badge', 'deviceCode'] } });
    expect(Object.keys(tenant.stationConfig())).not.toContain('badge');
    expect(tenant.stationApp.applicationPermissions).toEqual(user);
  });

  test('app: every printer, badges from a list, and the app’s permissions for it and no more', async () => {
    const tenant = await demoTenant({ station: { mode: 'app' } });
    expect(tenant.stationConfig({ mode: 'app' })).toMatchObject({
      release: { mode: 'app' },
      signIn: { methods: ['badge'] },
      badge: { list: 'badges.csv' },
      print: { printers: tenant.printers.map(({ shareId, printerId, name }) => ({ shareId, printerId, name })) },
    });
    expect(new Set(tenant.stationApp.applicationPermissions)).toEqual(new Set([...user, 'PrintJob.ReadBasic.All', 'Printer.Read.All']));
  });

  test('redirect: the first printer is the queue, the others are where jobs can go', async () => {
    const tenant = await demoTenant({ station: { mode: 'redirect' } });
    const [queue, ...rest] = tenant.printers;
    expect(tenant.stationConfig({ mode: 'redirect' })).toMatchObject({
      release: { mode: 'redirect' },
      print: {
        printers: [{ shareId: queue?.shareId, printerId: queue?.printerId, name: queue?.name }],
        destinations: rest.map(({ printerId, name }) => ({ printerId, name })),
      },
    });
    expect(new Set(tenant.stationApp.applicationPermissions)).toEqual(
      new Set([...user, 'PrintJob.Manage.All', 'PrintJob.ReadBasic.All', 'Printer.Read.All']),
    );
  });

  test('app with options at release: the least permission that changes a job, and no more', async () => {
    const tenant = await demoTenant({ station: { mode: 'app', options: true } });
    expect(tenant.stationConfig({ mode: 'app', options: true })).toMatchObject({ release: { mode: 'app', options: true } });
    expect(new Set(tenant.stationApp.applicationPermissions)).toEqual(
      new Set([...user, 'PrintJob.ReadBasic.All', 'Printer.Read.All', 'PrintJob.ReadWriteBasic.All']),
    );
  });

  test('is refused where the app was not given what the mode needs', async () => {
    const tenant = await demoTenant({ station: { mode: 'app' } });
    expect(() => tenant.stationConfig({ mode: 'redirect' })).toThrow(/PrintJob\.Manage\.All/);
    expect(() => tenant.stationConfig({ mode: 'app', options: true })).toThrow(/PrintJob\.ReadWriteBasic\.All.*options: true/);
  });
});

test('the badge list has everybody of the tenant, nobody from outside, and quotes what needs it', async () => {
  const tenant = await demoTenant();
  const [header, ...rows] = tenant.badgeList().split('\r\n');
  expect(header).toBe('badge,oid,userPrincipalName,name');
  const inside = tenant.directory.people.filter(({ personalAccount }) => personalAccount !== true);
  expect(rows).toEqual([
    ...inside.map(({ badge, oid, userPrincipalName, displayName }) => [badge, oid, userPrincipalName, displayName].join(',')),
    '',
  ]);
  const odd = { oid: 'o', displayName: 'Ann "A", B', userPrincipalName: 'a@b.example', badge: '1' };
  expect(badgeList([odd]).split('\r\n')[1]).toBe('1,o,a@b.example,"Ann ""A"", B"');
});
