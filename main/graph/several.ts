import { type Ask, isSendable, type SendableAsk, understand } from './ask.ts';
import { batchMaxItems } from './batch-format.ts';
import type { GraphClient } from './client.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { badId } from './objects.ts';

/** Most calls of one identity at the same time where each travels alone. */
export const singlesAtATime = 4;

type Way = 'reads' | 'sideBySide' | 'inOrder';
type Refused = Extract<GraphFailure, { kind: 'refused' }>;
const notSent: { readonly ok: false; readonly failure: GraphFailure } = { ok: false, failure: { kind: 'notSent' } };
/** A result that is missing says nothing of its call: an effect may have happened. */
const unanswered: { readonly ok: false; readonly failure: GraphFailure } = { ok: false, failure: { kind: 'unreachable', timedOut: false } };

/** Several reads of one kind; one result for each, in the order asked. */
export function readSeveral<T>(
  client: GraphClient,
  asks: readonly Ask<T>[],
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  return sendGood(client, asks, asks.filter(isSendable), 'reads', signal);
}

/**
 * Several effects of one kind; one result for each, in the order asked. `inOrder`: the first that is refused or not answered ends
 * the sequence, and those after it are `notSent`. An address that is asked for twice is sent once; the second is `notSent`.
 */
export function effectSeveral<T>(
  client: GraphClient,
  asks: readonly Ask<T>[],
  order: 'sideBySide' | 'inOrder',
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  const firstBad = order === 'inOrder' ? asks.findIndex((ask) => !isSendable(ask)) : -1;
  const reachable = (firstBad === -1 ? asks : asks.slice(0, firstBad)).filter(isSendable);
  const seen = new Set<string>();
  const once = reachable.filter(({ url }) => {
    // GUIDs are the same in either case.
    const key = url.toLowerCase();
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
  return sendGood(client, asks, once, order, signal);
}

/** Sends those of `asks` that are to be sent, and says for the others why they were not. */
async function sendGood<T>(
  client: GraphClient,
  asks: readonly Ask<T>[],
  good: readonly SendableAsk<T>[],
  way: Way,
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  const answers = await inChunks(client, good, way, signal);
  const results = new Map<Ask<T>, GraphResult<T>>(good.map((ask, index) => [ask, answers[index] ?? unanswered]));
  let ended = false;
  return asks.map((ask) => {
    const result = results.get(ask) ?? (isSendable(ask) || ended ? notSent : badId(client, ask.name));
    if (way === 'inOrder' && !result.ok && result.failure.kind !== 'notSent') ended = true;
    return result;
  });
}

/** One chunk after another, so that what the first batch shows serves the next. */
async function inChunks<T>(
  client: GraphClient,
  asks: readonly SendableAsk<T>[],
  way: Way,
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  const results: GraphResult<T>[] = [];
  for (let start = 0; start < asks.length; start += batchMaxItems) {
    const chunk = asks.slice(start, start + batchMaxItems);
    const ended = way === 'inOrder' && results.some(({ ok }) => !ok);
    results.push(...(ended ? chunk.map(() => notSent) : await sendChunk(client, chunk, way, signal)));
  }
  return results;
}

/**
 * A batch where batches may carry this kind of call, else single calls. A batch whose calls are all refused alike is doubtful until batches
 * are known to carry such calls: nothing was done, so each is asked alone, and where that gets another answer it was the batch that was refused.
 */
async function sendChunk<T>(
  client: GraphClient,
  asks: readonly SendableAsk<T>[],
  way: Way,
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  const name = asks[0]?.name ?? '';
  if (asks.length === 1 || client.batches.verdict(name) === 'refuses') return singly(client, asks, way, signal);
  const outcome = await (way === 'reads' ? client.readBatch(asks, signal) : client.effectBatch(asks, way, signal));
  const results = asks.map((ask, index): GraphResult<T> => {
    const answer = outcome.is === 'refused' ? { ok: false as const, failure: outcome.failure } : outcome.results[index];
    return answer === undefined ? unanswered : understand(client, ask, answer);
  });
  if (results.some(({ ok }) => ok)) client.batches.carried(name);
  const doubt = outcome.is === 'refused' ? outcome.failure : commonRefusal(results);
  const believed = outcome.is === 'answered' && client.batches.verdict(name) === 'carries';
  if (doubt === null || believed || signal?.aborted) return results;
  const alone = await singly(client, asks, way, signal);
  if (alone.some((result) => differs(result, doubt))) {
    client.batches.refused(name);
    client.log('graph.batchesRefused', { call: name, status: doubt.status });
  }
  return alone;
}

/** Statuses with which a service may refuse to carry a call in a batch (reference 12.3, item 30). None of them was carried out. */
const doubtfulStatuses: readonly number[] = [400, 403, 404, 405, 501];

/** The refusal that all results share, in a sequence the first one's; null where any call fared otherwise. */
function commonRefusal<T>(results: readonly GraphResult<T>[]): Refused | null {
  let common: Refused | null = null;
  for (const result of results) {
    if (result.ok) return null;
    const { failure } = result;
    if (failure.kind === 'notSent') continue;
    if (failure.kind !== 'refused' || !doubtfulStatuses.includes(failure.status)) return null;
    if (common !== null && common.status !== failure.status) return null;
    common = failure;
  }
  return common;
}

/** A throttled, lost or unreadable answer shows nothing of batches. */
function differs<T>(alone: GraphResult<T>, inBatch: Refused): boolean {
  return alone.ok || (alone.failure.kind === 'refused' && alone.failure.status !== inBatch.status);
}

/** Each call alone: a few at a time, or strictly one after another. */
async function singly<T>(
  client: GraphClient,
  asks: readonly SendableAsk<T>[],
  way: Way,
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  const results = asks.map((): GraphResult<T> => notSent);
  const waiting = [...asks.entries()];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, ask] = next;
      const result = understand(client, ask, await (way === 'reads' ? client.read(ask, signal) : client.effect(ask, signal)));
      results[index] = result;
      if (way === 'inOrder' && !result.ok) return;
    }
  }
  await Promise.all(Array.from({ length: way === 'inOrder' ? 1 : singlesAtATime }, work));
  return results;
}
