import type { Clock } from '../ports.ts';

/**
 * What is known of one kind of call: `unknown` until a batch showed something; `carries`: an item of a batch was carried out; `single`: such
 * calls go one by one, because batches refuse what single calls are granted (reference 12.3, item 30), or came back as nothing readable.
 */
export type BatchVerdict = 'unknown' | 'carries' | 'single';

/**
 * Remembers, in memory, whether batches carry a kind of call. For each kind of its own: that reads travel in batches
 * says nothing of the calls with an effect.
 */
export interface BatchMemory {
  verdict(callName: string): BatchVerdict;
  carried(callName: string): void;
  /** Batches refuse such calls: none for a day. */
  refused(callName: string): void;
  /** A batch of such calls could not be read, or was refused in a way that may pass: none for ten minutes. One that is carried meanwhile changes nothing. */
  unread(callName: string): void;
}

/** How long batches are left alone after they refused. Milliseconds. */
export const refusedForMs = 24 * 60 * 60 * 1000;
/** How long batches are left alone after one could not be read. Milliseconds. */
export const unreadForMs = 10 * 60 * 1000;

/** A memory that knows nothing yet. */
export function createBatchMemory(clock: Pick<Clock, 'elapsed'>): BatchMemory {
  const carrying = new Set<string>();
  const refusingUntil = new Map<string, number>();
  const unreadUntil = new Map<string, number>();
  const lasts = (until: number | undefined) => until !== undefined && clock.elapsed() < until;
  return {
    verdict(callName) {
      if (lasts(refusingUntil.get(callName)) || lasts(unreadUntil.get(callName))) return 'single';
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
    unread(callName) {
      unreadUntil.set(callName, clock.elapsed() + unreadForMs);
    },
  };
}
