/** What Entra answers to a request that it refuses: reference 8.2, 8.4, 8.5; numbers marked * there or missing are general knowledge. */
const catalogue = {
  28002: ['invalid_scope', 400, 'The scope names several resources.'],
  50011: ['invalid_request', 400, 'The redirect address is not registered for this application.'],
  50012: ['invalid_client', 401, 'Authentication failed: the client assertion was used before.'],
  50020: ['invalid_grant', 400, 'This account comes from another identity provider and does not exist in this tenant.'],
  50027: ['invalid_client', 401, 'The client assertion is not a well-formed JWT.'],
  50049: ['invalid_instance', 400, 'Unknown or invalid instance.'],
  50057: ['invalid_grant', 400, 'The account is disabled.'],
  50058: ['login_required', 400, 'A silent sign-in was asked for, but nobody is signed in.'],
  50076: ['interaction_required', 400, 'Multi-factor authentication is required.'],
  50079: ['interaction_required', 400, 'The person has to enrol for multi-factor authentication.'],
  50105: ['invalid_grant', 400, 'The person is not assigned to this application.'],
  50173: ['invalid_grant', 400, 'The grant was revoked: the person has to sign in again.'],
  53003: ['invalid_grant', 400, 'Access is blocked by Conditional Access policies.'],
  54005: ['invalid_grant', 400, 'The code was already redeemed.'],
  65001: ['invalid_grant', 400, 'The person or an administrator has not consented to what the application asks for.'],
  65004: ['access_denied', 400, 'The person declined.'],
  70000: ['invalid_grant', 400, 'The grant is not valid, or was given to another application.'],
  70003: ['unsupported_grant_type', 400, 'This grant type is not supported.'],
  70007: ['invalid_request', 400, 'This response_mode is not supported here.'],
  70008: ['invalid_grant', 400, 'The authorization code has expired.'],
  70011: ['invalid_scope', 400, 'The scope is not valid.'],
  70016: ['authorization_pending', 400, 'The person has not finished yet. Continue polling.'],
  70018: ['bad_verification_code', 400, 'The code is not known.'],
  70019: ['expired_token', 400, 'The code has expired.'],
  70020: ['expired_token', 400, 'The device code has expired.'],
  70043: ['invalid_grant', 400, 'The refresh token has ended by the sign-in frequency policy.'],
  90002: ['invalid_request', 400, 'The tenant was not found.'],
  90033: ['temporarily_unavailable', 503, 'A transient error has occurred. Try again.'],
  90055: ['temporarily_unavailable', 429, 'The tenant is throttled. Try again later.'],
  90119: ['invalid_request', 400, 'The code is empty.'],
  90120: ['invalid_request', 400, 'The request was already approved or declined.'],
  500011: ['invalid_resource', 400, 'The resource was not found in the tenant.'],
  500112: ['invalid_grant', 400, 'The redirect address differs from the one that the authorization code was asked for with.'],
  501481: ['invalid_grant', 400, 'The code_verifier does not match the code_challenge.'],
  700016: ['unauthorized_client', 400, 'The application was not found in the tenant.'],
  700021: ['invalid_client', 401, 'The issuer of the client assertion is not the application that client_id names.'],
  700023: ['invalid_client', 401, 'The audience of the client assertion is not this tenant’s token endpoint.'],
  700024: ['invalid_client', 401, 'The client assertion is not within its valid time range.'],
  700025: ['invalid_client', 401, 'The client is public: neither client_assertion nor client_secret may be presented.'],
  700027: ['invalid_client', 401, 'The certificate of the client assertion is not registered or not valid, or its signature is wrong.'],
  700030: ['invalid_client', 401, 'The subject of the client assertion is not authorised.'],
  700082: ['invalid_grant', 400, 'The refresh token has expired due to inactivity.'],
  900144: ['invalid_request', 400, 'The request lacks a required parameter.'],
  900561: ['invalid_request', 405, 'The endpoint accepts only POST requests.'],
  7000215: ['invalid_client', 401, 'The client secret is not valid.'],
  7000216: ['invalid_client', 401, 'client_assertion or client_secret is required for the client_credentials grant.'],
  7000218: ['invalid_client', 401, 'The request body must contain client_assertion or client_secret.'],
  9001023: ['invalid_request', 400, 'This grant is not supported on /common, /organizations or /consumers. Use the endpoint of a tenant.'],
  9002313: ['invalid_request', 400, 'The request is malformed.'],
  9002325: ['invalid_request', 400, 'A code_challenge with code_challenge_method S256 is required.'],
} as const satisfies Record<number, readonly [error: string, status: number, text: string]>;

/** A number that Entra puts behind `AADSTS`. */
export type AadstsCode = keyof typeof catalogue;

/** A request that Entra refuses, as a value. */
export interface Refusal {
  readonly aadsts: AadstsCode;
  /** The OAuth error word, where it is not the usual one of the number. */
  readonly error?: string;
  readonly suberror?: string;
  /** Said after the usual sentence: which parameter, which permission. Never a secret. */
  readonly detail?: string;
}

/** Identifiers that Entra gives to one request. */
export interface RequestIds {
  readonly correlationId: string;
  readonly traceId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The JSON body of a refusal (reference 8.4, 11.3). */
export interface RefusalBody {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly error_uri: string;
  readonly suberror?: string;
}

/** A refusal by its number. */
export function refuse(aadsts: AadstsCode, more: Omit<Refusal, 'aadsts'> = {}): Refusal {
  return { aadsts, ...more };
}

/** Tells a refusal from a result. */
export function isRefusal(value: object): value is Refusal {
  return 'aadsts' in value;
}

/** The OAuth error word of a refusal. */
export function errorWord(refusal: Refusal): string {
  return refusal.error ?? catalogue[refusal.aadsts][0];
}

/** HTTP status that goes with a refusal at the token endpoint. */
export function refusalStatus(refusal: Refusal): number {
  return catalogue[refusal.aadsts][1];
}

/** The refusal in one sentence, with its number in front. */
export function refusalText(refusal: Refusal): string {
  const detail = refusal.detail === undefined ? '' : ` ${refusal.detail}`;
  return `AADSTS${refusal.aadsts}: ${catalogue[refusal.aadsts][2]}${detail}`;
}

/** Body of a refusal. `loginOrigin` is the https form that clients know Entra by. */
export function refusalBody(refusal: Refusal, ids: RequestIds, loginOrigin: string): RefusalBody {
  const timestamp = `${new Date(ids.at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const trailer = `Trace ID: ${ids.traceId} Correlation ID: ${ids.correlationId} Timestamp: ${timestamp}`;
  return {
    error: errorWord(refusal),
    error_description: `${refusalText(refusal)} ${trailer}`,
    error_codes: [refusal.aadsts],
    timestamp,
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
    error_uri: `${loginOrigin}/error?code=${refusal.aadsts}`,
    ...(refusal.suberror === undefined ? {} : { suberror: refusal.suberror }),
  };
}
