import type { TokenRequest } from '../auth/model.ts';
import type { GraphAddresses } from './address.ts';
import { type Answer, judge } from './answer.ts';
import { type BatchItem, batchBody, readBatchAnswer } from './batch-format.ts';
import { type Challenge, challengeOf } from './challenge.ts';
import { newGuid, shortReference } from './correlation.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { type GraphCall, logFailure, requestFor, type SendPorts, sendWith, sendWithToken } from './send.ts';
import type { WireResult } from './transport.ts';

/** What came of a batch. */
export type BatchOutcome =
  | {
      readonly is: 'answered';
      /** One for each call, in the order asked. */
      readonly results: readonly GraphResult<Answer>[];
      /** Places of the calls whose batch came back as something that is no batch's answer. An effect of them may have happened. */
      readonly unread: readonly number[];
    }
  /** Graph refused the batch as such: none of its calls was carried out. */
  | { readonly is: 'refused'; readonly failure: Extract<GraphFailure, { kind: 'refused' }> };

/** A batch to send: at most 20 calls. */
export interface Batch {
  readonly calls: readonly GraphCall[];
  readonly order: 'sideBySide' | 'inOrder';
  /** Of a single call. Milliseconds. */
  readonly timeoutMs: number;
}

/** What a batch may take longer than a single call, for each item. Milliseconds. */
export const itemTimeoutMs = 1_000;

/**
 * Sends a batch once (reference 5.5). What got a 401 was not carried out, and neither was what depended on it: those calls, and only those,
 * are sent once more with another token, together. An outer answer that leaves open what happened is every call's failure.
 */
export async function sendBatch(
  ports: SendPorts,
  addresses: GraphAddresses,
  batch: Batch,
  signal: AbortSignal | undefined,
): Promise<BatchOutcome> {
  const first = await exchange(ports, addresses, batch, undefined, signal);
  if (first.is === 'refused') return first;
  const asked = strongest(first.tries.map(({ challenge }) => challenge));
  if (asked.is === 'none' || signal?.aborted) return outcomeOf(first);
  ports.log('graph.challenged', { call: 'batch', asks: asked.is });
  const places = notCarriedOut(first.tries, batch.order);
  const calls = places.flatMap((place) => batch.calls[place] ?? []);
  const second = await exchange(ports, addresses, { ...batch, calls }, requestFor(asked), signal);
  // The first batch was taken and the second was not: what the first one said of these calls still holds.
  if (second.is === 'refused') return outcomeOf(first);
  const results = first.tries.map(({ result }, place) => second.tries[places.indexOf(place)]?.result ?? result);
  return { is: 'answered', results, unread: second.isUnread ? places : [] };
}

interface Try {
  readonly result: GraphResult<Answer>;
  readonly challenge: Challenge;
}
/** `isUnread`: what came back is no batch's answer, and is every call's failure. */
type Answered = { readonly is: 'answered'; readonly tries: readonly Try[]; readonly isUnread: boolean };
type Exchange = Answered | Extract<BatchOutcome, { is: 'refused' }>;

function outcomeOf({ tries, isUnread }: Answered): BatchOutcome {
  return { is: 'answered', results: tries.map(({ result }) => result), unread: isUnread ? tries.map((_, place) => place) : [] };
}

async function exchange(
  ports: SendPorts,
  addresses: GraphAddresses,
  { calls, order, timeoutMs }: Batch,
  tokenRequest: TokenRequest | undefined,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  const send = (call: GraphCall, ms: number) =>
    tokenRequest === undefined ? sendWithToken(ports, call, ms, signal) : sendWith(ports, tokenRequest, call, ms, signal);
  const [alone, ...others] = calls;
  if (alone !== undefined && others.length === 0) {
    const { result } = await send(alone, timeoutMs);
    return { is: 'answered', tries: [{ result, challenge: { is: 'none' } }], isUnread: false };
  }
  const items = calls.map((call): BatchItem => ({ id: newGuid(ports.random), call, path: addresses.below(call.url) }));
  const startedAt = ports.clock.elapsed();
  const outer: GraphCall = { name: 'batch', method: 'POST', url: addresses.batch, json: batchBody(items, order) };
  const sent = await send(outer, timeoutMs + itemTimeoutMs * items.length);
  const { result } = sent;
  if (!result.ok && result.failure.kind === 'refused') return { is: 'refused', failure: result.failure };
  // A further 401 of the whole is the end of it: no item asks for a third token.
  const all = (failure: GraphFailure) => items.map((): Try => ({ result: { ok: false, failure }, challenge: { is: 'none' } }));
  if (!result.ok) return { is: 'answered', tries: all(result.failure), isUnread: ['badAnswer', 'gateway'].includes(result.failure.kind) };
  const answers = readBatchAnswer(result.value.json, items, sent.headers ?? new Headers());
  if (answers !== null) return { is: 'answered', tries: judgeItems(ports, items, answers, sent.headers, startedAt), isUnread: false };
  const { reference } = result.value;
  const failure: GraphFailure = { kind: 'badAnswer', what: 'The answer is not that of a batch.', reference };
  ports.log('graph.failed', { call: 'batch', kind: failure.kind, what: failure.what, reference });
  return { is: 'answered', tries: all(failure), isUnread: true };
}

function judgeItems(
  ports: SendPorts,
  items: readonly BatchItem[],
  answers: readonly (WireResult | null)[],
  outer: Headers | null,
  startedAt: number,
): readonly Try[] {
  return items.map((item, index): Try => {
    const answer = answers[index] ?? null;
    const judged = judgeItem(ports, item, answer, outer);
    if (!judged.ok && judged.failure.kind !== 'notSent') {
      const call = { name: item.call.name, clientRequestId: item.id, durationMs: ports.clock.elapsed() - startedAt };
      logFailure(ports.log, call, answer ?? { got: false, why: 'unreachable' }, judged.failure);
    }
    return { result: judged, challenge: answer?.got ? challengeOf(answer.status, answer.headers) : { is: 'none' } };
  });
}

function judgeItem(ports: SendPorts, item: BatchItem, answer: WireResult | null, outer: Headers | null): GraphResult<Answer> {
  const reference = shortReference(item.id);
  if (answer === null)
    return { ok: false, failure: { kind: 'badAnswer', what: 'The batch holds no single answer for this call.', reference, mayPass: true } };
  // Only a batch has dependencies: an earlier call of it failed, and this one was not carried out.
  if (answer.got && answer.status === 424) return { ok: false, failure: { kind: 'notSent' } };
  const asked = { clientRequestId: item.id, isRead: item.call.method === 'GET', ...(outer === null ? {} : { outer }) };
  return judge(answer, asked, ports.clock.now());
}

/** A challenge with claims says more than a plain 401. */
function strongest(challenges: readonly Challenge[]): Challenge {
  return challenges.find(({ is }) => is === 'claims') ?? challenges.find(({ is }) => is === 'freshToken') ?? { is: 'none' };
}

/** The calls that got a challenge; in a sequence also those right behind the first of them that Graph then did not carry out. */
function notCarriedOut(tries: readonly Try[], order: Batch['order']): readonly number[] {
  const challenged = tries.flatMap(({ challenge }, place) => (challenge.is === 'none' ? [] : [place]));
  const [first] = challenged;
  if (order === 'sideBySide' || first === undefined) return challenged;
  const behind = tries.slice(first + 1);
  // Whatever lies behind an answer of another kind stays: its turn may have come.
  const end = behind.findIndex(({ result }) => result.ok || result.failure.kind !== 'notSent');
  return [first, ...(end === -1 ? behind : behind.slice(0, end)).map((_, index) => first + 1 + index)];
}
