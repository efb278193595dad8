import type { Clock } from '../../ports.ts';

/** Printers at which a job waits for a start once its task is completed, where this station has no right to start it (mode `app`). */
export interface WaitingPrinters {
  /** IT says so, or it was seen here lately. */
  waits(printerId: string): boolean;
  /** Seen: a task was completed, and the job did not move. */
  learn(printerId: string): void;
}

/** What was seen once is believed this long; then one job tries it again. Milliseconds. */
export const believedMs = 24 * 3_600_000;

/** `told`: printers of which IT says that a start follows (configuration `print.printers[].afterTask`). */
export function createWaitingPrinters(told: readonly string[], clock: Clock): WaitingPrinters {
  const byIt = new Set(told);
  const seenAt = new Map<string, number>();
  return {
    waits: (printerId) => byIt.has(printerId) || clock.elapsed() - (seenAt.get(printerId) ?? Number.NEGATIVE_INFINITY) < believedMs,
    learn: (printerId) => void seenAt.set(printerId, clock.elapsed()),
  };
}
