import { type ClientCredentialRequest, ConfidentialClientApplication, type NodeAuthOptions } from '@azure/msal-node';
import type { AppCredentialSource, Cloud } from '../config/model.ts';
import type { Log } from '../log/log.ts';
import type { Clock, Fetch } from '../ports.ts';
import { Secret } from '../secret.ts';
import { type CertificateProblem, readCertificate } from './certificate.ts';
import { clientSettings, endpoints, graphScope, tokenEndpoint } from './clouds.ts';
import { EntraError } from './entra-error.ts';
import { failureOf, plainFailure } from './failures.ts';
import { logToken } from './log-outcome.ts';
import type { TokenResult, TokenSource } from './model.ts';
import { clientCapabilities, msalSystem } from './msal-system.ts';
import { createNetworkClient } from './network-client.ts';
import { type Acquired, createTokenHolder } from './token-holder.ts';

/** What a client assertion must say (reference 8.4). */
export interface AssertionRequest {
  /** `aud`: the token endpoint. */
  readonly audience: string;
  /** `iss` and `sub`. */
  readonly clientId: string;
}

/** The configured credential, or a signer of assertions for keys that never leave their chip. */
export type StationCredential =
  | AppCredentialSource
  | { readonly kind: 'assertion'; readonly sign: (request: AssertionRequest) => Promise<Secret> };

/** What the station's identity is made of. */
export interface StationIdentityOptions {
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly clientId: string;
  readonly credential: StationCredential;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads a text file; rejects where it cannot. */
  readonly readFile: (path: string) => Promise<string>;
  /** Milliseconds for one request; 30,000 where left out. */
  readonly timeoutMs?: number;
}

type Credential = Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;
type CredentialReading =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly problem: CertificateProblem | 'signerFailed' };

/** Warn this long before the certificate ends. */
const expiryWarningMs = 30 * 86_400_000;

/** The station's app-only tokens, by client credentials with the tenant's own authority (reference 8.4). */
export function createStationIdentity(options: StationIdentityOptions): TokenSource {
  const { clock, log } = options;

  const acquire = async (claims: string | undefined): Promise<Acquired> => {
    const startedAt = clock.elapsed();
    const result = await requestToken(options, claims);
    logToken(log, clock, 'station', startedAt, result, false);
    return result;
  };

  const holder = createTokenHolder(clock, acquire);
  return { getToken: (request) => holder.getToken(request) };
}

/**
 * One request with an MSAL client of its own. MSAL keeps a signed assertion for ten minutes, so a second request of the
 * same client would send the same `jti` again; and a certificate that was replaced on disk is picked up this way.
 */
async function requestToken(options: StationIdentityOptions, claims: string | undefined): Promise<Acquired> {
  const reading = await readCredential(options);
  if (!reading.ok) {
    options.log('auth.credentialProblem', { problem: reading.problem });
    return { ok: false, failure: plainFailure('stationCredential') };
  }
  let expiresAt = 0;
  const { tenantId, cloud, clientId, fetch, clock, timeoutMs } = options;
  const network = createNetworkClient({
    fetch,
    clock,
    authority: endpoints(cloud).authority,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    onGrant: (end) => {
      expiresAt = end;
    },
  });
  try {
    const client = new ConfidentialClientApplication({
      auth: { ...clientSettings(cloud, tenantId), clientId, clientCapabilities, ...reading.credential },
      system: msalSystem(network),
    });
    const request: ClientCredentialRequest = {
      scopes: [graphScope(cloud, '.default')],
      skipCache: true,
      azureRegion: 'DisableMsalForceRegion',
    };
    const result = await client.acquireTokenByClientCredential(claims === undefined ? request : { ...request, claims });
    if (!result) return { ok: false, failure: plainFailure('refused') };
    return { ok: true, token: new Secret(result.accessToken), expiresAt };
  } catch (error) {
    return refused(options, error);
  }
}

function refused(options: StationIdentityOptions, error: unknown): TokenResult & { readonly retryAfterMs?: number | null } {
  const failure = failureOf(error, 'station');
  if (!failure) {
    options.log('internal.error', { place: 'auth.station', error: error instanceof Error ? error.name : typeof error });
    return { ok: false, failure: plainFailure('refused') };
  }
  const fault = error instanceof EntraError ? error.fault : null;
  return { ok: false, failure, retryAfterMs: fault?.kind === 'busy' ? fault.retryAfterMs : null };
}

async function readCredential(options: StationIdentityOptions): Promise<CredentialReading> {
  const { credential, clientId, cloud, tenantId, clock, log } = options;
  switch (credential.kind) {
    case 'secret':
      return { ok: true, credential: { clientSecret: credential.secret.reveal() } };
    case 'assertion': {
      const assertion = await credential.sign({ audience: tokenEndpoint(cloud, tenantId), clientId }).catch(() => null);
      return assertion ? { ok: true, credential: { clientAssertion: assertion.reveal() } } : { ok: false, problem: 'signerFailed' };
    }
    case 'certificate': {
      const pem = await options.readFile(credential.path).catch(() => null);
      if (pem === null) return { ok: false, problem: 'fileUnreadable' };
      const reading = readCertificate(pem, clock.now());
      if (!reading.ok) return reading;
      const { thumbprintSha256, privateKey, expiresAt } = reading.certificate;
      const leftMs = expiresAt - clock.now();
      if (leftMs < expiryWarningMs) log('auth.certificateEnding', { daysLeft: Math.floor(leftMs / 86_400_000) });
      return { ok: true, credential: { clientCertificate: { thumbprintSha256, privateKey: privateKey.reveal() } } };
    }
  }
}
