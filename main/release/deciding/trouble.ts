import type { Trouble, TroubleCode } from '../../../preload/contract.ts';
import type { AuthFailure } from '../../auth/model.ts';
import type { GraphFailure } from '../../graph/model.ts';

/** Whose token a failed call carried: the same refusal means different things to the person. */
export type Identity = 'person' | 'station';

/** The one sentence's code for a sign-in or token that failed. */
export function troubleOfAuth(failure: AuthFailure, identity: Identity): Trouble {
  if (failure.aadsts === clockRefused) return { code: 'stationClock', reference: authReference(failure) };
  return { code: authCode(failure.kind, identity), reference: authReference(failure) };
}

/** AADSTS700024: the client assertion is not within its valid time range. Only the station signs assertions, by its own clock. */
const clockRefused = 700024;

function authCode(kind: AuthFailure['kind'], identity: Identity): TroubleCode {
  switch (kind) {
    case 'unreachable':
      return 'offline';
    case 'busy':
      return 'busy';
    case 'stationCredential':
      return 'stationCredential';
    default:
      return identity === 'station' ? 'stationCredential' : personCode(kind);
  }
}

function personCode(kind: Exclude<AuthFailure['kind'], 'unreachable' | 'busy' | 'stationCredential'>): TroubleCode {
  switch (kind) {
    case 'declined':
      return 'signInDeclined';
    case 'blocked':
      return 'signInBlocked';
    case 'wrongAccount':
      return 'signInWrongAccount';
    case 'consent':
      return 'signInConsent';
    case 'notAllowed':
      return 'signInNotAllowed';
    case 'signInAgain':
      return 'signInAgain';
    case 'expired':
    case 'cancelled':
    case 'refused':
      return 'signInFailed';
  }
}

function authReference(failure: AuthFailure): string {
  if (failure.aadsts !== null) return `AADSTS${failure.aadsts}`;
  return failure.correlationId?.slice(0, 8) ?? '';
}

/** The one sentence's code for a Graph call about a job that gave no usable answer. */
export function troubleOfGraph(failure: GraphFailure, identity: Identity): Trouble {
  switch (failure.kind) {
    case 'noToken':
      return troubleOfAuth(failure.failure, identity);
    case 'unauthenticated':
      return { code: identity === 'station' ? 'stationCredential' : 'signInAgain', reference: failure.reference ?? '' };
    case 'refused':
      return { code: failure.status === 403 || failure.status === 402 ? 'notPermitted' : 'jobChanged', reference: failure.reference ?? '' };
    case 'throttled':
      return { code: 'busy', reference: failure.reference ?? '' };
    case 'unavailable':
      return { code: 'serviceDown', reference: failure.reference ?? '' };
    case 'unreachable':
      // Whoever waited for an answer has a connection, as far as anybody can tell.
      return { code: failure.timedOut ? 'serviceDown' : 'offline', reference: '' };
    case 'notSent':
      return { code: 'noAnswer', reference: '' };
    case 'tooMany':
      return { code: 'tooMany', reference: failure.reference ?? '' };
    case 'gateway':
    case 'badAnswer':
      return { code: 'badAnswer', reference: failure.reference ?? '' };
  }
}

/** The one sentence's code for a printer's list that could not be read: nobody was releasing anything. */
export function troubleOfList(failure: GraphFailure, identity: Identity): Trouble {
  const trouble = troubleOfGraph(failure, identity);
  if (failure.kind !== 'refused' || trouble.code !== 'jobChanged') return trouble;
  return { ...trouble, code: failure.status === 404 || failure.status === 410 ? 'listGone' : 'listRefused' };
}

/** Whether waiting may help: the same read may succeed a moment later. */
export function isPassing(failure: GraphFailure): boolean {
  switch (failure.kind) {
    case 'throttled':
    case 'unavailable':
    case 'unreachable':
    case 'badAnswer':
    case 'gateway':
      return true;
    case 'noToken':
      return failure.failure.kind === 'unreachable' || failure.failure.kind === 'busy';
    case 'refused':
    case 'unauthenticated':
    case 'tooMany':
    case 'notSent':
      return false;
  }
}
