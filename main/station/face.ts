import type { IntentResult, Snapshot } from '../../preload/contract.ts';
import type { ReaderKey } from '../../preload/key-gate.ts';

/** All that a host knows of the station. Hosts carry it; they hold no rule of it. */
export interface StationFace {
  /** Parses and carries out one intent of the contract. Never throws; a bad argument gives `badArgument`. */
  intend(name: string, argument: unknown): Promise<IntentResult>;
  /** Calls back with the current snapshot and with each new one; returns the unsubscribe function. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /** How long after a reader's key its Enter may come (`badge.maxKeyGapMs`), for the host's key gate. Milliseconds. */
  readonly readerTailMs: number;
  /** A key that the gate kept from the page. */
  readerKey(key: ReaderKey): void;
  /** The window gained (`true`) or lost the keyboard, or no screen is connected (`false`). */
  attention(hears: boolean): void;
  /** Ends the session, wipes what is in memory and closes the files. */
  close(): Promise<void>;
}
