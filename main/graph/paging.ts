import type { GraphClient } from './client.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { parsePage } from './parse.ts';
import type { GraphCall } from './send.ts';

/** More elements than any list has that a person waits for: a whole tenant's tasks. */
export const mostElements = 20_000;
/** Longest time for one list. Milliseconds. */
export const longestListMs = 60_000;
/** After so many pages in a row without a new element a list leads nowhere. */
export const mostBarrenPages = 50;

/**
 * Reads a collection to its end, or until `enough` says so of what was found. A list is whole, or says that it is not, or a failure: never a
 * part of it without a word. Elements that cannot be read are left out and counted in the log; an element listed twice while the list moved
 * counts once, as last seen. Where the way on is lost (a next page that was read before, or none named) what was read is kept as `dropped`.
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
  const startedAt = client.elapsed();
  let [unreadable, seen, barren] = [0, 0, 0];
  let url = call.url;

  for (;;) {
    visited.add(url);
    const answer = await client.read({ ...call, url }, signal);
    if (!answer.ok) return answer;
    const { reference } = answer.value;
    const page = parsePage(answer.value.json);
    if (page === null) return notUnderstood(client, call.name, 'The answer is not a list.', reference);
    const before = found.size;
    for (const element of page.elements) {
      const parsed = parse(element);
      if (parsed === null) unreadable += 1;
      else found.set(parsed.id, parsed);
    }
    seen += page.elements.length;
    barren = found.size === before ? barren + 1 : 0;
    if (page.nextLink === null || enough([...found.values()])) return listed(client, call, found, unreadable);
    const next = page.nextLink === '' ? url : client.addresses.pin(page.nextLink);
    if (next === null) return notUnderstood(client, call.name, 'The next page of the list is at an address outside Graph.', reference);
    if (visited.has(next) || barren >= mostBarrenPages) return lost(client, call, found, unreadable, reference);
    if (seen > mostElements || client.elapsed() - startedAt > longestListMs) return tooMany(client, call, reference);
    url = next;
  }
}

type Listed<T> = GraphResult<readonly T[]>;

function listed<T>(client: GraphClient, call: GraphCall, found: ReadonlyMap<string, T>, unreadable: number): Listed<T> {
  const value = [...found.values()];
  if (unreadable === 0) return { ok: true, value };
  client.log('graph.elementsDropped', { call: call.name, count: unreadable });
  return { ok: true, value, dropped: unreadable };
}

/** The pages lead back to each other or nowhere: what they held is true, but nobody knows what else there is. */
function lost<T>(
  client: GraphClient,
  call: GraphCall,
  found: ReadonlyMap<string, T>,
  unreadable: number,
  reference: string | null,
): Listed<T> {
  client.log('graph.listCutShort', { call: call.name, count: found.size, reference });
  return { ok: true, value: [...found.values()], dropped: unreadable + 1 };
}

function tooMany(client: GraphClient, call: GraphCall, reference: string | null): GraphResult<never> {
  client.log('graph.failed', { call: call.name, kind: 'tooMany', what: 'The list does not end.', reference });
  return { ok: false, failure: { kind: 'tooMany', reference } };
}

/** A `badAnswer`, with its line in the log. */
export function notUnderstood(client: GraphClient, callName: string, what: string, reference: string | null): GraphResult<never> {
  const failure: GraphFailure = { kind: 'badAnswer', what, reference };
  client.log('graph.failed', { call: callName, kind: failure.kind, what, reference });
  return { ok: false, failure };
}
