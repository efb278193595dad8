import { describe, expect, test } from 'vitest';
import type { DemoPrinter } from '../../../../main/simulator/model.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import {
  administrator,
  appToken,
  at,
  call,
  complete,
  demoTenant,
  listAt,
  noise,
  person,
  print,
  printer,
  taskOf,
  taskPath,
  userToken,
} from '../../../support/simulator.ts';

const roles = ['PrintJob.Manage.All', 'PrintJob.ReadWrite.All', 'Printer.Read.All', 'PrintTaskDefinition.ReadWrite.All'];

interface Held {
  readonly tenant: Tenant;
  readonly jobId: string;
  readonly app: string;
  readonly from: DemoPrinter;
  readonly to: DemoPrinter;
  readonly path: string;
}

async function held(settings: Parameters<typeof demoTenant>[0] = {}): Promise<Held> {
  const tenant = await demoTenant(settings);
  const from = printer(tenant, 'resumes');
  const jobId = await print(tenant, person(tenant, 'Zoë'), from);
  const path = `/print/printers/${from.printerId}/jobs/${jobId}`;
  return { tenant, jobId, app: await appToken(tenant, roles), from, to: printer(tenant, 'unstarted', true), path };
}

const redirect = ({ tenant, app, path, to }: Held, body: unknown = { destinationPrinterId: to.printerId }) =>
  call(tenant, app, 'POST', `${path}/redirect`, body);

describe('redirect', () => {
  test('makes a new job with the same document on the destination and finishes task and source', async () => {
    const one = await held();
    const { status, body } = await redirect(one, { destinationPrinterId: one.to.printerId, configuration: { copies: 2 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      redirectedFrom: `${one.tenant.origin}/v1.0${one.path}`,
      createdBy: { id: person(one.tenant, 'Zoë').oid },
      configuration: { copies: 2 },
      status: { state: 'processing', details: ['interpreting'] },
    });
    expect(body.id).not.toBe(one.jobId);
    const source = await call(one.tenant, one.app, 'GET', `${one.path}?$expand=tasks`);
    expect(source.body).toMatchObject({
      redirectedTo: `${one.tenant.origin}/v1.0/print/printers/${one.to.printerId}/jobs/${body.id}`,
      status: { state: 'completed', details: [] },
    });
    expect(at(source.body, 'tasks.0.status.state')).toBe('completed');
    await one.tenant.until(() => one.tenant.tray().length === 1);
    const [entry] = one.tenant.tray();
    expect(entry).toMatchObject({ jobId: body.id, printerId: one.to.printerId });
    expect(one.tenant.readTray(entry!)).toEqual(noise(3000));
  });

  test('is refused a second time with 409, to nowhere or to a share with 404, without a destination with 400', async () => {
    const one = await held();
    expect((await redirect(one, {})).status).toBe(400);
    expect((await redirect(one, { destinationPrinterId: 'nowhere' })).status).toBe(404);
    expect((await redirect(one, { destinationPrinterId: one.to.shareId })).status).toBe(404);
    expect((await redirect(one, { destinationPrinterId: one.to.printerId, configuration: { copies: 'x' } })).status).toBe(400);
    expect(one.tenant.world.job(one.jobId)?.phase).toBe('held');
    expect((await redirect(one)).status).toBe(200);
    expect((await redirect(one)).status).toBe(409);
  });

  test('meets a trigger, an owner and a source state as the settings say', async () => {
    const one = await held({
      settings: {
        redirectHonoursTrigger: true,
        redirectedOwner: 'blank',
        sourceAfterRedirect: 'canceled',
        redirectConfiguration: 'replace',
      },
    });
    const { body } = await redirect(one, { destinationPrinterId: one.to.printerId, configuration: { quality: 'low' } });
    expect(body).toMatchObject({ createdBy: { id: '', displayName: '', userPrincipalName: '' }, configuration: { quality: 'low' } });
    expect(one.tenant.world.job(String(body.id))?.phase).toBe('held');
    expect(one.tenant.world.job(one.jobId)?.phase).toBe('canceled');
  });
});

test('PATCH job changes what it names and keeps the rest', async () => {
  const one = await held();
  const patch = (body: unknown) => call(one.tenant, one.app, 'PATCH', one.path, body);
  expect((await patch({ configuration: { copies: 3, duplexMode: 'oneSided' } })).status).toBe(200);
  const second = await patch({ configuration: { copies: 1 } });
  expect(second.body.configuration).toMatchObject({ copies: 1, duplexMode: 'oneSided' });
  expect((await patch({ status: { state: 'completed' } })).status).toBe(400);
  expect((await patch({ configuration: { pageRanges: [{ start: 3, end: 2 }] } })).status).toBe(400);
});

test('PATCH job takes a permission to change jobs, not one to read them', async () => {
  const one = await held();
  const patch = async (...roles: string[]) =>
    (await call(one.tenant, await appToken(one.tenant, roles), 'PATCH', one.path, { configuration: { copies: 2 } })).status;
  expect(await patch('PrintTaskDefinition.ReadWrite.All', 'PrintJob.Read.All', 'Printer.Read.All')).toBe(403);
  expect(await patch('PrintJob.ReadWriteBasic.All')).toBe(403);
  for (const enough of ['PrintJob.ReadWriteBasic.All', 'PrintJob.ReadWrite.All', 'PrintJob.Manage.All'])
    expect(await patch(enough, 'Printer.Read.All')).toBe(200);
});

test('PATCH job needs the app’s own task in processing; what was set comes out with the job', async () => {
  const one = await held();
  const patch = (copies: number) => call(one.tenant, one.app, 'PATCH', one.path, { configuration: { copies } });
  expect((await patch(2)).status).toBe(200);
  one.tenant.act({ do: 'completeTask', job: one.jobId });
  expect((await patch(3)).status).toBe(one.tenant.settings.current().noOwnTaskStatus);
  await one.tenant.until(() => one.tenant.tray().length === 1);
  expect(one.tenant.tray()).toMatchObject([{ jobId: one.jobId, configuration: { copies: 2 } }]);
});

test('abort ends job and task; what becomes of the task is a setting', async () => {
  for (const taskAfterJobEnded of ['aborted', 'completed', 'processing'] as const) {
    const one = await held({ settings: { taskAfterJobEnded } });
    const taskId = await taskOf(one.tenant, one.jobId);
    expect((await call(one.tenant, one.app, 'POST', `${one.path}/abort`, { reason: 'wrong paper' })).status).toBe(204);
    expect(one.tenant.world.job(one.jobId)?.phase).toBe('aborted');
    const task = await call(one.tenant, one.app, 'GET', taskPath(one.tenant, taskId));
    expect(at(task.body, 'status.state')).toBe(taskAfterJobEnded);
  }
});

test('cancel is the owner’s: 204, the task ends, a second cancel is 409', async () => {
  const one = await held();
  const zoe = await userToken(one.tenant, person(one.tenant, 'Zoë'));
  expect((await call(one.tenant, zoe, 'POST', `${one.path}/cancel`)).status).toBe(204);
  expect(one.tenant.world.job(one.jobId)?.phase).toBe('canceled');
  expect(one.tenant.world.task(await taskOf(one.tenant, one.jobId))?.state).toBe('aborted');
  expect((await call(one.tenant, zoe, 'POST', `${one.path}/cancel`)).status).toBe(409);
});

test('an administrator with an .All permission cancels anybody’s job', async () => {
  const one = await held();
  const admin = await userToken(one.tenant, administrator(one.tenant), ['PrintJob.ReadWriteBasic.All', 'Printer.Read.All']);
  expect((await call(one.tenant, admin, 'POST', `${one.path}/cancel`)).status).toBe(204);
});

describe('abort, PATCH job, redirect and an app’s upload need a task of the same app in processing', () => {
  const attempts = ({ tenant, path, to, jobId }: Held, app: string) => {
    const documentId = tenant.world.job(jobId)?.document.id;
    const properties = { documentName: 'b.pdf', contentType: 'application/pdf', size: 10 };
    return [
      call(tenant, app, 'POST', `${path}/abort`),
      call(tenant, app, 'PATCH', path, { configuration: { copies: 2 } }),
      call(tenant, app, 'POST', `${path}/redirect`, { destinationPrinterId: to.printerId }),
      call(tenant, app, 'POST', `${path}/documents/${documentId}/createUploadSession`, { properties }),
    ];
  };

  test('another app is refused', async () => {
    const one = await held();
    const { deskApp, entra } = one.tenant;
    const other = await entra.issueFor(deskApp.servicePrincipalId, deskApp.clientId, roles);
    for (const attempt of attempts(one, other)) expect((await attempt).status).toBe(403);
    expect(one.tenant.world.job(one.jobId)?.phase).toBe('held');
  });

  test('after the task is done everybody is', async () => {
    const one = await held({ settings: { interpretMs: 1_000_000 } });
    await complete(one.tenant, one.jobId);
    for (const attempt of attempts(one, one.app)) expect((await attempt).status).toBe(403);
  });

  test('the own app may replace the document while it holds the job', async () => {
    const one = await held();
    const { document } = one.tenant.world.job(one.jobId)!;
    const properties = { documentName: 'b.pdf', contentType: 'application/pdf', size: 10 };
    const opened = await call(one.tenant, one.app, 'POST', `${one.path}/documents/${document.id}/createUploadSession`, { properties });
    expect(opened.status).toBe(200);
    const sent = new Request(String(opened.body.uploadUrl), {
      method: 'PUT',
      headers: { 'content-range': 'bytes 0-9/10' },
      body: '0123456789',
    });
    expect((await one.tenant.fetch(sent)).status).toBe(201);
    await complete(one.tenant, one.jobId);
    await one.tenant.until(() => one.tenant.tray().length === 1);
    expect(one.tenant.tray()).toMatchObject([{ bytes: 10 }]);
  });
});

describe('task definitions and tasks', () => {
  test('an app sees, changes and deletes its own definitions only', async () => {
    const { tenant, app } = await held();
    const { deskApp } = tenant;
    const other = await tenant.entra.issueFor(deskApp.servicePrincipalId, deskApp.clientId, roles);
    const made = await call(tenant, other, 'POST', '/print/taskDefinitions', { displayName: 'Mine', createdBy: { displayName: 'Desk' } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ displayName: 'Mine', createdBy: { appId: deskApp.clientId, displayName: 'Desk' } });
    const path = `/print/taskDefinitions/${made.body.id}`;
    expect(listAt((await call(tenant, other, 'GET', '/print/taskDefinitions')).body, 'value')).toHaveLength(1);
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect((await call(tenant, app, method, path, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    expect((await call(tenant, app, 'GET', `${path}/tasks`)).status).toBe(404);
    const patched = await call(tenant, other, 'PATCH', path, { displayName: 'Renamed' });
    expect(patched.body).toMatchObject({ displayName: 'Renamed', createdBy: { displayName: 'Desk' } });
    expect((await call(tenant, other, 'DELETE', path)).status).toBe(204);
    expect((await call(tenant, other, 'GET', path)).status).toBe(404);
  });

  test('PATCH task keeps what it leaves out', async () => {
    const { tenant, app, jobId } = await held();
    const path = taskPath(tenant, await taskOf(tenant, jobId));
    const described = await call(tenant, app, 'PATCH', path, { status: { description: 'Almost.' } });
    expect(described.body.status).toEqual({ state: 'processing', description: 'Almost.' });
    const completed = await call(tenant, app, 'PATCH', path, { status: { state: 'completed' } });
    expect(completed.status).toBe(200);
    expect(completed.body).toMatchObject({
      parentUrl: expect.stringContaining(`/jobs/${jobId}`),
      status: { state: 'completed', description: 'Almost.' },
    });
    expect((await call(tenant, app, 'PATCH', path, { status: { state: 'sleeping' } })).status).toBe(400);
  });

  test('a task that is final answers 200 unchanged, 409 or 404, and moves nothing', async () => {
    const { tenant, app, jobId } = await held();
    const path = taskPath(tenant, await taskOf(tenant, jobId));
    await call(tenant, app, 'PATCH', path, { status: { state: 'completed' } });
    const again = () => call(tenant, app, 'PATCH', path, { status: { state: 'aborted' } });
    const unchanged = await again();
    expect([unchanged.status, at(unchanged.body, 'status.state')]).toEqual([200, 'completed']);
    tenant.settings.change({ finalTaskPatch: '409' });
    expect((await again()).status).toBe(409);
    tenant.settings.change({ finalTaskPatch: '404' });
    expect((await again()).status).toBe(404);
    await tenant.until(() => tenant.tray().length === 1);
  });

  test('finished tasks leave the list when they are no longer recent', async () => {
    const { tenant, app, jobId } = await held();
    const tasks = async () =>
      listAt((await call(tenant, app, 'GET', `/print/taskDefinitions/${tenant.definitionId}/tasks`)).body, 'value').length;
    await print(tenant, person(tenant, 'José'), printer(tenant, 'waits'));
    await complete(tenant, jobId);
    expect(await tasks()).toBe(2);
    tenant.settings.change({ recentTaskMinutes: 0 });
    await tenant.until(() => tenant.tray().length === 1);
    expect(await tasks()).toBe(1);
  });

  test('a definition in use is kept, or takes its triggers along', async () => {
    const { tenant, app } = await held();
    const path = `/print/taskDefinitions/${tenant.definitionId}`;
    expect((await call(tenant, app, 'DELETE', path)).status).toBe(409);
    tenant.settings.change({ definitionInUse: 'cascade' });
    expect((await call(tenant, app, 'DELETE', path)).status).toBe(204);
    expect(tenant.world.triggers.size).toBe(0);
  });
});

describe('task triggers', () => {
  test('one for each printer, bound to a definition of the same app, by an administrator', async () => {
    const { tenant } = await held();
    const free = printer(tenant, 'unstarted', false);
    const path = `/print/printers/${free.printerId}/taskTriggers`;
    const body = { event: 'jobStarted', 'definition@odata.bind': `${tenant.origin}/v1.0/print/taskDefinitions/${tenant.definitionId}` };
    const admin = await userToken(tenant, administrator(tenant), ['Printer.ReadWrite.All']);
    const zoe = await userToken(tenant, person(tenant, 'Zoë'), ['Printer.ReadWrite.All']);
    const desk = await tenant.entra.issueFor(administrator(tenant).oid, tenant.deskApp.clientId, ['Printer.ReadWrite.All']);
    expect((await call(tenant, zoe, 'POST', path, body)).status).toBe(403);
    expect((await call(tenant, desk, 'POST', path, body)).status).toBe(403);
    expect((await call(tenant, admin, 'POST', path, { ...body, event: 'jobEnded' })).status).toBe(400);
    expect((await call(tenant, admin, 'POST', path, { event: 'jobStarted' })).status).toBe(400);
    const made = await call(tenant, admin, 'POST', path, body);
    expect([made.status, made.body.event]).toEqual([201, 'jobStarted']);
    expect((await call(tenant, admin, 'POST', path, body)).status).toBe(409);
    expect((await call(tenant, admin, 'GET', `${path}/${made.body.id}`)).status).toBe(200);
    expect((await call(tenant, admin, 'DELETE', `${path}/${made.body.id}`)).status).toBe(204);
    expect(listAt((await call(tenant, admin, 'GET', path)).body, 'value')).toEqual([]);
  });
});
