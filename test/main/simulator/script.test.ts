import { describe, expect, test } from 'vitest';
import { readyScripts } from '../../../main/simulator/ready-scripts.ts';
import { readScript } from '../../../main/simulator/script.ts';
import { defaultSettings } from '../../../main/simulator/settings.ts';
import type { Tenant } from '../../../main/simulator/tenant.ts';
import { handClock } from '../../support/badge.ts';
import { appToken, call, demoTenant, listAt, person, print, printer, taskOf, taskPath, userToken } from '../../support/simulator.ts';

describe('a faults file', () => {
  test('is an array of rules, or an object with settings beside them', () => {
    expect(readScript('[{"path":"/x","fault":{"kind":"reset"}}]')).toMatchObject({
      ok: true,
      script: { rules: [{ path: '/x' }], settings: {} },
    });
    const text = '{"settings":{"pageSize":1},"entraSettings":{"conditionalAccess":"deviceCode"},"rules":[]}';
    expect(readScript(text)).toEqual({
      ok: true,
      script: { settings: { pageSize: 1 }, entraSettings: { conditionalAccess: 'deviceCode' }, rules: [] },
    });
  });

  test('has every mistake named in one go, with its path', () => {
    const wrong = {
      settings: { pageSize: 0, colour: 'red' },
      entraSettings: { conditionalAccess: 'perhaps' },
      rules: [
        { path: 'print', fault: { kind: 'reset' } },
        { path: '/x', count: 0, fault: { kind: 'status', status: 20 } },
        { path: '/x', fault: { kind: 'world', act: { do: 'settings', change: { network: 'sideways' } } } },
        { path: '/x', fault: { kind: 'fire' } },
      ],
      more: 1,
    };
    const read = readScript(JSON.stringify(wrong));
    const problems = read.ok ? '' : read.problems.join('\n');
    for (const where of [
      'settings.pageSize:',
      'colour',
      'entraSettings.conditionalAccess:',
      'rules[0].path:',
      'rules[1].count:',
      'rules[1].fault.status:',
      'rules[2].fault.act.change.network:',
      'rules[3].fault.kind:',
      'more',
    ])
      expect(problems).toContain(where);
    expect(readScript('[{"path":"x","fault":{"kind":"reset"}}]')).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^\[0\]\.path: /)],
    });
    expect(readScript('{')).toMatchObject({ ok: false, problems: [expect.stringMatching(/JSON/)] });
  });
});

describe('scripts over a running tenant', () => {
  test('add up, keep their counts, and are undone together; what somebody else set stays', async () => {
    const tenant = await demoTenant({ settings: { pageSize: 7 } });
    tenant.scripts.apply({
      settings: { pageSize: 1 },
      rules: [{ path: '/print/shares', count: null, fault: { kind: 'status', status: 503 } }],
    });
    const shares = async () => (await call(tenant, await userToken(tenant, person(tenant, 'Zoë')), 'GET', '/print/shares')).status;
    expect(await shares()).toBe(503);
    tenant.scripts.apply({ settings: { pageSize: 2 }, entraSettings: { conditionalAccess: 'everything' } });
    tenant.settings.change({ printMs: 9 });
    expect(tenant.faults.list()).toMatchObject([{ hits: 1 }]);
    tenant.scripts.clear();
    expect(await shares()).toBe(200);
    expect(tenant.settings.current()).toMatchObject({ pageSize: 7, printMs: 9 });
    expect(tenant.entra.settings.conditionalAccess).toBe('off');
  });

  test('undo what their rules changed too', async () => {
    const tenant = await demoTenant();
    tenant.scripts.apply(readyScripts.find(({ name }) => name === 'app-permission-gone')!.script);
    const jobId = await print(tenant, person(tenant, 'Zoë'), printer(tenant, 'resumes'));
    const complete = async () =>
      (
        await call(tenant, await appToken(tenant), 'PATCH', taskPath(tenant, await taskOf(tenant, jobId)), {
          status: { state: 'completed' },
        })
      ).status;
    expect(await complete()).toBe(403);
    tenant.scripts.clear();
    expect(await complete()).toBe(200);
  });

  test('that a tenant does not take change nothing', async () => {
    const tenant = await demoTenant();
    expect(() => tenant.scripts.apply({ settings: { pageSize: 0 } })).toThrow(/pageSize/);
    expect(tenant.settings.current()).toEqual(defaultSettings);
  });
});

/** One of each call that a release makes, of two held and one unstarted job; whatever is answered. */
async function release(tenant: Tenant, advance: () => void): Promise<void> {
  const [zoe, lobby, copyRoom] = [person(tenant, 'Zoë'), printer(tenant, 'resumes'), printer(tenant, 'unstarted', false)];
  const [first, second, third] = [await print(tenant, zoe, lobby), await print(tenant, zoe, lobby), await print(tenant, zoe, copyRoom)];
  const task = taskPath(tenant, await taskOf(tenant, first));
  const app = await appToken(tenant, ['PrintJob.Manage.All', 'Printer.Read.All', 'PrintTaskDefinition.ReadWrite.All']);
  const user = await userToken(tenant, zoe);
  const to = { destinationPrinterId: printer(tenant, 'unstarted').printerId };
  const list = `/print/shares/${lobby.shareId}/jobs`;
  const batch = { requests: [{ id: '1', method: 'GET', url: '/print/shares' }] };
  const calls: readonly (readonly [token: string, method: string, path: string, body?: unknown])[] = [
    [user, 'GET', list],
    [user, 'GET', list],
    [user, 'GET', list],
    [user, 'POST', '/$batch', batch],
    [app, 'PATCH', task, { status: { state: 'completed' } }],
    [app, 'POST', `/print/printers/${lobby.printerId}/jobs/${second}/redirect`, to],
    [user, 'POST', `/print/shares/${copyRoom.shareId}/jobs/${third}/start`],
  ];
  for (const [token, method, path, body] of calls) {
    const leave = new AbortController();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const hits = () => tenant.faults.list().reduce((sum, one) => sum + one.hits, 0);
    const before = hits();
    let answered = false;
    const answer = tenant.fetch(new Request(`${tenant.origin}/v1.0${path}`, { method, headers, signal: leave.signal, ...content })).then(
      () => {},
      () => {},
    );
    void answer.then(() => {
      answered = true;
    });
    // A client that is kept waiting gives up once the fault has had its turn.
    await expect
      .poll(
        () => {
          advance();
          if (!answered && hits() > before) leave.abort(new Error('time is up'));
          return answered || tenant.settings.current().network === 'silent';
        },
        { interval: 2 },
      )
      .toBe(true);
    leave.abort();
    await answer;
    // What goes away for a while is back before the next call.
    for (let seconds = 0; seconds < 12; seconds++) advance();
  }
}

describe('every ready script', () => {
  test('has a name of its own', () => {
    expect(new Set(readyScripts.map(({ name }) => name)).size).toBe(readyScripts.length);
    expect(new Set(readyScripts.map(({ title }) => title)).size).toBe(readyScripts.length);
  });

  test.each(readyScripts.map((one) => [one.name, one] as const))('%s is met by a release, and undone', async (_name, { script }) => {
    const clock = handClock();
    const tenant = await demoTenant({ clock });
    tenant.scripts.apply(script);
    expect(tenant.settings.current()).toMatchObject(script.settings ?? {});
    expect(tenant.entra.settings).toMatchObject(script.entraSettings ?? {});
    await release(tenant, () => clock.advance(1000));
    const certain = tenant.faults.list().filter(({ rule }) => (rule.probability ?? 1) === 1);
    for (const { rule, hits } of certain) expect(hits, `${rule.method} ${rule.path}`).toBeGreaterThan(0);
    clock.advance(60_000);
    tenant.scripts.clear();
    expect(tenant.settings.current()).toEqual(defaultSettings);
    expect(tenant.faults.list()).toEqual([]);
  });
});

test('the same seed, script and calls: the same faults, order of batch answers and ids; another seed, others', async () => {
  const story = async (seed: string) => {
    const tenant = await demoTenant({ seed, clock: handClock() });
    tenant.scripts.apply({
      rules: [{ path: '/print/shares/*/jobs', count: null, probability: 0.4, fault: { kind: 'status', status: 503 } }],
    });
    const [zoe, lobby] = [person(tenant, 'Zoë'), printer(tenant, 'resumes')];
    const seen: unknown[] = [];
    for (let round = 0; round < 6; round++) {
      const jobId = await print(tenant, zoe, lobby);
      const requests = Array.from({ length: 8 }, (_, index) => ({
        id: String(index),
        method: 'GET',
        url: `/print/shares/${lobby.shareId}/jobs`,
      }));
      const { body } = await call(tenant, await userToken(tenant, zoe), 'POST', '/$batch', { requests });
      seen.push(jobId, await taskOf(tenant, jobId), ...listAt(body, 'responses').map(({ id, status }) => [id, status]));
    }
    return JSON.stringify(seen);
  };
  expect(await story('a')).toBe(await story('a'));
  expect(await story('a')).not.toBe(await story('b'));
});
