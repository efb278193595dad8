import type { ReaderKey } from '../../preload/key-gate.ts';
import type { Clock } from '../ports.ts';
import { type BadReadWhy, type DecoderStep, decodeKey, idleDecoder, nextTickAtMs, type ReaderRules, tick } from './decoder.ts';
import type { Card } from './model.ts';

/** What the station needs to hear a reader. */
export interface ReaderOptions {
  /** `config.badge`. */
  readonly config: ReaderRules;
  readonly clock: Clock;
  readonly onCard: (card: Card) => void;
  readonly onBadRead: (why: BadReadWhy) => void;
}

/** A reader that is listened to. */
export interface Reader {
  /** Hears one key that the gate forwarded. */
  key(key: ReaderKey): void;
  /** Stops listening and forgets a read that is under way. */
  close(): void;
}

/** Listens to the keys of a reader and reports the cards. The keys bring their own time, on a clock that may differ from the station's. */
export function createReader({ config, clock, onCard, onBadRead }: ReaderOptions): Reader {
  let state = idleDecoder;
  let closed = false;
  /** What to add to the station's clock to get the clock of the keys. */
  let offsetMs = 0;
  let cancel = () => {};

  const apply = (step: DecoderStep) => {
    state = step.state;
    schedule();
    for (const read of step.reads) {
      if (closed) return;
      if (read.is === 'card') onCard(read.card);
      else onBadRead(read.why);
    }
  };
  const schedule = () => {
    cancel();
    const dueAtMs = closed ? null : nextTickAtMs(state, config);
    if (dueAtMs === null) return;
    const delayMs = Math.max(1, dueAtMs - (clock.elapsed() + offsetMs));
    cancel = clock.after(delayMs, () => {
      // Keys that were waiting while the process was busy come first: they may belong to the read that this would end.
      cancel = clock.after(0, () => apply(tick(state, clock.elapsed() + offsetMs, config)));
    });
  };

  return {
    key(key) {
      if (closed) return;
      offsetMs = key.atMs - clock.elapsed();
      apply(decodeKey(state, key, config));
    },
    close() {
      closed = true;
      state = idleDecoder;
      cancel();
    },
  };
}
