import { createHash, randomBytes } from 'node:crypto';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Clock } from '../../main/ports.ts';
import { createEntra, type Entra, type EntraSettings } from '../../main/simulator/entra/entra.ts';
import type { DemoApp, DemoPerson, Directory } from '../../main/simulator/model.ts';
import { seededRandom } from '../../main/simulator/random.ts';
import { makeCertificate, type TestCertificate } from './certificate.ts';

/** Where the simulated tenant of these tests is reached, and the https form that MSAL is given. */
export const origin = 'http://127.0.0.1:4100';
export const loginOrigin = 'https://127.0.0.1:4100';
export const tenantId = '11111111-aaaa-4000-8000-000000000001';

export const ada: DemoPerson = {
  oid: '22222222-0000-4000-8000-00000000000a',
  displayName: 'Ada Example',
  userPrincipalName: 'ada@demo.example',
  badge: '1001',
};
export const bela: DemoPerson = {
  oid: '22222222-0000-4000-8000-00000000000b',
  displayName: 'Béla <b>Bold</b> & "Co"',
  userPrincipalName: 'bela@demo.example',
  badge: '1002',
};
export const guest: DemoPerson = {
  oid: '22222222-0000-4000-8000-00000000000c',
  displayName: 'Gus Personal',
  userPrincipalName: 'gus@outlook.example',
  badge: '1003',
  personalAccount: true,
};

/** A clock that stands until a test moves it. */
export interface StandingClock extends Clock {
  advance(ms: number): void;
}

function standingClock(startMs: number): StandingClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    elapsed: () => nowMs,
    // Entra sets no timers.
    after: () => () => {},
    advance(ms) {
      nowMs += ms;
    },
  };
}

/** The secret of `station`, which only client credentials may present. */
export const stationSecret = 'a station secret';

/** A simulated Entra with an app of each sort, ready for tests. */
export interface EntraBench {
  readonly entra: Entra;
  readonly clock: StandingClock;
  readonly directory: Directory;
  readonly certificate: TestCertificate;
  /** Public client with a certificate and a secret: the one registration of a tenant's stations. */
  readonly station: DemoApp;
  /** Has a secret and no public flows. */
  readonly daemon: DemoApp;
  /** Public, without any credential. */
  readonly phoneOnly: DemoApp;
}

// Keys are slow to make: one pair for all benches of a file.
const certificate = makeCertificate();
const otherStation = makeCertificate();

/** The secret of `daemon`. */
export const daemonSecret = 'a secret: with & odd+chars%';

/** Builds the bench. The clock starts now, since MSAL signs its assertions with the machine's. */
export async function entraBench(settings: Partial<EntraSettings> = {}, seed = 'entra'): Promise<EntraBench> {
  const common = { secrets: [], certificates: [], applicationPermissions: [], delegatedPermissions: [] } as const;
  const station: DemoApp = {
    ...common,
    clientId: '33333333-0000-4000-8000-000000000001',
    displayName: 'Release Station <script>',
    secrets: [stationSecret],
    servicePrincipalId: '33333333-0000-4000-8000-0000000000f1',
    certificates: [otherStation.certificatePem, certificate.certificatePem],
    applicationPermissions: ['PrintTaskDefinition.ReadWrite.All', 'PrintJob.ReadBasic.All'],
    delegatedPermissions: ['PrintJob.ReadBasic', 'PrintJob.Create', 'PrinterShare.ReadBasic.All'],
    publicClient: true,
  };
  const daemon: DemoApp = {
    ...common,
    clientId: '33333333-0000-4000-8000-000000000002',
    displayName: 'Daemon',
    servicePrincipalId: '33333333-0000-4000-8000-0000000000f2',
    secrets: ['an older secret', daemonSecret],
    applicationPermissions: ['Printer.Read.All'],
    delegatedPermissions: ['PrintJob.ReadBasic'],
    publicClient: false,
  };
  const phoneOnly: DemoApp = {
    ...common,
    clientId: '33333333-0000-4000-8000-000000000003',
    displayName: 'Phone only',
    servicePrincipalId: '33333333-0000-4000-8000-0000000000f3',
    delegatedPermissions: ['PrintJob.ReadBasic'],
    publicClient: true,
  };
  const directory: Directory = {
    tenantId,
    tenantName: 'demo.example',
    people: [ada, bela, guest],
    apps: [station, daemon, phoneOnly],
  };
  const clock = standingClock(Date.now());
  const entra = await createEntra({ ports: { clock, random: seededRandom(seed), origin }, directory, settings });
  return { entra, clock, directory, certificate, station, daemon, phoneOnly };
}

/** Sends one request to Entra; fails when the path is not Entra's. */
export async function send(entra: Entra, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await entra.handle(new Request(`${origin}${path}`, init));
  if (response === null) throw new Error(`${path} is not a path of Entra`);
  return response;
}

/** A response, with its JSON body loosely typed for expectations. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Posts a form and reads the JSON answer. */
export async function postForm(
  entra: Entra,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await send(entra, path, { method: 'POST', body: new URLSearchParams(fields), headers });
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body: body as Record<string, unknown> };
}

/** Posts to the token endpoint of the tenant. */
export function askToken(entra: Entra, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  return postForm(entra, `/${tenantId}/oauth2/v2.0/token`, fields, headers);
}

/** MSAL's network, answered in the same process: the https origin that MSAL insists on is rewritten to the plain one. */
export function inProcessNetwork(entra: Entra): INetworkModule {
  const call = async <T>(method: string, url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    const init: RequestInit = { method, ...(options?.headers ? { headers: options.headers } : {}) };
    const request = new Request(url.replace(loginOrigin, origin), method === 'POST' ? { ...init, body: options?.body ?? '' } : init);
    const response = await entra.handle(request);
    if (response === null) throw new Error(`${url} is not a path of Entra`);
    const body: unknown = await response.json();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: body as T };
  };
  return {
    sendGetRequestAsync: (url, options) => call('GET', url, options),
    sendPostRequestAsync: (url, options) => call('POST', url, options),
  };
}

/** MSAL's `system` and authority settings against the bench. */
export function msalParts(entra: Entra) {
  return {
    auth: { authority: `${loginOrigin}/${tenantId}`, knownAuthorities: ['127.0.0.1:4100'] },
    system: { networkClient: inProcessNetwork(entra), loggerOptions: { piiLoggingEnabled: false, loggerCallback() {} } },
  };
}

/** A PKCE verifier and its challenge. */
export function pkcePair(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
