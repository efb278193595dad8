import { AuthError } from '@azure/msal-node';
import { type EntraAnswer, EntraError, type EntraFault } from './entra-error.ts';
import type { AuthFailure } from './model.ts';

type Kind = AuthFailure['kind'];

/** What was being asked for: the same answer means different things for a station, a first sign-in and a kept one. */
export type Asking = 'station' | 'signIn' | 'refresh';

/** AADSTS numbers that say more than `error` does (reference 8.2, 8.4, 8.5). Only looked at where `error` leaves it open. */
const kindByNumber: ReadonlyMap<number, Kind> = new Map(
  (
    [
      ['blocked', [53000, 53001, 53002, 53003, 530032, 530035]],
      ['wrongAccount', [50020, 50134, 90038]],
      ['consent', [65001, 90094, 90095]],
      ['declined', [65004]],
      ['notAllowed', [50053, 50057, 50105]],
      ['signInAgain', [50055, 50072, 50074, 50076, 50079, 50126, 50173, 70008, 70043, 700082]],
      ['expired', [70019, 70020]],
      ['busy', [90055]],
      // The app, its credential or what the station asks for is wrong: for IT, not for the person.
      ['stationCredential', [50012, 28002, 70011, 90002, 500011, 700016, 700022, 700025, 700027, 700030]],
      ['stationCredential', [7000112, 7000215, 7000218, 7000222, 9001023]],
    ] as const
  ).flatMap(([kind, numbers]) => numbers.map((number) => [number, kind] as const)),
);

/** OAuth errors that need no number. */
const kindByError: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['authorization_declined', 'declined'],
  ['expired_token', 'expired'],
  ['code_expired', 'expired'],
  ['bad_verification_code', 'refused'],
  ['slow_down', 'busy'],
  ['temporarily_unavailable', 'busy'],
  ['server_error', 'busy'],
  ['consent_required', 'consent'],
]);

/** OAuth errors that a number may make finer, and what they mean without one. */
function kindByOpenError(error: string, asking: Asking): Kind {
  switch (error) {
    case 'invalid_client':
    case 'unauthorized_client':
      return 'stationCredential';
    case 'invalid_grant':
      return asking === 'refresh' ? 'signInAgain' : 'refused';
    case 'interaction_required':
    case 'login_required':
      return asking === 'station' ? 'refused' : 'signInAgain';
    case 'access_denied':
      return asking === 'signIn' ? 'declined' : 'refused';
    case 'invalid_scope':
    case 'invalid_resource':
    case 'unsupported_grant_type':
      return asking === 'station' ? 'stationCredential' : 'refused';
    default:
      return 'refused';
  }
}

/** The kind of an OAuth error body: by `error` first, by AADSTS number where that leaves it open. Pure. */
export function kindOfAnswer(answer: EntraAnswer, asking: Asking): Kind {
  const decided = kindByError.get(answer.error);
  if (decided) return decided;
  const finer = numberOf(answer, (number) => kindByNumber.has(number));
  if (finer !== null) return kindByNumber.get(finer) ?? 'refused';
  if (answer.suberror === 'consent_required') return 'consent';
  return kindByOpenError(answer.error, asking);
}

/** The number for the reference line: the one that decided, else the first. */
function numberOf(answer: EntraAnswer, wanted: (number: number) => boolean): number | null {
  return answer.codes.find(wanted) ?? null;
}

function kindOfFault(fault: EntraFault, asking: Asking): Kind {
  switch (fault.kind) {
    case 'answer':
      return kindOfAnswer(fault.answer, asking);
    case 'busy':
      return 'busy';
    case 'unreachable':
      return 'unreachable';
    case 'codeExpired':
      return 'expired';
    case 'cancelled':
      return 'cancelled';
    case 'credential':
      return 'stationCredential';
  }
}

/** What MSAL itself throws, without any answer of Entra, by its error code. */
const kindByMsalCode: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['network_error', 'unreachable'],
  ['no_network_connectivity', 'unreachable'],
  ['device_code_expired', 'expired'],
  ['user_timeout_reached', 'expired'],
  ['device_code_polling_cancelled', 'cancelled'],
  ['user_canceled', 'cancelled'],
  ['no_tokens_found', 'signInAgain'],
  ['refresh_token_expired', 'signInAgain'],
  ['no_account_found', 'signInAgain'],
  ['no_account_in_silent_request', 'signInAgain'],
  ['invalid_client_credential', 'stationCredential'],
  ['invalid_assertion', 'stationCredential'],
]);

/** Maps what an MSAL call threw to an `AuthFailure`; null for what is no expected failure at all, i.e. a bug. Pure. */
export function failureOf(thrown: unknown, asking: Asking): AuthFailure | null {
  if (thrown instanceof EntraError) {
    const { fault } = thrown;
    const answer = fault.kind === 'answer' ? fault.answer : null;
    const aadsts = answer && (numberOf(answer, (number) => kindByNumber.has(number)) ?? numberOf(answer, () => true));
    return { kind: kindOfFault(fault, asking), aadsts, correlationId: thrown.correlationId || null };
  }
  if (!(thrown instanceof AuthError)) return null;
  const number = 'errorNo' in thrown ? Number(thrown.errorNo) : Number.NaN;
  const codes = Number.isSafeInteger(number) ? [number] : [];
  const kind =
    kindByMsalCode.get(thrown.errorCode) ?? kindOfAnswer({ error: thrown.errorCode, suberror: thrown.subError || null, codes }, asking);
  return { kind, aadsts: codes[0] ?? null, correlationId: thrown.correlationId || null };
}

/** A failure that no answer of Entra stands behind. */
export function plainFailure(kind: Kind): AuthFailure {
  return { kind, aadsts: null, correlationId: null };
}
