import type { GraphFailure } from './model.ts';

/** After a failed call with an effect: true where the effect may have happened or may still land, so that it has to be read before anything else is sent. */
export function mayHaveHappened(failure: GraphFailure): boolean {
  switch (failure.kind) {
    case 'unavailable':
    case 'unreachable':
    case 'badAnswer':
      return true;
    case 'refused':
    case 'unauthenticated':
    case 'throttled':
    case 'noToken':
      return false;
  }
}

/** True where Graph says that the thing asked for is no longer there: 404 or 410 (reference 6.2). */
export function isOver(failure: GraphFailure): boolean {
  return failure.kind === 'refused' && (failure.status === 404 || failure.status === 410);
}

/** True where the caller's token is good but lacks a right or a licence: 403 (reference 5.1). */
export function isForbidden(failure: GraphFailure): boolean {
  return failure.kind === 'refused' && failure.status === 403;
}

/** True where the state of the thing forbids the call: 409 or 412. A fresh read says what it is now. */
export function isConflict(failure: GraphFailure): boolean {
  return failure.kind === 'refused' && (failure.status === 409 || failure.status === 412);
}

/** True where the service or the way to it failed, and the same read may succeed later. */
export function isPassing(failure: GraphFailure): boolean {
  return failure.kind === 'throttled' || failure.kind === 'unavailable' || failure.kind === 'unreachable';
}

/** The short reference that the screen shows last; empty where the failure has none. */
export function referenceOf(failure: GraphFailure): string {
  switch (failure.kind) {
    case 'refused':
    case 'unauthenticated':
    case 'throttled':
    case 'unavailable':
    case 'badAnswer':
      return failure.reference ?? '';
    case 'noToken':
      return failure.failure.aadsts === null ? '' : `AADSTS${failure.failure.aadsts}`;
    case 'unreachable':
      return '';
  }
}
