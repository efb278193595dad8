import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { IntentArgument, IntentName, IntentResult, Snapshot, StationApi } from '../../preload/contract.ts';
import { localeFor } from '../format/locale.ts';
import type { ScreenState, ScreenStore } from './screen-store.ts';

/** The page's two clocks. */
export interface Clocks {
  /** Monotonic, for countdowns. Milliseconds. */
  readonly monotonicMs: () => number;
  /** Time of day, for "5 minutes ago". Milliseconds since the epoch. */
  readonly wallMs: () => number;
}

/** What every screen is given. */
export interface StationPage {
  readonly station: StationApi;
  readonly store: ScreenStore;
  readonly clocks: Clocks;
  /** The machine's own locales (`navigator.languages`), for numbers, sizes and times. */
  readonly locales: readonly string[];
}

const StationPageContext = createContext<StationPage | null>(null);

/** Gives the screens below it their station, store and clocks. */
export function StationPageProvider({ page, children }: { readonly page: StationPage; readonly children: ReactNode }): ReactNode {
  return <StationPageContext value={page}>{children}</StationPageContext>;
}

/** The page's station, store and clocks. Throws outside a provider. */
export function useStationPage(): StationPage {
  const page = useContext(StationPageContext);
  if (page === null) throw new Error('useStationPage outside StationPageProvider');
  return page;
}

/** The locale for numbers, sizes and times: the language that is spoken now, with the region of the machine. */
export function useLocale(): string {
  const { i18n } = useTranslation();
  return localeFor(i18n.language, useStationPage().locales);
}

/** A part of the page's state. */
export function useScreen<T>(select: (state: ScreenState) => T): T {
  return useStore(useStationPage().store, select);
}

/** The station's name and help contact; empty before the first snapshot. */
export function useStationFacts(): Snapshot['station'] {
  const facts = useScreen((state) => state.snapshot?.station);
  return facts ?? { name: '', helpContact: '' };
}

/** The station's intents alone; a plain mapped type keeps name and argument together. */
type Calls = { readonly [K in IntentName]: (argument: IntentArgument<K>) => Promise<IntentResult> };

/** An intent and its argument, as one word. */
function wishOf(name: IntentName, argument: unknown): string {
  return `${name} ${JSON.stringify(argument)}`;
}

/** Sends an intent and keeps its button quiet until the answer; only a bug needs a word. */
export async function sendIntent<N extends IntentName>(page: StationPage, name: N, argument: IntentArgument<N>): Promise<void> {
  const { store, station } = page;
  const wish = wishOf(name, argument);
  store.getState().begin(wish);
  let result: IntentResult;
  try {
    const calls: Calls = station;
    result = await calls[name](argument);
  } catch {
    result = { ok: false, error: 'internal' };
  }
  store.getState().end(wish, !result.ok && result.error !== 'notNow');
}

/** A sender for one kind of intent, and whether one is on its way. The same wish is not sent again until it is answered; another one is. */
export function useIntent<N extends IntentName>(name: N): { readonly send: (argument: IntentArgument<N>) => void; readonly busy: boolean } {
  const page = useStationPage();
  const busy = useScreen((state) => [...state.inFlight].some((wish) => wish.startsWith(`${name} `)));
  const send = useCallback(
    (argument: IntentArgument<N>) => {
      if (!page.store.getState().inFlight.has(wishOf(name, argument))) void sendIntent(page, name, argument);
    },
    [page, name],
  );
  return { send, busy };
}

/** One of the page's clocks, read again every `everyMs`. */
export function useNow(clock: keyof Clocks, everyMs: number): number {
  const read = useStationPage().clocks[clock];
  const [now, setNow] = useState(read);
  useEffect(() => {
    setNow(read());
    const timer = setInterval(() => setNow(read()), everyMs);
    return () => clearInterval(timer);
  }, [read, everyMs]);
  return now;
}
