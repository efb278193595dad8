import { describe, expect, test } from 'vitest';
import { createFaults, type FaultRule, parseFaults } from '../../../../main/simulator/graph/faults.ts';
import { seededRandom } from '../../../../main/simulator/random.ts';
import type { Tenant } from '../../../../main/simulator/tenant.ts';
import { handClock } from '../../../support/badge.ts';
import { at, call, demoTenant, listAt, person, print, printer, start, userToken } from '../../../support/simulator.ts';

const jobs = '/print/shares/*/jobs';

async function listed(tenant: Tenant) {
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  return call(tenant, token, 'GET', `/print/shares/${printer(tenant, 'resumes').shareId}/jobs`);
}

test('a status, with or without Retry-After, as often as asked and after letting some pass', async () => {
  const tenant = await demoTenant();
  tenant.faults.set([{ method: 'GET', path: jobs, skip: 1, count: 2, fault: { kind: 'status', status: 429, retryAfterSeconds: 7 } }]);
  const results = [await listed(tenant), await listed(tenant), await listed(tenant), await listed(tenant)];
  expect(results.map(({ status }) => status)).toEqual([200, 429, 429, 200]);
  expect(results[1]?.headers.get('retry-after')).toBe('7');
  expect(tenant.faults.list()).toMatchObject([{ hits: 2 }]);
  tenant.faults.set([{ path: jobs, fault: { kind: 'status', status: 503 } }]);
  expect((await listed(tenant)).headers.get('retry-after')).toBeNull();
});

test('Retry-After may be a date by the tenant’s clock', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  tenant.faults.set([{ path: jobs, fault: { kind: 'status', status: 429, retryAfterSeconds: 90, retryAfterAs: 'date' } }]);
  expect((await listed(tenant)).headers.get('retry-after')).toBe(new Date(clock.now() + 90_000).toUTCString());
});

test('rules can be put behind others, whose counts go on', async () => {
  const tenant = await demoTenant();
  tenant.faults.set([{ path: jobs, fault: { kind: 'status', status: 503 } }]);
  expect((await listed(tenant)).status).toBe(503);
  tenant.faults.add([{ path: jobs, fault: { kind: 'status', status: 504 } }]);
  expect((await listed(tenant)).status).toBe(504);
  expect(tenant.faults.list().map(({ hits }) => hits)).toEqual([1, 1]);
  expect(() =>
    tenant.faults.set([
      { path: 'a', fault: { kind: 'reset' } },
      { path: 'b', fault: { kind: 'reset' } },
    ]),
  ).toThrow(/1,\n.*"path"/s);
});

describe('a start whose answer is lost', () => {
  const lost = async (fault: FaultRule['fault']) => {
    const tenant = await demoTenant();
    const [zoe, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'unstarted', false)];
    const jobId = await print(tenant, zoe, copyRoom);
    tenant.faults.set([{ method: 'POST', path: '/print/shares/*/jobs/*/start', fault }]);
    const answer = await start(tenant, zoe, copyRoom, jobId).then(
      ({ status }) => status,
      (error: unknown) => (error as Error).name,
    );
    return [answer, tenant.world.job(jobId)?.phase !== 'uploaded'];
  };

  test('took effect, or did not, as the rule says', async () => {
    expect(await lost({ kind: 'reset', when: 'before' })).toEqual(['TypeError', false]);
    expect(await lost({ kind: 'reset', when: 'after' })).toEqual(['TypeError', true]);
    expect(await lost({ kind: 'status', status: 504 })).toEqual([504, false]);
    expect(await lost({ kind: 'status', status: 504, when: 'after' })).toEqual([504, true]);
  });
});

test('answers that are not what Graph documents', async () => {
  const tenant = await demoTenant();
  await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
  const under = async (fault: FaultRule['fault']) => {
    tenant.faults.set([{ path: jobs, fault }]);
    return listed(tenant);
  };
  expect(String((await under({ kind: 'html' })).body.text)).toContain('<!doctype html>');
  expect(String((await under({ kind: 'cutOff' })).body.text)).toMatch(/^\{"@odata/);
  expect((await under({ kind: 'nextLink', url: 'https://elsewhere.example/x' })).body['@odata.nextLink']).toBe(
    'https://elsewhere.example/x',
  );
  expect(at((await under({ kind: 'unknownEnums' })).body, 'value.0.status')).toMatchObject({
    state: 'notYetInvented',
    details: ['notYetInvented'],
  });
  expect(at((await under({ kind: 'noOwner' })).body, 'value.0.createdBy.id')).toBeNull();
  expect(at((await under({ kind: 'otherOwner', id: 'somebody' })).body, 'value.0.createdBy.id')).toBe('somebody');
  expect((await under({ kind: 'claimsChallenge', claims: '{}', status: 403 })).status).toBe(403);
  const challenged = await under({ kind: 'claimsChallenge', claims: '{"access_token":{}}' });
  expect(challenged.headers.get('www-authenticate')).toContain(Buffer.from('{"access_token":{}}').toString('base64'));
});

test('latency holds the answer back by the clock', async () => {
  const clock = handClock();
  const tenant = await demoTenant({ clock });
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  tenant.faults.set([{ path: '/print/shares', fault: { kind: 'latency', ms: 5000 } }]);
  let answered = false;
  const answer = call(tenant, token, 'GET', '/print/shares').then((outcome) => {
    answered = true;
    return outcome.status;
  });
  clock.advance(4999);
  await Promise.resolve();
  expect(answered).toBe(false);
  clock.advance(1);
  expect(await answer).toBe(200);
});

test('a fault hits one item inside a batch', async () => {
  const tenant = await demoTenant();
  const token = await userToken(tenant, person(tenant, 'Zoë'));
  tenant.faults.set([{ path: jobs, fault: { kind: 'status', status: 429 } }]);
  const url = `/print/shares/${printer(tenant, 'resumes').shareId}/jobs`;
  const requests = [1, 2].map((id) => ({ id: String(id), method: 'GET', url }));
  const { body } = await call(tenant, token, 'POST', '/$batch', { requests });
  expect(
    listAt(body, 'responses')
      .map(({ status }) => status)
      .sort(),
  ).toEqual([200, 429]);
});

test('faults reach Entra too, but nobody who prints at the desk', async () => {
  const tenant = await demoTenant();
  tenant.faults.set([{ path: '/**', count: null, fault: { kind: 'status', status: 503 } }]);
  const keys = await tenant.fetch(new Request(`${tenant.origin}/${tenant.directory.tenantId}/discovery/v2.0/keys`));
  expect(keys.status).toBe(503);
  await expect(print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'))).resolves.toBeTypeOf('string');
});

test('the same seed hits the same calls', async () => {
  const hits = async (seed: string) => {
    const faults = createFaults(handClock(), seededRandom(seed));
    faults.set([{ path: '/x', count: null, probability: 0.5, fault: { kind: 'status', status: 500 } }]);
    const statuses: number[] = [];
    for (let count = 0; count < 40; count++) {
      const answer = await faults.around(new Request('http://127.0.0.1/x'), () => Promise.resolve(new Response('{}')));
      statuses.push(answer.status);
    }
    return statuses.join();
  };
  expect(await hits('a')).toBe(await hits('a'));
  expect(await hits('a')).not.toBe(await hits('b'));
});

test('a faults file is checked: wrong rules are named, and the old ones stay', async () => {
  const rules = parseFaults('[{"path":"/print/**","fault":{"kind":"html","status":502}}]');
  expect(rules).toHaveLength(1);
  expect(() => parseFaults('{')).toThrow(SyntaxError);
  expect(() => parseFaults('[{"path":"print","fault":{"kind":"html"}}]')).toThrow(/path/);
  expect(() => parseFaults('[{"path":"/","fault":{"kind":"fire"}}]')).toThrow(/kind/);
  const tenant = await demoTenant({ faults: rules });
  expect(() => tenant.faults.set([{ path: '/', fault: { kind: 'status', status: 20 } }])).toThrow();
  expect(tenant.faults.list()).toHaveLength(1);
});
