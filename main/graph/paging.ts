import type { GraphClient } from './client.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { parsePage } from './parse.ts';
import type { GraphCall } from './send.ts';

/** More pages than any list of a person's jobs or a station's tasks has. */
export const maxPages = 50;

/**
 * Reads a collection to its end. A list is whole or a failure: never a part of it without a word.
 * Elements that cannot be read are left out and counted in the log; an element listed twice while the list moved counts once, as last seen.
 */
export async function readAllPages<T extends { readonly id: string }>(
  client: GraphClient,
  call: GraphCall,
  parse: (json: unknown) => T | null,
  signal: AbortSignal | undefined,
  enough: (found: readonly T[]) => boolean = () => false,
): Promise<GraphResult<readonly T[]>> {
  const found = new Map<string, T>();
  const visited = new Set<string>();
  let unreadable = 0;
  let url = call.url;

  for (;;) {
    visited.add(url);
    const answer = await client.read({ ...call, url }, signal);
    if (!answer.ok) return answer;
    const { reference } = answer.value;
    const page = parsePage(answer.value.json);
    if (page === null) return badPage(client, call, 'The answer is not a list.', reference);
    for (const element of page.elements) {
      const parsed = parse(element);
      if (parsed === null) unreadable += 1;
      else found.set(parsed.id, parsed);
    }
    if (page.nextLink === null || enough([...found.values()])) break;
    const next = client.addresses.pin(page.nextLink);
    if (next === null) return badPage(client, call, 'The next page of the list is at an address outside Graph.', reference);
    if (visited.has(next)) return badPage(client, call, 'The pages of the list lead back to each other.', reference);
    if (visited.size >= maxPages) return badPage(client, call, `The list has more than ${maxPages} pages.`, reference);
    url = next;
  }
  const value = [...found.values()];
  if (unreadable === 0) return { ok: true, value };
  client.log('graph.elementsDropped', { call: call.name, count: unreadable });
  return { ok: true, value, dropped: unreadable };
}

function badPage(client: GraphClient, call: GraphCall, what: string, reference: string | null): GraphResult<never> {
  return notUnderstood(client, call.name, what, reference);
}

/** A `badAnswer`, with its line in the log. */
export function notUnderstood(client: GraphClient, callName: string, what: string, reference: string | null): GraphResult<never> {
  const failure: GraphFailure = { kind: 'badAnswer', what, reference };
  client.log('graph.failed', { call: callName, kind: failure.kind, what, reference });
  return { ok: false, failure };
}
