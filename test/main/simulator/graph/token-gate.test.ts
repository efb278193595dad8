import { describe, expect, test } from 'vitest';
import { permissionTable } from '../../../../main/simulator/graph/permissions.ts';
import { calls } from '../../../../main/simulator/graph/router.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { administrator, appToken, call, demoTenant, person, print, printer, userToken } from '../../../support/simulator.ts';

const rows = permissionTable;
const everyPermission = [...new Set(rows.flatMap(({ delegated = [], application = [] }) => [...delegated, ...application]))];

/** A path of that pattern whose keys lead nowhere. */
const pathOf = (pattern: string) => pattern.replaceAll('{id}', 'nowhere').replaceAll('{value}', "'x'");

async function statuses(tenant: Tenant, token: string | null, row: (typeof rows)[number]): Promise<number> {
  return (await call(tenant, token, row.method, pathOf(row.path))).status;
}

describe('the token gate, for every call of the table', () => {
  test('lets each accepted permission of each kind of token through, and no other', async () => {
    const tenant = await demoTenant({ settings: { parentPermissionNeeded: false } });
    const admin = administrator(tenant);
    const token = {
      delegated: (scopes: readonly string[]) => userToken(tenant, admin, scopes),
      application: (roles: readonly string[]) => appToken(tenant, roles),
    };
    for (const row of rows) {
      for (const kind of ['delegated', 'application'] as const) {
        const accepted = row[kind] ?? [];
        const others = everyPermission.filter((name) => !accepted.includes(name));
        expect.soft(await statuses(tenant, await token[kind](others), row), `${row.method} ${row.path} with all wrong ${kind}`).toBe(403);
        for (const permission of accepted) {
          const status = await statuses(tenant, await token[kind]([permission]), row);
          expect.soft([401, 403], `${row.method} ${row.path} with ${kind} ${permission}`).not.toContain(status);
        }
      }
      expect.soft(await statuses(tenant, null, row), `${row.method} ${row.path} without a token`).toBe(401);
    }
  });

  test('answers 501 past the gate for the calls that it does not carry out, and carries out none that the table does not know', async () => {
    const tenant = await demoTenant();
    const unknown = rows.filter(({ method, path }) => calls[`${method} ${path}`] === undefined);
    for (const row of unknown) {
      const token = row.delegated
        ? await userToken(tenant, administrator(tenant), everyPermission)
        : await appToken(tenant, everyPermission);
      expect(await statuses(tenant, token, row), `${row.method} ${row.path}`).toBe(501);
    }
    const known = new Set(rows.map(({ method, path }) => `${method} ${path}`));
    expect(Object.keys(calls).filter((name) => !known.has(name))).toEqual([]);
  });
});

test('start refuses the app token and the task refuses the user token: the trap in the middle', async () => {
  const tenant = await demoTenant();
  const zoe = person(tenant, 'Zoë');
  const lobby = printer(tenant, 'resumes');
  const jobId = await print(tenant, zoe, lobby);
  const everything = await appToken(tenant, everyPermission);
  expect((await call(tenant, everything, 'POST', `/print/shares/${lobby.shareId}/jobs/${jobId}/start`)).status).toBe(403);
  const person1 = await userToken(tenant, zoe, everyPermission);
  const task = `/print/taskDefinitions/${tenant.definitionId}/tasks/${tenant.world.job(jobId)?.taskId}`;
  expect((await call(tenant, person1, 'PATCH', task, { status: { state: 'completed' } })).status).toBe(403);
  expect(tenant.world.job(jobId)?.phase).toBe('held');
});

test('an app can list no printers and no shares', async () => {
  const tenant = await demoTenant();
  const everything = await appToken(tenant, everyPermission);
  for (const path of ['/print/printers', '/print/shares', '/print/printers/x/taskTriggers']) {
    expect((await call(tenant, everything, 'GET', path)).status).toBe(403);
  }
});

test('a job permission alone is not enough: the printer or share above it must be readable too', async () => {
  const tenant = await demoTenant();
  const zoe = person(tenant, 'Zoë');
  const { shareId, printerId } = printer(tenant, 'resumes');
  const list = `/print/shares/${shareId}/jobs`;
  expect((await call(tenant, await userToken(tenant, zoe, ['PrintJob.ReadBasic']), 'GET', list)).status).toBe(403);
  const both = await userToken(tenant, zoe, ['PrintJob.ReadBasic', 'PrinterShare.ReadBasic.All']);
  expect((await call(tenant, both, 'GET', list)).status).toBe(200);
  const app = await appToken(tenant, ['PrintJob.ReadBasic.All']);
  expect((await call(tenant, app, 'GET', `/print/printers/${printerId}/jobs`)).status).toBe(403);
  tenant.settings.change({ parentPermissionNeeded: false });
  expect((await call(tenant, app, 'GET', `/print/printers/${printerId}/jobs`)).status).toBe(200);
});

test('whether an app may list the jobs of a share is a setting', async () => {
  const tenant = await demoTenant();
  const app = await appToken(tenant, ['PrintJob.ReadBasic.All', 'Printer.Read.All']);
  const list = `/print/shares/${printer(tenant, 'resumes').shareId}/jobs`;
  expect((await call(tenant, app, 'GET', list)).status).toBe(200);
  tenant.settings.change({ shareJobsWithAppToken: false });
  expect((await call(tenant, app, 'GET', list)).status).toBe(403);
});

test('a person sees and touches their own jobs only; an administrator with an .All permission sees everybody’s', async () => {
  const tenant = await demoTenant();
  const lobby = printer(tenant, 'resumes');
  const mine = await print(tenant, person(tenant, 'Zoë'), lobby);
  const theirs = await print(tenant, person(tenant, 'José'), lobby);
  const list = `/print/shares/${lobby.shareId}/jobs`;
  const ids = async (token: string) => {
    const { body } = await call(tenant, token, 'GET', list);
    return (body.value as { id: string }[]).map(({ id }) => id).sort((a, b) => a.localeCompare(b));
  };
  const zoe = await userToken(tenant, person(tenant, 'Zoë'));
  expect(await ids(zoe)).toEqual([mine]);
  expect((await call(tenant, zoe, 'GET', `${list}/${theirs}`)).status).toBe(403);
  expect((await call(tenant, zoe, 'POST', `/print/printers/${lobby.printerId}/jobs/${theirs}/cancel`)).status).toBe(403);
  expect((await call(tenant, zoe, 'POST', `${list}/${theirs}/start`)).status).toBe(403);
  const all = ['PrintJob.ReadBasic.All', 'PrinterShare.ReadBasic.All'];
  expect(await ids(await userToken(tenant, person(tenant, 'Zoë'), all))).toEqual([mine]);
  expect(await ids(await userToken(tenant, administrator(tenant)))).toEqual([]);
  expect(await ids(await userToken(tenant, administrator(tenant), all))).toEqual([mine, theirs]);
  tenant.settings.change({ otherPersonsJobStatus: 404 });
  expect((await call(tenant, zoe, 'GET', `${list}/${theirs}`)).status).toBe(404);
});

test('nobody starts or uploads somebody else’s job, an administrator neither', async () => {
  const tenant = await demoTenant();
  const copyRoom = printer(tenant, 'unstarted', false);
  const jobId = await print(tenant, person(tenant, 'Zoë'), copyRoom);
  const admin = await userToken(tenant, administrator(tenant), everyPermission);
  const path = `/print/shares/${copyRoom.shareId}/jobs/${jobId}`;
  expect((await call(tenant, admin, 'GET', path)).status).toBe(200);
  expect((await call(tenant, admin, 'POST', `${path}/start`)).status).toBe(403);
  const properties = { documentName: 'b.pdf', contentType: 'application/pdf', size: 10 };
  const upload = `${path}/documents/${tenant.world.job(jobId)?.document.id}/createUploadSession`;
  expect((await call(tenant, admin, 'POST', upload, { properties })).status).toBe(403);
});

test('a revoked or damaged token is answered 401 with where to sign in', async () => {
  const tenant = await demoTenant({ entraSettings: { revocationReachesAllTokens: true } });
  const zoe = person(tenant, 'Zoë');
  const token = await userToken(tenant, zoe);
  const damaged = await call(tenant, `${token.slice(0, -4)}AAAA`, 'GET', '/print/shares');
  expect(damaged.status).toBe(401);
  expect(damaged.headers.get('www-authenticate')).toContain('authorization_uri=');
  tenant.entra.revokeAccessTokens(zoe.oid);
  const revoked = await call(tenant, token, 'GET', '/print/shares');
  expect(revoked.status).toBe(401);
  expect(revoked.headers.get('www-authenticate')).toContain('error="insufficient_claims"');
});

test('actions on paths that nobody documents are refused with 403, unknown paths with 400, wrong methods with 405', async () => {
  const tenant = await demoTenant();
  const app = await appToken(tenant, everyPermission);
  expect((await call(tenant, app, 'POST', '/print/shares/x/jobs/1/redirect')).status).toBe(403);
  expect((await call(tenant, app, 'POST', '/print/printers/x/jobs/1/start')).status).toBe(403);
  expect((await call(tenant, app, 'GET', '/print/sheds')).status).toBe(400);
  expect((await call(tenant, app, 'DELETE', '/print/shares/x/jobs/1')).status).toBe(405);
});

test('words of a path match in any case, keys exactly; beta answers like v1.0', async () => {
  const tenant = await demoTenant();
  const app = await appToken(tenant);
  const definition = tenant.definitionId;
  expect((await call(tenant, app, 'GET', `/PRINT/TaskDefinitions/${definition}`)).status).toBe(200);
  expect((await call(tenant, app, 'GET', `/print/taskDefinitions/${definition.toUpperCase()}`)).status).toBe(404);
  expect((await call(tenant, app, 'GET', `${tenant.origin}/beta/print/taskDefinitions/${definition}`)).status).toBe(200);
});
