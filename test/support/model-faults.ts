import type { FaultRule } from '../../main/simulator/graph/faults.ts';
import { effectKinds, type Step } from './model-calls.ts';

/** What can go wrong with one call. Those with `fault` are the simulator's own; the others are done on the line. */
export const faultKinds = [
  'busy', // 429 with Retry-After
  'busyNoHint',
  'busyLong', // 429 with two minutes
  'down', // 503 with Retry-After
  'downLong', // 503 with 40 s
  'errorBefore',
  'errorAfter',
  'forbidden',
  'missing',
  'conflict',
  'unauthorised',
  'claims',
  'resetBefore',
  'resetAfter',
  'hangBefore',
  'hangAfter',
  'late', // the answer is lost, the effect lands later
  'slow',
  'html',
  'htmlAfter',
  'gateway404', // a gateway's page and status: not Graph's word
  'gateway403After',
  'refused451', // a status of Graph's own that may pass
  'cutOff',
  'unknownEnums',
  'noOwner',
  'otherOwner',
  'nextLink',
  'networkDown', // while the call is under way
  'tokenRevoked',
  'permissionTaken',
  'crash', // of the station's process, before or after the call is carried out
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A fault waiting for the next calls of a step. */
export interface ArmedFault {
  readonly kind: FaultKind;
  readonly step: Step;
  /** Null: at any station. */
  readonly station: number | null;
  /** Calls of that step that still pass. */
  skip: number;
  /** Calls that it still hits. */
  count: number;
  /** From 0 up to 1: where within its bounds a time lies. */
  readonly part: number;
}

/** The simulator's fault of a kind; null for those that only the line can do. */
export function simulatorFault(kind: FaultKind, strangerOid: string): FaultRule['fault'] | null {
  switch (kind) {
    case 'busy':
      return { kind: 'status', status: 429, retryAfterSeconds: 2 };
    case 'busyNoHint':
      return { kind: 'status', status: 429 };
    case 'busyLong':
      return { kind: 'status', status: 429, retryAfterSeconds: 120 };
    case 'downLong':
      return { kind: 'status', status: 503, retryAfterSeconds: 40 };
    case 'gateway404':
      return { kind: 'html', status: 404 };
    case 'gateway403After':
      return { kind: 'html', status: 403, when: 'after' };
    case 'refused451':
      return { kind: 'status', status: 451 };
    case 'down':
      return { kind: 'status', status: 503, retryAfterSeconds: 1 };
    case 'errorBefore':
      return { kind: 'status', status: 500 };
    case 'errorAfter':
      return { kind: 'status', status: 504, when: 'after' };
    case 'forbidden':
      return { kind: 'status', status: 403 };
    case 'missing':
      return { kind: 'status', status: 404 };
    case 'conflict':
      return { kind: 'status', status: 409 };
    case 'unauthorised':
      return { kind: 'status', status: 401 };
    case 'claims':
      return { kind: 'claimsChallenge', claims: '{"access_token":{"nbf":{"essential":true}}}' };
    case 'resetBefore':
      return { kind: 'reset' };
    case 'resetAfter':
      return { kind: 'reset', when: 'after' };
    case 'html':
      return { kind: 'html' };
    case 'htmlAfter':
      return { kind: 'html', when: 'after' };
    case 'cutOff':
      return { kind: 'cutOff' };
    case 'unknownEnums':
      return { kind: 'unknownEnums' };
    case 'noOwner':
      return { kind: 'noOwner' };
    case 'otherOwner':
      return { kind: 'otherOwner', id: strangerOid };
    case 'nextLink':
      return { kind: 'nextLink', url: 'https://elsewhere.example/v1.0/print' };
    case 'hangBefore':
    case 'hangAfter':
    case 'late':
    case 'slow':
    case 'networkDown':
    case 'tokenRevoked':
    case 'permissionTaken':
    case 'crash':
      return null;
  }
}

const effects: readonly Step[] = effectKinds;
const carryOwners: readonly Step[] = ['list', 'freshRead', 'followRead', 'redirect', 'configure'];

/** Why a pair of fault and step cannot be, or would say nothing; null where it can be. */
export function impossible(kind: FaultKind, step: Step): string | null {
  switch (kind) {
    case 'late':
    case 'hangAfter':
      return effects.includes(step) ? null : 'A read has no effect that could land after its answer was lost.';
    case 'noOwner':
    case 'otherOwner':
      return carryOwners.includes(step) ? null : 'The answer carries no owner.';
    case 'nextLink':
      return step === 'list' || step === 'tasks' ? null : 'The answer has one page by its nature.';
    case 'permissionTaken':
      return step === 'share' ? 'What is taken away is no permission that reading a share needs.' : null;
    case 'unknownEnums':
      return step === 'cancel' ? 'The answer has no body.' : null;
    case 'cutOff':
      return step === 'cancel' ? 'The answer has no body.' : null;
    default:
      return null;
  }
}
