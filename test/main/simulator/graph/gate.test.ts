import { expect, test } from 'vitest';
import { isRefusal } from '../../../../main/simulator/graph/answer.ts';
import { authorise, identify } from '../../../../main/simulator/graph/gate.ts';
import type { TokenAuthority, TokenClaims } from '../../../../main/simulator/model.ts';
import { demoTenant, person } from '../../../support/simulator.ts';

/** Who the gate takes the bearer of these claims for: a kind of caller, or the status of a refusal. */
async function taken(claims: Partial<TokenClaims>): Promise<string | number> {
  const { directory, origin } = await demoTenant();
  const whole: TokenClaims = { aud: origin, tid: directory.tenantId, oid: 'nobody', appid: 'app', exp: 2, nbf: 1, ...claims };
  const authority: TokenAuthority = {
    verify: () => Promise.resolve({ ok: true, claims: whole }),
    issueFor: () => Promise.reject(new Error('unused')),
  };
  const caller = await identify('Bearer x', authority, directory, origin, 0);
  return isRefusal(caller) ? caller.status : caller.kind;
}

test('roles without scp is an app, scp without roles a person; both or neither is nobody', async () => {
  const { oid } = person(await demoTenant(), 'Zoë');
  expect(await taken({ roles: ['Printer.Read.All'] })).toBe('app');
  expect(await taken({ idtyp: 'app' })).toBe('app');
  expect(await taken({ oid, scp: 'PrintJob.ReadBasic' })).toBe('user');
  expect(await taken({ oid, scp: 'PrintJob.ReadBasic', roles: ['Printer.Read.All'] })).toBe(401);
  expect(await taken({ oid, scp: 'PrintJob.ReadBasic', idtyp: 'app' })).toBe(401);
  expect(await taken({ oid })).toBe(401);
});

test('people of elsewhere and personal accounts are nobody here', async () => {
  expect(await taken({ oid: 'stranger', scp: 'PrintJob.ReadBasic' })).toBe(401);
  const { oid } = person(await demoTenant(), 'Robin');
  expect(await taken({ oid, scp: 'PrintJob.ReadBasic' })).toBe(401);
});

test('an app without any permission gets a token and 403 for everything', () => {
  const row = { method: 'GET', path: '/x', application: ['Printer.Read.All'] } as const;
  expect(authorise({ kind: 'app', appId: 'a', permissions: new Set() }, row)?.status).toBe(403);
  expect(authorise({ kind: 'app', appId: 'a', permissions: new Set(['Printer.Read.All']) }, row)).toBeNull();
});
