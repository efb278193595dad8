import type { KioskProcess } from '../support/kiosk-process.ts';

/** What is left in the kiosk's process after its garbage was collected. Bytes and counts. */
export interface Reading {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  /** Open file descriptors; 0 where the system does not say. */
  readonly fds: number;
  /** Active resources of Node, without timers. */
  readonly handles: number;
  readonly timers: number;
  /** On event targets (such as abort signals) and emitters that are still alive. */
  readonly listeners: number;
  readonly contexts: number;
  /** Living objects by constructor. */
  readonly objects: Readonly<Record<string, number>>;
}

/** Asks the process, which must have been started with `probe.ts`. */
export async function read(kiosk: KioskProcess): Promise<Reading> {
  return (await kiosk.ask('SIGUSR2')).reading as Reading;
}
