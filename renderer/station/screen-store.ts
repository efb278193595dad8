import { createStore, type StoreApi } from 'zustand/vanilla';
import type { IntentName, Snapshot } from '../../preload/contract.ts';
import { isReleasable } from '../format/jobs.ts';

/** What the page knows: the last snapshot, and what a finger has done since that the station need not know. */
export interface ScreenState {
  readonly snapshot: Snapshot | null;
  /** When the snapshot came, on the page's own monotonic clock. Milliseconds. */
  readonly arrivedAtMs: number;
  /** Keys of the chosen jobs. */
  readonly chosen: ReadonlySet<string>;
  /** Intents that were sent and not answered yet. */
  readonly inFlight: ReadonlySet<IntentName>;
  /** An intent ended in a bug; shown as one sentence until the next touch. */
  readonly fault: boolean;
  receive(snapshot: Snapshot, nowMs: number): void;
  toggle(key: string): void;
  clearChosen(): void;
  begin(intent: IntentName): void;
  end(intent: IntentName, fault: boolean): void;
  clearFault(): void;
}

/** The store of one mounted page. */
export type ScreenStore = StoreApi<ScreenState>;

const none: ReadonlySet<string> = new Set();

function without<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return new Set([...set].filter((other) => other !== item));
}

/** Chosen keys that still stand for a job that may be chosen; none once the list or its person has gone. */
function stillChosen(before: Snapshot | null, now: Snapshot, chosen: ReadonlySet<string>): ReadonlySet<string> {
  if (chosen.size === 0 || now.screen.name !== 'jobs' || before?.screen.name !== 'jobs') return none;
  if (before.screen.personName !== now.screen.personName) return none;
  const keys = new Set(now.screen.jobs.filter(isReleasable).map((job) => job.key));
  return new Set([...chosen].filter((key) => keys.has(key)));
}

/** Makes the store. What came last counts: the way from the station keeps the order, and its serial starts anew when it restarts. */
export function createScreenStore(): ScreenStore {
  return createStore<ScreenState>()((set) => ({
    snapshot: null,
    arrivedAtMs: 0,
    chosen: none,
    inFlight: new Set(),
    fault: false,
    receive: (snapshot, nowMs) =>
      set((state) => ({ snapshot, arrivedAtMs: nowMs, chosen: stillChosen(state.snapshot, snapshot, state.chosen) })),
    toggle: (key) => set((state) => ({ chosen: state.chosen.has(key) ? without(state.chosen, key) : new Set([...state.chosen, key]) })),
    clearChosen: () => set({ chosen: none }),
    begin: (intent) => set((state) => ({ inFlight: new Set([...state.inFlight, intent]), fault: false })),
    end: (intent, fault) => set((state) => ({ inFlight: without(state.inFlight, intent), fault: state.fault || fault })),
    clearFault: () => set((state) => (state.fault ? { fault: false } : state)),
  }));
}
