import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ReleaseOptions, Snapshot } from '../../preload/contract.ts';
import { isReleasable, orderOf } from '../format/jobs.ts';
import { hasOptions, type OptionName } from '../format/options.ts';

/** What the page knows: the last snapshot, and what a finger has done since that the station need not know. */
export interface ScreenState {
  readonly snapshot: Snapshot | null;
  /** When the snapshot came, on the page's own monotonic clock. Milliseconds. */
  readonly arrivedAtMs: number;
  /** Keys of the chosen jobs. */
  readonly chosen: ReadonlySet<string>;
  /** Keys of the jobs whose printer is being chosen; null while nothing is. */
  readonly choosing: readonly string[] | null;
  /** Keys of the destinations as they stood when the choice was opened. */
  readonly destinationOrder: readonly string[];
  /** Keys of the jobs in the order of their lines. */
  readonly order: readonly string[];
  /** What has been set for the next release. */
  readonly options: ReleaseOptions;
  /** The options are open: all of them, or one; null: closed. */
  readonly optionsAt: 'all' | OptionName | null;
  /** Intents that were sent and not answered yet, each as one word with its argument. */
  readonly inFlight: ReadonlySet<string>;
  /** An intent ended in a bug; shown as one sentence until the next touch. */
  readonly fault: boolean;
  /** Which sheet of settings lies over the screen. */
  readonly panel: Panel | null;
  receive(snapshot: Snapshot, nowMs: number): void;
  toggle(key: string): void;
  clearChosen(): void;
  /** Asks for a printer for these jobs. */
  beginChoosing(keys: readonly string[]): void;
  endChoosing(): void;
  setOptions(options: ReleaseOptions): void;
  /** Opens all options, or one of them. */
  openOptions(at: 'all' | OptionName): void;
  closeOptions(): void;
  /** A release was sent: nothing is chosen, open or set any more. */
  released(): void;
  begin(wish: string): void;
  end(wish: string, fault: boolean): void;
  clearFault(): void;
  openPanel(panel: Panel): void;
  closePanel(): void;
}

/** The choice of a language, or of what is easier to see and reach. */
export type Panel = 'language' | 'look';

/** The store of one mounted page. */
export type ScreenStore = StoreApi<ScreenState>;

const none: ReadonlySet<string> = new Set();

function without<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return new Set([...set].filter((other) => other !== item));
}

/** Whether both show the list of one person. */
function sameList(before: Snapshot | null, now: Snapshot): boolean {
  return before?.screen.name === 'jobs' && now.screen.name === 'jobs' && before.screen.personName === now.screen.personName;
}

/** Until the first list is whole it is sorted anew; from then on every job keeps its line. */
function nextOrder(before: Snapshot | null, now: Snapshot, order: readonly string[]): readonly string[] {
  if (now.screen.name !== 'jobs') return [];
  const lives = sameList(before, now) && before?.screen.name === 'jobs' && before.screen.list !== 'loading';
  return orderOf(lives ? order : [], now.screen.jobs);
}

/** The options end with their list, and are shut where there is nothing to set or to release. */
function stillOpen(before: Snapshot | null, now: Snapshot, at: ScreenState['optionsAt']): ScreenState['optionsAt'] {
  if (at === null || now.screen.name !== 'jobs' || !sameList(before, now)) return null;
  return hasOptions(now.screen) && now.screen.jobs.some(isReleasable) ? at : null;
}

/** Chosen keys that still stand for a job that may be chosen; none once the list or its person has gone. */
function stillChosen(before: Snapshot | null, now: Snapshot, chosen: ReadonlySet<string>): ReadonlySet<string> {
  if (chosen.size === 0 || now.screen.name !== 'jobs' || !sameList(before, now)) return none;
  const keys = new Set(now.screen.jobs.filter(isReleasable).map((job) => job.key));
  return new Set([...chosen].filter((key) => keys.has(key)));
}

/** The choice of a printer ends with its session, and as soon as one of its jobs can no longer be released or there is nothing to choose from. */
function stillChoosing(before: Snapshot | null, now: Snapshot, choosing: readonly string[] | null): readonly string[] | null {
  if (choosing === null || now.screen.name !== 'jobs' || now.screen.destinations.length < 2) return null;
  const left = stillChosen(before, now, new Set(choosing));
  return choosing.every((key) => left.has(key)) ? choosing : null;
}

/** A sheet of settings belongs to the screen and the person it was opened on, and makes way for a card. */
function stillOver(before: Snapshot | null, now: Snapshot, panel: Panel | null): Panel | null {
  const { screen } = now;
  if (panel === null || before === null || before.screen.name !== screen.name) return null;
  if (screen.name === 'welcome' && screen.opening) return null;
  return screen.name === 'jobs' && !sameList(before, now) ? null : panel;
}

/** Makes the store. What came last counts: the way from the station keeps the order, and its serial starts anew when it restarts. */
export function createScreenStore(): ScreenStore {
  return createStore<ScreenState>()((set) => ({
    snapshot: null,
    arrivedAtMs: 0,
    chosen: none,
    choosing: null,
    destinationOrder: [],
    order: [],
    options: {},
    optionsAt: null,
    inFlight: new Set(),
    fault: false,
    panel: null,
    receive: (snapshot, nowMs) =>
      set((state) => ({
        snapshot,
        arrivedAtMs: nowMs,
        chosen: stillChosen(state.snapshot, snapshot, state.chosen),
        choosing: stillChoosing(state.snapshot, snapshot, state.choosing),
        panel: stillOver(state.snapshot, snapshot, state.panel),
        order: nextOrder(state.snapshot, snapshot, state.order),
        options: sameList(state.snapshot, snapshot) ? state.options : {},
        optionsAt: stillOpen(state.snapshot, snapshot, state.optionsAt),
      })),
    toggle: (key) => set((state) => ({ chosen: state.chosen.has(key) ? without(state.chosen, key) : new Set([...state.chosen, key]) })),
    clearChosen: () => set({ chosen: none }),
    beginChoosing: (keys) =>
      set(({ snapshot }) => ({
        choosing: keys,
        optionsAt: null,
        destinationOrder: snapshot?.screen.name === 'jobs' ? snapshot.screen.destinations.map(({ key }) => key) : [],
      })),
    endChoosing: () => set({ choosing: null }),
    setOptions: (options) => set({ options }),
    openOptions: (at) => set({ optionsAt: at, choosing: null }),
    closeOptions: () => set({ optionsAt: null }),
    released: () => set({ chosen: none, choosing: null, options: {}, optionsAt: null }),
    begin: (wish) => set((state) => ({ inFlight: new Set([...state.inFlight, wish]), fault: false })),
    end: (wish, fault) => set((state) => ({ inFlight: without(state.inFlight, wish), fault: state.fault || fault })),
    clearFault: () => set((state) => (state.fault ? { fault: false } : state)),
    openPanel: (panel) => set({ panel }),
    closePanel: () => set({ panel: null }),
  }));
}
