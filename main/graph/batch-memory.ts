import type { Clock } from '../ports.ts';

/**
 * What is known of one kind of call: `unknown` until a batch showed something; `carries`: an item of a batch was carried out;
 * `refuses`: batches refuse what single calls are granted (reference 12.3, item 30).
 */
export type BatchVerdict = 'unknown' | 'carries' | 'refuses';

/**
 * Remembers, in memory, whether batches carry a kind of call. For each kind of its own: that reads travel in batches
 * says nothing of the calls with an effect.
 */
export interface BatchMemory {
  verdict(callName: string): BatchVerdict;
  carried(callName: string): void;
  refused(callName: string): void;
}

/** How long batches are left alone after they refused. Milliseconds. */
export const refusedForMs = 24 * 60 * 60 * 1000;

/** A memory that knows nothing yet. */
export function createBatchMemory(clock: Pick<Clock, 'elapsed'>): BatchMemory {
  const carrying = new Set<string>();
  const refusingUntil = new Map<string, number>();
  return {
    verdict(callName) {
      const until = refusingUntil.get(callName);
      if (until !== undefined && clock.elapsed() < until) return 'refuses';
      return carrying.has(callName) ? 'carries' : 'unknown';
    },
    carried(callName) {
      carrying.add(callName);
      refusingUntil.delete(callName);
    },
    refused(callName) {
      // After a day nothing is known again, whatever was carried before.
      carrying.delete(callName);
      refusingUntil.set(callName, clock.elapsed() + refusedForMs);
    },
  };
}
