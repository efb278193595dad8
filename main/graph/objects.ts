import type { Answer } from './answer.ts';
import type { GraphClient } from './client.ts';
import type { GraphResult } from './model.ts';
import { notUnderstood } from './paging.ts';

/** The object of an answer as `parse` reads it; where `expectedId` is given, the answer has to be about that very object. */
export function readObject<T>(
  client: GraphClient,
  callName: string,
  answer: GraphResult<Answer>,
  parse: (json: unknown) => T | null,
  expectedId?: (value: T) => { readonly got: string; readonly asked: string },
): GraphResult<T> {
  if (!answer.ok) return answer;
  const value = parse(answer.value.json);
  if (value === null) return notUnderstood(client, callName, 'The answer lacks what it has to carry.', answer.value.reference);
  const ids = expectedId?.(value);
  // GUIDs are the same in either case.
  if (ids !== undefined && ids.got.toLowerCase() !== ids.asked.toLowerCase())
    return notUnderstood(client, callName, 'The answer is about something else than what was asked for.', answer.value.reference);
  return { ok: true, value };
}

/** The outcome where an id cannot be part of an address; nothing was sent. */
export function badId(client: GraphClient, callName: string): GraphResult<never> {
  client.log('graph.failed', { call: callName, kind: 'refused', what: 'An id cannot be part of an address; nothing was sent.' });
  return { ok: false, failure: { kind: 'refused', status: 400, code: 'badId', reference: null } };
}
