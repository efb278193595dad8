import { describe, expect, test } from 'vitest';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { handClock } from '../../../support/badge.ts';
import {
  administrator,
  appToken,
  call,
  complete,
  demoTenant,
  listAt,
  person,
  print,
  printer,
  userToken,
} from '../../../support/simulator.ts';

const jobsPath = (tenant: Tenant, query = '') => `/print/shares/${printer(tenant, 'resumes').shareId}/jobs${query}`;

async function pages(tenant: Tenant, token: string, path: string): Promise<string[][]> {
  const found: string[][] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const { status, body } = await call(tenant, token, 'GET', next);
    expect(status).toBe(200);
    found.push(listAt(body, 'value').map(({ id }) => String(id)));
    next = body['@odata.nextLink'] as string | undefined;
  }
  return found;
}

describe('paging', () => {
  test('cuts a list into pages whose links keep the query, and misses nothing', async () => {
    const tenant = await demoTenant({ settings: { pageSize: 2 } });
    const zoe = person(tenant, 'Zoë');
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.push(await print(tenant, zoe, printer(tenant, 'resumes')));
    const token = await userToken(tenant, zoe);
    expect(await pages(tenant, token, jobsPath(tenant))).toEqual([[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]);
    const first = await call(tenant, token, 'GET', jobsPath(tenant, '?$expand=documents'));
    const second = await call(tenant, token, 'GET', String(first.body['@odata.nextLink']));
    expect(listAt(second.body, 'value.0.documents')).toHaveLength(1);
    tenant.settings.change({ emptyPages: true });
    const withEmpty = await pages(tenant, token, jobsPath(tenant));
    expect(withEmpty).toEqual([[], [ids[4], ids[3]], [], [ids[2], ids[1]], [], [ids[0]]]);
  });

  test('shows every job once although others appear and go between two pages', async () => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { pageSize: 2, retentionDays: 1 } });
    const zoe = person(tenant, 'Zoë');
    const ids: string[] = [];
    for (let count = 0; count < 4; count++) {
      ids.push(await print(tenant, zoe, printer(tenant, 'resumes')));
      clock.advance(1000);
    }
    const token = await userToken(tenant, zoe);
    const first = await call(tenant, token, 'GET', jobsPath(tenant));
    await print(tenant, zoe, printer(tenant, 'resumes'));
    const second = await call(tenant, token, 'GET', String(first.body['@odata.nextLink']));
    expect(listAt(second.body, 'value').map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  });

  test('refuses a token that it did not make', async () => {
    const tenant = await demoTenant();
    const token = await userToken(tenant, person(tenant, 'Zoë'));
    expect((await call(tenant, token, 'GET', jobsPath(tenant, '?$skiptoken=abc'))).status).toBe(400);
  });
});

describe('query options', () => {
  test('the one documented filter of jobs works; every other is refused', async () => {
    const tenant = await demoTenant();
    const siobhan = person(tenant, 'Siobhán');
    const jobId = await print(tenant, siobhan, printer(tenant, 'resumes'));
    await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
    const token = await userToken(tenant, administrator(tenant), ['PrintJob.ReadBasic.All', 'PrinterShare.ReadBasic.All']);
    const filtered = (filter: string) => call(tenant, token, 'GET', jobsPath(tenant, `?$filter=${encodeURIComponent(filter)}`));
    const upn = siobhan.userPrincipalName.toUpperCase().replaceAll("'", "''");
    const { status, body } = await filtered(`createdBy/userPrincipalName eq '${upn}'`);
    expect(status).toBe(200);
    expect(listAt(body, 'value').map(({ id }) => id)).toEqual([jobId]);
    tenant.settings.change({ upnFilterIgnoresCase: false });
    expect((await filtered(`createdBy/userPrincipalName eq '${upn}'`)).body.value).toEqual([]);
    for (const other of [
      "createdBy/id eq 'x'",
      'isFetchable eq true',
      "createdBy/userPrincipalName ne 'x'",
      `createdBy/userPrincipalName eq 'a' or true`,
    ]) {
      expect((await filtered(other)).status, other).toBe(400);
    }
  });

  test('what is documented as unsupported is refused whatever the settings say', async () => {
    const tenant = await demoTenant({ settings: { undocumentedQuery: 'ignore' } });
    const lobby = printer(tenant, 'resumes');
    const user = await userToken(tenant, administrator(tenant), [...tenant.stationApp.delegatedPermissions, 'Printer.Read.All']);
    const app = await appToken(tenant);
    const refused: readonly [string, string, readonly string[]][] = [
      [user, jobsPath(tenant), ['$count', '$search']],
      [user, '/print/shares', ['$count', '$search']],
      [user, '/print/printers', ['$count', '$search']],
      [user, `/print/shares/${lobby.shareId}`, ['$count']],
      [user, `/print/printers/${lobby.printerId}/taskTriggers`, ['$count', '$format', '$search', '$select', '$skip', '$top']],
      [app, '/print/taskDefinitions', ['$count', '$format', '$search', '$select', '$skip', '$top']],
      [app, `/print/taskDefinitions/${tenant.definitionId}/tasks`, ['$count', '$format', '$search', '$select', '$skip', '$top']],
    ];
    for (const [token, path, options] of refused) {
      expect((await call(tenant, token, 'GET', path)).status, path).toBe(200);
      for (const option of options) {
        expect((await call(tenant, token, 'GET', `${path}?${option}=1`)).status, `${path} ${option}`).toBe(400);
      }
    }
  });

  test('what no page mentions is refused, or ignored where set so', async () => {
    const tenant = await demoTenant();
    const token = await userToken(tenant, person(tenant, 'Zoë'));
    for (const query of ['?$top=1', '?$orderby=id', '?$select=id', '?$expand=tasks', '?$skip=1']) {
      expect((await call(tenant, token, 'GET', jobsPath(tenant, query))).status, query).toBe(400);
    }
    tenant.settings.change({ undocumentedQuery: 'ignore' });
    expect((await call(tenant, token, 'GET', jobsPath(tenant, '?$top=1&$expand=tasks'))).status).toBe(200);
  });
});

describe('shares', () => {
  test('everybody sees the basics in a list; status, printer and capabilities on one share', async () => {
    const tenant = await demoTenant();
    const lobby = printer(tenant, 'resumes');
    const token = await userToken(tenant, person(tenant, 'Zoë'));
    const list = await call(tenant, token, 'GET', '/print/shares');
    expect(listAt(list.body, 'value')).toHaveLength(4);
    expect(Object.keys(listAt(list.body, 'value')[0]!)).toEqual(['id', 'displayName', 'manufacturer', 'model', 'location']);
    const one = await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}?$expand=printer`);
    expect(one.body).toMatchObject({ id: lobby.shareId, status: { state: 'idle', details: [] }, printer: { id: lobby.printerId } });
    expect(one.body.capabilities).toBeUndefined();
    const chosen = await call(tenant, token, 'GET', `/print/shares/${lobby.shareId}?$select=id,capabilities`);
    expect(Object.keys(chosen.body)).toEqual(['@odata.context', 'id', 'capabilities']);
    const top = await call(tenant, token, 'GET', '/print/shares?$top=3&$select=displayName');
    expect(listAt(top.body, 'value')).toHaveLength(3);
    expect(top.body['@odata.nextLink']).toBeDefined();
  });

  test('whether $expand=printer is shown, left out or refused is a setting', async () => {
    const tenant = await demoTenant({ settings: { sharePrinterExpand: 'omitted' } });
    const token = await userToken(tenant, person(tenant, 'Zoë'));
    const path = `/print/shares/${printer(tenant, 'resumes').shareId}?$expand=printer`;
    expect((await call(tenant, token, 'GET', path)).body.printer).toBeUndefined();
    tenant.settings.change({ sharePrinterExpand: 'refused' });
    expect((await call(tenant, token, 'GET', path)).status).toBe(403);
    expect((await call(tenant, token, 'GET', path.replace('?$expand=printer', ''))).status).toBe(200);
  });

  test('the list of printers and the triggers take an administrator; one printer does where set so', async () => {
    const tenant = await demoTenant();
    const { printerId } = printer(tenant, 'resumes');
    const zoe = await userToken(tenant, person(tenant, 'Zoë'), ['Printer.Read.All']);
    const admin = await userToken(tenant, administrator(tenant), ['Printer.Read.All']);
    for (const path of ['/print/printers', `/print/printers/${printerId}/taskTriggers`]) {
      expect((await call(tenant, zoe, 'GET', path)).status).toBe(403);
      expect((await call(tenant, admin, 'GET', path)).status).toBe(200);
    }
    expect((await call(tenant, zoe, 'GET', `/print/printers/${printerId}`)).status).toBe(200);
    tenant.settings.change({ printerReadNeedsAdmin: true });
    expect((await call(tenant, zoe, 'GET', `/print/printers/${printerId}`)).status).toBe(403);
    expect((await call(tenant, admin, 'GET', `/print/printers/${printerId}`)).status).toBe(200);
  });
});

test('how hidden tasks look to an ordinary person is a setting; an app and an administrator see them always', async () => {
  const tenant = await demoTenant();
  const zoe = person(tenant, 'Zoë');
  const jobId = await print(tenant, zoe, printer(tenant, 'resumes'));
  const path = jobsPath(tenant, `/${jobId}?$expand=tasks,documents`);
  const token = await userToken(tenant, zoe);
  const seen = await call(tenant, token, 'GET', path);
  expect(listAt(seen.body, 'tasks')).toMatchObject([{ status: { state: 'processing' } }]);
  expect(listAt(seen.body, 'documents')).toMatchObject([{ displayName: 'minutes.pdf', size: 3000 }]);
  tenant.settings.change({ tasksVisibleToUsers: false });
  expect((await call(tenant, token, 'GET', path)).body.tasks).toBeUndefined();
  tenant.settings.change({ hiddenTasksAs: 'empty' });
  expect((await call(tenant, token, 'GET', path)).body.tasks).toEqual([]);
  tenant.settings.change({ hiddenTasksAs: 'refused' });
  expect((await call(tenant, token, 'GET', path)).status).toBe(403);
  const app = await appToken(tenant, ['PrintJob.ReadBasic.All', 'Printer.Read.All']);
  expect(listAt((await call(tenant, app, 'GET', path)).body, 'tasks')).toHaveLength(1);
});

test('finished jobs stay in the list or leave it, by setting', async () => {
  const tenant = await demoTenant();
  const zoe = person(tenant, 'Zoë');
  const jobId = await print(tenant, zoe, printer(tenant, 'resumes'));
  await complete(tenant, jobId);
  await tenant.until(() => tenant.tray().length === 1);
  const token = await userToken(tenant, zoe);
  expect(listAt((await call(tenant, token, 'GET', jobsPath(tenant))).body, 'value')).toHaveLength(1);
  tenant.settings.change({ finishedJobsListed: false });
  expect(listAt((await call(tenant, token, 'GET', jobsPath(tenant))).body, 'value')).toHaveLength(0);
});

test('a held job shows the details that are set', async () => {
  const tenant = await demoTenant({ settings: { heldDetails: ['releaseWait'] } });
  const zoe = person(tenant, 'Zoë');
  await print(tenant, zoe, printer(tenant, 'resumes'));
  const { body } = await call(tenant, await userToken(tenant, zoe), 'GET', jobsPath(tenant));
  expect(listAt(body, 'value')).toMatchObject([{ status: { state: 'paused', details: ['releaseWait'] } }]);
});
