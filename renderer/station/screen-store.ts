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
  /** Keys of the jobs whose printer is being chosen; null while nothing is. */
  readonly choosing: readonly string[] | null;
  /** Intents that were sent and not answered yet. */
  readonly inFlight: ReadonlySet<IntentName>;
  /** An intent ended in a bug; shown as one sentence until the next touch. */
  readonly fault: boolean;
  receive(snapshot: Snapshot, nowMs: number): void;
  toggle(key: string): void;
  clearChosen(): void;
  /** Asks for a printer for these jobs. */
  beginChoosing(keys: readonly string[]): void;
  endChoosing(): void;
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

/** The choice of a printer ends with its session, and as soon as one of its jobs can no longer be released or there is nothing to choose from. */
function stillChoosing(before: Snapshot | null, now: Snapshot, choosing: readonly string[] | null): readonly string[] | null {
  if (choosing === null || now.screen.name !== 'jobs' || now.screen.destinations.length < 2) return null;
  const left = stillChosen(before, now, new Set(choosing));
  return choosing.every((key) => left.has(key)) ? choosing : null;
}

/** Makes the store. What came last counts: the way from the station keeps the order, and its serial starts anew when it restarts. */
export function createScreenStore(): ScreenStore {
  return createStore<ScreenState>()((set) => ({
    snapshot: null,
    arrivedAtMs: 0,
    chosen: none,
    choosing: null,
    inFlight: new Set(),
    fault: false,
    receive: (snapshot, nowMs) =>
      set((state) => ({
        snapshot,
        arrivedAtMs: nowMs,
        chosen: stillChosen(state.snapshot, snapshot, state.chosen),
        choosing: stillChoosing(state.snapshot, snapshot, state.choosing),
      })),
    toggle: (key) => set((state) => ({ chosen: state.chosen.has(key) ? without(state.chosen, key) : new Set([...state.chosen, key]) })),
    clearChosen: () => set({ chosen: none }),
    beginChoosing: (keys) => set({ choosing: keys }),
    endChoosing: () => set({ choosing: null }),
    begin: (intent) => set((state) => ({ inFlight: new Set([...state.inFlight, intent]), fault: false })),
    end: (intent, fault) => set((state) => ({ inFlight: without(state.inFlight, intent), fault: state.fault || fault })),
    clearFault: () => set((state) => (state.fault ? { fault: false } : state)),
  }));
}
