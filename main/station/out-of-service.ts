import type { Screen } from '../../preload/contract.ts';
import type { StationFace } from './face.ts';
import type { Surroundings } from './plain-screen.ts';
import { createSnapshots } from './snapshots.ts';

/** A station that can only say why it is not one: not configured, or its disk cannot be used. Intents are answered `notNow`. */
export function outOfService({ station, setup, look }: Surroundings, screen: Screen): StationFace {
  const snapshots = createSnapshots(
    station,
    setup,
    () => screen,
    () => look,
  );
  return {
    intend: async (name) => (name === 'touch' ? { ok: true } : { ok: false, error: 'notNow' }),
    onSnapshot: snapshots.subscribe,
    readerTailMs: 60,
    readerKey: () => {},
    attention: (hears) => snapshots.setDeaf(!hears),
    close: async () => {},
  };
}
