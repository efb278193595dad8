import { setImmediate } from 'node:timers/promises';
import type { Fetch } from '../../main/ports.ts';
import { Secret } from '../../main/secret.ts';
import { createEntra, type Entra, type EntraSettings } from '../../main/simulator/entra/entra.ts';
import type { DemoApp, DemoPerson, Directory } from '../../main/simulator/model.ts';
import { guid, systemRandom } from '../../main/simulator/random.ts';
import { type RecordedLog, recordedLog } from './auth.ts';
import { type HandClock, handClock } from './badge.ts';

const origin = 'http://127.0.0.1:4100';

/** Takes the place of the tenant's answer to the next requests; null hands on to the tenant. */
export type Detour = (request: Request, onward: Fetch) => Promise<Response> | null;

/** A demo tenant's Entra in the same process, with all that a client of it needs. */
export interface TestTenant {
  readonly options: {
    readonly tenantId: string;
    readonly cloud: { readonly graph: string; readonly authority: string };
    readonly clientId: string;
    readonly fetch: Fetch;
    readonly clock: HandClock;
    readonly log: RecordedLog['log'];
  };
  readonly secret: Secret;
  readonly person: DemoPerson;
  readonly stranger: DemoPerson;
  readonly clock: HandClock;
  readonly logged: RecordedLog;
  /** Form bodies of all requests so far. */
  readonly requests: readonly URLSearchParams[];
  readonly entra: Entra;
  configure(changes: Partial<EntraSettings>): void;
  approve(userCode: string, person?: DemoPerson): boolean;
  /** Lets time pass, a second at a time and never while a request is under way, until `work` has settled. */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Sets or clears the detour. */
  detour(detour: Detour | null): void;
}

/** Opens a tenant with one app, one person and one personal account. Its clock starts at the machine's time, since MSAL dates assertions itself. */
export async function testTenant(app: Partial<DemoApp> = {}): Promise<TestTenant> {
  const clock = handClock(Date.now());
  const logged = recordedLog();
  const person: DemoPerson = {
    oid: guid(systemRandom),
    displayName: 'Canary Person',
    userPrincipalName: 'canary@demo.example',
    badge: '1',
  };
  const stranger: DemoPerson = { ...person, oid: guid(systemRandom), personalAccount: true };
  const secret = `canary-secret-${guid(systemRandom)}`;
  const clientId = guid(systemRandom);
  const directory: Directory = {
    tenantId: guid(systemRandom),
    tenantName: 'demo.example',
    people: [person, stranger],
    apps: [
      {
        clientId,
        displayName: 'Release Station',
        servicePrincipalId: guid(systemRandom),
        secrets: [secret],
        certificates: [],
        applicationPermissions: ['PrintTaskDefinition.ReadWrite.All'],
        delegatedPermissions: ['PrintJob.ReadBasic', 'PrintJob.Create', 'PrinterShare.ReadBasic.All', 'PrintJob.ReadWriteBasic'],
        publicClient: true,
        ...app,
      },
    ],
  };
  const entra = await createEntra({ ports: { clock, random: systemRandom, origin }, directory });
  const requests: URLSearchParams[] = [];
  let detour: Detour | null = null;
  let underWay = 0;

  const answer: Fetch = async (request) => (await entra.handle(request)) ?? new Response('', { status: 404 });

  return {
    options: {
      tenantId: directory.tenantId,
      cloud: { graph: origin, authority: origin },
      clientId,
      clock,
      log: logged.log,
      fetch: async (request) => {
        underWay += 1;
        try {
          requests.push(new URLSearchParams(await request.clone().text()));
          return (await detour?.(request, answer)) ?? (await answer(request));
        } finally {
          underWay -= 1;
        }
      },
    },
    secret: new Secret(secret),
    person,
    stranger,
    clock,
    logged,
    requests,
    entra,
    configure: (changes) => entra.set(changes),
    approve: (userCode, who = person) => entra.approve(userCode, who.oid).ok,
    drive: async (work) => {
      let settled = false;
      const done = work.finally(() => {
        settled = true;
      });
      done.catch(() => undefined);
      while (!settled) {
        await setImmediate();
        if (!settled && underWay === 0 && clock.waiting() > 0) clock.advance(1000);
      }
      return done;
    },
    detour: (next) => {
      detour = next;
    },
  };
}

/** Claims of a token that the demo tenant made. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}
