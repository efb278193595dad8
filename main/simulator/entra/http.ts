import { retryAfterHeader } from '../retry-after.ts';
import { authorizePage } from './authorize-page.ts';
import { startDeviceCode } from './device-codes.ts';
import { devicePage } from './device-page.ts';
import { answerTokenRequest } from './grants.ts';
import { instanceDocument, keySet, openIdDocument } from './metadata.ts';
import { isRefusal, type Refusal, type RequestIds, refusalBody, refusalStatus, refuse } from './refusal.ts';
import type { EndpointFault } from './settings.ts';
import type { EntraContext } from './state.ts';
import { readTenantSegment } from './tenant-segment.ts';

/** How many answers of a limited fault were given. */
export interface FaultCounts {
  token: number;
  deviceCode: number;
}

type Endpoint =
  | 'v2.0/.well-known/openid-configuration'
  | 'discovery/v2.0/keys'
  | 'oauth2/v2.0/token'
  | 'oauth2/v2.0/devicecode'
  | 'oauth2/v2.0/authorize';

const tenantPath =
  /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/(?:token|devicecode|authorize))$/;
const guidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const largestFormChars = 64_000;

function json(status: number, body: object, ids: RequestIds): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      'x-ms-request-id': ids.traceId,
      'client-request-id': ids.correlationId,
      // Entra's own clock, so that a skew that is set can be seen.
      date: new Date(ids.at).toUTCString(),
    },
  });
}

function refused(entra: EntraContext, refusal: Refusal, ids: RequestIds): Response {
  return json(refusalStatus(refusal), refusalBody(refusal, ids, entra.loginOrigin), ids);
}

async function readForm(request: Request): Promise<URLSearchParams | Refusal> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return refuse(9002313, { detail: 'The body must be form-encoded.' });
  const text = await request.text();
  return text.length > largestFormChars ? refuse(9002313, { detail: 'The body is too large.' }) : new URLSearchParams(text);
}

function faultResponse(entra: EntraContext, fault: EndpointFault, ids: RequestIds): Response {
  const { retryAfterS: seconds, retryAfterAs: form = 'seconds' } = fault;
  const retryAfter: Record<string, string> = seconds === null ? {} : { 'retry-after': retryAfterHeader(seconds, form, entra.now()) };
  if (fault.body === 'html') {
    const text = '<!doctype html><title>Service unavailable</title><p>The service is unavailable.</p>';
    return new Response(text, { status: fault.status, headers: { 'content-type': 'text/html; charset=utf-8', ...retryAfter } });
  }
  const body = refusalBody(refuse(fault.status === 429 ? 90055 : 90033), ids, entra.loginOrigin);
  const response = json(fault.status, body, ids);
  for (const [name, value] of Object.entries(retryAfter)) response.headers.set(name, value);
  return response;
}

function idsOf(entra: EntraContext, request: Request, url: URL, newGuid: () => string): RequestIds {
  const named = request.headers.get('client-request-id') ?? url.searchParams.get('client-request-id') ?? '';
  return { correlationId: guidShape.test(named) ? named : newGuid(), traceId: newGuid(), at: entra.now() };
}

/** Makes the function that answers requests to Entra's paths, and null to all others. */
export function createRouter(
  entra: EntraContext,
  faultCounts: FaultCounts,
  newGuid: () => string,
): (request: Request) => Promise<Response | null> {
  const nextFault = (which: keyof FaultCounts): EndpointFault | null => {
    const fault = which === 'token' ? entra.settings().tokenFault : entra.settings().deviceCodeFault;
    if (fault === null || (fault.times !== null && faultCounts[which] >= fault.times)) return null;
    faultCounts[which] += 1;
    return fault;
  };

  const post = async (
    request: Request,
    ids: RequestIds,
    which: keyof FaultCounts,
    run: (form: URLSearchParams) => Promise<object> | object,
  ): Promise<Response> => {
    if (request.method !== 'POST') return refused(entra, refuse(900561), ids);
    const fault = nextFault(which);
    if (fault !== null) return faultResponse(entra, fault, ids);
    const form = await readForm(request);
    if (isRefusal(form)) return refused(entra, form, ids);
    const result = await run(form);
    return isRefusal(result) ? refused(entra, result, ids) : json(200, result, ids);
  };

  const formOrNull = async (request: Request): Promise<URLSearchParams | Refusal | null> =>
    request.method === 'POST' ? readForm(request) : null;

  const tenantEndpoint = async (request: Request, url: URL, segment: string, endpoint: Endpoint, ids: RequestIds): Promise<Response> => {
    const tenant = readTenantSegment(entra.directory, segment);
    if (tenant === null) return refused(entra, refuse(90002), ids);
    switch (endpoint) {
      case 'v2.0/.well-known/openid-configuration':
        return json(200, openIdDocument(entra, tenant), ids);
      case 'discovery/v2.0/keys':
        return json(200, keySet(entra), ids);
      case 'oauth2/v2.0/token':
        return post(request, ids, 'token', (form) => answerTokenRequest(entra, form, request.headers.get('authorization'), tenant));
      case 'oauth2/v2.0/devicecode':
        return post(request, ids, 'deviceCode', (form) => (tenant.kind === 'consumers' ? refuse(700016) : startDeviceCode(entra, form)));
      case 'oauth2/v2.0/authorize': {
        if (tenant.kind === 'consumers') return refused(entra, refuse(700016), ids);
        const form = await formOrNull(request);
        if (form !== null && isRefusal(form)) return refused(entra, form, ids);
        return authorizePage(entra, url.searchParams, form, ids);
      }
    }
  };

  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/device') {
      const ids = idsOf(entra, request, url, newGuid);
      const form = await formOrNull(request);
      return form !== null && isRefusal(form) ? refused(entra, form, ids) : devicePage(entra, form, ids);
    }
    if (url.pathname === '/common/discovery/instance') {
      const ids = idsOf(entra, request, url, newGuid);
      const document = instanceDocument(entra, url.searchParams.get('authorization_endpoint'));
      return document === null ? refused(entra, refuse(50049), ids) : json(200, document, ids);
    }
    const [, segment, endpoint] = tenantPath.exec(url.pathname) ?? [];
    if (segment === undefined || endpoint === undefined) return null;
    const tenantText = decodeSegment(segment);
    return tenantEndpoint(request, url, tenantText, endpoint as Endpoint, idsOf(entra, request, url, newGuid));
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
