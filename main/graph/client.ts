import { wait } from '../ports.ts';
import { createGraphAddresses, type GraphAddresses } from './address.ts';
import type { Answer } from './answer.ts';
import { type BatchOutcome, sendBatch } from './batch.ts';
import { type BatchMemory, createBatchMemory } from './batch-memory.ts';
import { chance } from './correlation.ts';
import type { GraphFailure, GraphResult } from './model.ts';
import { nextAttempt, readPolicy } from './retry.ts';
import { type GraphCall, type SendPorts, sendWithToken } from './send.ts';

/** What one identity's Graph calls need. */
export interface GraphPorts extends SendPorts {
  /** Version root, see `versionRoot`. Tokens are sent to its origin only. */
  readonly root: string;
  /** For one try, head and body. Milliseconds; 10,000 where left out. A batch gets one second more for each item. */
  readonly timeoutMs?: number;
  /** What is known of Graph's batches. One of its own where left out: give all sessions of a station the same, and each is spared the doubt. */
  readonly batches?: BatchMemory;
}

/** Sends calls of one identity. Expected failures are values. */
export interface GraphClient {
  readonly addresses: GraphAddresses;
  readonly batches: BatchMemory;
  /** Without effect: tried again where that may help, within `readPolicy`. */
  read(call: GraphCall, signal: AbortSignal | undefined): Promise<GraphResult<Answer>>;
  /** With effect: sent once, and once more only after a 401, where nothing was done. */
  effect(call: GraphCall, signal: AbortSignal | undefined): Promise<GraphResult<Answer>>;
  /**
   * Up to 20 reads in one batch; those that fail in a way that may pass travel again, together, within `readPolicy`. Those whose batch cannot
   * be read are `unread` at once.
   */
  readBatch(calls: readonly GraphCall[], signal: AbortSignal | undefined): Promise<BatchOutcome>;
  /** Up to 20 effects in one batch, side by side or one after another; sent once, and once more only what got a 401. */
  effectBatch(calls: readonly GraphCall[], order: 'sideBySide' | 'inOrder', signal: AbortSignal | undefined): Promise<BatchOutcome>;
  /** The clock that never jumps. Milliseconds. */
  readonly elapsed: () => number;
  /** Leaves a line in the log about an answer that was dropped or not understood. */
  readonly log: SendPorts['log'];
}

const stopped: { readonly ok: false; readonly failure: GraphFailure } = { ok: false, failure: { kind: 'unreachable', timedOut: false } };

/** A client for one token source. */
export function createGraphClient(ports: GraphPorts): GraphClient {
  const fullTimeoutMs = ports.timeoutMs ?? 10_000;
  const addresses = createGraphAddresses(ports.root);

  /** Begins the tries of one read. A later try gets what is left of the budget, so that the person never waits for more than one of both. */
  function beginTries(name: string, signal: AbortSignal | undefined) {
    const startedAt = ports.clock.elapsed();
    const elapsed = () => ports.clock.elapsed() - startedAt;
    return {
      timeoutMs: (tryNumber: number) =>
        tryNumber === 1 ? fullTimeoutMs : Math.max(1, Math.min(fullTimeoutMs, readPolicy.budgetMs - elapsed())),
      /** The pause before this one may be tried again; null where it may not. */
      pauseMs(failure: GraphFailure, tryNumber: number): number | null {
        const next = nextAttempt({ failure, tryNumber, elapsedMs: elapsed(), chance: chance(ports.random) });
        return next.again ? next.pauseMs : null;
      },
      /** False where the session ended meanwhile. */
      async pause(pauseMs: number, tryNumber: number, kind: GraphFailure['kind']): Promise<boolean> {
        ports.log('graph.retried', { call: name, tryNumber, pauseMs, kind });
        return wait(ports.clock, pauseMs, signal).then(
          () => true,
          () => false,
        );
      },
    };
  }

  async function read(call: GraphCall, signal: AbortSignal | undefined): Promise<GraphResult<Answer>> {
    const tries = beginTries(call.name, signal);
    for (let tryNumber = 1; ; tryNumber += 1) {
      const { result } = await sendWithToken(ports, call, tries.timeoutMs(tryNumber), signal);
      if (result.ok || signal?.aborted) return result.ok ? result : stopped;
      const pauseMs = tries.pauseMs(result.failure, tryNumber);
      if (pauseMs === null) return result;
      if (!(await tries.pause(pauseMs, tryNumber, result.failure.kind))) return stopped;
    }
  }

  async function readBatch(calls: readonly GraphCall[], signal: AbortSignal | undefined): Promise<BatchOutcome> {
    const tries = beginTries('batch', signal);
    const results: GraphResult<Answer>[] = calls.map(() => stopped);
    const unread: number[] = [];
    let open = calls.map((call, place) => ({ call, place }));
    for (let tryNumber = 1; ; tryNumber += 1) {
      const asked = open.map(({ call }) => call);
      const outcome = await sendBatch(
        ports,
        addresses,
        { calls: asked, order: 'sideBySide', timeoutMs: tries.timeoutMs(tryNumber) },
        signal,
      );
      if (outcome.is === 'refused') return outcome;
      const again: { readonly call: GraphCall; readonly place: number; readonly pauseMs: number; readonly kind: GraphFailure['kind'] }[] =
        [];
      for (const [index, result] of outcome.results.entries()) {
        const one = open[index];
        if (one === undefined) continue;
        results[one.place] = result.ok || !signal?.aborted ? result : stopped;
        const isUnread = outcome.unread.includes(index);
        if (isUnread) unread.push(one.place);
        const pauseMs = result.ok || isUnread || signal?.aborted ? null : tries.pauseMs(result.failure, tryNumber);
        if (!result.ok && pauseMs !== null) again.push({ ...one, pauseMs, kind: result.failure.kind });
      }
      const [first] = again;
      if (first === undefined) return { is: 'answered', results, unread };
      const longestMs = Math.max(...again.map(({ pauseMs }) => pauseMs));
      if (!(await tries.pause(longestMs, tryNumber, first.kind))) return { is: 'answered', results, unread };
      open = again;
    }
  }

  return {
    addresses,
    batches: ports.batches ?? createBatchMemory(ports.clock),
    elapsed: () => ports.clock.elapsed(),
    log: ports.log,
    read,
    effect: async (call, signal) => (await sendWithToken(ports, call, fullTimeoutMs, signal)).result,
    readBatch,
    effectBatch: (calls, order, signal) => sendBatch(ports, addresses, { calls, order, timeoutMs: fullTimeoutMs }, signal),
  };
}
