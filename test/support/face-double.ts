import type { StationFace } from '../../main/station/face.ts';
import { plainLook, plainSetup } from '../../main/station/plain-screen.ts';
import type { IntentResult, Snapshot } from '../../preload/contract.ts';
import type { ReaderKey } from '../../preload/key-gate.ts';

/** A station's face that records what a host brings to it and shows what a test gives it. */
export interface FaceDouble extends StationFace {
  readonly intents: { readonly name: string; readonly argument: unknown }[];
  readonly keys: ReaderKey[];
  readonly heard: boolean[];
  readonly listeners: Set<(snapshot: Snapshot) => void>;
  /** What the next intents answer. */
  answer: () => Promise<IntentResult>;
  show(snapshot: Snapshot): void;
  closed: boolean;
}

/** The first screen, with this serial. */
export function welcome(serial: number, name = 'Floor 2'): Snapshot {
  return {
    serial,
    station: { name, helpContact: 'IT desk' },
    setup: plainSetup,
    look: plainLook,
    readerDeaf: false,
    screen: { name: 'welcome', ways: ['badge'], opening: false, offline: false, notice: null },
  };
}

/** A face that starts at the first screen. */
export function doubleFace(): FaceDouble {
  let current = welcome(1);
  const face: FaceDouble = {
    intents: [],
    keys: [],
    heard: [],
    listeners: new Set(),
    readerTailMs: 90,
    closed: false,
    answer: async () => ({ ok: true }),
    async intend(name, argument) {
      face.intents.push({ name, argument });
      return face.answer();
    },
    onSnapshot(listener) {
      face.listeners.add(listener);
      listener(current);
      return () => face.listeners.delete(listener);
    },
    readerKey: (key) => void face.keys.push(key),
    attention: (hears) => void face.heard.push(hears),
    async close() {
      face.closed = true;
    },
    show(snapshot) {
      current = snapshot;
      for (const listener of face.listeners) listener(snapshot);
    },
  };
  return face;
}
