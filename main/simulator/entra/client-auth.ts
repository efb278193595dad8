import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { DemoApp } from '../model.ts';
import { type AadstsCode, isRefusal, type Refusal, refuse } from './refusal.ts';
import { type EntraContext, registeredApp } from './state.ts';
import type { ClientProof } from './tokens.ts';

/** The app behind a request and how it proved itself. */
export interface ClientIdentity {
  readonly app: DemoApp;
  readonly proof: ClientProof;
}

interface Presented {
  readonly clientId: string;
  readonly secret: string | null;
  readonly assertion: string | null;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function basicCredentials(header: string | null): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  try {
    // RFC 6749 2.3.1: both halves are form-encoded before they are joined.
    const decode = (half: string) => decodeURIComponent(half.replaceAll('+', ' '));
    return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    return null;
  }
}

function presented(form: URLSearchParams, authorization: string | null): Presented | Refusal {
  const basic = basicCredentials(authorization);
  if (authorization !== null && basic === null) return refuse(9002313, { detail: 'The Authorization header is not readable.' });
  const clientId = form.get('client_id') ?? basic?.id ?? null;
  if (clientId === null || clientId === '') return refuse(900144, { detail: 'client_id is missing.' });
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret') ?? basic?.secret ?? null;
  const ways = [form.get('client_secret'), basic, assertion].filter((way) => way !== null);
  if (ways.length > 1 || (basic !== null && basic.id !== clientId)) {
    return refuse(9002313, { detail: 'A client presents one credential, in one way.' });
  }
  if (assertion !== null && form.get('client_assertion_type') !== assertionType) {
    return refuse(9002313, { detail: 'client_assertion_type is missing or unknown.' });
  }
  return { clientId, secret, assertion };
}

/** Finds out which app asks, and checks the credential that it presents; none is fine here. */
export async function identifyClient(
  entra: EntraContext,
  form: URLSearchParams,
  authorization: string | null,
  tenantSegment: string,
): Promise<ClientIdentity | Refusal> {
  const given = presented(form, authorization);
  if (isRefusal(given)) return given;
  const app = registeredApp(entra, given.clientId);
  if (app === undefined) return refuse(700016);
  const hasCredentials = app.secrets.length + app.certificates.length > 0;
  if (given.secret === null && given.assertion === null) return { app, proof: 'none' };
  if (app.publicClient && !hasCredentials) return refuse(700025);
  if (given.assertion !== null) {
    const wrong = await checkAssertion(entra, app, given.assertion, tenantSegment);
    return wrong ?? { app, proof: 'certificate' };
  }
  return app.secrets.some((secret) => same(secret, given.secret ?? '')) ? { app, proof: 'secret' } : refuse(7000215);
}

function same(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** Rules for the grants of people: a public client presents nothing, a confidential one must. */
export function checkPublicFlow({ app, proof }: ClientIdentity): Refusal | null {
  if (app.publicClient) return proof === 'none' ? null : refuse(700025);
  return proof === 'none' ? refuse(7000218) : null;
}

function findCertificate(app: DemoApp, assertion: string): { readonly certificate: X509Certificate; readonly alg: string } | AadstsCode {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(assertion);
  } catch {
    return 50027;
  }
  // Reference 8.4: PS256 goes with the SHA-256 thumbprint, the older RS256 with the SHA-1 one.
  const hash = header.alg === 'PS256' ? 'sha256' : header.alg === 'RS256' ? 'sha1' : null;
  const thumbprint = hash === 'sha256' ? header['x5t#S256'] : header.x5t;
  if (hash === null || typeof thumbprint !== 'string') return 700027;
  const certificates = app.certificates.map((pem) => new X509Certificate(pem));
  const found = certificates.find((one) => createHash(hash).update(one.raw).digest('base64url') === thumbprint.replace(/=+$/, ''));
  return found === undefined ? 700027 : { certificate: found, alg: header.alg ?? '' };
}

function audiences(entra: EntraContext, tenantSegment: string): string[] {
  const tenants = new Set([entra.directory.tenantId, entra.directory.tenantName, tenantSegment]);
  const origins = [entra.loginOrigin, entra.ports.origin];
  return origins.flatMap((origin) => [...tenants].map((tenant) => `${origin}/${tenant}/oauth2/v2.0/token`));
}

function assertionRefusal(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return refuse(700024);
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return refuse(700023);
    if (error.claim === 'iss') return refuse(700021);
    if (error.claim === 'sub') return refuse(700030);
    return error.claim === 'nbf' || error.claim === 'exp' ? refuse(700024) : refuse(50027);
  }
  return error instanceof errors.JWSSignatureVerificationFailed ? refuse(700027) : refuse(50027);
}

async function checkAssertion(entra: EntraContext, app: DemoApp, assertion: string, tenantSegment: string): Promise<Refusal | null> {
  const found = findCertificate(app, assertion);
  if (typeof found === 'number') return refuse(found);
  const { refuseReusedAssertions, assertionSkewToleranceS } = entra.settings();
  const nowMs = entra.now();
  try {
    const { payload } = await jwtVerify(assertion, found.certificate.publicKey, {
      algorithms: [found.alg],
      audience: audiences(entra, tenantSegment),
      issuer: app.clientId,
      subject: app.clientId,
      currentDate: new Date(nowMs),
      clockTolerance: assertionSkewToleranceS,
      requiredClaims: ['exp', 'nbf', 'jti'],
    });
    if (nowMs < Date.parse(found.certificate.validFrom) || nowMs > Date.parse(found.certificate.validTo)) return refuse(700027);
    const jti = String(payload.jti);
    const seen = entra.state.assertionIds.has(jti);
    entra.state.assertionIds.set(jti, ((payload.exp ?? 0) + assertionSkewToleranceS) * 1000);
    return seen && refuseReusedAssertions ? refuse(50012) : null;
  } catch (error) {
    return assertionRefusal(error);
  }
}
