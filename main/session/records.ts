import type { EndReason } from './events.ts';
import type { State } from './state.ts';

/** What log and audit say of visits. */
export type SessionRecord =
  /** Entra object id of the person. */
  | { readonly is: 'began'; readonly person: string; readonly via: 'badge' | 'phone' }
  | { readonly is: 'ended'; readonly person: string; readonly why: EndReason };

/**
 * What one change of state says: a person's visit begins when the state first knows them, and ends with its epoch. So for each beginning
 * there is one end, whatever came late, failed or was cancelled.
 */
export function recordsOf(before: State, after: State): readonly SessionRecord[] {
  const was = personIn(before);
  const is = personIn(after);
  if (was !== null && before.epoch !== after.epoch) return [{ is: 'ended', person: was, why: after.endedBy }];
  if (was === null && is !== null) return [{ is: 'began', person: is, via: before.phase.is === 'opening' ? 'badge' : 'phone' }];
  return [];
}

function personIn({ phase }: State): string | null {
  return phase.is === 'link' || phase.is === 'jobs' ? phase.person.oid : null;
}
