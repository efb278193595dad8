import { expect, test } from 'vitest';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { handClock } from '../../../support/badge.ts';
import { at, call, demoTenant, listAt, noise, person, printer, start, userToken } from '../../../support/simulator.ts';

interface Opened {
  readonly tenant: Tenant;
  readonly jobId: string;
  readonly token: string;
  readonly path: string;
  readonly documentId: unknown;
}

async function job(tenant: Tenant): Promise<Opened> {
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const path = `/print/shares/${printer(tenant, 'unstarted', false).shareId}/jobs`;
  const made = await call(tenant, token, 'POST', path, { configuration: { copies: 2 } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ status: { state: 'paused', details: ['uploadPending'] }, isFetchable: false });
  return { tenant, token, jobId: String(made.body.id), path: `${path}/${made.body.id}`, documentId: at(made.body, 'documents.0.id') };
}

const open = (one: Opened, size: unknown, contentType = 'application/pdf') =>
  call(one.tenant, one.token, 'POST', `${one.path}/documents/${one.documentId}/createUploadSession`, {
    properties: { documentName: 'a.pdf', contentType, size },
  });

function put(tenant: Tenant, url: string, bytes: Uint8Array, first: number, total: number, headers: Record<string, string> = {}) {
  const range = `bytes ${first}-${first + bytes.byteLength - 1}/${total}`;
  return tenant.fetch(new Request(url, { method: 'PUT', headers: { 'content-range': range, ...headers }, body: new Uint8Array(bytes) }));
}

test('chunks arrive in any order and make the document byte for byte', async () => {
  const one = await job(await demoTenant());
  const bytes = noise(900_000);
  const session = await open(one, bytes.byteLength);
  expect(session.status).toBe(200);
  expect(session.body.nextExpectedRanges).toEqual(['0-899999']);
  const url = String(session.body.uploadUrl);
  expect(new URL(url).pathname).not.toContain('/v1.0');
  const last = await put(one.tenant, url, bytes.slice(600_000), 600_000, 900_000);
  expect(last.status).toBe(202);
  expect(listAt(await last.json(), 'nextExpectedRanges')).toEqual(['0-599999']);
  expect((await put(one.tenant, url, bytes.slice(0, 300_000), 0, 900_000)).status).toBe(202);
  const status = await one.tenant.fetch(new Request(url));
  expect(await status.json()).toMatchObject({ nextExpectedRanges: ['300000-599999'] });
  const final = await put(one.tenant, url, bytes.slice(300_000, 600_000), 300_000, 900_000);
  expect(final.status).toBe(201);
  expect(await final.json()).toMatchObject({ documentName: 'a.pdf', size: 900_000 });
  expect(one.tenant.world.documents.get(one.jobId)).toEqual(bytes);
  expect(one.tenant.world.job(one.jobId)?.phase).toBe('uploaded');
});

test('a received range sent again is 416; a range outside the document too', async () => {
  const one = await job(await demoTenant());
  const url = String((await open(one, 100)).body.uploadUrl);
  expect((await put(one.tenant, url, noise(50), 0, 100)).status).toBe(202);
  expect((await put(one.tenant, url, noise(50), 0, 100)).status).toBe(416);
  expect((await put(one.tenant, url, noise(50), 80, 100)).status).toBe(416);
  expect((await put(one.tenant, url, noise(50), 50, 200)).status).toBe(416);
});

test('an upload address wants its own token and no Authorization', async () => {
  const one = await job(await demoTenant());
  const url = String((await open(one, 100)).body.uploadUrl);
  expect((await put(one.tenant, url, noise(50), 0, 100, { authorization: `Bearer ${one.token}` })).status).toBe(401);
  expect((await put(one.tenant, url.replace(/=.*/, '=x'), noise(50), 0, 100)).status).toBe(401);
  one.tenant.settings.change({ uploadRefusesAuthorization: false });
  expect((await put(one.tenant, url, noise(50), 0, 100, { authorization: `Bearer ${one.token}` })).status).toBe(202);
});

test('one request carries less than 10 MB, and as many bytes as its range says', async () => {
  const one = await job(await demoTenant());
  const url = String((await open(one, 20_000_000)).body.uploadUrl);
  expect((await put(one.tenant, url, noise(10_000_000), 0, 20_000_000)).status).toBe(413);
  const short = new Request(url, { method: 'PUT', headers: { 'content-range': 'bytes 0-99/20000000' }, body: 'short' });
  expect((await one.tenant.fetch(short)).status).toBe(400);
});

test('a cancelled or expired session takes no bytes', async () => {
  const clock = handClock();
  const one = await job(await demoTenant({ clock }));
  const url = String((await open(one, 100)).body.uploadUrl);
  expect((await one.tenant.fetch(new Request(url, { method: 'DELETE' }))).status).toBe(204);
  expect((await put(one.tenant, url, noise(50), 0, 100)).status).toBe(404);
  const again = String((await open(one, 100)).body.uploadUrl);
  clock.advance(3_600_000);
  expect((await put(one.tenant, again, noise(50), 0, 100)).status).toBe(404);
});

test('a session is refused for a document that is too large, of another kind, or not described', async () => {
  const one = await job(await demoTenant());
  expect((await open(one, 1_000_000_001)).status).toBe(413);
  expect((await open(one, 1_000_000_000)).status).toBe(200);
  expect((await open(one, 0)).status).toBe(400);
  expect((await open(one, 'many')).status).toBe(400);
  expect((await open(one, 100, 'image/png')).status).toBe(400);
  const path = `${one.path}/documents/${one.documentId}/createUploadSession`;
  expect((await call(one.tenant, one.token, 'POST', path, {})).status).toBe(400);
  const other = `${one.path}/documents/none/createUploadSession`;
  const properties = { documentName: 'a', contentType: 'application/pdf', size: 1 };
  expect((await call(one.tenant, one.token, 'POST', other, { properties })).status).toBe(404);
});

test('a job cannot be started before its document is there, and takes none after', async () => {
  const one = await job(await demoTenant());
  const to = printer(one.tenant, 'unstarted', false);
  expect((await start(one.tenant, person(one.tenant, 'Zoë'), to, one.jobId)).status).toBe(409);
  const url = String((await open(one, 10)).body.uploadUrl);
  expect((await put(one.tenant, url, noise(10), 0, 10)).status).toBe(201);
  expect((await open(one, 10)).status).toBe(409);
});

test('creating a job takes a configuration that exists and nothing else; on a printer it takes an administrator', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  const { shareId, printerId } = printer(tenant, 'resumes');
  const post = (body: unknown) => call(tenant, token, 'POST', `/print/shares/${shareId}/jobs`, body);
  expect((await post({ configuration: { copies: -1 } })).status).toBe(400);
  expect((await post({ configuration: { colour: 'red' } })).status).toBe(400);
  expect((await post({ displayName: 'x' })).status).toBe(400);
  expect((await post({ configuration: { duplexMode: 'oneSided', copies: null } })).status).toBe(201);
  expect((await call(tenant, token, 'POST', `/print/printers/${printerId}/jobs`, { configuration: {} })).status).toBe(403);
});
