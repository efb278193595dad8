import type { StationConfig } from '../../config/model.ts';
import type { AppPrintApi, GraphResult } from '../../graph/model.ts';
import type { Clock } from '../../ports.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { Capabilities } from './model.ts';

/**
 * What the station knows of its printers besides their state: what they can do, and how many jobs stand before a new one. Read beside the
 * list and never waited for; kept for all visits, without anything of anybody.
 */
export interface PrinterFacts {
  /** Null where not known, or never asked for. */
  capabilities(printerId: string): Capabilities | null;
  /** Null where not known, or not known any more. */
  waiting(printerId: string): number | null;
  /** Reads what is too old, in one round trip; a second caller shares the first one's read. True where something changed. Never rejects. */
  refresh(): Promise<boolean>;
}

/** What facts are read with, and of which printers. */
export interface PrinterFactsOptions {
  readonly app: Pick<AppPrintApi, 'getCapabilities' | 'readQueues'>;
  readonly clock: Clock;
  /** Printers at which something can be chosen. */
  readonly capable: readonly string[];
  /** Printers among which is chosen. */
  readonly queues: readonly string[];
}

/** Nobody may change a job or send it elsewhere: nothing is read. */
export const noFacts: PrinterFacts = { capabilities: () => null, waiting: () => null, refresh: async () => false };

/** From one read of a printer's capabilities to the next. Milliseconds. */
export const capabilitiesFreshMs = 10 * 60_000;
/** What was read is still shown this long where a new read fails. Milliseconds. */
const capabilitiesKeptMs = 60 * 60_000;
/** From a failed read to the next one. Milliseconds. */
const tryAgainMs = 60_000;
/** From one count of the jobs that wait to the next, while somebody is signed in: each costs a read of every queue. Milliseconds. */
export const waitingFreshMs = 5_000;
/** A count that is older says nothing of now. Milliseconds. */
const waitingKeptMs = 15_000;

interface Known<T> {
  readonly value: T;
  readonly readAt: number;
}

/** Facts of a station that reads with its own token. */
export function createPrinterFacts({ app, clock, capable, queues }: PrinterFactsOptions): PrinterFacts {
  const able = new Map<string, Known<Capabilities | null>>();
  const waiting = new Map<string, Known<number | null>>();
  const triedAt = new Map<string, number>();
  let countedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<boolean> | null = null;

  const kept = <T>(from: ReadonlyMap<string, Known<T | null>>, printerId: string, keptMs: number): T | null => {
    const known = from.get(printerId);
    return known !== undefined && clock.elapsed() - known.readAt < keptMs ? known.value : null;
  };
  const isDue = (printerId: string): boolean => {
    const fresh = clock.elapsed() - (able.get(printerId)?.readAt ?? Number.NEGATIVE_INFINITY) < capabilitiesFreshMs;
    return !fresh && clock.elapsed() - (triedAt.get(printerId) ?? Number.NEGATIVE_INFINITY) >= tryAgainMs;
  };

  async function readCapabilities(): Promise<void> {
    const due = capable.filter(isDue);
    if (due.length === 0) return;
    for (const printerId of due) triedAt.set(printerId, clock.elapsed());
    put(able, due, await app.getCapabilities(due), (said) => said && capabilitiesOf(said));
  }

  async function readWaiting(): Promise<void> {
    if (queues.length < 2 || clock.elapsed() - countedAt < waitingFreshMs) return;
    countedAt = clock.elapsed();
    put(waiting, queues, await app.readQueues(queues), (queue) => queue.waiting);
  }

  function put<T, V>(
    into: Map<string, Known<V>>,
    printerIds: readonly string[],
    results: readonly GraphResult<T>[],
    meaning: (read: T) => V,
  ): void {
    for (const [i, printerId] of printerIds.entries()) {
      const result = results[i];
      if (result?.ok) into.set(printerId, { value: meaning(result.value), readAt: clock.elapsed() });
    }
  }

  const facts: PrinterFacts = {
    capabilities: (printerId) => kept(able, printerId, capabilitiesKeptMs),
    waiting: (printerId) => kept(waiting, printerId, waitingKeptMs),
    refresh() {
      underWay ??= read().finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
  const shown = () => JSON.stringify([capable.map(facts.capabilities), queues.map(facts.waiting)]);
  async function read(): Promise<boolean> {
    const before = shown();
    await Promise.all([readCapabilities(), readWaiting()]);
    return shown() !== before;
  }
  return facts;
}

/** The facts that a station reads: only an app token may read printers and other people's queues, and it reads what there is a choice about. */
export function factsOf(
  { release, print }: Pick<StationConfig, 'release' | 'print'>,
  app: PrinterFactsOptions['app'],
  clock: Clock,
): PrinterFacts {
  if (release.mode === 'user') return noFacts;
  const places = release.mode === 'redirect' ? print.destinations : print.printers;
  return createPrinterFacts({
    app,
    clock,
    capable: release.options ? places.map(({ printerId }) => printerId) : [],
    queues: print.destinations.map(({ printerId }) => printerId),
  });
}
