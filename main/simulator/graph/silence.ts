import { ConnectionReset } from './connection-reset.ts';

/** Calls that are never answered. */
export interface Silence {
  /** Rejects with the signal's reason once the client gives up, or as a reset once the tenant closes; never resolves. */
  keep(request: Request): Promise<never>;
  /** Ends all that are waiting; later ones end at once. */
  end(): void;
}

/** Keeps clients waiting without keeping anything once they are gone. */
export function createSilence(): Silence {
  const ends = new Set<() => void>();
  let ended = false;
  return {
    keep: ({ signal }) =>
      new Promise((_resolve, reject) => {
        if (ended) return reject(new ConnectionReset());
        if (signal.aborted) return reject(signal.reason);
        const end = () => {
          ends.delete(end);
          signal.removeEventListener('abort', giveUp);
          reject(new ConnectionReset());
        };
        const giveUp = () => {
          ends.delete(end);
          reject(signal.reason);
        };
        ends.add(end);
        signal.addEventListener('abort', giveUp, { once: true });
      }),
    end() {
      ended = true;
      for (const end of [...ends]) end();
    },
  };
}
