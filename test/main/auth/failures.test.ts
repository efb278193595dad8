import { ClientAuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-node';
import { describe, expect, it } from 'vitest';
import { EntraError } from '../../../main/auth/entra-error.ts';
import { type Asking, failureOf } from '../../../main/auth/failures.ts';
import type { AuthFailure } from '../../../main/auth/model.ts';

type Kind = AuthFailure['kind'];

const correlationId = '0a1b2c3d-0000-4000-8000-000000000001';

function answered(asking: Asking, error: string, codes: readonly number[] = [], suberror: string | null = null): AuthFailure | null {
  return failureOf(new EntraError({ kind: 'answer', answer: { error, suberror, codes } }, correlationId), asking);
}

/** Every code of reference 8.2, 8.4 and 8.5, with the error it comes with. */
const table: readonly (readonly [Asking, string, number | null, Kind])[] = [
  // 8.2, answers to a poll
  ['signIn', 'authorization_declined', null, 'declined'],
  ['signIn', 'authorization_declined', 65004, 'declined'],
  ['signIn', 'access_denied', null, 'declined'],
  ['signIn', 'bad_verification_code', null, 'refused'],
  ['signIn', 'bad_verification_code', 70018, 'refused'],
  ['signIn', 'expired_token', 70019, 'expired'],
  ['signIn', 'expired_token', 70020, 'expired'],
  ['signIn', 'invalid_grant', 70019, 'expired'],
  ['signIn', 'slow_down', null, 'busy'],
  ['signIn', 'invalid_grant', 53003, 'blocked'],
  ['signIn', 'interaction_required', 53003, 'blocked'],
  ['signIn', 'access_denied', 53003, 'blocked'],
  ['signIn', 'invalid_grant', null, 'refused'],
  // 8.2, the other numbers
  ['signIn', 'invalid_request', 90119, 'refused'],
  ['signIn', 'invalid_request', 90120, 'refused'],
  ['signIn', 'invalid_grant', 50134, 'wrongAccount'],
  ['signIn', 'invalid_client', 7000218, 'stationCredential'],
  ['signIn', 'invalid_client', 700025, 'stationCredential'],
  ['signIn', 'unauthorized_client', 700016, 'stationCredential'],
  ['signIn', 'invalid_request', 90002, 'stationCredential'],
  ['signIn', 'invalid_grant', 50020, 'wrongAccount'],
  ['signIn', 'invalid_grant', 50105, 'notAllowed'],
  ['signIn', 'invalid_grant', 65001, 'consent'],
  ['signIn', 'invalid_grant', 65004, 'declined'],
  ['signIn', 'invalid_grant', 90094, 'consent'],
  ['signIn', 'invalid_grant', 90095, 'consent'],
  ['signIn', 'consent_required', null, 'consent'],
  ['signIn', 'interaction_required', 50074, 'signInAgain'],
  ['signIn', 'interaction_required', 50076, 'signInAgain'],
  ['signIn', 'interaction_required', 50079, 'signInAgain'],
  ['signIn', 'interaction_required', 50072, 'signInAgain'],
  ['signIn', 'interaction_required', 53000, 'blocked'],
  ['signIn', 'interaction_required', 53001, 'blocked'],
  ['signIn', 'interaction_required', 53002, 'blocked'],
  ['signIn', 'interaction_required', 530032, 'blocked'],
  ['signIn', 'interaction_required', 530035, 'blocked'],
  ['signIn', 'invalid_grant', 50057, 'notAllowed'],
  ['signIn', 'invalid_grant', 50126, 'signInAgain'],
  ['signIn', 'invalid_grant', 50053, 'notAllowed'],
  ['signIn', 'invalid_grant', 50055, 'signInAgain'],
  ['signIn', 'invalid_request', 90038, 'wrongAccount'],
  // 8.4
  ['station', 'invalid_client', null, 'stationCredential'],
  ['station', 'invalid_client', 7000215, 'stationCredential'],
  ['station', 'invalid_client', 7000222, 'stationCredential'],
  ['station', 'invalid_client', 700027, 'stationCredential'],
  ['station', 'invalid_client', 50012, 'stationCredential'],
  ['station', 'unauthorized_client', 700030, 'stationCredential'],
  ['station', 'unauthorized_client', 7000112, 'stationCredential'],
  ['station', 'invalid_scope', 70011, 'stationCredential'],
  ['station', 'invalid_scope', null, 'stationCredential'],
  ['station', 'invalid_request', 28002, 'stationCredential'],
  ['station', 'invalid_request', 700022, 'stationCredential'],
  ['station', 'invalid_request', 9001023, 'stationCredential'],
  ['station', 'invalid_resource', 500011, 'stationCredential'],
  ['station', 'invalid_request', 90055, 'busy'],
  ['station', 'invalid_grant', 53003, 'blocked'],
  ['station', 'temporarily_unavailable', null, 'busy'],
  ['station', 'server_error', null, 'busy'],
  ['station', 'something_new', 123456, 'refused'],
  // 8.5
  ['refresh', 'invalid_grant', null, 'signInAgain'],
  ['refresh', 'invalid_grant', 700082, 'signInAgain'],
  ['refresh', 'invalid_grant', 70008, 'signInAgain'],
  ['refresh', 'invalid_grant', 50173, 'signInAgain'],
  ['refresh', 'invalid_grant', 70043, 'signInAgain'],
  ['refresh', 'invalid_grant', 50076, 'signInAgain'],
  ['refresh', 'invalid_grant', 50079, 'signInAgain'],
  ['refresh', 'invalid_grant', 50057, 'notAllowed'],
  ['refresh', 'invalid_grant', 53003, 'blocked'],
  ['refresh', 'interaction_required', null, 'signInAgain'],
  ['refresh', 'login_required', null, 'signInAgain'],
  ['refresh', 'access_denied', null, 'refused'],
];

describe('what Entra answers', () => {
  it.each(table)('%s, %s, AADSTS%s: %s', (asking, error, number, kind) => {
    expect(answered(asking, error, number === null ? [] : [number])).toEqual({ kind, aadsts: number, correlationId });
  });

  it('goes by the error first: a declined sign-in is declined whatever number comes with it', () => {
    expect(answered('signIn', 'authorization_declined', [53003])?.kind).toBe('declined');
  });

  it('takes the number that says most, not the first', () => {
    expect(answered('signIn', 'invalid_grant', [70016, 53003])).toMatchObject({ kind: 'blocked', aadsts: 53003 });
  });

  it('knows missing consent by its suberror where the number is new', () => {
    expect(answered('refresh', 'invalid_grant', [999999], 'consent_required')?.kind).toBe('consent');
  });
});

describe('what never reached Entra, or came back as something else', () => {
  it.each([
    [{ kind: 'busy', status: 429, retryAfterMs: null }, 'busy'],
    [{ kind: 'unreachable', why: 'network' }, 'unreachable'],
    [{ kind: 'unreachable', why: 'timeout' }, 'unreachable'],
    [{ kind: 'unreachable', why: 'unreadable' }, 'unreachable'],
    [{ kind: 'codeExpired' }, 'expired'],
    [{ kind: 'cancelled' }, 'cancelled'],
  ] as const)('%j: %s', (fault, kind) => {
    expect(failureOf(new EntraError(fault, correlationId), 'signIn')).toEqual({ kind, aadsts: null, correlationId });
  });

  it.each([
    ['network_error', 'unreachable'],
    ['device_code_expired', 'expired'],
    ['device_code_polling_cancelled', 'cancelled'],
    ['invalid_client_credential', 'stationCredential'],
    ['token_parsing_error', 'refused'],
  ] as const)('MSAL by itself says %s: %s', (code, kind) => {
    expect(failureOf(new ClientAuthError(code, correlationId), 'refresh')?.kind).toBe(kind);
  });

  it('takes MSAL at its word where it speaks for Entra', () => {
    expect(failureOf(new ServerError('invalid_client', correlationId, 'x', '', '7000215'), 'station')).toEqual({
      kind: 'stationCredential',
      aadsts: 7000215,
      correlationId,
    });
    expect(failureOf(new InteractionRequiredAuthError('no_tokens_found', correlationId), 'refresh')?.kind).toBe('signInAgain');
    expect(failureOf(new InteractionRequiredAuthError('invalid_grant', correlationId, 'x', '', '', '', '', '53003'), 'refresh')?.kind).toBe(
      'blocked',
    );
  });

  it('leaves a bug to be logged as one', () => {
    expect(failureOf(new TypeError('x is not a function'), 'station')).toBeNull();
    expect(failureOf('text', 'station')).toBeNull();
  });
});
