import type { Screen, Snapshot } from '../../preload/contract.ts';
import type { Clock } from '../ports.ts';
import type { StationFace } from './face.ts';
import { outOfService } from './out-of-service.ts';
import type { Surroundings } from './plain-screen.ts';

/** What came of building a station: it, or what the screen says instead. */
export type Attempt = { readonly ok: true; readonly station: StationFace } | { readonly ok: false; readonly screen: Screen };

/** From one try to the next, while the station cannot be built: a key store may be unlocked, a disk freed. Milliseconds. */
export const tryAgainMs = 15_000;

/**
 * The station as soon as it can be built; until then one that says why not. Resolves after the first try; hosts and screens do not notice
 * the change but by what they are shown.
 */
export async function keepTrying(attempt: () => Promise<Attempt>, around: Surroundings, clock: Clock): Promise<StationFace> {
  const first = await attempt();
  if (first.ok) return first.station;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let current = outOfService(around, first.screen);
  let unsubscribe = () => {};
  let hears = true;
  let serial = 0;
  let last: Snapshot | null = null;
  let closed = false;
  let cancel = () => {};

  const show = (face: StationFace) => {
    unsubscribe();
    current = face;
    face.attention(hears);
    unsubscribe = face.onSnapshot((snapshot) => {
      serial += 1;
      last = { ...snapshot, serial };
      for (const listener of listeners) listener(last);
    });
  };
  const tryOnce = async () => {
    const next = await attempt();
    if (closed) {
      if (next.ok) await next.station.close();
      return;
    }
    show(next.ok ? next.station : outOfService(around, next.screen));
    if (!next.ok) again();
  };
  const again = () => {
    // An attempt says what failed; what it throws all the same has been logged there.
    cancel = clock.after(tryAgainMs, () => void tryOnce().catch(() => again()));
  };
  show(current);
  again();

  return {
    intend: (name, argument) => current.intend(name, argument),
    onSnapshot(listener) {
      listeners.add(listener);
      if (last) listener(last);
      return () => listeners.delete(listener);
    },
    get readerTailMs() {
      return current.readerTailMs;
    },
    readerKey: (key) => current.readerKey(key),
    attention(now) {
      hears = now;
      current.attention(now);
    },
    async close() {
      closed = true;
      cancel();
      unsubscribe();
      await current.close();
    },
  };
}
