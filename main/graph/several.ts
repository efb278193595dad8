import { type Ask, isSendable, type SendableAsk, understand } from './ask.ts';
import { batchMaxItems } from './batch-format.ts';
import type { GraphClient } from './client.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { badId } from './objects.ts';
import { refusalMayPass } from './retry.ts';
import { createTurns, type Turns } from './turns.ts';

/** Most calls at the same time where each travels alone. */
export const singlesAtATime = 4;
/** Most batches of one kind at the same time. */
export const batchesAtATime = 4;

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

/** Calls of one kind that are sent together, and the turns of those that travel alone. */
interface Sending<T> {
  readonly client: GraphClient;
  readonly asks: readonly SendableAsk<T>[];
  readonly way: Way;
  readonly signal: AbortSignal | undefined;
  readonly turns: Turns;
}

/**
 * One chunk after another until one was carried, so that what the first batch shows serves the next; then side by side. A sequence stays one,
 * and ends with the chunk in which a call failed.
 */
async function inChunks<T>(
  client: GraphClient,
  asks: readonly SendableAsk<T>[],
  way: Way,
  signal: AbortSignal | undefined,
): Promise<readonly GraphResult<T>[]> {
  const sending = { client, way, signal, turns: createTurns(singlesAtATime) };
  const chunks = Array.from({ length: Math.ceil(asks.length / batchMaxItems) }, (_, index) =>
    asks.slice(index * batchMaxItems, (index + 1) * batchMaxItems),
  );
  const results: (readonly GraphResult<T>[])[] = [];
  for (const chunk of chunks) {
    if (way !== 'inOrder' && client.batches.verdict(chunk[0]?.name ?? '') !== 'unknown') break;
    const ended = way === 'inOrder' && results.flat().some(({ ok }) => !ok);
    results.push(ended ? chunk.map(() => notSent) : await sendChunk({ ...sending, asks: chunk }));
  }
  const batches = createTurns(batchesAtATime);
  const rest = chunks.slice(results.length).map((chunk) => batches(() => sendChunk({ ...sending, asks: chunk })));
  return [...results, ...(await Promise.all(rest))].flat();
}

/**
 * A batch where batches may carry this kind of call, else single calls. A batch whose calls are all refused alike is doubtful until batches
 * are known to carry such calls: nothing was done, so each is asked alone, and where that gets another answer it was the batch that was refused.
 */
async function sendChunk<T>(sending: Sending<T>): Promise<readonly GraphResult<T>[]> {
  const { client, asks, way, signal } = sending;
  const name = asks[0]?.name ?? '';
  if (asks.length === 1 || client.batches.verdict(name) === 'single') return singly(sending);
  const outcome = await (way === 'reads' ? client.readBatch(asks, signal) : client.effectBatch(asks, way, signal));
  const results = asks.map((ask, index): GraphResult<T> => {
    const answer = outcome.is === 'refused' ? { ok: false as const, failure: outcome.failure } : outcome.results[index];
    return answer === undefined ? unanswered : understand(client, ask, answer);
  });
  if (results.some(({ ok }) => ok)) client.batches.carried(name);
  if (outcome.is === 'answered' && outcome.unread.length > 0) return afterUnread(sending, results, outcome.unread);
  const doubt = outcome.is === 'refused' ? outcome.failure : commonRefusal(results);
  const believed = outcome.is === 'answered' && client.batches.verdict(name) === 'carries';
  if (doubt === null || believed || signal?.aborted) return results;
  const alone = await singly(sending);
  if (alone.some((result) => differs(result, doubt))) leaveBatches(client, name, doubt);
  return alone;
}

function leaveBatches(client: GraphClient, name: string, doubt: Refused): void {
  if (refusalMayPass(doubt)) {
    client.batches.unread(name);
    return;
  }
  client.batches.refused(name);
  client.log('graph.batchesRefused', { call: name, status: doubt.status });
}

/**
 * A batch that came back as something else: one bad item can spoil all of it, and a firewall may stop every batch. Such calls go singly for a
 * while: reads at once, effects from the next on, because each of these may have happened.
 */
async function afterUnread<T>(
  sending: Sending<T>,
  results: readonly GraphResult<T>[],
  unread: readonly number[],
): Promise<readonly GraphResult<T>[]> {
  const { client, asks, way, signal } = sending;
  client.batches.unread(asks[0]?.name ?? '');
  client.log('graph.batchUnreadable', { call: asks[0]?.name ?? '', count: unread.length });
  if (way !== 'reads' || signal?.aborted) return results;
  const alone = await singly({ ...sending, asks: unread.flatMap((place) => asks[place] ?? []) });
  return results.map((result, place) => alone[unread.indexOf(place)] ?? result);
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
async function singly<T>({ client, asks, way, signal, turns }: Sending<T>): Promise<readonly GraphResult<T>[]> {
  const send = async (ask: SendableAsk<T>) =>
    understand(client, ask, await (way === 'reads' ? client.read(ask, signal) : client.effect(ask, signal)));
  if (way !== 'inOrder') return Promise.all(asks.map((ask) => turns(() => send(ask))));
  const results: GraphResult<T>[] = [];
  for (const ask of asks) results.push(results.every(({ ok }) => ok) ? await send(ask) : notSent);
  return results;
}
