import { expect, test } from 'vitest';
import { handClock } from '../../../support/badge.ts';
import {
  administrator,
  appToken,
  at,
  call,
  demoTenant,
  type Json,
  person,
  print,
  printer,
  taskOf,
  taskPath,
  userToken,
} from '../../../support/simulator.ts';

/*
 * The project's own list of what v1.0's metadata says about the objects that the simulator shows (reference, section 3):
 * `name:type`, `?` for nullable, `[]` for a collection, `=a|b` for the members of an enumeration.
 */
const types: Readonly<Record<string, string>> = {
  printJob:
    'id:string createdDateTime:date acknowledgedDateTime:date? errorCode:int? isFetchable:bool redirectedFrom:string? redirectedTo:string? createdBy:userIdentity? status:printJobStatus configuration:printJobConfiguration tasks:printTask[] documents:printDocument[]',
  printJobStatus:
    'state:=unknown|pending|processing|paused|stopped|completed|canceled|aborted description:string isAcquiredByPrinter:bool details:=uploadPending|transforming|completedSuccessfully|completedWithWarnings|completedWithErrors|releaseWait|interpreting[]',
  userIdentity: 'id:string? displayName:string? userPrincipalName:string? ipAddress:string?',
  printDocument: 'id:string displayName:string? contentType:string? size:int uploadedDateTime:date? downloadedDateTime:date?',
  printTask: 'id:string parentUrl:string status:printTaskStatus',
  printTaskStatus: 'state:=pending|processing|completed|aborted description:string',
  printTaskDefinition: 'id:string displayName:string createdBy:appIdentity',
  appIdentity: 'appId:string? displayName:string? servicePrincipalId:string? servicePrincipalName:string?',
  printTaskTrigger: 'id:string event:=jobStarted',
  printerStatus: 'state:=unknown|idle|processing|stopped details:string[] description:string?',
  printer:
    'id:string displayName:string manufacturer:string? model:string? location:printerLocation? isAcceptingJobs:bool? status:printerStatus isShared:bool hasPhysicalDevice:bool registeredDateTime:date lastSeenDateTime:date?',
  printerShare:
    'id:string displayName:string manufacturer:string? model:string? location:printerLocation? isAcceptingJobs:bool? status:printerStatus allowAllUsers:bool createdDateTime:date printer:printer',
  uploadSession: 'uploadUrl:string? expirationDateTime:date? nextExpectedRanges:string[]',
};
const free = new Set(['printJobConfiguration', 'printerLocation']);

/** What is wrong with the object, by path; empty when it has exactly what its type allows. */
function faultsOf(value: unknown, type: string, path: string): string[] {
  if (type.endsWith('?')) return value === null ? [] : faultsOf(value, type.slice(0, -1), path);
  if (type.endsWith('[]')) {
    return Array.isArray(value)
      ? value.flatMap((item, index) => faultsOf(item, type.slice(0, -2), `${path}.${index}`))
      : [`${path} is no list`];
  }
  if (type.startsWith('=')) return type.slice(1).split('|').includes(String(value)) ? [] : [`${path} is ${String(value)}`];
  if (type === 'string') return typeof value === 'string' ? [] : [`${path} is no text`];
  if (type === 'bool') return typeof value === 'boolean' ? [] : [`${path} is no boolean`];
  if (type === 'int') return Number.isInteger(value) ? [] : [`${path} is no whole number`];
  if (type === 'date') return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? [] : [`${path} is no time`];
  if (typeof value !== 'object' || value === null) return [`${path} is no ${type}`];
  if (free.has(type)) return [];
  const properties = new Map(
    (types[type] ?? '').split(' ').map((entry) => [entry.slice(0, entry.indexOf(':')), entry.slice(entry.indexOf(':') + 1)]),
  );
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name.startsWith('@odata.')) return [];
    const known = properties.get(name);
    return known === undefined ? [`${path}.${name} does not exist in ${type}`] : faultsOf(inner, known, `${path}.${name}`);
  });
}

test('every object has the properties and types of v1.0’s metadata', async () => {
  const tenant = await demoTenant();
  const zoe = person(tenant, 'Zoë');
  const { shareId, printerId } = printer(tenant, 'resumes');
  const jobId = await print(tenant, zoe, printer(tenant, 'resumes'));
  const taskId = await taskOf(tenant, jobId);
  const user = await userToken(tenant, zoe);
  const app = await appToken(tenant);
  const admin = await userToken(tenant, administrator(tenant), ['Printer.Read.All', 'PrinterShare.ReadBasic.All']);
  const get = async (token: string, path: string) => (await call(tenant, token, 'GET', path)).body;
  const firstOf = (body: Json) => at(body, 'value.0');
  const seen: readonly [unknown, string][] = [
    [await get(user, `/print/shares/${shareId}/jobs/${jobId}?$expand=tasks,documents`), 'printJob'],
    [firstOf(await get(user, `/print/shares/${shareId}/jobs?$expand=documents`)), 'printJob'],
    [await get(user, `/print/shares/${shareId}?$expand=printer`), 'printerShare'],
    [firstOf(await get(admin, '/print/shares')), 'printerShare'],
    [firstOf(await get(admin, '/print/printers')), 'printer'],
    [firstOf(await get(admin, `/print/printers/${printerId}/taskTriggers`)), 'printTaskTrigger'],
    [await get(app, `/print/taskDefinitions/${tenant.definitionId}`), 'printTaskDefinition'],
    [firstOf(await get(app, `/print/taskDefinitions/${tenant.definitionId}/tasks`)), 'printTask'],
    [await get(app, taskPath(tenant, taskId)), 'printTask'],
  ];
  const created = (await call(tenant, user, 'POST', `/print/shares/${shareId}/jobs`, {})).body;
  const properties = { documentName: 'a.pdf', contentType: 'application/pdf', size: 10 };
  const upload = `/print/shares/${shareId}/jobs/${created.id}/documents/${at(created, 'documents.0.id')}/createUploadSession`;
  expect(faultsOf(created, 'printJob', 'created')).toEqual([]);
  expect(faultsOf((await call(tenant, user, 'POST', upload, { properties })).body, 'uploadSession', 'upload')).toEqual([]);
  for (const [value, type] of seen) expect(faultsOf(value, type, type)).toEqual([]);
  const copyRoom = printer(tenant, 'unstarted', false);
  const unstarted = await print(tenant, zoe, copyRoom);
  const started = await call(tenant, user, 'POST', `/print/shares/${copyRoom.shareId}/jobs/${unstarted}/start`);
  expect(faultsOf(started.body, 'printJobStatus', 'start')).toEqual([]);
  expect(started.body).toMatchObject({ state: 'processing', details: ['interpreting'], isAcquiredByPrinter: false });
  expect(faultsOf({ id: 1, status: null, surprise: 1 }, 'printTask', 't')).toHaveLength(3);
});

test('each answer says which request it belongs to and when it was given', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const { headers, body } = await call(tenant, token, 'GET', '/print/shares', undefined, { 'client-request-id': 'mine' });
  expect(headers.get('client-request-id')).toBe('mine');
  expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('date')).toBe(new Date(clock.now()).toUTCString());
  expect(headers.get('x-ms-ags-diagnostic')).toContain('ServerInfo');
  expect(body['@odata.context']).toBe(`${tenant.origin}/v1.0/$metadata#print/shares`);
  const without = await call(tenant, token, 'GET', '/print/shares');
  expect(without.headers.get('client-request-id')).toBeNull();
  expect(without.headers.get('request-id')).not.toBe(headers.get('request-id'));
});

test('an error has a code by its status, a message, and the ids of the request inside', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const missing = () => call(tenant, token, 'GET', '/print/shares/none', undefined, { 'client-request-id': 'mine' });
  const { status, headers, body } = await missing();
  expect(status).toBe(404);
  expect(body.error).toMatchObject({
    code: 'itemNotFound',
    innerError: { 'request-id': headers.get('request-id'), 'client-request-id': 'mine', date: expect.stringMatching(/^\d{4}-/) },
  });
  tenant.settings.change({ errorCodes: { '404': 'somethingElse' } });
  expect(at((await missing()).body, 'error.code')).toBe('somethingElse');
});

test('bodies that are not JSON objects are refused', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const url = `${tenant.origin}/v1.0/print/shares/${printer(tenant, 'resumes').shareId}/jobs`;
  const send = async (body: string, type: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    return (await tenant.fetch(new Request(url, { method: 'POST', headers, body }))).status;
  };
  expect(await send('{"configuration":', 'application/json')).toBe(400);
  expect(await send('[]', 'application/json')).toBe(400);
  expect(await send('{}', 'text/plain')).toBe(415);
  expect(await send('{}', 'application/json; charset=utf-8')).toBe(201);
});

test('a printer that has taken enough jobs answers 429, with or without Retry-After', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock, settings: { jobsPerPrinterPer10Min: 2 } });
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const create = () => call(tenant, token, 'POST', `/print/shares/${printer(tenant, 'resumes').shareId}/jobs`, {});
  expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
  const third = await create();
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '10']);
  tenant.settings.change({ retryAfterSeconds: null });
  expect((await create()).headers.get('retry-after')).toBeNull();
  clock.advance(600_000);
  expect((await create()).status).toBe(201);
});
