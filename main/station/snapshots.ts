import type { Look, Screen, Setup, Snapshot } from '../../preload/contract.ts';

/** Sends the screen what it shows, when that has changed. */
export interface Snapshots {
  /** Looks at the screen again and sends it if it differs. */
  changed(): void;
  setDeaf(deaf: boolean): void;
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
}

/** One stream of snapshots over a screen that is computed when asked for, so that countdowns are right at that moment. */
export function createSnapshots(station: Snapshot['station'], setup: Setup, screen: () => Screen, look: () => Look): Snapshots {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let serial = 0;
  let readerDeaf = false;
  let last = '';

  const now = (): Snapshot => ({ serial, station, setup, look: look(), readerDeaf, screen: screen() });
  const changed = () => {
    const snapshot = now();
    const text = JSON.stringify([readerDeaf, snapshot.look, snapshot.screen]);
    if (text === last) return;
    last = text;
    serial += 1;
    for (const listener of listeners) listener({ ...snapshot, serial });
  };

  return {
    changed,
    setDeaf(deaf) {
      readerDeaf = deaf;
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(now());
      return () => listeners.delete(listener);
    },
  };
}
