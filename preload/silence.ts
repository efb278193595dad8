import { pingChannel } from './pulse.ts';
import { type Ipc, snapshotChannel } from './station-api.ts';

/** Between two looks whether the host still speaks. Milliseconds. */
export const lookEveryMs = 2_500;
/** So many looks without a word, fifteen seconds: the host, which asks every 2.5 s, hangs. */
export const mostSilentLooks = 6;

/** Calls `run` once after `delayMs`; the returned function takes the call back. */
export type After = (delayMs: number, run: () => void) => () => void;

/** The watch over a host. */
export interface HostWatch {
  /** The host said something: the watch begins, or begins anew. */
  heard(): void;
  end(): void;
}

/** Calls `onSilence` once when nothing was heard for fifteen seconds. Looks are counted, not time: a machine that slept has missed one. */
export function watchHost(after: After, onSilence: () => void): HostWatch {
  let silentLooks = 0;
  let stop = () => {};
  const look = () => {
    silentLooks += 1;
    if (silentLooks >= mostSilentLooks) onSilence();
    else stop = after(lookEveryMs, look);
  };
  return {
    heard() {
      stop();
      silentLooks = 0;
      stop = after(lookEveryMs, look);
    },
    end: () => stop(),
  };
}

const sentence = 'One moment, please. This station does not answer. Your print jobs are safe.';

/**
 * Covers the page while its host, once it has asked, asks no more. A page that is never asked, as the one that says "out of service", is
 * left alone. The cover goes once the host has also said what to show: what stands there may be another person's by now.
 */
export function coverInSilence(ipc: Pick<Ipc, 'on' | 'invoke'>, after: After, cover: (sentence: string | null) => void): void {
  let covered = false;
  const watch = watchHost(after, () => {
    covered = true;
    cover(sentence);
  });
  const uncover = () => {
    covered = false;
    cover(null);
  };
  ipc.on(pingChannel, () => {
    watch.heard();
    // Its answer comes after all that it pushed before.
    if (covered) ipc.invoke(snapshotChannel).then(uncover, () => undefined);
  });
}
