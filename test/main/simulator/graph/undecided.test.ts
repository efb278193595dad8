import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../../main/simulator/settings.ts';
import { handClock } from '../../../support/badge.ts';
import {
  administrator,
  appToken,
  at,
  call,
  demoTenant,
  listAt,
  person,
  print,
  printer,
  start,
  userToken,
} from '../../../support/simulator.ts';

/** What Microsoft's sources leave open or contradict each other about: both ways of each setting. */

const roles = ['PrintJob.Manage.All', 'PrintJob.ReadBasic.All', 'Printer.Read.All', 'PrintTaskDefinition.ReadWrite.All'];

async function held(settings: Partial<Settings> = {}) {
  const tenant = await demoTenant({ settings });
  const [zoe, from, to] = [person(tenant, 'Zoë'), printer(tenant, 'resumes'), printer(tenant, 'unstarted')];
  const jobId = await print(tenant, zoe, from);
  const path = `/print/printers/${from.printerId}/jobs/${jobId}`;
  const app = await appToken(tenant, roles);
  const redirect = async (body: unknown = { destinationPrinterId: to.printerId }) =>
    (await call(tenant, app, 'POST', `${path}/redirect`, body)).status;
  return { tenant, zoe, from, to, jobId, path, app, redirect };
}

describe('permissions that sources disagree about', () => {
  test('an app token lists printers only where set so', async () => {
    const tenant = await demoTenant();
    const list = async () => (await call(tenant, await appToken(tenant, ['Printer.Read.All']), 'GET', '/print/printers')).status;
    expect(await list()).toBe(403);
    tenant.settings.change({ listPrintersWithAppToken: true });
    expect(await list()).toBe(200);
  });

  test('an administrator’s token changes a held job only where set so', async () => {
    const { tenant, path } = await held();
    const scopes = ['PrintJob.ReadWriteBasic.All', 'Printer.Read.All'];
    const change = async () =>
      (await call(tenant, await userToken(tenant, administrator(tenant), scopes), 'PATCH', path, { configuration: { copies: 2 } })).status;
    expect(await change()).toBe(403);
    tenant.settings.change({ jobPatchWithUserToken: true });
    expect(await change()).toBe(200);
  });

  test('PrintJob.Manage.All reads jobs only where set so', async () => {
    const { tenant, path } = await held();
    const read = async () => (await call(tenant, await appToken(tenant, ['PrintJob.Manage.All', 'Printer.Read.All']), 'GET', path)).status;
    expect(await read()).toBe(403);
    tenant.settings.change({ manageAllReadsJobs: true });
    expect(await read()).toBe(200);
  });

  test('an app opens an upload below a share unless set otherwise', async () => {
    const { tenant, from, jobId } = await held();
    const documentId = tenant.world.job(jobId)?.document.id;
    const open = async () => {
      const path = `/print/shares/${from.shareId}/jobs/${jobId}/documents/${documentId}/createUploadSession`;
      const properties = { documentName: 'x.pdf', contentType: 'application/pdf', size: 3 };
      return (await call(tenant, await appToken(tenant, ['PrintJob.ReadWrite.All', 'Printer.Read.All']), 'POST', path, { properties }))
        .status;
    };
    expect(await open()).toBe(200);
    tenant.settings.change({ shareUploadWithAppToken: false });
    expect(await open()).toBe(403);
  });

  test('PrintJob.Create creates a job on a share only where set so', async () => {
    const { tenant, zoe, from } = await held();
    const create = async () => {
      const token = await userToken(tenant, zoe, ['PrintJob.Create', 'PrinterShare.ReadBasic.All']);
      return (await call(tenant, token, 'POST', `/print/shares/${from.shareId}/jobs`, { configuration: {} })).status;
    };
    expect(await create()).toBe(403);
    tenant.settings.change({ createPermissionOnShares: true });
    expect(await create()).toBe(201);
  });
});

describe('redirect', () => {
  test('answers with the codes that are set', async () => {
    const one = await held({ secondRedirectStatus: 410, noOwnTaskStatus: 412, unknownDestinationStatus: 400 });
    expect(await one.redirect({ destinationPrinterId: 'nowhere' })).toBe(400);
    expect(await one.redirect()).toBe(200);
    expect(await one.redirect()).toBe(410);
    const copyRoom = printer(one.tenant, 'unstarted', false);
    const free = await print(one.tenant, one.zoe, copyRoom);
    const abort = `/print/printers/${copyRoom.printerId}/jobs/${free}/abort`;
    expect((await call(one.tenant, one.app, 'POST', abort)).status).toBe(412);
  });

  test('goes to a stopped printer, or does not where set so; nothing has happened then', async () => {
    const one = await held({ redirectToStopped: 'refused' });
    one.tenant.act({ do: 'jam', printer: one.to.name });
    expect(await one.redirect()).toBe(409);
    expect(one.tenant.world.job(one.jobId)?.phase).toBe('held');
    one.tenant.settings.change({ redirectToStopped: 'accepted' });
    expect(await one.redirect()).toBe(200);
  });

  test('to a printer whose trigger counts is held there by a task of its own, which then lets it go', async () => {
    const one = await held({ redirectHonoursTrigger: true });
    expect(await one.redirect()).toBe(200);
    const copy = one.tenant.jobs().find(({ redirectedFrom }) => redirectedFrom !== null);
    expect(copy).toMatchObject({ phase: 'held', printerId: one.to.printerId });
    one.tenant.act({ do: 'completeTask', job: copy?.id ?? '' });
    await one.tenant.until(() => one.tenant.tray().length === 1);
    expect(one.tenant.tray()).toMatchObject([{ jobId: copy?.id, count: 1 }]);
  });
});

test('a configuration beyond what the printer can do is taken, left out, or refused', async () => {
  const one = await held();
  const change = (configuration: unknown) => call(one.tenant, one.app, 'PATCH', one.path, { configuration });
  const excess = { copies: 500, colorMode: 'color', finishings: ['bind'], mediaSize: 'A4' };
  expect((await change(excess)).body.configuration).toMatchObject(excess);
  one.tenant.settings.change({ configurationBeyondCapabilities: 'refused' });
  expect((await change({ copies: 500 })).status).toBe(400);
  expect((await change({ copies: 5, finishings: ['staple'], colorMode: null })).status).toBe(200);
  one.tenant.settings.change({ configurationBeyondCapabilities: 'ignored' });
  expect((await change({ copies: 500, quality: 'high' })).body.configuration).toMatchObject({ copies: 5, quality: 'high' });
});

describe('limits of the service', () => {
  test('a person has four jobs under way at a time; the next start is told when to come back, in a batch too', async () => {
    const clock = handClock();
    const tenant = await demoTenant({ clock, settings: { startedJobsPerUser: 4, retryAfterForm: 'date', retryAfterSeconds: 5 } });
    const [zoe, josé, copyRoom] = [person(tenant, 'Zoë'), person(tenant, 'José'), printer(tenant, 'unstarted', false)];
    const jobs = await Promise.all(Array.from({ length: 5 }, () => print(tenant, zoe, copyRoom)));
    const requests = jobs.map((id, index) => ({
      id,
      method: 'POST',
      url: `/print/shares/${copyRoom.shareId}/jobs/${id}/start`,
      ...(index === 0 ? {} : { dependsOn: [jobs[index - 1]] }),
    }));
    const { body } = await call(tenant, await userToken(tenant, zoe), 'POST', '/$batch', { requests });
    const answers = new Map(listAt(body, 'responses').map((one) => [one.id, one]));
    expect(jobs.map((id) => answers.get(id)?.status)).toEqual([200, 200, 200, 200, 429]);
    expect(at(answers.get(jobs[4]), 'headers.retry-after')).toBe(new Date(clock.now() + 5000).toUTCString());
    const other = await print(tenant, josé, copyRoom);
    expect((await start(tenant, josé, copyRoom, other)).status).toBe(200);
    while (tenant.tray().length < 4) clock.advance(100);
    expect((await start(tenant, zoe, copyRoom, jobs[4] ?? '')).status).toBe(200);
  });
});

test('a person who was renamed is found by the new name, or old jobs stay with the old one', async () => {
  const tenant = await demoTenant();
  const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
  const old = await print(tenant, zoe, lobby);
  tenant.settings.change({ renamedPeople: { [zoe.oid]: 'zoe.mueller@lindenhof.example' } });
  const fresh = await print(tenant, zoe, lobby);
  const by = async (upn: string) => {
    const filter = `$filter=createdBy/userPrincipalName eq '${upn}'`;
    const { body } = await call(tenant, await userToken(tenant, zoe), 'GET', `/print/shares/${lobby.shareId}/jobs?${encodeURI(filter)}`);
    return listAt(body, 'value').map(({ id }) => id);
  };
  expect(await by('zoe.mueller@lindenhof.example')).toEqual([fresh, old]);
  tenant.settings.change({ upnFilterFollowsRenames: false });
  expect([await by('zoe.mueller@lindenhof.example'), await by(zoe.userPrincipalName)]).toEqual([[fresh], [old]]);
});
